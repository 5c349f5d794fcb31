"""Working time between moments, exact to the microsecond and safe across clock changes. Pure.

Working hours are wall times; everything is compared and added in UTC, because two moments of the same zone
compare by their wall clock in Python, and one of the two 01:30s of an autumn night would be lost.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from kikitori.records.deadlines.calendar import BusinessCalendar, CalendarError, Stretches

_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)
_SECOND = timedelta(seconds=1)
_LAST_SECOND = time(23, 59, 59)
#: A whole year may pass without work before a search for working time gives up.
_PATIENCE = 366


def utc(moment: datetime) -> datetime:
    """`moment` in UTC. Raises ValueError for a moment without a time zone, which would mean nothing."""
    if moment.tzinfo is None or moment.utcoffset() is None:
        raise ValueError(f"{moment.isoformat()} has no time zone")
    return moment.astimezone(UTC)


def moment_of(zone: ZoneInfo, day: date, wall: time) -> datetime:
    """The moment (UTC) at which clocks in `zone` show `wall` on `day`.

    A time shown twice means the first; a time that is skipped means the moment at which it is skipped.
    """
    local = datetime.combine(day, wall, zone)
    first = local.astimezone(UTC)
    if first.astimezone(zone).replace(tzinfo=None) == local.replace(tzinfo=None):
        return first
    before, after = (m.replace(microsecond=0) for m in (local.replace(fold=1).astimezone(UTC), first))
    offset = after.astimezone(zone).utcoffset()
    while after - before > _SECOND:
        middle = (before + (after - before) / 2).replace(microsecond=0)
        if middle.astimezone(zone).utcoffset() == offset:
            after = middle
        else:
            before = middle
    return after


def stretches(calendar: BusinessCalendar, day: date) -> Stretches:
    """The working hours of `day` as moments (UTC), in order; nothing on a closed day."""

    def reckon(day: date) -> Stretches:
        ends = ((block, day + _DAY if block.closes == time(0) else day) for block in calendar.blocks_on(day))
        return tuple(
            (moment_of(calendar.zone, day, block.opens), moment_of(calendar.zone, end, block.closes))
            for block, end in ends
        )

    return calendar.stretches_on(day, reckon)


def business_time_between(calendar: BusinessCalendar, start: datetime, end: datetime) -> timedelta:
    """Working time from `start` to `end`; negative when `end` is the earlier one.

    Raises ValueError for a moment without a time zone, HolidayTableError outside the holiday table.
    """
    start, end = utc(start), utc(end)
    if end < start:
        return -business_time_between(calendar, end, start)
    total = timedelta()
    day, last = start.astimezone(calendar.zone).date(), end.astimezone(calendar.zone).date()
    while day <= last:
        for opens, closes in stretches(calendar, day):
            total += max(min(closes, end) - max(opens, start), timedelta())
        day += _DAY
    return total


def business_minutes_between(calendar: BusinessCalendar, start: datetime, end: datetime) -> int:
    """Whole working minutes from `start` to `end`, begun ones left out; negative when `end` is earlier."""
    time_between = business_time_between(calendar, start, end)
    return time_between // _MINUTE if time_between >= timedelta() else -(-time_between // _MINUTE)


def add_business_time(calendar: BusinessCalendar, start: datetime, amount: timedelta) -> datetime:
    """The earliest moment by which `amount` of working time has passed since `start`, in the calendar's zone.

    Nothing added is `start` itself, also outside working hours; a sum that ends with the day is its closing
    time, not the next opening. Raises ValueError for a negative amount or a moment without a time zone.
    """
    if amount < timedelta():
        raise ValueError("only working time that lies ahead can be added")
    start = utc(start)
    if not amount:
        return start.astimezone(calendar.zone)
    day = start.astimezone(calendar.zone).date()
    idle = 0
    while idle <= _PATIENCE:
        idle += 1
        for opens, closes in stretches(calendar, day):
            begin = max(opens, start)
            if closes <= begin:
                continue
            if amount <= closes - begin:
                return (begin + amount).astimezone(calendar.zone)
            amount -= closes - begin
            idle = 0
        day += _DAY
    raise CalendarError(f"no working hours within a year before {day.isoformat()}")


def add_business_minutes(calendar: BusinessCalendar, start: datetime, minutes: int) -> datetime:
    """As add_business_time, in whole minutes."""
    return add_business_time(calendar, start, timedelta(minutes=minutes))


def subtract_business_time(calendar: BusinessCalendar, end: datetime, amount: timedelta) -> datetime:
    """The latest moment from which `amount` of working time passes until `end`, in the calendar's zone.

    Nothing taken away is `end` itself. Raises ValueError for a negative amount or a moment without a time zone.
    """
    if amount < timedelta():
        raise ValueError("only working time that has passed can be taken away")
    end = utc(end)
    if not amount:
        return end.astimezone(calendar.zone)
    day = end.astimezone(calendar.zone).date()
    idle = 0
    while idle <= _PATIENCE:
        idle += 1
        for opens, closes in reversed(stretches(calendar, day)):
            until = min(closes, end)
            if until <= opens:
                continue
            if amount <= until - opens:
                return (until - amount).astimezone(calendar.zone)
            amount -= until - opens
            idle = 0
        day -= _DAY
    raise CalendarError(f"no working hours within a year after {day.isoformat()}")


def end_of_business_day(calendar: BusinessCalendar, day: date) -> datetime:
    """The moment work ends on `day`, in the calendar's zone. Raises CalendarError when `day` is closed."""
    closing = [closes for _, closes in stretches(calendar, day)]
    if not closing:
        raise CalendarError(f"{day.isoformat()} is not a business day")
    return closing[-1].astimezone(calendar.zone)


def end_of_calendar_day(calendar: BusinessCalendar, day: date) -> datetime:
    """23:59:59 of `day` in the calendar's zone; the second one where clocks go back over midnight."""
    return datetime.combine(day, _LAST_SECOND, calendar.zone).replace(fold=1)


def end_of_day(calendar: BusinessCalendar, day: date) -> datetime:
    """Until when a promise for `day` can be kept: when work ends, or 23:59:59 of a day we are closed.

    For dates that a person has named ("by Friday") instead of a rule.
    """
    open_then = calendar.is_business_day(day)
    return end_of_business_day(calendar, day) if open_then else end_of_calendar_day(calendar, day)


def is_after_hours(calendar: BusinessCalendar, moment: datetime) -> bool:
    """Has work ended for the day of `moment`, or is that day closed?

    Before opening and at lunch work is still to come; the very moment of closing belongs to the day.
    """
    moment = utc(moment)
    closing = [closes for _, closes in stretches(calendar, moment.astimezone(calendar.zone).date())]
    return not closing or moment > closing[-1]
