"""Counting the house anew 数え直し: one run over every running clock, after the calendar was changed.

Somebody asks for it with a reason, a job walks over the house. Both leave a line in the record of the calendar's
changes; what was asked for and has no outcome yet is still to be done, however often its worker dies.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import Count, F, IntegerField, Max, Q, QuerySet, Sum
from django.db.models.expressions import Func

from kikitori.casework.clock import LONGEST_REASON, recount_clocks
from kikitori.casework.clocks import RUNNING, counted_anew
from kikitori.casework.errors import NotNow, Obstacle, Refused
from kikitori.casework.given import checked_text
from kikitori.casework.house import House
from kikitori.casework.once import wait_for_turn
from kikitori.casework.settings_kept import RUN, note_change
from kikitori.casework.singly import UNASKED, done_singly
from kikitori.foundation import jobs
from kikitori.foundation.postgres.session import signed_transaction
from kikitori.records.access.permissions import NEEDED, Permission
from kikitori.records.access.policy import may
from kikitori.records.access.visibility import visible_to
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.terms import EventKind
from kikitori.records.complaints.timeline import Event
from kikitori.records.deadlines.models import Clock
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import SettingChange
from kikitori.records.people.terms import Setting

#: The job, and the only one of it that waits.
JOB = "recount_house"
ASKED, DONE = "asked", "done"
#: So many clocks an outlook looks at, and so many are read at once by a run.
LOOKED_AT = 200
_BATCH = 500
_NEEDS = (Permission.MANAGE_RULES, NEEDED[Step.RECOUNT_CLOCKS])


@dataclass(frozen=True, slots=True)
class Move:
    """A running clock with its complaint, and the date it would have."""

    clock: Clock
    due_at: datetime


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a run would find: how many clocks run, how many of them were looked at, and which of these would move."""

    running: int
    looked_at: int
    moves: list[Move]


def recount_outlook(actor: Actor, now: datetime, most: int = LOOKED_AT) -> Outlook:
    """What would change among the `most` clocks due next, then those past due, newest first; nothing written.

    Of complaints this actor sees. At most five queries, and one for each team with a calendar. Raises Refused.
    """
    _require(actor)
    running = Clock.objects.filter(RUNNING, complaint__in=visible_to(actor))
    found = list(_with_complaint(running.filter(due_at__gte=now).order_by("due_at", "id"))[:most])
    past = _with_complaint(running.filter(due_at__lt=now).order_by("-due_at", "-id"))
    found += past[: most - len(found)]
    return Outlook(running.count(), len(found), list(_moves(found, House())))


def ask_for_recount(actor: Actor, *, reason: str, now: datetime) -> SettingChange:
    """Have every running clock of the house counted anew, by a job. Returns the line that says who asked and why.

    The same asked again, while the first still waits for its outcome, is the first. Raises Refused, Invalid
    (`reason`), NotNow(RECOUNT_ASKED: somebody else's waits).
    """
    _require(actor)
    why = checked_text("reason", reason, longest=LONGEST_REASON)
    with transaction.atomic():
        wait_for_turn(Setting.CALENDAR.value)
        waiting = recount_asked()
        if waiting is not None:
            if (waiting.by_id, waiting.after["reason"]) == (actor.staff_id, why):
                return waiting
            raise NotNow(Obstacle.RECOUNT_ASKED)
        before = Event.objects.aggregate(newest=Max("pk"))["newest"] or 0
        line = SettingChange.objects.create(
            kind=Setting.CALENDAR.value,
            at=now,
            by_id=actor.staff_id,
            before={},
            after={RUN: ASKED, "reason": why, "event_before": before},
        )
        jobs.defer(JOB, queueing_lock=JOB, timestamp=0)
    return line


def newest_recount() -> SettingChange | None:
    """The newest line of a run: asked for, or its outcome. One query."""
    lines = SettingChange.objects.filter(kind=Setting.CALENDAR.value, after__has_key=RUN)
    return lines.select_related("by").order_by("-id").first()


