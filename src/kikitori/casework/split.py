"""Split 分割 and put back together: a part of a complaint is treated as one of its own, and that can be undone.

It has its own number, clocks and promises, counted from when that part really reached us; the people stay the same.
What moved goes back as long as nothing was offered or decided there: after that each has its own answer, and stays.
Whoever is barred from the whole is barred from the part, and where they are put back together, from both.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from kikitori.casework import once
from kikitori.casework.errors import NotNow, Obstacle
from kikitori.casework.given import Checked
from kikitori.casework.goes_on import where_it_goes_on
from kikitori.casework.house import House
from kikitori.casework.keeping_out import carry_bars, share_bars
from kikitori.casework.link import write_link
from kikitori.casework.merge import carry
from kikitori.casework.move_message import lock_both, move_message
from kikitori.casework.receive import next_references
from kikitori.casework.step import Taken, taking, write_down
from kikitori.foundation import crypto
from kikitori.records.complaints.lifecycle import INITIAL, Step
from kikitori.records.complaints.links import Link
from kikitori.records.complaints.models import Allegation, Complaint, Party, Receipt
from kikitori.records.complaints.terms import EventKind, LinkKind, Visibility
from kikitori.records.deadlines.promises import PromiseKind, PromiseState
from kikitori.records.letters.models import Message
from kikitori.records.people.actor import Actor

#: What the part keeps of the whole: who may know of it, in whose hands it is, how grave it was thought to be.
_KEPT = (
    *("kind", "channel", "language", "subject", "severity", "urgency", "queue", "confidentiality"),
    *("anonymous", "accommodation", "assignee_id", "team"),
)


@dataclass(frozen=True, kw_only=True)
class PartGiven:
    """What is taken out. `text`: words of the story that are about it, quoted; they stay in the story too.

    `messages`, `allegations`: numbers of words of the complainant (with their mails and files) and of points raised.
    """

    title: str
    text: str = ""
    messages: Sequence[int] = ()
    allegations: Sequence[int] = ()


def split_complaint(
    actor: Actor, complaint: Complaint, part: PartGiven, *, token: str, now: datetime, reason: str = ""
) -> Complaint:
    """Treat a part of `complaint` as one of its own; that one. The same `token` again is the first one.

    Raises Unseen, Refused, Invalid, StepNotPossible, NotNow(NOTHING_TO_SPLIT, NOT_TO_BE_MOVED).
    """
    check = Checked()
    title = check.line("title", part.title, longest=200, needed=True)
    text, why = check.text("text", part.text), check.text("reason", reason, longest=2000)
    check.done()
    key = once.key_of("split", token)
    with transaction.atomic():
        once.wait_for_turn(key)
        for before in Complaint.objects.filter(intake_key=key):
            return before
        with taking(actor, complaint, Step.SPLIT, now=now) as step:
            words, points = _chosen(step.complaint, part)
            if not (text or words or points):
                raise NotNow(Obstacle.NOTHING_TO_SPLIT)
            new = _born(step, title, text, words if not (text or points) else [], key)
            carry_bars(step.complaint, new, step.complaint.barred, now=now, house=step.house)
            write_link(actor, new, step.complaint, kind=LinkKind.SPLIT_FROM, now=now, reason=why)
            step.say(
                to=new.pk,
                reference=new.reference,
                allegations=[[point.pk, point.number] for point in points],
                **({"reason": why} if why else {}),
            )
            _renumber(points, new, 1)
        for word in words:
            move_message(actor, complaint, message=word.pk, to=new, now=now)
    return new


def regroup_complaint(actor: Actor, complaint: Complaint, *, now: datetime, reason: str = "") -> None:
    """Undo the splitting: everything that `complaint` holds goes back, and its number leads there.

    Raises Unseen (either), Refused, Invalid, NotNow(NOT_SPLIT, DECIDED_MEANWHILE).
    """
    check = Checked()
    why = check.text("reason", reason, longest=2000)
    check.done()
    with transaction.atomic():
        link = split_from(complaint)
        if link is None:
            raise NotNow(Obstacle.NOT_SPLIT)
        whole = where_it_goes_on(link.other)
        barred = lock_both(actor, complaint, whole, Step.REGROUP)
        if is_settled(complaint):
            raise NotNow(Obstacle.DECIDED_MEANWHILE, whole.reference)
        share_bars(complaint, whole, barred, now=now, house=House())
        for word in complaint.messages.filter(from_complainant=True).order_by("pk"):
            move_message(actor, complaint, message=word.pk, to=whole, now=now)
        with taking(actor, complaint, Step.REGROUP, now=now) as step:
            step.complaint.merged_into_id = whole.pk
            _give_back(step.complaint, link.other, whole)
            # Receipt of the whole has been confirmed: that of a part is owed to nobody any more.
            step.complaint.promises.filter(
                kind=PromiseKind.ACKNOWLEDGEMENT.value, state=PromiseState.OPEN.value
            ).update(state=PromiseState.CANCELLED.value)
            carried = carry(step.complaint, whole)
            step.say(
                to=whole.pk,
                **({"carried": carried} if carried else {}),
                **({"reason": why} if why else {}),
            )


def split_from(complaint: Complaint) -> Link | None:
    """What it was split from. One query."""
    own = Link.objects.filter(one=complaint, kind=LinkKind.SPLIT_FROM.value).select_related("other")
    return own.first()


def is_settled(complaint: Complaint) -> bool:
    """Was something offered or decided in it, or has it ended? At most two queries."""
    if complaint.closed_at is not None or complaint.proposals.exists():
        return True
    return complaint.allegations.filter(findings__isnull=False).exists()


def _chosen(complaint: Complaint, part: PartGiven) -> tuple[list[Message], list[Allegation]]:
    """The rows, all of them this complaint's; what has a finding stays. Raises NotNow(NOT_TO_BE_MOVED)."""
    words = list(complaint.messages.filter(pk__in=part.messages, from_complainant=True).order_by("at", "pk"))
    points = list(complaint.allegations.filter(pk__in=part.allegations, findings__isnull=True))
    if len(words) != len(set(part.messages)) or len(points) != len(set(part.allegations)):
        raise NotNow(Obstacle.NOT_TO_BE_MOVED)
    return words, points


