"""What was told to whom by when, and how it stands: promises and clocks with the days that were counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from django.utils.functional import Promise as Lazy
from django.utils.translation import get_language

from kikitori.casework.clock import rule_of
from kikitori.foundation.language.dates import day_in_words
from kikitori.interfaces.desk.complaint.clock_words import name_of_kind, name_of_rule
from kikitori.interfaces.desk.complaint.standing import Standing
from kikitori.interfaces.look.words import JA, language
from kikitori.records.deadlines.clock import ClockState
from kikitori.records.deadlines.labels import CLOCK_STATE, what_was_promised
from kikitori.records.deadlines.models import Clock, Promise
from kikitori.records.deadlines.promises import PromiseKind, PromiseState
from kikitori.records.deadlines.rules import Certainty, Rule
from kikitori.records.deadlines.why import Why, explain
from kikitori.records.deadlines.why_kept import kept_why
from kikitori.records.deadlines.working_time import business_minutes_between

#: Nearer than this a date is told in working hours.
_NEAR = timedelta(days=3)
#: Promises that have ended are shown with their counts only while they are among the last few.
_RECENT = 6
_ENDED = (PromiseState.REPLACED.value, PromiseState.CANCELLED.value)


@dataclass(frozen=True)
class _Counted:
    """A date with the count behind it, in the reader's language; counted out only where it is shown."""

    row: Any

    @cached_property
    def _counted(self) -> Why:
        return kept_why(self.row.why)

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


@dataclass(frozen=True)
class PromiseFact(_Counted):
    """A promise."""

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
        return self.row.is_unkept

    @property
    def is_ended(self) -> bool:
        """Replaced, or no longer needed."""
        return self.row.state in _ENDED or self.row.replaced_by_id is not None


@dataclass(frozen=True)
class ClockFact(_Counted):
    """A deadline: what it is called, how it stands, where it is written, and what can be done about it."""

    row: Clock
    kind: str | Lazy
    state: ClockState
    rule: Rule | None
    #: A promise of the same moment tells its count already.
    is_told: bool = False

    @property
    def state_word(self) -> str | Lazy:
        """How it stands, in words."""
        return CLOCK_STATE[self.state]

    @property
    def is_running(self) -> bool:
        """Still to be met."""
        return self.row.is_running

    @property
    def is_late(self) -> bool:
        """Past, and not met."""
        return self.state is ClockState.BREACHED

    @property
    def days(self) -> list[tuple[str, bool, str]]:
        """The count, while it matters and stands nowhere else."""
        return super().days if self.is_running and not self.is_told else []

    @property
    def is_met_by_hand(self) -> bool:
        """Does somebody write down that it was done?"""
        return self.is_running and (self.rule is None or self.rule.is_met_by_hand)

    @property
    def can_be_prolonged(self) -> bool:
        """Does the rule know a prolongation?"""
        return self.is_running and self.rule is not None and self.rule.extension is not None

    @property
    def source(self) -> str:
        """Where it is written; nothing for our own standard."""
        if self.rule is None or self.rule.certainty is Certainty.PROPOSAL:
            return ""
        return f"{self.rule.source.title} {self.rule.source.clause}".strip()


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
    def next_clock(self) -> ClockFact | None:
        """The deadline due first, where it is due before anything we have promised."""
        running = (fact for fact in self.clocks if fact.is_running and fact.row.paused_at is None)
        first = min(running, key=lambda fact: fact.row.due_at, default=None)
        promised = self.next
        if first is None or (promised and promised.row.due_at <= first.row.due_at):
            return None
        return first

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
    file = standing.file
    next_one = next(iter(file.owed_promises), None)
    told = {row.due_at for row in file.promises}
    return Owed(
        [
            PromiseFact(row, _minutes_left(row, standing) if row is next_one else None)
            for row in file.promises
        ],
        [_clock(row, standing, told) for row in file.clocks],
    )


def _minutes_left(row: Promise, standing: Standing) -> int | None:
    """How much working time is left, where little is."""
    if not timedelta() < row.due_at - standing.now < _NEAR:
        return None
    return business_minutes_between(standing.calendar, standing.now, row.due_at)


def _clock(row: Clock, standing: Standing, told: set[datetime]) -> ClockFact:
    rule = rule_of(row, standing.house)
    name = name_of_rule(rule, language(get_language())) if rule else name_of_kind(row.kind)
    return ClockFact(row, name, row.state_at(standing.now), rule, is_told=row.due_at in told)
