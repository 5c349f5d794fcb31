"""Dues 時限: at which moments a rule that waits for time is due on one complaint. Pure.

Working time as the team that has the complaint keeps it. A rule is due once for each anchor: once after each word of
the complainant, once before each promise.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from kikitori.records.automation.rule import OnTime
from kikitori.records.automation.terms import Anchor, Unit
from kikitori.records.deadlines.calendar import BusinessCalendar, CalendarError
from kikitori.records.deadlines.holiday_tables import HolidayTableError
from kikitori.records.deadlines.working_time import add_business_time, moment_of, subtract_business_time


@dataclass(frozen=True, slots=True)
class Mark:
    """A moment from which time is counted, and the entry of the timeline it stands in, where it stands in one."""

    at: datetime
    event: int | None = None


@dataclass(frozen=True, slots=True)
class Owing:
    """A promise somebody waits for: its number, when it is due, when it was made."""

    number: int
    due_at: datetime
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Times:
    """What there is to count from on one complaint; nothing on one that has ended."""

    marks: dict[Anchor, Mark] = field(default_factory=dict)
    promises: tuple[Owing, ...] = ()


@dataclass(frozen=True, slots=True)
class Due:
    """One moment. `subject`: what it is counted from, with its value: another anchor is another subject."""

    subject: str
    anchor_at: datetime
    due_at: datetime
    event: int | None = None
    promise: int | None = None


def dues_of(when: OnTime, times: Times, calendar: BusinessCalendar) -> Iterator[Due]:
    """Every moment at which the rule is due, as far as the calendar reaches."""
    if when.anchor is Anchor.PROMISE:
        for each in times.promises:
            moment = _moment(calendar, each.due_at, when, ahead=False)
            if moment is not None:
                subject = f"promise {each.number} {_stamp(each.due_at)}"
                yield Due(subject, each.made_at, moment, promise=each.number)
        return
    mark = times.marks.get(when.anchor)
    moment = _moment(calendar, mark.at, when, ahead=True) if mark is not None else None
    if mark is not None and moment is not None:
        yield Due(f"{when.anchor.value} {_stamp(mark.at)}", mark.at, moment, event=mark.event)


def _moment(calendar: BusinessCalendar, start: datetime, when: OnTime, *, ahead: bool) -> datetime | None:
    """The moment itself; None where the table of holidays does not reach.

    Working days keep the time of day, also one outside working hours: then so many days have passed in full.
    """
    try:
        if when.unit is Unit.DAYS:
            local = start.astimezone(calendar.zone)
            day = calendar.add_business_days(local.date(), when.amount if ahead else -when.amount)
            return moment_of(calendar.zone, day, local.time())
        count = add_business_time if ahead else subtract_business_time
        return count(calendar, start, timedelta(hours=when.amount))
    except (CalendarError, HolidayTableError, OverflowError):
        return None


def _stamp(moment: datetime) -> str:
    return str(int(moment.timestamp() * 1000))
