"""Receive 受付: a complaint comes in by any road, gets its number, its slip and its first promise.

The same item twice (the same `token`) is one complaint and gives the same answer, also when both arrive at
the same moment. The slip's secret is shown to whoever sends the token and stored only as a slow hash.
"""

from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection, transaction

from kikitori.casework import intake, once
from kikitori.casework.acknowledge import acknowledge_complaint
from kikitori.casework.errors import Refused
from kikitori.casework.intake import Checked, Intake
from kikitori.casework.step import Taken, write_down
from kikitori.foundation import crypto
from kikitori.foundation.language.text import fold, one_line
from kikitori.records.access.permissions import Permission
from kikitori.records.access.policy import may
from kikitori.records.complaints.lifecycle import INITIAL, Step
from kikitori.records.complaints.models import Complaint, Receipt
from kikitori.records.complaints.terms import SELF_SERVED, Channel, EventKind, Visibility
from kikitori.records.people.actor import Actor
from kikitori.records.people.queries import the_organisation
from kikitori.records.triage.models import SafetyAnswer
from kikitori.records.triage.sorting import DANGER_WORDS, Answer, Placement, SafetyQuestion, dangers_in, place

_TITLE = 60
_FOLDED_DANGERS = {question: tuple(fold(word) for word in words) for question, words in DANGER_WORDS.items()}


@dataclass(frozen=True, kw_only=True)
class Received:
    """What the person gets in hand. `repeated`: the same item had already been taken in."""

    complaint: Complaint
    locator: str
    secret: str = field(repr=False)
    repeated: bool = False


def receive_complaint(actor: Actor, given: Intake, *, token: str, now: datetime) -> Received:
    """Take a complaint in. Number, parties, slip, placement, clocks, first promise: all or nothing.

    `token` names the form or source item and must not be guessable: it also yields the slip's secret.
    Complaints that people send us themselves (web, e-mail) are acknowledged in the same transaction.
    Locks the token (advisory) and the year's counter row until commit. Raises Refused, Invalid.
    """
    decision = may(actor, Permission.RECEIVE)
    if not decision.allowed:
        raise Refused(decision)
    checked = intake.checked(given, now)
    key = once.key_of("intake", token)
    secret = crypto.receipt_digits(token, settings.SECRET_KEY)
    with transaction.atomic():
        once.wait_for_turn(key)
        known = Complaint.objects.select_related("receipt").filter(intake_key=key).first()
        if known is not None:
            return Received(complaint=known, locator=known.receipt.locator, secret=secret, repeated=True)
        complaint = _create(checked, key, now)
        placement = _sort(complaint, checked, actor, now)
        receipt = Receipt.objects.create(
            complaint=complaint,
            locator=crypto.new_locator(),
            secret_hash=crypto.slow_hash(secret),
            issued_at=now,
        )
        taken = Taken(actor, complaint, Step.RECEIVE, now, Visibility.PUBLIC, EventKind.RECEIVED)
        taken.say(
            channel=complaint.channel,
            kind=complaint.kind,
            language=complaint.language,
            received_at=complaint.received_at.isoformat(),
            placed=list(placement.reasons),
        )
        write_down(taken)
        if Channel(complaint.channel) in SELF_SERVED:
            acknowledge_complaint(Actor.system("self_served"), complaint, now=now)
    return Received(complaint=complaint, locator=receipt.locator, secret=secret)


def next_reference(now: datetime) -> str:
    """`K-2026-000131`: year in the organisation's zone and the next number of that year, without gaps.

    Locks the year's counter row until commit.
    """
    year = now.astimezone(ZoneInfo(the_organisation().time_zone)).year
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into records_referencecounter (year, last) values (%s, 1)"
            " on conflict (year) do update set last = records_referencecounter.last + 1 returning last",
            [year],
        )
        (number,) = cursor.fetchone()
    return f"K-{year}-{number:06d}"


def _create(checked: Checked, key: str, now: datetime) -> Complaint:
    """The complaint and its parties. The counter row is taken last: it is the one lock others wait for."""
    people = intake.people_for(checked, now)
    complaint = Complaint.objects.create(
        reference=next_reference(now),
        kind=checked.kind.value,
        channel=checked.channel.value,
        language=checked.language,
        state=INITIAL.value,
        title=checked.title or one_line(checked.story, _TITLE),
        story=checked.story,
        desired_outcome=checked.desired_outcome,
        subject=checked.subject.value,
        received_at=checked.received_at,
        known_at=checked.known_at,
        logged_at=now,
        anonymous=checked.anonymous,
        accommodation=checked.accommodation,
        intake_key=key,
    )
    intake.join(complaint, people)
    return complaint


def _sort(complaint: Complaint, checked: Checked, actor: Actor, now: datetime) -> Placement:
    """Answer what is known about safety and put the complaint where it belongs."""
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
    placement = place(checked.safety, suspected=suspected_dangers(complaint.story))
    complaint.severity = placement.severity.value
    complaint.urgency = placement.urgency.value
    complaint.queue = placement.queue.value
    complaint.save(update_fields=["severity", "urgency", "queue"])
    return placement


def suspected_dangers(story: str) -> frozenset[SafetyQuestion]:
    """Safety questions that the story itself seems to answer with yes."""
    return dangers_in(fold(story), _FOLDED_DANGERS)
