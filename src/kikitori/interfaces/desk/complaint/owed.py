"""What was told to whom by when, and how it stands: promises and clocks with the days that were counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property

from django.utils.functional import Promise as Lazy
from django.utils.translation import get_language

from kikitori.foundation.language.dates import day_in_words
from kikitori.interfaces.desk.complaint.case_file import is_owed
from kikitori.interfaces.desk.complaint.standing import Standing
from kikitori.interfaces.look.words import JA, language
from kikitori.records.deadlines.clock import ClockState
from kikitori.records.deadlines.labels import CLOCK_STATE, PROMISE_KIND, what_was_promised
from kikitori.records.deadlines.models import Clock, Promise
from kikitori.records.deadlines.promises import PromiseKind, PromiseState
from kikitori.records.deadlines.why import Why, explain, why_from_json
from kikitori.records.deadlines.working_time import business_minutes_between

#: Nearer than this a date is told in working hours.
_NEAR = timedelta(days=3)
#: Promises that have ended are shown with their counts only while they are among the last few.
_RECENT = 6
_ENDED = (PromiseState.REPLACED.value, PromiseState.CANCELLED.value)


@dataclass(frozen=True)
class PromiseFact:
    """A promise with the count behind its date, in the reader's language; counted out only where it is shown."""

    row: Promise
    working_minutes: int | None = None

    @property
    def what(self) -> str:
        """What was promised."""
        return what_was_promised(self.row.kind, self.row.note)

    @property
    def note(self) -> str:
        """A remark beside it; where our own words are the promise, there is no other."""
        return "" if self.row.kind == PromiseKind.OTHER.value else self.row.note

    @property
    def is_owed(self) -> bool:
        """Does somebody still wait for it?"""
        return is_owed(self.row)

    @property
    def is_ended(self) -> bool:
        """Replaced, or no longer needed."""
        return self.row.state in _ENDED or self.row.replaced_by_id is not None

    @cached_property
    def _counted(self) -> Why:
        return why_from_json(self.row.why)

    @property
    def why(self) -> str:
        """How the date was counted, in one sentence; empty where it was agreed."""
        return explain(self._counted, language(get_language()))

    @property
    def days(self) -> list[tuple[str, bool, str]]:
        """(day, was it counted, why or why not) of each day of the count."""
        tongue = language(get_language())
        return [
            (day_in_words(day.date, tongue), day.counted, day.reason_ja if tongue == JA else day.reason_en)
            for day in self._counted
        ]


@dataclass(frozen=True, slots=True)
class ClockFact:
    """A deadline in words."""

    row: Clock
    kind: str | Lazy
    state: str | Lazy
    is_late: bool


@dataclass(frozen=True, slots=True)
class Owed:
    """All promises and clocks of a complaint."""

    promises: list[PromiseFact]
    clocks: list[ClockFact]

    @property
    def waited_for(self) -> list[PromiseFact]:
        """What is still owed, soonest first."""
        return [fact for fact in self.promises if fact.is_owed]

    @property
    def next(self) -> PromiseFact | None:
        """What is due next, or overdue longest."""
        return next(iter(self.waited_for), None)

    @property
    def in_sight(self) -> list[PromiseFact]:
        """What is still owed, and the last few of the others."""
        recent = self._past[-_RECENT:]
        return [fact for fact in self.promises if fact.is_owed or fact in recent]

    @property
    def long_past(self) -> list[PromiseFact]:
        """All others, for the fold."""
        return self._past[:-_RECENT]

    @property
    def _past(self) -> list[PromiseFact]:
        return [fact for fact in self.promises if not fact.is_owed]


def owed_of(standing: Standing) -> Owed:
    """Promises and clocks. No query of its own, but for the calendar where a date is near enough for working hours."""
    next_one = next(iter(standing.file.owed_promises), None)
    return Owed(
        [
            PromiseFact(row, _minutes_left(row, standing) if row is next_one else None)
            for row in standing.file.promises
        ],
        [_clock(row, standing) for row in standing.file.clocks],
    )


def _minutes_left(row: Promise, standing: Standing) -> int | None:
    """How much working time is left, where little is."""
    if not timedelta() < row.due_at - standing.now < _NEAR:
        return None
    return business_minutes_between(standing.calendar, standing.now, row.due_at)


def _clock(row: Clock, standing: Standing) -> ClockFact:
    state = row.state_at(standing.now)
    kind = PROMISE_KIND[PromiseKind(row.kind)] if row.kind in set(PromiseKind) else row.kind
    return ClockFact(row, kind, CLOCK_STATE[state], state is ClockState.BREACHED)
