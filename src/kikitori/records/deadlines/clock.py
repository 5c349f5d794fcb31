"""When a rule falls due, day by day, and how its clock stands. Pure: no call asks for the time of day.

End of a due day: for business days the moment work ends; for calendar days, weeks and months 23:59:59 in the
calendar's zone. The second named is still in time, all of it.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from kikitori.foundation.language.dates import day_in_words
from kikitori.records.deadlines.calendar import BusinessCalendar, Reason
from kikitori.records.deadlines.rules import OutsideHours, Roll, Rule, Unit
from kikitori.records.deadlines.why import CountedDay, DayCode, Why
from kikitori.records.deadlines.working_time import (
    add_business_time,
    business_time_between,
    end_of_business_day,
    end_of_calendar_day,
    is_after_hours,
    utc,
)

_DAY = timedelta(days=1)
_UNIT_NAMES = {
    Unit.BUSINESS_DAY: ("営業日目", "business day"),
    Unit.CALENDAR_DAY: ("日目", "day"),
    Unit.HOUR: ("時間後", "hour"),
    Unit.WEEK: ("週間", "week"),
    Unit.MONTH: ("か月", "month"),
}


@dataclass(frozen=True, slots=True)
class Due:
    """A due moment in the calendar's zone, the count behind it, and when to speak up before it."""

    due_at: datetime
    why: Why
    warn_from: datetime | None = None
    due_soon_from: datetime | None = None


def due(rule: Rule, trigger: datetime, calendar: BusinessCalendar) -> Due:
    """When `rule` falls due after `trigger`, and why.

    The day of the trigger, in the calendar's zone, is day 0 (day 1 with `first_day_counts`). Business days
    count from the next business day when the trigger came on a closed day or after work had ended, unless the
    rule takes the same day. A month ends on the day of the same number, or on the last of a shorter month;
    where laws read month ends differently this is the earlier reading. Hours are real hours.
    Raises ValueError for a trigger without a time zone, HolidayTableError outside the holiday table.
    """
    began = utc(trigger).astimezone(calendar.zone)
    if rule.unit is Unit.HOUR:
        due_at = (utc(trigger) + timedelta(hours=rule.quantity)).astimezone(calendar.zone)
        why: Why = (_start(began.date()), _numbered(due_at.date(), rule.quantity, Unit.HOUR))
    elif rule.unit is Unit.BUSINESS_DAY:
        why = _count_business_days(rule, began, calendar)
        due_at = end_of_business_day(calendar, why[-1].date)
    else:
        counted = _count_days(rule, began.date())
        last, why = _rolled(rule.roll, counted, calendar)
        due_at = end_of_calendar_day(calendar, last)
    return Due(due_at, why, *_warnings(rule, began, due_at, calendar))


def due_to_tell(rule: Rule, trigger: datetime, now: datetime, calendar: BusinessCalendar) -> Due:
    """The date to promise at `now`: as `due`, but counted from `now` where that date has already passed.

    Nobody is promised yesterday. The clock of the rule still counts from the trigger and shows the delay.
    """
    counted = due(rule, trigger, calendar)
    return due(rule, now, calendar) if is_late(counted.due_at, now) else counted


def _count_business_days(rule: Rule, began: datetime, calendar: BusinessCalendar) -> Why:
    """Day by day to the business day of the rule's number, which is the last entry."""
    days: list[CountedDay] = []
    day = began.date()
    if rule.outside_hours is OutsideHours.NEXT_BUSINESS_DAY and is_after_hours(calendar, began):
        closed = calendar.why_closed(day)
        days.append(_left_out(day, closed) if closed else _after_hours(day))
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
        else:
            number += 1
            days.append(_numbered(day, number, Unit.BUSINESS_DAY))
        day += _DAY
    return tuple(days)


