"""Calendar 営業カレンダー: hours, time zone, public holidays and closures, of everybody or of one team.

A promise that was told stays as it was told, and a clock keeps its date until it is counted anew: what is set here
counts for what is counted from now on. Each change leaves its line (settings_kept.py).
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo, available_timezones

from django.db import transaction

from kikitori.casework.errors import Invalid, NotNow, Obstacle, Problem, Refused
from kikitori.casework.given import Checked
from kikitori.casework.once import wait_for_turn
from kikitori.casework.settings_kept import Kept, newest_change, note_change
from kikitori.records.access.permissions import Permission
from kikitori.records.access.policy import may
from kikitori.records.deadlines.calendar import (
    WEEKDAYS_EN,
    BusinessCalendar,
    CalendarError,
    UnreadableHoursError,
    Week,
)
from kikitori.records.deadlines.calendar import Closure as ClosedDays
from kikitori.records.deadlines.holiday_tables import COUNTRIES, HolidayTableError
from kikitori.records.deadlines.models import Closure
from kikitori.records.deadlines.queries import calendar_of
from kikitori.records.deadlines.weeks import hours_of, week_to_json
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Organisation, Team
from kikitori.records.people.queries import the_organisation
from kikitori.records.people.terms import Setting

_LONGEST_NAME = 100
_YEAR = 366
_FEBRUARY = 2


@dataclass(frozen=True, kw_only=True)
class CalendarGiven:
    """What everybody's calendar should be. `week`: the hours of Monday to Sunday as they are written in a form."""

    time_zone: str
    week: Sequence[str]
    holiday_country: str = ""
    closed_at_year_end: bool = False


@dataclass(frozen=True, kw_only=True)
class TeamCalendarGiven:
    """What a team has of its own. Empty: as everybody."""

    time_zone: str = ""
    week: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True)
class ClosureGiven:
    """Days of closure. Without `last` it is one day; `yearly`: month and day count, perhaps over new year."""

    name_ja: str = ""
    name_en: str = ""
    first: date | None = None
    last: date | None = None
    yearly: bool = False


def planned_calendar(given: CalendarGiven, now: datetime) -> BusinessCalendar:
    """The calendar as it would be, nothing written.

    Raises Invalid (`time_zone`, `week`, `week.<n>`, `holiday_country`).
    Of `week.<n>`: UNKNOWN_WORD is no stretch of time, OUT_OF_RANGE one that ends before it begins or overlaps. Of
    `week`: MISSING is a week off, OUT_OF_RANGE one that leaves no business day within a year.
    """
    organisation = _as_given(the_organisation(), given)
    return _workable(calendar_of(organisation), now)


def set_calendar(actor: Actor, given: CalendarGiven, *, seen: int, now: datetime) -> None:
    """Set everybody's hours, zone, holidays and year-end closure.

    `seen`: the number of the change the editor had before them (settings_kept.newest_change). Raises Refused,
    Invalid as planned_calendar does, NotNow (SET_MEANWHILE).
    """
    with _setting(actor, seen):
        organisation = the_organisation()
        before = _of_organisation(organisation)
        organisation = _as_given(organisation, given)
        _workable(calendar_of(organisation), now)
        organisation.save(update_fields=["time_zone", "week", "holiday_country", "closed_at_year_end"])
        note_change(actor, Setting.CALENDAR, before, _of_organisation(organisation), now)


def planned_team_calendar(team: Team, given: TeamCalendarGiven, now: datetime) -> BusinessCalendar:
    """The calendar of a team as it would be, nothing written. Raises Invalid as planned_calendar does."""
    return _workable(calendar_of(the_organisation(), _team_as_given(copy(team), given)), now)


def set_team_calendar(
    actor: Actor, team: Team, given: TeamCalendarGiven, *, seen: int, now: datetime
) -> None:
    """Set what a team has of its own. Raises as set_calendar does."""
    with _setting(actor, seen):
        own = Team.objects.select_for_update().get(pk=team.pk)
        before = _of_team(own)
        own = _team_as_given(own, given)
        _workable(calendar_of(the_organisation(), own), now)
        own.save(update_fields=["time_zone", "week"])
        note_change(actor, Setting.CALENDAR, before, _of_team(own), now)


def add_closure(actor: Actor, given: ClosureGiven, *, team: Team | None = None, now: datetime) -> Closure:
    """Close everybody, or one team, on these days. The same closure given twice is there once.

    Raises Refused; Invalid (`name_ja`, `name_en`, `first`, `last`: IN_THE_PAST is a last day before the first or
    before today; `first` OUT_OF_RANGE a closure that leaves no business day within a year).
    """
    with _setting(actor):
        organisation = the_organisation()
        today = now.astimezone(ZoneInfo(organisation.time_zone)).date()
        wanted = _checked_closure(given, today)
        calendar = calendar_of(organisation, team)
        closed = ClosedDays(wanted.first, wanted.last, wanted.name_ja, wanted.name_en, yearly=wanted.yearly)
        if not _has_a_day(replace(calendar, closures=(*calendar.closures, closed)), today):
            raise Invalid({"first": Problem.OUT_OF_RANGE})
        same = Closure.objects.filter(team=team, **_closed_days(wanted)).first()
        if same is not None:
            return same
        wanted.team = team
        wanted.save()
        note_change(actor, Setting.CALENDAR, {}, _of_closure(wanted), now)
    return wanted


