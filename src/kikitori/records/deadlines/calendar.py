"""When an organisation works 営業日: weekly hours, public holidays and its own closures. Pure.

A day is a business day when the week has working hours for it and nothing closes it. Every closed day
has a reason with a name, because a person who is told a date may ask how it was counted.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from kikitori.records.deadlines.holiday_tables import COUNTRIES, table_for

#: In the order of date.weekday(): Monday is 0.
WEEKDAYS_JA = ("月曜日", "火曜日", "水曜日", "木曜日", "金曜日", "土曜日", "日曜日")
WEEKDAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_SATURDAY = 5
#: Nobody is closed for longer in one go; a search that goes further would never end.
_LONGEST_CLOSURE = timedelta(days=366)
_DAY = timedelta(days=1)


class CalendarError(ValueError):
    """A calendar that cannot be worked with, or a day that it has no answer for."""


class UnreadableHoursError(CalendarError):
    """What was written for hours of work is no stretch of time."""


class ClosedCode(StrEnum):
    """Why a day is not a business day. A day off is a weekday on which this organisation never works."""

    WEEKEND = "weekend"
    DAY_OFF = "day_off"
    HOLIDAY = "holiday"
    CLOSURE = "closure"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a day is closed: the kind, and its name in Japanese and English."""

    code: ClosedCode
    ja: str
    en: str


@dataclass(frozen=True, slots=True, order=True)
class Block:
    """One stretch of work within a day, in local wall time. `closes` 00:00 is midnight at the day's end."""

    opens: time
    closes: time

    def __post_init__(self) -> None:
        """Refuse a stretch that ends before it begins. Raises CalendarError."""
        if self.closes != time(0) and self.closes <= self.opens:
            raise CalendarError(f"working hours {self.opens:%H:%M}-{self.closes:%H:%M} end before they begin")


@dataclass(frozen=True, slots=True)
class Closure:
    """Days on which the organisation is closed, `first` and `last` included.

    With `yearly` only month and day count, and the stretch may run over new year (29 December to 3 January).
    """

    first: date
    last: date
    ja: str
    en: str
    yearly: bool = False

    def __post_init__(self) -> None:
        """Refuse a stretch that ends before it begins. Raises CalendarError."""
        if self.last < self.first:
            raise CalendarError(f"closure {self.en!r} ends on {self.last} before it begins on {self.first}")

    def covers(self, day: date) -> bool:
        """Is the organisation closed on `day` because of this?"""
        if not self.yearly:
            return self.first <= day <= self.last
        first, last, here = ((d.month, d.day) for d in (self.first, self.last, day))
        if first <= last:
            return first <= here <= last
        return here >= first or here <= last


def yearly_closure(first: str, last: str, ja: str, en: str) -> Closure:
    """A closure of every year, from "MM-DD" to "MM-DD", both included; the second may be in the next year.

    Raises CalendarError for anything that is not a month and a day.
    """
    try:
        # 2000 is a leap year, so that 29 February can be written down.
        begin = date.fromisoformat(f"2000-{first}")
        end = date.fromisoformat(f"{2000 if last >= first else 2001}-{last}")
    except ValueError as problem:
        raise CalendarError(f"closure {en!r}: {first!r} to {last!r} is not MM-DD to MM-DD") from problem
    return Closure(begin, end, ja, en, yearly=True)


Week = tuple[tuple[Block, ...], ...]
#: The working hours of one day as moments.
Stretches = tuple[tuple[datetime, datetime], ...]


def same_hours(*blocks: Block, days: int = 5) -> Week:
    """A week with the same `blocks` on its first `days` days from Monday, and free after that."""
    return (blocks,) * days + ((),) * (7 - days)


OFFICE_WEEK = same_hours(Block(time(9), time(17)))
YEAR_END = yearly_closure("12-29", "01-03", "年末年始休業", "year-end and New Year closure")


