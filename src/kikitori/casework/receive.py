"""Receive 受付: a complaint comes in by any road, gets its number, its slip and its first promise.

The same item twice (the same `token`) is one complaint and gives the same answer, also when both arrive at
the same moment. The slip's secret is shown to whoever sends the token and stored only as a slow hash.
"""

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from kikitori.casework import intake, once
from kikitori.casework.acknowledge import acknowledge_complaint
from kikitori.casework.customer_types import note_type_at_receipt
from kikitori.casework.errors import Refused
from kikitori.casework.house import House
from kikitori.casework.intake import Checked, Intake, PersonRead
from kikitori.casework.keeping_out import carry_bars
from kikitori.casework.parcels import Handed, send_along
from kikitori.casework.step import Taken, write_down
from kikitori.foundation import crypto
from kikitori.foundation.language.text import one_line
from kikitori.records.access.permissions import Permission
from kikitori.records.access.policy import may
from kikitori.records.complaints.lifecycle import INITIAL, Step
from kikitori.records.complaints.models import Complaint, Receipt
from kikitori.records.complaints.proving import proof_with
from kikitori.records.complaints.terms import SELF_SERVED, Channel, EventKind, Visibility
from kikitori.records.letters.enclosures import Enclosure
from kikitori.records.people.actor import Actor, ActorKind
from kikitori.records.people.models import Person
from kikitori.records.triage.dangers import dangers_in
from kikitori.records.triage.models import SafetyAnswer
from kikitori.records.triage.sorting import Answer, Placement, SafetyQuestion, place

#: A complaint that nobody has named is called by so many of its first characters.
TITLE = 60


@dataclass(frozen=True, kw_only=True)
class Received:
    """What the person gets in hand. `repeated`: the same item had already been taken in."""

    complaint: Complaint
    locator: str
    secret: str = field(repr=False)
    repeated: bool = False


def receive_complaint(
    actor: Actor,
    given: Intake,
    *,
    token: str,
    now: datetime,
    tell: bool = True,
    follows: Complaint | None = None,
    born: Callable[[Complaint], None] | None = None,
    slip: bool = True,
    handed: Handed | None = None,
) -> Received:
    """Take a complaint in. Number, parties, slip, placement, clocks, first promise: all or nothing.

    `token` names the form or source item and must not be guessable: it also yields the slip's secret.
    Complaints that people send us themselves (web, e-mail) are acknowledged in the same transaction; without `tell` no
    letter says so, for their address has had one from us today. `follows`: the ended complaint that this one takes up;
    whoever is barred from that one is barred from this one. `born`: what else is written down of it before anybody
    answers (the mail it came by). Without `slip` nobody is shown one now, and none is made that could be guessed; it is
    issued when somebody asks for it. `handed`: files. Locks the token (advisory), the complaint that is taken up, and
    the year's counter row until commit. Raises Refused, Invalid; NotNow (files).
    """
    decision = may(actor, Permission.RECEIVE)
    if not decision.allowed:
        raise Refused(decision)
    house = House()
    checked = intake.checked(given, now, house)
    key = once.key_of("intake", token)
    secret = crypto.receipt_digits(token, settings.SECRET_KEY)
    with transaction.atomic():
        once.wait_for_turn(key)
        known = Complaint.objects.select_related("receipt").filter(intake_key=key).first()
        if known is not None:
            return Received(complaint=known, locator=known.receipt.locator, secret=secret, repeated=True)
        kept_out = _barred_from(follows)
        # Slow by design, so it is begun before the counter's row is locked, and goes on beside the writing.
        with crypto.slow_hash_beside(secret) if slip else nullcontext(lambda: "") as secret_hash:
            placement = place(checked.safety, suspected=suspected_dangers(checked.story))
            people = intake.people_for(checked, now, vouched=_is_vouched_for(actor, checked))
            [reference] = next_references(1, now, house)
            complaint = complaint_of(
                checked, placement, key=key, reference=reference, now=now, house=house, follows=follows
            )
            complaint.save(force_insert=True)
            _join(actor, complaint, checked, people, house)
            _answer_safety(complaint, checked, actor, now)
            taken = Taken(actor, complaint, Step.RECEIVE, now, Visibility.PUBLIC, EventKind.RECEIVED, house)
            files = send_along(handed, complaint) if handed is not None else []
            taken.say(**said_of_receipt(complaint, placement, files))
            write_down(taken)
            if follows is not None:
                carry_bars(follows, complaint, kept_out, now=now, house=house)
            receipt = Receipt.objects.create(
                complaint=complaint, locator=crypto.new_locator(), secret_hash=secret_hash(), issued_at=now
            )
        if born is not None:
            born(complaint)
        if Channel(complaint.channel) in SELF_SERVED:
            acknowledge_complaint(Actor.system("self_served"), complaint, now=now, within=taken, tell=tell)
    return Received(complaint=complaint, locator=receipt.locator, secret=secret)