def _born(step: Taken, title: str, text: str, words: Sequence[Message], key: str) -> Complaint:
    """The new complaint with its people, slip, clocks and first promise.

    `words`: where it consists of them alone, it was received when the first of them was; else with the whole.
    """
    whole, house, now = step.complaint, step.house, step.now
    [reference] = next_references(1, now, house)
    reached = words[0].at if words else whole.received_at
    new = Complaint(
        **{name: getattr(whole, name) for name in _KEPT},
        reference=reference,
        state=INITIAL.value,
        title=title,
        story=text or title,
        received_at=reached,
        known_at=reached if words else whole.known_at,
        logged_at=now,
        intake_key=key,
        rule_packs=house.packs.pinned_on(house.day_of(reached)),
    )
    new.save(force_insert=True)
    Party.objects.bulk_create(
        [
            Party(complaint=new, person_id=each.person_id, role=each.role, authority=each.authority)
            # Whom the complainant has appointed speaks for them in what they were appointed for.
            for each in whole.parties.filter(mandate="").order_by("pk")
        ]
    )
    # Nobody is shown a slip now; it is issued when somebody asks for it.
    Receipt.objects.create(complaint=new, locator=crypto.new_locator(), secret_hash="", issued_at=now)
    _receive(step, new, house)
    return new


def _receive(step: Taken, new: Complaint, house: House) -> None:
    taken = Taken(step.actor, new, Step.RECEIVE, step.now, Visibility.PUBLIC, EventKind.RECEIVED, house)
    taken.say(
        channel=new.channel,
        kind=new.kind,
        language=new.language,
        received_at=new.received_at.isoformat(),
        split_from=step.complaint.reference,
        **({"assignee": new.assignee_id} if new.assignee_id else {}),
    )
    write_down(taken)


def _renumber(points: Sequence[Allegation], to: Complaint, first: int) -> None:
    for number, point in enumerate(points, start=first):
        point.complaint, point.number = to, number
        point.save(update_fields=["complaint", "number"])


def _give_back(part: Complaint, origin: Complaint, whole: Complaint) -> None:
    """Its points go back under the numbers they had, where these are still free; all others behind the last."""
    told = origin.events.filter(kind=EventKind.SPLIT_OFF.value, data__to=part.pk).order_by("-pk").first()
    had = dict(told.data.get("allegations", ())) if told else {}
    taken = set(whole.allegations.values_list("number", flat=True))
    for point in part.allegations.all():
        number = had.get(point.pk, 0)
        if not number or number in taken:
            number = max(taken, default=0) + 1
        taken.add(number)
        _renumber([point], whole, number)