@dataclass(frozen=True, slots=True)
class BusinessCalendar:
    """Working days of one organisation. The defaults are those of an ordinary Japanese office.

    `week` holds the blocks of Monday to Sunday. `holiday_country` is a code of holiday_tables.COUNTRIES,
    or empty where public holidays are worked. Equal calendars are equal values; safe as a cache key.
    """

    zone: ZoneInfo = ZoneInfo("Asia/Tokyo")  # noqa: RUF009 - immutable
    week: Week = OFFICE_WEEK
    holiday_country: str = "JP"
    closures: tuple[Closure, ...] = (YEAR_END,)
    #: Days asked for before: one count of days asks for each of them several times.
    _known: dict[date, Reason | None] = field(default_factory=dict, init=False, repr=False, compare=False)
    _stretches: dict[date, Stretches] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Refuse a calendar that could never answer. Raises CalendarError."""
        if len(self.week) != len(WEEKDAYS_EN):
            raise CalendarError(f"a week has 7 days, not {len(self.week)}")
        if not any(self.week):
            raise CalendarError("a week without any working hours has no business day")
        if self.holiday_country and self.holiday_country not in COUNTRIES:
            raise CalendarError(f"no holiday table for {self.holiday_country!r}")
        for blocks in self.week:
            for earlier, later in pairwise(blocks):
                if earlier.closes == time(0) or later.opens < earlier.closes:
                    raise CalendarError(f"working hours overlap at {later.opens:%H:%M}")

    def of_country(self, country: str) -> "BusinessCalendar":
        """The working days of a country in this organisation's zone and hours: no closures of its own.

        Monday to Friday; where the organisation works on none of them at the same hours each day, by those of the
        first day it works on. Raises CalendarError for a country without a table.
        """
        hours = next(blocks for blocks in self.week if blocks)
        days = tuple(blocks or hours for blocks in self.week[:_SATURDAY])
        return well_known(replace(self, week=(*days, (), ()), holiday_country=country, closures=()))

    def blocks_on(self, day: date) -> tuple[Block, ...]:
        """The working hours of `day`; none when it is closed."""
        return () if self.why_closed(day) else self.week[day.weekday()]

    def stretches_on(self, day: date, reckon: Callable[[date], Stretches]) -> Stretches:
        """What `reckon` (working_time.py) makes of the working hours of `day`, worked out once."""
        if day not in self._stretches:
            self._stretches[day] = reckon(day)
        return self._stretches[day]

    def is_business_day(self, day: date) -> bool:
        """Is work done on `day`? Raises HolidayTableError for a year outside the holiday table."""
        return self.why_closed(day) is None

    def why_closed(self, day: date) -> Reason | None:
        """Why `day` is not a business day, or None when it is.

        Of several reasons the organisation's own closure comes first, so that a closure reads as one
        stretch even where a holiday lies in it; then the holiday; then the weekday.
        Raises HolidayTableError for a year outside the holiday table.
        """
        if day not in self._known:
            self._known[day] = self._look_up(day)
        return self._known[day]

    def _look_up(self, day: date) -> Reason | None:
        for closure in self.closures:
            if closure.covers(day):
                return Reason(ClosedCode.CLOSURE, closure.ja, closure.en)
        if self.holiday_country and (name := table_for(self.holiday_country).name_on(day)):
            return Reason(ClosedCode.HOLIDAY, name.ja, name.en)
        weekday = day.weekday()
        if self.week[weekday]:
            return None
        code = ClosedCode.WEEKEND if weekday >= _SATURDAY else ClosedCode.DAY_OFF
        return Reason(code, WEEKDAYS_JA[weekday], WEEKDAYS_EN[weekday])

    def first_business_day_from(self, day: date) -> date:
        """`day` itself when it is a business day, else the next one."""
        return self._seek(day, _DAY)

    def last_business_day_to(self, day: date) -> date:
        """`day` itself when it is a business day, else the one before."""
        return self._seek(day, -_DAY)

    def next_business_day(self, day: date) -> date:
        """The first business day after `day`."""
        return self._seek(day + _DAY, _DAY)

    def previous_business_day(self, day: date) -> date:
        """The last business day before `day`."""
        return self._seek(day - _DAY, -_DAY)

    def add_business_days(self, day: date, count: int) -> date:
        """The `count`-th business day after `day`, or before it when `count` is negative.

        `day` itself is never counted; with 0 it is returned as it is, business day or not.
        """
        step = self.next_business_day if count > 0 else self.previous_business_day
        for _ in range(abs(count)):
            day = step(day)
        return day

    def business_days_between(self, first: date, last: date) -> int:
        """How many business days come after `first` up to and including `last`; negative when it is earlier."""
        if last < first:
            return -self.business_days_between(last, first)
        days = (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
        return sum(self.is_business_day(day) for day in days)

    def _seek(self, day: date, step: timedelta) -> date:
        """The first business day at or beyond `day` in the direction of `step`. Raises CalendarError."""
        start = day
        while not self.is_business_day(day):
            day += step
            if abs(day - start) > _LONGEST_CLOSURE:
                raise CalendarError(f"no business day within a year of {start.isoformat()}")
        return day


@lru_cache(maxsize=64)
def well_known(calendar: BusinessCalendar) -> BusinessCalendar:
    """The first calendar equal to this one in this process, which remembers the days it was asked for."""
    return calendar
