"""A second way to count days, for checking the first: brute force, on its fingers, and nothing of ours imported.

Where `kikitori.records.deadlines.counting` walks and explains, this lists all the days there are, strikes out what
does not count, and takes the n-th. Holidays come from the libraries, not from our tables; months from looking at the
calendar day by day. It knows only zones whose clocks change neither at midnight nor at closing time.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays
import jpholiday

YEARS = range(2019, 2041)
_FIRST, _LAST = date(YEARS[0], 1, 1).toordinal(), date(YEARS[-1], 12, 31).toordinal()
EVERY_DAY = [date.fromordinal(number) for number in range(_FIRST, _LAST + 1)]
_BRITISH = {"GB-ENG": "ENG", "GB-SCT": "SCT", "GB-NIR": "NIR"}
Pause = tuple[datetime, datetime]


@cache
def free_days(country: str) -> frozenset[date]:
    """The public holidays of a country by the libraries; none for the empty word."""
    if not country:
        return frozenset()
    if country == "JP":
        return frozenset(day for year in YEARS for day, _ in jpholiday.year_holidays(year))
    if country == "EU":
        return frozenset(holidays.financial_holidays("ECB", years=YEARS))
    if country == "AU":
        states = holidays.country_holidays("AU").subdivisions
        free = (set(holidays.country_holidays("AU", subdiv=state, years=YEARS)) for state in states)
        return frozenset(set.intersection(*free))
    if country in _BRITISH:
        return frozenset(holidays.country_holidays("GB", subdiv=_BRITISH[country], years=YEARS))
    return frozenset(holidays.country_holidays(country, years=YEARS))


@cache
def new_year_days() -> frozenset[date]:
    """29 December to 3 January of every year."""
    ends = {(12, 29), (12, 30), (12, 31), (1, 1), (1, 2), (1, 3)}
    return frozenset(day for day in EVERY_DAY if (day.month, day.day) in ends)


@dataclass(frozen=True)
class House:
    """Where and when work is done. `closes`: for each weekday from Monday when its work ends, 24 for midnight."""

    zone: ZoneInfo
    free: frozenset[date]
    closes: tuple[float | None, ...] = (17, 17, 17, 17, 17, None, None)

    def works(self, day: date) -> bool:
        """Is work done on this day?"""
        return self.closes[day.weekday()] is not None and day not in self.free

    def closing(self, day: date) -> datetime:
        """When work ends on a day on which it is done."""
        hours = self.closes[day.weekday()]
        if hours is None:
            raise ValueError(f"nobody works on {day}")
        wall = datetime.combine(day, time(0)) + timedelta(hours=hours)
        return wall.replace(tzinfo=self.zone)

    def midnight(self, day: date) -> datetime:
        """The last second of a day."""
        return datetime.combine(day, time(23, 59, 59), self.zone)


def days_after(day: date) -> list[date]:
    """All the days there are after `day`."""
    return EVERY_DAY[day.toordinal() - _FIRST + 1 :]


def days_before(day: date) -> list[date]:
    """All the days there are before `day`, the nearest first."""
    return EVERY_DAY[: day.toordinal() - _FIRST][::-1]


def _nth(days: Iterable[date], number: int, counts: Callable[[date], bool]) -> date:
    """The n-th of the days that count."""
    for day in days:
        number -= counts(day)
        if not number:
            return day
    raise ValueError("the calendar is too short")


def _waiting(pauses: Iterable[Pause], zone: ZoneInfo) -> set[date]:
    """The days after the one on which we asked, to the one on which the answer came."""
    waited: set[date] = set()
    for asked, answered in pauses:
        until = answered.astimezone(zone).date()
        waited |= {day for day in days_after(asked.astimezone(zone).date())[:999] if day <= until}
    return waited


def _months(start: date, months: int, *, first: bool) -> date:
    """Looks through all days of the month in question for the one on which the months are over."""
    total = start.year * 12 + (start.month - 1) + months
    there = [day for day in EVERY_DAY if day.year * 12 + day.month - 1 == total]
    before = [day for day in there if day.day <= start.day - (first and months > 0)]
    if first and months < 0:
        # Going back, the month ends on the morrow of the same number, and be it in the next month.
        return before[-1] + timedelta(days=1)
    return before[-1] if before else there[0] - timedelta(days=1)


def due_moment(
    rule: Mapping[str, object], trigger: datetime, house: House, pauses: Iterable[Pause] = ()
) -> datetime:
    """When a rule falls due, given as the plain words of a pack: quantity, unit, direction and the rest."""
    zone, unit, quantity = house.zone, rule["unit"], int(str(rule["quantity"]))
    back = rule.get("direction", "after") == "before"
    first = bool(rule.get("first_day_counts"))
    local = trigger.astimezone(zone)
    if unit == "hour":
        seconds = trigger.timestamp() + (-3600 if back else 3600) * quantity
        return datetime.fromtimestamp(seconds, zone)
    waited = _waiting(pauses, zone) if rule.get("pausable") else set()
    start = local.date()
    if unit == "business_day":
        late = not house.works(start) or local.astimezone(UTC) > house.closing(start).astimezone(UTC)
        if late and not back and rule.get("outside_hours", "next_business_day") == "next_business_day":
            start = _nth(days_after(start), 1, house.works)
        line = days_before(start) if back else days_after(start)
        line = [start, *line] if first else line
        last = _nth(line, quantity, lambda day: house.works(day) and day not in waited)
        end = house.closing(last)
        if back:
            return min(end, local, key=datetime.timestamp)
        return end if end.timestamp() >= trigger.timestamp() else house.midnight(last)
    last = _last_day(str(unit), quantity, start, waited, first=first, back=back)
    end = house.midnight(_moved(last, str(rule.get("roll", "none")), start, house))
    return min(end, local, key=datetime.timestamp) if back else end


def _last_day(unit: str, quantity: int, start: date, waited: set[date], *, first: bool, back: bool) -> date:
    """The last day of a count in calendar days, weeks, months or years, before any roll."""
    if unit in {"month", "year"}:
        months = quantity * (12 if unit == "year" else 1)
        return _months(start, -months if back else months, first=first)
    line = days_before(start) if back else days_after(start)
    line = [start, *line] if first else line
    return _nth(line, quantity * (7 if unit == "week" else 1), lambda day: day not in waited)


def _moved(last: date, roll: str, start: date, house: House) -> date:
    """The business day to which a closed last day is moved; the same one where that would cross the start."""
    if roll == "none" or house.works(last):
        return last
    line = days_after(last) if roll == "next" else days_before(last)
    there = _nth(line, 1, house.works)
    return last if (there < start) != (last < start) else there
