"""When a rule falls due, day by day. Pure: no call asks for the time of day.

End of a due day: for business days the moment work ends; for calendar days, weeks, months and years 23:59:59 in the
calendar's zone. The second named is still in time, all of it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from kikitori.foundation.language.dates import day_in_words
from kikitori.records.deadlines.calendar import BusinessCalendar, Reason
from kikitori.records.deadlines.clock import is_late
from kikitori.records.deadlines.rule_parts import Direction
from kikitori.records.deadlines.rules import HOUSE, OutsideHours, Roll, Rule, Unit
from kikitori.records.deadlines.why import CountedDay, DayCode, Why
from kikitori.records.deadlines.why_kept import usual_day
from kikitori.records.deadlines.working_time import (
    add_business_time,
    business_time_between,
    end_of_business_day,
    end_of_calendar_day,
    is_after_hours,
    utc,
)

_DAY = timedelta(days=1)
_REMEMBERED = 1024
_MONTHS = {Unit.MONTH: 1, Unit.YEAR: 12}
#: From when to when somebody else's answer was waited for. Aware.
Pause = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Due:
    """A due moment in the calendar's zone, the count behind it, and when to speak up before it."""

    due_at: datetime
    why: Why
    warn_from: datetime | None = None
    due_soon_from: datetime | None = None


def due(rule: Rule, trigger: datetime, calendar: BusinessCalendar, pauses: Collection[Pause] = ()) -> Due:
    """When `rule` falls due after (or before) `trigger`, and why.

    The day of the trigger, in the calendar's zone, is day 0 (day 1 with `first_day_counts`). Business days
    count from the next business day when the trigger came on a closed day or after work had ended, unless the
    rule takes the same day. A month ends on the day of the same number, or on the last of a shorter month;
    where laws read month ends differently this is the earlier reading. Hours are real hours.
    `calendar` is the organisation's; a rule that names a country is counted by that country's holidays.
    `pauses` matter to pausable rules alone: a day on which an answer was waited for, the day of the question left
    out and that of the answer included, is not counted.
    Raises ValueError for a moment without a time zone, HolidayTableError outside the holiday table.
    """
    if rule.calendar != HOUSE:
        calendar = calendar.of_country(rule.calendar)
    began = utc(trigger).astimezone(calendar.zone)
    paused = _paused_days(pauses, calendar) if rule.pausable else frozenset()
    if rule.direction is Direction.BEFORE:
        return _due_before(rule, began, calendar)
    if rule.unit is Unit.HOUR:
        due_at = (utc(trigger) + timedelta(hours=rule.quantity)).astimezone(calendar.zone)
        why: Why = (_start(began.date()), _numbered(due_at.date(), rule.quantity, Unit.HOUR))
    elif rule.unit is Unit.BUSINESS_DAY:
        after_hours = is_after_hours(calendar, began)
        why = _count_business_days(rule, began.date(), calendar, paused, after_hours=after_hours)
        due_at = end_of_business_day(calendar, why[-1].date)
        if utc(due_at) < utc(began):
            # The very day of a trigger that came after work: nobody is given a moment that has passed.
            due_at = end_of_calendar_day(calendar, why[-1].date)
    else:
        counted = _count_days(rule, began.date(), paused)
        last, why = _rolled(rule.roll, counted, calendar)
        due_at = end_of_calendar_day(calendar, last)
    return Due(due_at, why, *_warnings(rule, began, due_at, calendar))


def _due_before(rule: Rule, began: datetime, calendar: BusinessCalendar) -> Due:
    """The last moment in time for something that must have been done so long before `began`; days go backwards.

    It is never after `began`. There is nothing to be warned of by percentages: when the count began nobody knows.
    """
    if rule.unit is Unit.HOUR:
        due_at = (utc(began) - timedelta(hours=rule.quantity)).astimezone(calendar.zone)
        return Due(due_at, (_start(began.date()), _numbered(due_at.date(), rule.quantity, Unit.HOUR)))
    if rule.unit is Unit.BUSINESS_DAY:
        why = _count_business_days_back(rule, began.date(), calendar)
        due_at = end_of_business_day(calendar, why[-1].date)
    else:
        last, why = _rolled(rule.roll, _count_days(rule, began.date(), frozenset()), calendar)
        due_at = end_of_calendar_day(calendar, last)
    return Due(min(due_at, began, key=utc), why)


def _count_business_days_back(rule: Rule, start: date, calendar: BusinessCalendar) -> Why:
    """Day by day back to the business day of the rule's number, which is the last entry."""
    days = [] if rule.first_day_counts and calendar.is_business_day(start) else [_start(start)]
    number, day = 0, start if not days else start - _DAY
    while number < rule.quantity:
        closed = calendar.why_closed(day)
        number += 0 if closed else 1
        days.append(_left_out(day, closed) if closed else _numbered(day, number, Unit.BUSINESS_DAY))
        day -= _DAY
    return tuple(days)


def _paused_days(pauses: Collection[Pause], calendar: BusinessCalendar) -> frozenset[date]:
    """The days on which an answer was waited for."""
    days: set[date] = set()
    for asked, answered in pauses:
        first, last = (utc(moment).astimezone(calendar.zone).date() for moment in (asked, answered))
        days.update(first + n * _DAY for n in range(1, (last - first).days + 1))
    return frozenset(days)