def _join(
    actor: Actor,
    complaint: Complaint,
    checked: Checked,
    people: list[tuple[PersonRead, Person]],
    house: House,
) -> None:
    """Who takes part in it, and of which type they are said to be where one of us has heard who it is."""
    vouched = _is_vouched_for(actor, checked)
    intake.join(complaint, people, vouched=vouched)
    for read, person in people if vouched else ():
        note_type_at_receipt(actor, person, read.customer_type, complaint, house=house)


def _barred_from(follows: Complaint | None) -> list[int]:
    """Who is barred from the complaint that is taken up, as it stands now; locked, so that nobody is forgotten.

    Asked before the counter's row is locked, for which somebody may wait who holds a complaint.
    """
    if follows is None:
        return []
    return Complaint.objects.select_for_update().values_list("barred", flat=True).get(pk=follows.pk)


def next_references(count: int, now: datetime, house: House) -> list[str]:
    """`K-2026-000131` and so on: year in the organisation's zone and the next numbers of that year, without gaps.

    Locks the year's counter row until commit.
    """
    year = house.day_of(now).year
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into records_referencecounter (year, last) values (%s, %s)"
            " on conflict (year) do update set last = records_referencecounter.last + excluded.last returning last",
            [year, count],
        )
        (last,) = cursor.fetchone()
    return [f"K-{year}-{number:06d}" for number in range(last - count + 1, last + 1)]


def _is_vouched_for(actor: Actor, checked: Checked) -> bool:
    """Has one of us heard who it is? Who sends a form or a mail may say of themselves what they like."""
    return actor.kind in (ActorKind.STAFF, ActorKind.SYSTEM) and checked.channel not in SELF_SERVED


def complaint_of(
    checked: Checked,
    placement: Placement,
    *,
    key: str,
    reference: str,
    now: datetime,
    house: House,
    follows: Complaint | None = None,
) -> Complaint:
    """The complaint where it belongs, not saved."""
    return Complaint(
        reference=reference,
        kind=checked.kind.value,
        channel=checked.channel.value,
        language=checked.language,
        state=INITIAL.value,
        title=checked.title or one_line(checked.story, TITLE),
        story=checked.story,
        desired_outcome=checked.desired_outcome,
        subject=checked.subject.value,
        received_at=checked.received_at,
        known_at=checked.known_at,
        logged_at=now,
        anonymous=checked.anonymous,
        accommodation=checked.accommodation,
        confidentiality=checked.confidentiality.value,
        severity=placement.severity.value,
        urgency=placement.urgency.value,
        queue=placement.queue.value,
        intake_key=key,
        follows=follows,
        rule_packs=house.packs.pinned_on(house.day_of(checked.received_at)),
    )


def said_of_receipt(
    complaint: Complaint, placement: Placement, files: Sequence[Enclosure] = ()
) -> dict[str, Any]:
    """Values of the first event. `files`: what came with it."""
    return {
        "channel": complaint.channel,
        "kind": complaint.kind,
        "language": complaint.language,
        "received_at": complaint.received_at.isoformat(),
        "placed": list(placement.reasons),
        "digest": proof_with(complaint, [(row.digest, row.size) for row in files]).digest,
        **({"files": len(files)} if files else {}),
        **({"follows": complaint.follows.reference} if complaint.follows else {}),
    }


def _answer_safety(complaint: Complaint, checked: Checked, actor: Actor, now: datetime) -> None:
    """Write down what is known about safety; a question nobody could answer stays open."""
    SafetyAnswer.objects.bulk_create(
        SafetyAnswer(
            complaint=complaint,
            question=question.value,
            answer=answer.value,
            answered_at=now,
            answered_by_id=actor.staff_id,
        )
        for question, answer in checked.safety.items()
        if answer is not Answer.UNKNOWN
    )


def suspected_dangers(story: str) -> frozenset[SafetyQuestion]:
    """Safety questions that the story itself seems to answer with yes."""
    return dangers_in(story)