def recount_asked() -> SettingChange | None:
    """The line of a run that was asked for and has no outcome yet. One query."""
    newest = newest_recount()
    return newest if newest is not None and newest.after[RUN] == ASKED else None


def recount_house(actor: Actor, *, now: datetime, batch: int = _BATCH) -> SettingChange | None:
    """Count every clock anew whose date changes, each complaint in a transaction of its own, and note the outcome.

    Reads `batch` clocks at a time; what nothing happens to is only read. Begun again after a fault it finds what is
    left. Returns the line of the outcome; None where nothing was asked for, or another worker was through first.
    """
    asked = recount_asked()
    if asked is None:
        return None
    told = {"asked": asked.pk, "asked_by": asked.by_id}
    walked: set[int] = set()
    left: set[int] = set()
    for found in _batches(batch):
        walked.update(clock.pk for clock in found)
        for complaint in dict.fromkeys(move.clock.complaint_id for move in _moves(found, House())):
            step = partial(
                recount_clocks, actor, complaint, reason=asked.after["reason"], now=now, asked=told
            )
            if not done_singly(actor, step):
                left.add(complaint)
    with signed_transaction(actor.signature, UNASKED):
        wait_for_turn(Setting.CALENDAR.value)
        if recount_asked() != asked:
            return None
        outcome = {**_changed_by(asked), "looked_at": len(walked), "left": _still_to_move(left)}
        return note_change(
            actor,
            Setting.CALENDAR,
            {},
            {RUN: DONE, "reason": asked.after["reason"], **told, **outcome},
            now,
        )


def _require(actor: Actor) -> None:
    for permission in _NEEDS:
        decision = may(actor, permission)
        if not decision.allowed:
            raise Refused(decision)


def _batches(size: int) -> Iterator[list[Clock]]:
    """Every running clock by due date. What moves out of reach behind is counted by then; ahead, it is met again."""
    ordered = _with_complaint(Clock.objects.filter(RUNNING)).order_by("due_at", "id")
    found = list(ordered[:size])
    while found:
        yield found
        due_at, number = found[-1].due_at, found[-1].pk
        beyond = ordered.filter(due_at__gte=due_at).filter(Q(due_at__gt=due_at) | Q(pk__gt=number))
        found = list(beyond[:size])


def _with_complaint(clocks: QuerySet[Clock]) -> QuerySet[Clock]:
    """With what a count and a list ask of the complaint; a story may be ten thousand characters long."""
    return clocks.select_related("complaint__team", "extends").defer(
        "why", "extends__why", "complaint__story", "complaint__desired_outcome"
    )


def _moves(clocks: Iterable[Clock], house: House) -> Iterator[Move]:
    """Those that would have another date, in their order."""
    for clock in clocks:
        day = counted_anew(clock, clock.complaint, house)
        if day is not None:
            yield Move(clock, day.due_at)


def _changed_by(asked: SettingChange) -> dict[str, int]:
    """How many complaints and clocks have other dates by this run, told by their timelines."""
    counted = Event.objects.filter(
        pk__gt=asked.after["event_before"], kind=EventKind.CLOCKS_RECOUNTED.value, data__asked=asked.pk
    )
    length = Func(F("data__clocks__recounted"), function="jsonb_array_length", output_field=IntegerField())
    found = counted.aggregate(complaints=Count("complaint", distinct=True), clocks=Sum(length))
    return {"complaints": found["complaints"], "clocks": found["clocks"] or 0}


def _still_to_move(complaints: set[int]) -> int:
    """Of these complaints, how many have a clock that still would move: the step was refused or failed."""
    clocks = _with_complaint(Clock.objects.filter(RUNNING, complaint__in=complaints)) if complaints else ()
    return len({move.clock.complaint_id for move in _moves(clocks, House())})