def remove_closure(actor: Actor, closure: int, *, now: datetime) -> Closure | None:
    """Work on these days after all. Returns what was removed; None where it is gone already. Raises Refused."""
    with _setting(actor):
        row = Closure.objects.filter(pk=closure).first()
        if row is not None:
            before = _of_closure(row)
            row.delete()
            note_change(actor, Setting.CALENDAR, before, {}, now)
    return row


@contextmanager
def _setting(actor: Actor, seen: int | None = None) -> Iterator[None]:
    """One change of the calendar at a time, by somebody who may. Raises Refused, NotNow (SET_MEANWHILE)."""
    decision = may(actor, Permission.MANAGE_RULES)
    if not decision.allowed:
        raise Refused(decision)
    with transaction.atomic():
        wait_for_turn(Setting.CALENDAR.value)
        if seen is not None and newest_change(Setting.CALENDAR) != seen:
            raise NotNow(Obstacle.SET_MEANWHILE)
        yield


def _as_given(organisation: Organisation, given: CalendarGiven) -> Organisation:
    """The organisation with these values, not saved. Raises Invalid."""
    checked = Checked()
    week = _week(checked, given.week)
    _zone(checked, given.time_zone)
    if given.holiday_country and given.holiday_country not in COUNTRIES:
        checked.problems["holiday_country"] = Problem.UNKNOWN_WORD
    checked.done()
    organisation.week = week_to_json(week)
    organisation.time_zone = given.time_zone
    organisation.holiday_country = given.holiday_country
    organisation.closed_at_year_end = given.closed_at_year_end
    return organisation


def _team_as_given(team: Team, given: TeamCalendarGiven) -> Team:
    """The team with these values, not saved. Raises Invalid."""
    checked = Checked()
    week = _week(checked, given.week) if given.week else ()
    if given.time_zone:
        _zone(checked, given.time_zone)
    checked.done()
    team.week = week_to_json(week)
    team.time_zone = given.time_zone
    return team


def _week(checked: Checked, texts: Sequence[str]) -> Week:
    """Seven days of hours; what cannot be read is noted by its day."""
    if len(texts) != len(WEEKDAYS_EN):
        raise ValueError(f"a week has 7 days, not {len(texts)}")
    days = []
    for number, text in enumerate(texts):
        field = f"week.{number}"
        try:
            days.append(hours_of(checked.line(field, text)))
        except UnreadableHoursError:
            checked.problems.setdefault(field, Problem.UNKNOWN_WORD)
        except CalendarError:
            checked.problems.setdefault(field, Problem.OUT_OF_RANGE)
    if not checked.problems and not any(days):
        checked.problems["week"] = Problem.MISSING
    return tuple(days)


def _zone(checked: Checked, zone: str) -> None:
    if zone not in available_timezones():
        checked.problems["time_zone"] = Problem.UNKNOWN_WORD if zone else Problem.MISSING


def _workable(calendar: BusinessCalendar, now: datetime) -> BusinessCalendar:
    """A calendar from which a date can be counted. Raises Invalid (`week`)."""
    if not _has_a_day(calendar, now.astimezone(calendar.zone).date()):
        raise Invalid({"week": Problem.OUT_OF_RANGE})
    return calendar


def _has_a_day(calendar: BusinessCalendar, today: date) -> bool:
    """Is there a business day within a year? Years without a table of holidays are not looked into."""
    try:
        calendar.first_business_day_from(today)
    except HolidayTableError:
        return True
    except CalendarError:
        return False
    return True


def _checked_closure(given: ClosureGiven, today: date) -> Closure:
    checked = Checked()
    names = {
        field: checked.line(field, getattr(given, field), longest=_LONGEST_NAME, needed=True)
        for field in ("name_ja", "name_en")
    }
    first = given.first
    if first is None:
        checked.problems["first"] = Problem.MISSING
        first = today
    last = given.last or first
    if given.yearly and last < first:
        # „29 December to 3 January“ of one and the same year: into the next, of course.
        last = _next_year(last)
    if last < first or (last < today and not given.yearly):
        checked.problems["last" if given.last else "first"] = Problem.IN_THE_PAST
    elif (last - first).days >= _YEAR:
        checked.problems["last"] = Problem.OUT_OF_RANGE
    checked.done()
    return Closure(first=first, last=last, yearly=given.yearly, **names)


def _next_year(day: date) -> date:
    """The same day a year later; 28 February for the 29th."""
    return day.replace(year=day.year + 1, day=min(day.day, 28) if day.month == _FEBRUARY else day.day)


def _closed_days(row: Closure) -> dict[str, object]:
    return {
        "name_ja": row.name_ja, "name_en": row.name_en, "first": row.first, "last": row.last, "yearly": row.yearly,
    }  # fmt: skip


def _of_closure(row: Closure) -> Kept:
    days = _closed_days(row) | {"first": row.first.isoformat(), "last": row.last.isoformat()}
    return {"closure": days, "team": row.team_id}


def _of_organisation(organisation: Organisation) -> Kept:
    return {
        "time_zone": organisation.time_zone,
        "week": organisation.week,
        "holiday_country": organisation.holiday_country,
        "closed_at_year_end": organisation.closed_at_year_end,
    }


def _of_team(team: Team) -> Kept:
    return {"team": team.pk, "time_zone": team.time_zone, "week": team.week}