def _count_days(rule: Rule, start: date) -> Why:
    """Every calendar day; of weeks and months only the days on which each ends."""
    first = 1 if rule.first_day_counts else 0
    days = [] if rule.first_day_counts and rule.unit is Unit.CALENDAR_DAY else [_start(start)]
    for number in range(1, rule.quantity + 1):
        if rule.unit is Unit.MONTH:
            end = _months_after(start, number, first_day_counts=rule.first_day_counts)
        else:
            end = start + (7 if rule.unit is Unit.WEEK else 1) * number * _DAY - first * _DAY
        days.append(_numbered(end, number, rule.unit))
    return tuple(days)


def _months_after(start: date, months: int, *, first_day_counts: bool) -> date:
    """The day on which `months` months from `start` end (Civil Code 143(2) for the last of a short month)."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    try:
        same = date(year, month + 1, start.day)
    except ValueError:
        # A month without this day is never December, so the next one is of the same year.
        return date(year, month + 2, 1) - _DAY
    return same - _DAY if first_day_counts else same


def _rolled(roll: Roll, days: Why, calendar: BusinessCalendar) -> tuple[date, Why]:
    """The due day after rolling, and the count with the closed days passed on the way.

    A roll back never goes before the day of the trigger, where nobody could keep it any more.
    """
    last = days[-1].date
    if roll is Roll.NONE or calendar.is_business_day(last):
        return last, days
    forward = roll is Roll.NEXT
    target = calendar.first_business_day_from(last) if forward else calendar.last_business_day_to(last)
    if target < days[0].date:
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
    return CountedDay(day, False, 0, DayCode.START, "起点", "starting day")


def _after_hours(day: date) -> CountedDay:
    return CountedDay(day, False, None, DayCode.OUTSIDE_HOURS, "営業時間外", "outside working hours")


def _left_out(day: date, closed: Reason) -> CountedDay:
    return CountedDay(day, False, None, DayCode(closed.code), closed.ja, closed.en)


def _numbered(day: date, number: int, unit: Unit) -> CountedDay:
    ja, en = _UNIT_NAMES[unit]
    return CountedDay(day, True, number, DayCode(unit), f"{number}{ja}", f"{en} {number}")


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


class ClockState(StrEnum):
    """How a clock stands."""

    RUNNING = "running"
    WARNED = "warned"
    DUE_SOON = "due_soon"
    MET = "met"
    MET_LATE = "met_late"
    BREACHED = "breached"
    CANCELLED = "cancelled"


#: Still to be met. A breached clock is among them: what is late is owed all the same.
UNFINISHED = frozenset({ClockState.RUNNING, ClockState.WARNED, ClockState.DUE_SOON, ClockState.BREACHED})


@dataclass(frozen=True, slots=True)
class ClockFacts:
    """What has happened to one clock. Every moment is aware; what has not happened is None."""

    due_at: datetime
    warn_from: datetime | None = None
    due_soon_from: datetime | None = None
    met_at: datetime | None = None
    cancelled_at: datetime | None = None


def is_late(due_at: datetime, at: datetime) -> bool:
    """Is `at` too late for `due_at`? The whole of the due second is in time."""
    return utc(at).replace(microsecond=0) > utc(due_at)


def state_of(facts: ClockFacts, now: datetime) -> ClockState:
    """How the clock stands at `now`. What happens after `now` is not known yet: any past moment can be asked.

    A breach is never undone: met after it is met late, cancelled after it stays breached.
    Raises ValueError for a moment without a time zone.
    """
    met = facts.met_at if _has_come(facts.met_at, now) else None
    cancelled = facts.cancelled_at if _has_come(facts.cancelled_at, now) else None
    if met and not (cancelled and utc(cancelled) < utc(met)):
        return ClockState.MET_LATE if is_late(facts.due_at, met) else ClockState.MET
    if cancelled:
        return ClockState.BREACHED if is_late(facts.due_at, cancelled) else ClockState.CANCELLED
    if is_late(facts.due_at, now):
        return ClockState.BREACHED
    if _has_come(facts.due_soon_from, now):
        return ClockState.DUE_SOON
    return ClockState.WARNED if _has_come(facts.warn_from, now) else ClockState.RUNNING


def _has_come(moment: datetime | None, now: datetime) -> bool:
    return moment is not None and utc(moment) <= utc(now)
