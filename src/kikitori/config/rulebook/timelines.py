"""Timelines of past complaints as courses for a simulation, batch by batch: the same few queries for each batch.

Reads times, kinds and conditions; no name, no text.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.db.models.fields.json import KeyTextTransform

from kikitori.casework.told_as import EVENT_OF
from kikitori.records.access.visibility import visible_to
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.terms import EventKind
from kikitori.records.complaints.timeline import Event
from kikitori.records.deadlines.courses import Course, Run
from kikitori.records.deadlines.models import Clock
from kikitori.records.people.actor import Actor
from kikitori.records.triage.models import SafetyAnswer
from kikitori.records.triage.sorting import Answer

BATCH = 500
_DAY = timedelta(days=1)
_COLUMNS = (
    *("id", "reference", "received_at", "known_at", "logged_at", "rule_packs", "team"),
    *("kind", "channel", "subject", "severity", "language"),
)
#: Kinds of events that two steps become, and what in their data says which it was.
_TOLD_APART: Mapping[tuple[EventKind, str], Step] = {
    (EventKind.QUESTION_ASKED, "complainant"): Step.ASK_COMPLAINANT,
    (EventKind.QUESTION_ASKED, "third_party"): Step.ASK_THIRD_PARTY,
    (EventKind.CLOSED, "agreed"): Step.CLOSE_ACCEPTED,
    (EventKind.CLOSED, "exhausted"): Step.CLOSE_EXHAUSTED,
}
_STEPS: Mapping[str, Step] = {
    kind.value: step
    for step, kind in EVENT_OF.items()
    if kind not in (EventKind.QUESTION_ASKED, EventKind.CLOSED)
}


@dataclass(frozen=True, slots=True)
class Past:
    """One complaint's course, with what it was counted by."""

    course: Course
    packs: Mapping[str, int]
    team: int | None


def received_between(since: date, until: date | None, zone: ZoneInfo) -> QuerySet[Complaint]:
    """Complaints received from the day `since` to the day `until`, both included, as days are in `zone`."""
    first = datetime.combine(since, time(0), zone)
    found = visible_to(Actor.system("command_line")).filter(received_at__gte=first)
    if until is None or until == date.max:  # there is no day after it, and nothing to leave out
        return found
    return found.filter(received_at__lt=datetime.combine(until + _DAY, time(0), zone))


def courses(complaints: QuerySet[Complaint], pack_id: str, *, batch: int = BATCH) -> Iterator[Past]:
    """Each of `complaints`, oldest first, with its clocks of the pack `pack_id`. Four queries a batch."""
    rows = complaints.order_by("received_at", "id").values(*_COLUMNS)
    found = list(rows[:batch])
    while found:
        yield from _pasts(found, pack_id)
        last = found[-1]
        after = Q(received_at__gt=last["received_at"]) | Q(received_at=last["received_at"], id__gt=last["id"])
        # The first condition alone is what an index can begin at.
        found = list(rows.filter(received_at__gte=last["received_at"]).filter(after)[:batch])


def _pasts(rows: Sequence[Mapping[str, Any]], pack_id: str) -> Iterator[Past]:
    numbers = [row["id"] for row in rows]
    steps = _steps_of(numbers)
    clocks = _clocks_of(numbers, pack_id)
    yes: dict[int, set[str]] = defaultdict(set)
    answers = SafetyAnswer.objects.filter(complaint__in=numbers, answer=Answer.YES.value)
    for number, question in answers.values_list("complaint", "question"):
        yes[number].add(question)
    for row in rows:
        number = row["id"]
        facts = {name: {row[name]} for name in ("kind", "channel", "subject", "severity", "language")}
        course = Course(
            reference=row["reference"],
            received_at=row["received_at"],
            known_at=row["known_at"],
            logged_at=row["logged_at"],
            steps=steps[number],
            facts={**facts, "safety": yes[number]},
            by_hand=clocks[number],
        )
        yield Past(course, row["rule_packs"], row["team"])


def _steps_of(numbers: Sequence[int]) -> dict[int, list[tuple[datetime, Step]]]:
    """The steps of each complaint in their order; events that are no step of the lifecycle are left out."""
    steps: dict[int, list[tuple[datetime, Step]]] = defaultdict(list)
    events = Event.objects.filter(complaint__in=numbers).annotate(
        asked_of=KeyTextTransform("asked_of", "data"), outcome=KeyTextTransform("outcome", "data")
    )
    rows = events.order_by("complaint", "id").values_list("complaint", "kind", "at", "asked_of", "outcome")
    for number, kind, at, asked_of, outcome in rows:
        step = _STEPS.get(kind) or _TOLD_APART.get((EventKind(kind), asked_of or outcome or ""))
        if step:
            steps[number].append((at, step))
    return steps


def _clocks_of(numbers: Sequence[int], pack_id: str) -> dict[int, dict[str, list[Run]]]:
    """The clocks of one pack by rule, first begun first; of a prolonged one the last, which tells how it ended."""
    found: dict[int, dict[str, list[Run]]] = defaultdict(lambda: defaultdict(list))
    clocks = Clock.objects.filter(
        complaint__in=numbers, rule__startswith=f"{pack_id}/", extended_at__isnull=True
    )
    rows = clocks.order_by("started_at", "id").values_list(
        "complaint", "rule", "started_at", "met_at", "cancelled_at"
    )
    for number, rule, started_at, met_at, cancelled_at in rows:
        run = Run(started_at, met_at or cancelled_at, met=met_at is not None)
        found[number][rule.rpartition("/")[2]].append(run)
    return found
