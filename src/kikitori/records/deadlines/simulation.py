"""Past complaints under another rule: what was late, and what would have been. Pure.

Dates that were prolonged are counted without the prolongation, under either rule, so that like is compared with like.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from statistics import median

from kikitori.records.deadlines.calendar import BusinessCalendar
from kikitori.records.deadlines.clock import is_late
from kikitori.records.deadlines.counting import due
from kikitori.records.deadlines.courses import Course, Run, can_be_simulated, runs_of
from kikitori.records.deadlines.rule_parts import Direction
from kikitori.records.deadlines.rules import HOUSE, Pack, Rule, Unit
from kikitori.records.deadlines.working_time import business_time_between, is_after_hours, utc


@dataclass(frozen=True, slots=True)
class Judged:
    """One run under one rule. `due_at` is None where no calendar reaches; then it is not late.

    `elapsed` and `business`: how much too late it was met, ended or stands now; nothing when it is in time.
    """

    run: Run
    due_at: datetime | None
    late: bool = False
    elapsed: timedelta = timedelta()
    business: timedelta = timedelta()


@dataclass(frozen=True, slots=True)
class Compared:
    """One run of a rule as it was counted and as it would be. None: it was not, or would not be, owed."""

    rule: str
    before: Judged | None
    after: Judged | None

    @property
    def newly_late(self) -> bool:
        """In time before, or not owed; late by the other rule."""
        return _late(self.after) and not _late(self.before)

    @property
    def newly_in_time(self) -> bool:
        """Late before; in time, or not owed, by the other rule."""
        return _late(self.before) and not _late(self.after)


class Simulation:
    """The rules of one changed pack against courses, one by one. `now`: until when what is still open has been owed.

    Remembers due dates by day, since a hundred thousand complaints fall on a few hundred days.
    """

    def __init__(self, pack: Pack, now: datetime) -> None:
        self.pack = pack
        self.rules = tuple(rule for rule in pack.rules if can_be_simulated(rule))
        self._now = now
        self._known: dict[tuple[object, ...], datetime | None] = {}
        #: By identity, and held here so that none is given to another object meanwhile.
        self._bare: dict[int, tuple[Rule, Rule]] = {}
        self._working: dict[tuple[int, str], tuple[BusinessCalendar, BusinessCalendar]] = {}

    def compare(self, course: Course, kept: Pack | None, calendar: BusinessCalendar) -> list[Compared]:
        """Every run of every rule. `kept`: the version by which this complaint was counted, if by any."""
        found = []
        for rule in self.rules:
            old = _rule_of(kept, rule.id)
            before = runs_of(kept, old, course) if kept and old else ()
            after = runs_of(self.pack, rule, course)
            for place in range(max(len(before), len(after))):
                was = self.judge(old, before[place], calendar) if old and place < len(before) else None
                would = self.judge(rule, after[place], calendar) if place < len(after) else None
                found.append(Compared(rule.id, was, would))
        return found

    def judge(self, rule: Rule, run: Run, calendar: BusinessCalendar) -> Judged:
        """One run by one rule."""
        due_at = self._due(rule, run, calendar)
        end = run.end or self._now
        if due_at is None or not is_late(due_at, end):
            return Judged(run, due_at)
        try:
            business = business_time_between(self._calendar(rule, calendar), due_at, end)
        except ValueError:
            business = timedelta()
        return Judged(run, due_at, True, utc(end) - utc(due_at), business)

    def _due(self, rule: Rule, run: Run, calendar: BusinessCalendar) -> datetime | None:
        """None outside every calendar. The same day gives the same date, unless hours or waits are counted, or back."""
        counted = self._bare.setdefault(id(rule), (rule, replace(rule, warn_at=())))[1]
        if rule.unit is Unit.HOUR or rule.direction is Direction.BEFORE or run.pauses:
            return _due_or_none(counted, run, calendar)
        try:
            after_hours = is_after_hours(self._calendar(rule, calendar), run.start)
        except (ValueError, OverflowError):
            return None
        key = (id(rule), id(calendar), run.start.astimezone(calendar.zone).date(), after_hours)
        if key not in self._known:
            self._known[key] = _due_or_none(counted, run, calendar)
        return self._known[key]

    def _calendar(self, rule: Rule, calendar: BusinessCalendar) -> BusinessCalendar:
        """The working days the rule counts by; made once, for it remembers the days it was asked for."""
        key = (id(calendar), rule.calendar)
        if key not in self._working:
            country = calendar if rule.calendar == HOUSE else calendar.of_country(rule.calendar)
            self._working[key] = (calendar, country)
        return self._working[key][1]


def _due_or_none(rule: Rule, run: Run, calendar: BusinessCalendar) -> datetime | None:
    try:
        return due(rule, run.start, calendar, run.pauses).due_at
    except (ValueError, OverflowError):
        return None


def _rule_of(pack: Pack | None, rule_id: str) -> Rule | None:
    return next((rule for rule in pack.rules if rule.id == rule_id), None) if pack else None


def _late(judged: Judged | None) -> bool:
    return judged is not None and judged.late


@dataclass(frozen=True, slots=True)
class Lateness:
    """How many were late, and by how much; nothing where none was."""

    runs: int
    late: int
    elapsed_median: timedelta
    elapsed_most: timedelta
    business_median: timedelta
    business_most: timedelta


class Tally:
    """What one rule would change, added up. Holds two numbers for each late run and nothing of any complaint."""

    def __init__(self) -> None:
        self.complaints = self.newly_late = self.newly_in_time = self.without_date = 0
        self._runs = {"before": 0, "after": 0}
        self._late: dict[str, list[tuple[float, float]]] = {"before": [], "after": []}

    def add(self, compared: Iterable[Compared]) -> None:
        """The runs of one complaint."""
        runs = list(compared)
        self.complaints += bool(runs)
        for run in runs:
            self.newly_late += run.newly_late
            self.newly_in_time += run.newly_in_time
            for side, judged in (("before", run.before), ("after", run.after)):
                if judged is None:
                    continue
                self._runs[side] += 1
                self.without_date += judged.due_at is None
                if judged.late:
                    seconds = (judged.elapsed.total_seconds(), judged.business.total_seconds())
                    self._late[side].append(seconds)

    def lateness(self, side: str) -> Lateness:
        """By the rule as it was (`before`) or as it would be (`after`)."""
        late = self._late[side]
        elapsed, business = zip(*late, strict=True) if late else ((0.0,), (0.0,))
        spans = (median(elapsed), max(elapsed), median(business), max(business))
        return Lateness(self._runs[side], len(late), *(timedelta(seconds=span) for span in spans))
