"""Join 統合 and separate 統合の取消し: a complaint that was begun by mistake goes on inside another one.

Its story becomes a word there, with its mail, and what was promised to the person is owed there. Nothing is deleted and
all of it can be undone. What has been offered or decided keeps a complaint from being joined: it was offered in it.
Only what is the same person's: whoever holds the other complaint reads the word there. Many people with one cause
are a mass complaint (casework/mass_children.py). Whoever is barred from either is barred from both, and stays so when
they are separated: what was said there meanwhile may speak of what they are kept from.
"""

from datetime import datetime

from django.db import transaction

from kikitori.casework.along import bring_back, take_along
from kikitori.casework.clocks import counted
from kikitori.casework.errors import NotNow, Obstacle
from kikitori.casework.given import checked_text
from kikitori.casework.goes_on import JOININGS, way_of
from kikitori.casework.house import House
from kikitori.casework.keeping_out import share_bars
from kikitori.casework.move_message import arrive, lock_both, unheard
from kikitori.casework.step import Taken, taking
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Complaint, Party
from kikitori.records.complaints.terms import PartyRole, Visibility
from kikitori.records.complaints.timeline import Event
from kikitori.records.deadlines.models import Clock, Promise
from kikitori.records.deadlines.promises import PromiseState
from kikitori.records.deadlines.replay import said_of
from kikitori.records.letters.mails import Mail
from kikitori.records.letters.models import Message
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import group_of


def merge_complaint(
    actor: Actor,
    complaint: Complaint,
    *,
    to: Complaint,
    now: datetime,
    reason: str = "",
    same_person: bool = False,
) -> Message:
    """Join `complaint` into `to`; the word its story has become there.

    `same_person`: somebody has looked, and both are theirs though the cards do not say so. Raises Unseen (either),
    Refused, Invalid, StepNotPossible, NotNow(SAME_COMPLAINT, ANOTHER_PERSON).
    """
    why = checked_text("reason", reason, longest=2000, needed=False)
    if complaint.pk == to.pk:
        raise NotNow(Obstacle.SAME_COMPLAINT)
    with transaction.atomic():
        barred = lock_both(actor, complaint, to, Step.MERGE)
        if not same_person and _of_different_people(complaint, to):
            raise NotNow(Obstacle.ANOTHER_PERSON)
        house = House()
        share_bars(complaint, to, barred, now=now, house=house)
        with taking(actor, complaint, Step.MERGE, now=now, house=house) as step:
            word = _as_word(step.complaint, to)
            step.complaint.merged_into_id = to.pk
            step.say(to=to.pk, message=word.pk, **({"reason": why} if why else {}))
            carried = carry(step.complaint, to)
            if carried:
                step.say(carried=carried)
            arrive(actor, to, word, came_from=complaint.pk, now=now)
    return word


def separate_complaint(actor: Actor, complaint: Complaint, *, now: datetime, reason: str = "") -> None:
    """Undo the joining: it is a complaint of its own again, with what is still promised of its own promises.

    Also where the other one has itself been joined since. Raises Unseen (also where the other complaint is not seen),
    Refused, StepNotPossible, NotNow(NOT_JOINED).
    """
    why = checked_text("reason", reason, longest=2000, needed=False)
    with transaction.atomic():
        joined = complaint.events.filter(kind__in=JOININGS).order_by("-pk").first()
        into = Complaint.objects.filter(pk=joined.data["to"]).first() if joined else None
        if joined is None or into is None:
            raise NotNow(Obstacle.NOT_JOINED)
        barred = lock_both(actor, complaint, into, Step.SEPARATE)
        house = House()
        share_bars(complaint, into, barred, now=now, house=house)
        with taking(actor, complaint, Step.SEPARATE, now=now, house=house) as step:
            step.complaint.merged_into_id = None
            step.say(came_from=into.pk, **({"reason": why} if why else {}))
            if "message" in joined.data:
                _take_word(actor, complaint, into, joined, now)
            way = way_of(into)
            back = Promise.objects.filter(
                pk__in=joined.data.get("carried", ()),
                complaint__in=way,
                state=PromiseState.OPEN.value,
            )
            back.update(complaint=complaint)
            bring_back(step.complaint, way)
            _run_again(step, joined)


def _take_word(actor: Actor, complaint: Complaint, into: Complaint, joined: Event, now: datetime) -> None:
    """What its story had become there is its story again, with its mail."""
    word = joined.data["message"]
    _leave(actor, into, joined, to=complaint.pk, now=now)
    Mail.objects.filter(complaint=into, word=word).update(complaint=complaint, word=None)
    Message.objects.filter(pk=word, complaint=into).delete()


def _of_different_people(one: Complaint, other: Complaint) -> bool:
    """Do both name their complainant, and are these two cards that nobody has said to be the same person? One query."""
    parties = Party.objects.filter(complaint__in=(one, other), role=PartyRole.COMPLAINANT.value)
    groups: dict[int, set[int]] = {}
    for complaint, group in parties.values_list("complaint", group_of("person__")):
        groups.setdefault(complaint, set()).add(group)
    return len(groups) > 1 and groups[one.pk].isdisjoint(groups[other.pk])


def _as_word(complaint: Complaint, to: Complaint) -> Message:
    party = complaint.parties.order_by("id").first()
    word = Message.objects.create(
        complaint=to,
        visibility=Visibility.PUBLIC.value,
        author_person_id=party.person_id if party else None,
        from_complainant=True,
        channel=complaint.channel,
        language=complaint.language,
        body=complaint.story,
        at=complaint.received_at,
    )
    began = Mail.objects.filter(complaint=complaint, word=None, state="filed").order_by("id").first()
    if began is not None:
        began.complaint, began.word = to, word
        began.save(update_fields=["complaint", "word"])
    return word


def carry(complaint: Complaint, to: Complaint) -> list[int]:
    """What was promised to the person is owed in the other complaint: a date that was told is never forgotten.

    What they have asked for is answered there, too. Whoever waits to be confirmed here has their date here.
    """
    take_along(complaint, to)
    still_open = complaint.promises.filter(state=PromiseState.OPEN.value).exclude(
        appointments__complaint=complaint
    )
    numbers = list(still_open.values_list("pk", flat=True))
    Promise.objects.filter(pk__in=numbers).update(complaint=to)
    return numbers


def _leave(actor: Actor, into: Complaint, joined: Event, *, to: int, now: datetime) -> None:
    """The word goes out of the other complaint, and what hearing it had brought about there."""
    with taking(actor, into, Step.MOVE_MESSAGE, now=now) as left:
        word = Message.objects.filter(pk=joined.data["message"], complaint=left.complaint).first()
        left.say(message=joined.data["message"], to=to)
        if word is not None:
            left.say(**unheard(left, word))


def _run_again(step: Taken, joined: Event) -> None:
    """Deadlines that were stopped with the joining begin again, from the moment they had begun."""
    stopped = joined.data.get("clocks", {}).get("stopped", ())
    rules = {
        f"{pack.id}/{pack.version}/{rule.id}": rule
        for pack in step.house.packs_of(step.complaint)
        for rule in pack.rules
    }
    again = [
        counted(step.complaint, clock.rule, rules[clock.rule], clock.started_at, step.house)
        for clock in Clock.objects.filter(pk__in=stopped).order_by("pk")
        if clock.rule in rules
    ]
    Clock.objects.bulk_create(again)
    if again:
        step.say(clocks={"started": [said_of(clock) for clock in again]})
