"""Which day is meant by „Friday“, „the 30th“, „within 3 business days“, seen from the moment it is said. Pure.

Nothing here lies in the past: what would, is None. Where people differ the choice is written beside it.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

#: The n-th business day after a day (before it where n is negative), as the organisation counts.
BusinessDay = Callable[[date, int], date]
#: A day without its year that has passed is next year's only where that is less than half a year away.
_NEXT_YEAR = timedelta(days=183)
_DAY = timedelta(days=1)
_SUNDAY, _DECEMBER = 6, 12
_MOST = 400


@dataclass(frozen=True, slots=True)
class Found:
    """A date as it stands in a sentence. `time` where one was said; `bare`: a time alone, of which the day is today."""

    start: int
    end: int
    day: date
    time: time | None = None
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Ground:
    """The moment of saying, on the clock of the house, and how the house counts its business days."""

    said_at: datetime
    business_day: BusinessDay

    @property
    def today(self) -> date:
        """The day it is said."""
        return self.said_at.date()

    def day(self, year: int, month: int, day: int) -> date | None:
        """A day with its year."""
        try:
            return self._coming(date(year, month, day))
        except ValueError:
            return None

    def month_day(self, month: int, day: int) -> date | None:
        """A day without its year: the next one, unless it has only just passed."""
        year = self.today.year
        this_year = self.day(year, month, day)
        if this_year is not None:
            return this_year
        found = self.day(year + 1, month, day)
        return found if found and found - self.today < _NEXT_YEAR else None

    def day_of_month(self, day: int) -> date | None:
        """„The 30th“: of this month, or of the next where it has passed."""
        return self.day(self.today.year, self.today.month, day) or self.in_month(1, day)

    def in_month(self, later: int, day: int) -> date | None:
        """The day of this number, so many months later."""
        year, month = divmod(self.today.year * 12 + self.today.month - 1 + later, 12)
        return self.day(year, month + 1, day)

    def weekday(self, weekday: int) -> date:
        """„Friday“: the next one. On a Friday it is the one a week later, at any hour: who means today says so."""
        return self.today + (((weekday - self.today.weekday() - 1) % 7) + 1) * _DAY

    def weekday_of(self, weeks: int, weekday: int) -> date | None:
        """A weekday of this week (0), the next (1), and so on; weeks begin on Monday."""
        return self._coming(self._monday(weeks) + weekday * _DAY)

    def after(self, number: int, unit: str) -> date | None:
        """So many of a unit (`business_day`, `day`, `week`, `month`) after today, which is not counted."""
        if not 0 < number <= _MOST:
            return None
        if unit == "business_day":
            return self.business_day(self.today, number)
        if unit == "month":
            year, month = divmod(self.today.year * 12 + self.today.month - 1 + number, 12)
            return date(year, month + 1, min(self.today.day, calendar.monthrange(year, month + 1)[1]))
        return self.today + number * (7 if unit == "week" else 1) * _DAY

    def moment_after(self, hours: int, minutes: int = 0) -> tuple[date, time] | None:
        """So many hours and minutes after the moment of saying, to the minute."""
        if not 0 < hours * 60 + minutes <= _MOST * 24 * 60:
            return None
        at = self.said_at + timedelta(hours=hours, minutes=minutes)
        return at.date(), at.time().replace(second=0, microsecond=0)

    def end_of_week(self, weeks: int) -> date:
        """The last business day of this week (0) or a later one: after it nobody would be at work to keep it."""
        return self._last_at_work(self._monday(weeks) + _SUNDAY * _DAY)

    def start_of_week(self, weeks: int) -> date:
        """The first business day of a week to come, or after it where it has none."""
        return self.business_day(self._monday(weeks) - _DAY, 1)

    def end_of_month(self, later: int, day: int = 31) -> date | None:
        """The last business day of this month (0) or a later one, up to its `day`."""
        year, month = divmod(self.today.year * 12 + self.today.month - 1 + later, 12)
        return self.end_of_month_in(year, month + 1, day)

    def end_of_month_in(self, year: int, month: int, day: int = 31) -> date | None:
        """The last business day of a month, up to its `day`."""
        if not 1 <= month <= _DECEMBER:
            return None
        last = self._coming(date(year, month, min(day, calendar.monthrange(year, month)[1])))
        return self._last_at_work(last) if last else None

    def end_of_named_month(self, month: int, day: int = 31) -> date | None:
        """The last business day of a month said by its number, up to its `day`."""
        later = (month - self.today.month) % _DECEMBER
        near = 1 <= month <= _DECEMBER and later * 31 * _DAY < _NEXT_YEAR
        return self.end_of_month(later, day) if near else None

    def end_of_year(self) -> date:
        """The last business day of this year."""
        return self._last_at_work(date(self.today.year, _DECEMBER, 31))

    def today_at(self, wall: time) -> date | None:
        """Today, for a time said alone; None where it has passed."""
        return self.today if wall > self.said_at.time() else None

    def _monday(self, weeks: int) -> date:
        return self.today + (7 * weeks - self.today.weekday()) * _DAY

    def _last_at_work(self, last: date) -> date:
        """The last business day up to `last`; `last` itself where no more work is done before it."""
        found = self.business_day(last + _DAY, -1)
        return found if found >= self.today else last

    def _coming(self, day: date) -> date | None:
        return day if day >= self.today else None


def without_overlaps(found: list[Found]) -> list[Found]:
    """In order; of two that overlap the one that begins first, and of those the longer."""
    kept: list[Found] = []
    for each in sorted(found, key=lambda one: (one.start, -one.end)):
        if not kept or each.start >= kept[-1].end:
            kept.append(each)
    return kept
