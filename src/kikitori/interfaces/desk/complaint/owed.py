"""What was told to whom by when, and how it stands: promises and clocks with the days that were counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.functional import Promise as Lazy
from django.utils.translation import get_language

from kikitori.interfaces.desk.complaint.standing import Standing
from kikitori.interfaces.look.words import JA, language
from kikitori.records.deadlines.clock import ClockState
from kikitori.records.deadlines.labels import CLOCK_STATE, PROMISE_KIND, PROMISE_STATE
from kikitori.records.deadlines.models import Clock, Promise
from kikitori.records.deadlines.promises import PromiseKind, PromiseState, is_kept_late
from kikitori.records.deadlines.queries import calendar_of
from kikitori.records.deadlines.why import day_en, day_ja, explain, why_from_json
from kikitori.records.deadlines.working_time import business_minutes_between

#: Nearer than this a date is told in working hours.
_NEAR = timedelta(days=3)
#: Promises that have ended are shown with their counts only while they are among the last few.
_RECENT = 6
Words = str | Lazy


@dataclass(frozen=True, slots=True)
class CountedLine:
    """One day of a count: which one, whether it counted, why or why not."""

    day: str
    counted: bool
    reason: str


@dataclass(frozen=True, slots=True)
class PromiseFact:
    """A promise in words, with the count behind its date."""

    row: Promise
    kind: Words
    state: Words
    why: str
    days: tuple[CountedLine, ...]
    working_minutes: int | None = None

    @property
    def is_owed(self) -> bool:
        """Open, or missed and not made good: the person still waits for it."""
        owed = (PromiseState.OPEN.value, PromiseState.MISSED.value)
        return self.row.state in owed and self.row.kept_at is None and self.row.replaced_by_id is None

    @property
    def is_ended(self) -> bool:
        """Replaced, or no longer needed."""
        return self.row.state in (PromiseState.REPLACED.value, PromiseState.CANCELLED.value)

    @property
    def was_late(self) -> bool:
        """Kept, but after the day that was told."""
        return is_kept_late(self.row.due_at, self.row.kept_at)


@dataclass(frozen=True, slots=True)
class ClockFact:
    """A deadline in words."""

    row: Clock
    kind: Words
    state: Words
    is_late: bool


@dataclass(frozen=True, slots=True)
class Owed:
    """All promises and clocks of a complaint."""

    promises: tuple[PromiseFact, ...]
    clocks: tuple[ClockFact, ...]

    @property
    def in_sight(self) -> list[PromiseFact]:
        """What is still owed, and the last few of the others."""
        recent = {fact.row.pk for fact in self._ended[-_RECENT:]}
        return [fact for fact in self.promises if fact.is_owed or fact.row.pk in recent]

    @property
    def long_past(self) -> list[PromiseFact]:
        """All others, for the fold."""
        return self._ended[:-_RECENT]

    @property
    def _ended(self) -> list[PromiseFact]:
        return [fact for fact in self.promises if not fact.is_owed]

    @property
    def next(self) -> PromiseFact | None:
        """What is due next, or overdue longest."""
        return next((fact for fact in self.promises if fact.is_owed), None)

    def of_kind(self, kind: PromiseKind) -> PromiseFact | None:
        """The owed promise of one kind."""
        return next((fact for fact in self.promises if fact.is_owed and fact.row.kind == kind), None)


def owed_of(standing: Standing) -> Owed:
    """Read promises and clocks. Two queries, and one more where a date is near enough for working hours."""
    rows = list(standing.complaint.promises.order_by("due_at", "pk"))
    promises = tuple(_promise(row) for row in rows)
    clocks = tuple(_clock(row, standing.now) for row in standing.complaint.clocks.all())
    return Owed(_with_hours(promises, standing), clocks)


def _promise(row: Promise) -> PromiseFact:
    tongue = language(get_language())
    why = why_from_json(row.why)
    days = tuple(
        CountedLine(day_ja(day.date), day.counted, day.reason_ja)
        if tongue == JA
        else CountedLine(day_en(day.date), day.counted, day.reason_en)
        for day in why
    )
    return PromiseFact(
        row,
        PROMISE_KIND[PromiseKind(row.kind)],
        PROMISE_STATE[PromiseState(row.state)],
        explain(why, tongue),
        days,
    )


def _with_hours(promises: Sequence[PromiseFact], standing: Standing) -> tuple[PromiseFact, ...]:
    """The next promise learns how much working time is left, where little is."""
    ahead = next((fact for fact in promises if fact.is_owed), None)
    if ahead is None or not timedelta() < ahead.row.due_at - standing.now < _NEAR:
        return tuple(promises)
    minutes = business_minutes_between(calendar_of(standing.organisation), standing.now, ahead.row.due_at)
    near = PromiseFact(ahead.row, ahead.kind, ahead.state, ahead.why, ahead.days, minutes)
    return tuple(near if fact is ahead else fact for fact in promises)


def _clock(row: Clock, now: datetime) -> ClockFact:
    state = row.state_at(now)
    kind = PROMISE_KIND[PromiseKind(row.kind)] if row.kind in set(PromiseKind) else row.kind
    return ClockFact(row, kind, CLOCK_STATE[state], state is ClockState.BREACHED)