def due_to_tell(rule: Rule, trigger: datetime, now: datetime, calendar: BusinessCalendar) -> Due:
    """The date to promise at `now`: as `due`, but counted from `now` where that date has already passed.

    Nobody is promised yesterday. The clock of the rule still counts from the trigger and shows the delay.
    """
    counted = due(rule, trigger, calendar)
    return due(rule, now, calendar) if is_late(counted.due_at, now) else counted


@lru_cache(maxsize=_REMEMBERED)
def _count_business_days(
    rule: Rule, day: date, calendar: BusinessCalendar, paused: frozenset[date], *, after_hours: bool
) -> Why:
    """Day by day to the business day of the rule's number, which is the last entry.

    Remembered: all that comes in on one day is counted alike.
    """
    days: list[CountedDay] = []
    if rule.outside_hours is OutsideHours.NEXT_BUSINESS_DAY and after_hours:
        closed = calendar.why_closed(day)
        days.append(_left_out(day, closed) if closed else usual_day(day, DayCode.OUTSIDE_HOURS))
        day += _DAY
        while closed := calendar.why_closed(day):
            days.append(_left_out(day, closed))
            day += _DAY
    number = 0
    if not (rule.first_day_counts and calendar.is_business_day(day)):
        days.append(_start(day))
        day += _DAY
    while number < rule.quantity:
        if closed := calendar.why_closed(day):
            days.append(_left_out(day, closed))
        elif day in paused:
            days.append(usual_day(day, DayCode.PAUSED))
        else:
            number += 1
            days.append(_numbered(day, number, Unit.BUSINESS_DAY))
        day += _DAY
    return tuple(days)


def _count_days(rule: Rule, start: date, paused: Collection[date]) -> Why:
    """Every calendar day; of weeks, months and years only the days on which each ends."""
    first = 1 if rule.first_day_counts else 0
    way = -1 if rule.direction is Direction.BEFORE else 1
    days = [] if rule.first_day_counts and rule.unit is Unit.CALENDAR_DAY else [_start(start)]
    left_out = 0
    for number in range(1, rule.quantity + 1):
        if rule.unit in _MONTHS:
            months = way * number * _MONTHS[rule.unit]
            end = _months_after(start, months, first_day_counts=rule.first_day_counts)
        else:
            step = 7 if rule.unit is Unit.WEEK else 1
            end = start + way * (step * number - first) * _DAY + left_out * _DAY
            while end in paused:
                days.append(usual_day(end, DayCode.PAUSED))
                end, left_out = end + _DAY, left_out + 1
        days.append(_numbered(end, number, rule.unit))
    return tuple(days)


def _months_after(start: date, months: int, *, first_day_counts: bool) -> date:
    """The day on which `months` months from `start` end (Civil Code 143(2) for the last of a short month).

    Counted back with the first day, they end on the day after the same number: 2 March to 1 April is one month.
    """
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    forward = months > 0
    try:
        same = date(year, month + 1, start.day)
    except ValueError:
        # A month without this day is never December, so the next one is of the same year.
        after = date(year, month + 2, 1)
        return after if first_day_counts and not forward else after - _DAY
    if not first_day_counts:
        return same
    return same - _DAY if forward else same + _DAY


def _rolled(roll: Roll, days: Why, calendar: BusinessCalendar) -> tuple[date, Why]:
    """The due day after rolling, and the count with the closed days passed on the way.

    A roll never crosses the day of the trigger: before it nobody could keep the date, after it it would be too late.
    """
    last = days[-1].date
    if roll is Roll.NONE or calendar.is_business_day(last):
        return last, days
    forward = roll is Roll.NEXT
    target = calendar.first_business_day_from(last) if forward else calendar.last_business_day_to(last)
    if (target < days[0].date) != (last < days[0].date):
        return last, days
    moved = CountedDay(
        target,
        counted=False,
        number=None,
        reason_code=DayCode.MOVED,
        reason_ja=f"{day_in_words(last, 'ja')}から{'繰り下げ' if forward else '繰り上げ'}",
        reason_en=f"moved {'on' if forward else 'back'} from {day_in_words(last, 'en')}",
    )
    between = [last + n * _DAY for n in range(1, (target - last).days)] if forward else []
    passed = [_left_out(day, closed) for day in between if (closed := calendar.why_closed(day))]
    kept = [day for day in days if day.date != target]
    return target, tuple(sorted([*kept, *passed, moved], key=lambda day: day.date))


def _start(day: date) -> CountedDay:
    return usual_day(day, DayCode.START, 0)


def _numbered(day: date, number: int, unit: Unit) -> CountedDay:
    return usual_day(day, DayCode(unit), number)


@lru_cache(maxsize=_REMEMBERED)
def _left_out(day: date, closed: Reason) -> CountedDay:
    return CountedDay(day, False, None, DayCode(closed.code), closed.ja, closed.en)


def _warnings(
    rule: Rule, began: datetime, due_at: datetime, calendar: BusinessCalendar
) -> tuple[datetime | None, datetime | None]:
    """The moments at which the rule's percentages of the time have passed: working time for business days."""
    if not rule.warn_at:
        return None, None
    moments: list[datetime | None]
    if rule.unit is Unit.BUSINESS_DAY:
        whole = business_time_between(calendar, began, due_at)
        moments = [add_business_time(calendar, began, whole * percent / 100) for percent in rule.warn_at]
    else:
        whole = utc(due_at) - utc(began)
        moments = [(utc(began) + whole * percent / 100).astimezone(calendar.zone) for percent in rule.warn_at]
    warn_from, due_soon_from = (*moments, None, None)[:2]
    return warn_from, due_soon_from
