"""A day in a condition: one on the calendar, or so many (working) days before or after the day it is asked. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from kikitori.records.deadlines.calendar import BusinessCalendar, CalendarError
from kikitori.records.deadlines.holiday_tables import HolidayTableError

#: Ten years, and one year of working days: for more nobody counts.
MOST_DAYS, MOST_WORKING_DAYS = 3660, 250


class UncountableDay(ValueError):
    """That day cannot be counted: it lies beyond what the calendar or the table of holidays knows."""


@dataclass(frozen=True, slots=True)
class Away:
    """So many days from the day it is asked on: before it (negative), that day (0), after it."""

    days: int
    working: bool = False

    @property
    def within_reach(self) -> bool:
        """Not further than anybody counts."""
        return abs(self.days) <= (MOST_WORKING_DAYS if self.working else MOST_DAYS)


Day = date | Away


@dataclass(frozen=True)
class Almanac:
    """When and where it is asked. `calendar` is asked for only where working days are counted."""

    now: datetime
    zone: tzinfo
    calendar: Callable[[], BusinessCalendar]

    def day_of(self, day: Day) -> date:
        """The day on the calendar. Raises UncountableDay."""
        if isinstance(day, date):
            return day
        today = self.now.astimezone(self.zone).date()
        try:
            if day.working:
                return self.calendar().add_business_days(today, day.days)
            return today + timedelta(days=day.days)
        except (CalendarError, HolidayTableError, OverflowError) as error:
            raise UncountableDay(str(day)) from error

    def span(self, day: Day) -> tuple[datetime, datetime]:
        """When that day begins and when the next one does, in UTC. Raises UncountableDay."""
        first = self.day_of(day)
        try:
            return self._midnight(first), self._midnight(first + timedelta(days=1))
        except (OverflowError, ValueError) as error:
            raise UncountableDay(str(day)) from error

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day, time.min, tzinfo=self.zone).astimezone(UTC)
