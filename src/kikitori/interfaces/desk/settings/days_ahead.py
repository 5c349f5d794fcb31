"""The days ahead as a calendar shows them: months in weeks, why a day is closed, and what a change would change."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from kikitori.records.deadlines.calendar import BusinessCalendar, ClosedCode, Reason
from kikitori.records.deadlines.holiday_tables import HolidayTableError
from kikitori.records.deadlines.weeks import day_in_text

MONTHS = 3
#: So many business days from today carry their number.
NUMBERED = 20
_DAY = timedelta(days=1)
_NAMED = (ClosedCode.HOLIDAY, ClosedCode.CLOSURE)


@dataclass(frozen=True, slots=True)
class DayAhead:
    """One day. `number`: the n-th business day after today. `differs`: another reason than now, or none any more."""

    date: date
    closed: Reason | None
    is_past: bool
    is_today: bool
    number: int | None
    differs: bool


@dataclass(frozen=True, slots=True)
class Month:
    """A month as seven columns, Monday first; None where a day is of another month."""

    first: date
    weeks: list[list[DayAhead | None]]


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring days that are closed for the same reason, or that would change alike."""

    first: date
    last: date
    closed: Reason | None
    before: Reason | None = None


@dataclass(frozen=True, slots=True)
class HoursChange:
    """The hours of one weekday as they are and as they would be; empty is a day off."""

    weekday: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Ahead:
    """What a calendar makes of the coming months. `last_numbered`: the NUMBERED-th business day.

    `all_known`: the table of public holidays reaches that far.
    """

    months: list[Month]
    named: list[Run]
    changes: list[Run]
    hours: list[HoursChange]
    last_numbered: date | None
    all_known: bool

    @property
    def changes_nothing(self) -> bool:
        """Is everything as it was?"""
        return not self.changes and not self.hours


def ahead(calendar: BusinessCalendar, today: date, before: BusinessCalendar | None = None) -> Ahead:
    """This month and the two that follow. With `before`, what is different from that calendar is marked.

    Days after the last year of the holiday table are left out: nobody can tell about them.
    """
    days, whole = _known(calendar, before, today)
    numbers = _numbers(days, today)
    drawn = {
        day: DayAhead(
            day,
            now,
            is_past=day < today,
            is_today=day == today,
            number=numbers.get(day),
            differs=day >= today and _differs(was, now, before),
        )
        for day, (was, now) in days.items()
    }
    coming = [(day, was, now) for day, (was, now) in days.items() if day >= today]
    return Ahead(
        months=[_month(first, drawn) for first in sorted({day.replace(day=1) for day in drawn})],
        named=list(_runs((day, None, now) for day, _was, now in coming if now and now.code in _NAMED)),
        changes=list(_runs(each for each in coming if _tells(*each[1:]) and _differs(*each[1:], before))),
        hours=_hours(before, calendar) if before else [],
        last_numbered=max(numbers) if len(numbers) == NUMBERED else None,
        all_known=whole,
    )


Known = dict[date, tuple[Reason | None, Reason | None]]


def _known(calendar: BusinessCalendar, before: BusinessCalendar | None, today: date) -> tuple[Known, bool]:
    """Every day with why it was and why it is closed; and whether the holidays of all of them are known."""
    found: Known = {}
    day = today.replace(day=1)
    end = day
    for _month_ahead in range(MONTHS):
        end = (end.replace(day=28) + 4 * _DAY).replace(day=1)
    try:
        while day < end:
            found[day] = (before.why_closed(day) if before else None, calendar.why_closed(day))
            day += _DAY
    except HolidayTableError:
        return found, False
    return found, True


def _tells(was: Reason | None, now: Reason | None) -> bool:
    """Is it more than what the hours of the weekday say already?"""
    return any(reason is not None and reason.code in _NAMED for reason in (was, now))


def _differs(was: Reason | None, now: Reason | None, before: BusinessCalendar | None) -> bool:
    """Would this day be another than it is?"""
    return before is not None and was != now


def _numbers(days: Known, today: date) -> dict[date, int]:
    coming = [day for day, (_was, now) in days.items() if day > today and now is None]
    return {day: number for number, day in enumerate(coming[:NUMBERED], start=1)}


def _month(first: date, drawn: dict[date, DayAhead]) -> Month:
    of_month = [day for day in drawn if (day.year, day.month) == (first.year, first.month)]
    cells: list[DayAhead | None] = [None] * first.weekday() + [drawn[day] for day in of_month]
    cells += [None] * (-len(cells) % 7)
    return Month(first, [cells[start : start + 7] for start in range(0, len(cells), 7)])


def _runs(days: Iterable[tuple[date, Reason | None, Reason | None]]) -> Iterator[Run]:
    run: Run | None = None
    for day, was, now in days:
        if run and day - run.last == _DAY and (run.before, run.closed) == (was, now):
            run = Run(run.first, day, now, was)
            continue
        if run:
            yield run
        run = Run(day, day, now, was)
    if run:
        yield run


def _hours(before: BusinessCalendar, after: BusinessCalendar) -> list[HoursChange]:
    pairs = zip(before.week, after.week, strict=True)
    return [
        HoursChange(weekday, day_in_text(was), day_in_text(now))
        for weekday, (was, now) in enumerate(pairs)
        if was != now
    ]
