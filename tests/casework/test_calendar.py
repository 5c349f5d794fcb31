"""Setting hours, holidays and closures: checked, by somebody who may, noted, and without moving what was told."""

from datetime import date, time, timedelta

import pytest

from kikitori.casework.calendar import (
    CalendarGiven,
    ClosureGiven,
    TeamCalendarGiven,
    add_closure,
    planned_calendar,
    planned_team_calendar,
    remove_closure,
    set_calendar,
    set_team_calendar,
)
from kikitori.casework.errors import Invalid, NotNow, Obstacle, Problem, Refused
from kikitori.casework.settings_kept import newest_change
from kikitori.records.deadlines.calendar import Block
from kikitori.records.deadlines.models import Closure
from kikitori.records.deadlines.queries import calendar_of, house_calendar
from kikitori.records.people.models import Organisation, SettingChange, Team
from kikitori.records.people.terms import Setting
from tests import makers
from tests.cast import Cast
from tests.makers import FRIDAY

OFFICE = ("9:00-17:00",) * 5 + ("", "")
SHOP = CalendarGiven(
    time_zone="Europe/London",
    week=("", "９時〜１２時、13:00-18:00", *("10:00-18:00",) * 4, ""),
    holiday_country="GB-ENG",
)
STOCKTAKING = ClosureGiven(
    name_ja="棚卸し", name_en="Stocktaking", first=date(2026, 12, 7), last=date(2026, 12, 9)
)


def seen() -> int:
    return newest_change(Setting.CALENDAR)


def problems(given: CalendarGiven) -> dict[str, Problem]:
    with pytest.raises(Invalid) as refused:
        planned_calendar(given, FRIDAY)
    return refused.value.problems


def given(**changes: object) -> CalendarGiven:
    return CalendarGiven(**({"time_zone": "Asia/Tokyo", "week": OFFICE} | changes))  # type: ignore[arg-type]


def test_hours_zone_and_holidays_are_set_and_noted(cast: Cast) -> None:
    set_calendar(cast.actor("lead"), SHOP, seen=seen(), now=FRIDAY)
    calendar = house_calendar()
    assert (calendar.zone.key, calendar.holiday_country, calendar.closures) == ("Europe/London", "GB-ENG", ())
    assert calendar.week[0] == ()
    assert [f"{block.opens:%H:%M}" for block in calendar.week[1]] == ["09:00", "13:00"]
    line = SettingChange.objects.get()
    assert (line.kind, line.by_id, line.at) == ("calendar", cast.lead.pk, FRIDAY)
    assert (line.before["time_zone"], line.after["time_zone"]) == ("Asia/Tokyo", "Europe/London")
    assert line.after["week"][1] == ["09:00-12:00", "13:00-18:00"]


def test_plan_writes_nothing(cast: Cast) -> None:
    assert planned_calendar(SHOP, FRIDAY).week[2] == (Block(time(10), time(18)),)
    assert house_calendar().zone.key == "Asia/Tokyo"
    assert SettingChange.objects.count() == 0


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("いつでも", Problem.UNKNOWN_WORD),
        ("9:00-25:00", Problem.UNKNOWN_WORD),
        ("17:00-9:00", Problem.OUT_OF_RANGE),
        ("9:00-12:00, 11:00-17:00", Problem.OUT_OF_RANGE),
        ("9:00-17:00\x00", Problem.NOT_STORABLE),
    ],
)
def test_hours_that_cannot_be_read_are_named_by_their_day(cast: Cast, text: str, problem: Problem) -> None:
    assert problems(given(week=(*OFFICE[:3], text, "9-x", "", ""))) == {
        "week.3": problem,
        "week.4": Problem.UNKNOWN_WORD,
    }


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"week": ("",) * 7}, {"week": Problem.MISSING}),
        ({"time_zone": "Mars/Olympus"}, {"time_zone": Problem.UNKNOWN_WORD}),
        ({"time_zone": ""}, {"time_zone": Problem.MISSING}),
        ({"holiday_country": "ZZ"}, {"holiday_country": Problem.UNKNOWN_WORD}),
    ],
)
def test_what_no_date_could_be_counted_by_is_refused(
    cast: Cast, changes: dict[str, object], expected: dict[str, Problem]
) -> None:
    assert problems(given(**changes)) == expected


def test_week_is_refused_when_closures_leave_no_day_of_it(cast: Cast) -> None:
    Closure.objects.create(
        name_ja="休業", name_en="closed", first=date(2000, 1, 1), last=date(2000, 12, 31), yearly=True
    )
    assert problems(given()) == {"week": Problem.OUT_OF_RANGE}


def test_second_editor_is_told_and_overwrites_nothing(cast: Cast) -> None:
    before = seen()
    set_calendar(cast.actor("lead"), SHOP, seen=before, now=FRIDAY)
    with pytest.raises(NotNow) as refused:
        set_calendar(cast.actor("administrator"), given(), seen=before, now=FRIDAY)
    assert refused.value.obstacle is Obstacle.SET_MEANWHILE
    assert house_calendar().zone.key == "Europe/London"


@pytest.mark.parametrize("role", ["handler", "auditor"])
def test_others_may_set_nothing(cast: Cast, role: str) -> None:
    actor, team = cast.actor(role), Team.objects.get()
    row = add_closure(cast.actor("lead"), STOCKTAKING, now=FRIDAY)
    for verb in (
        lambda: set_calendar(actor, SHOP, seen=seen(), now=FRIDAY),
        lambda: set_team_calendar(actor, team, TeamCalendarGiven(), seen=seen(), now=FRIDAY),
        lambda: add_closure(actor, STOCKTAKING, team=team, now=FRIDAY),
        lambda: remove_closure(actor, row.pk, now=FRIDAY),
    ):
        with pytest.raises(Refused):
            verb()
    assert [SettingChange.objects.count(), Closure.objects.count()] == [1, 1]


def test_team_has_hours_of_its_own_and_gives_them_back(cast: Cast) -> None:
    team, lead = Team.objects.get(), cast.actor("lead")
    own = TeamCalendarGiven(time_zone="UTC", week=("", "", "", "", "", "10-16", "10-16"))
    assert planned_team_calendar(team, own, FRIDAY).zone.key == "UTC"
    set_team_calendar(lead, team, own, seen=seen(), now=FRIDAY)
    team.refresh_from_db()
    calendar = calendar_of(Organisation.objects.get(), team)
    assert calendar.is_business_day(date(2026, 11, 28))
    assert not calendar.is_business_day(date(2026, 11, 27))
    set_team_calendar(lead, team, TeamCalendarGiven(), seen=seen(), now=FRIDAY)
    team.refresh_from_db()
    assert calendar_of(Organisation.objects.get(), team) == house_calendar()
    assert [line.after["week"] for line in SettingChange.objects.all()][1] == []


def test_closure_is_kept_once_and_removed_once(cast: Cast) -> None:
    lead = cast.actor("lead")
    row = add_closure(lead, STOCKTAKING, now=FRIDAY)
    assert add_closure(lead, STOCKTAKING, now=FRIDAY).pk == row.pk
    assert not house_calendar().is_business_day(date(2026, 12, 8))
    removed = remove_closure(lead, row.pk, now=FRIDAY)
    assert removed is not None
    assert remove_closure(lead, row.pk, now=FRIDAY) is None
    assert house_calendar().is_business_day(date(2026, 12, 8))
    assert [bool(line.after) for line in SettingChange.objects.all()] == [True, False]


def test_closure_of_a_team_closes_nobody_else(cast: Cast) -> None:
    team = Team.objects.get()
    add_closure(cast.actor("lead"), STOCKTAKING, team=team, now=FRIDAY)
    assert house_calendar().is_business_day(date(2026, 12, 8))
    assert not calendar_of(Organisation.objects.get(), team).is_business_day(date(2026, 12, 8))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"name_ja": " ", "name_en": ""}, {"name_ja": Problem.MISSING, "name_en": Problem.MISSING}),
        ({"name_ja": "休" * 101}, {"name_ja": Problem.TOO_LONG}),
        ({"first": None, "last": None}, {"first": Problem.MISSING}),
        ({"last": date(2026, 12, 6)}, {"last": Problem.IN_THE_PAST}),
        ({"first": date(2026, 11, 2), "last": date(2026, 11, 19)}, {"last": Problem.IN_THE_PAST}),
        ({"first": date(2026, 11, 19), "last": None}, {"first": Problem.IN_THE_PAST}),
        ({"last": date(2028, 12, 7)}, {"last": Problem.OUT_OF_RANGE}),
        ({"last": date(2027, 12, 6), "yearly": True}, {"first": Problem.OUT_OF_RANGE}),
    ],
)
def test_closure_that_makes_no_sense_is_refused(
    cast: Cast, changes: dict[str, object], expected: dict[str, Problem]
) -> None:
    values = {name: getattr(STOCKTAKING, name) for name in ("name_ja", "name_en", "first", "last")}
    with pytest.raises(Invalid) as refused:
        add_closure(cast.actor("lead"), ClosureGiven(**(values | changes)), now=FRIDAY)  # type: ignore[arg-type]
    assert refused.value.problems == expected
    assert Closure.objects.count() == 0


def test_yearly_closure_may_run_over_new_year_and_may_begin_in_the_past(cast: Cast) -> None:
    winter = ClosureGiven(
        name_ja="冬季休業", name_en="Winter", first=date(2020, 12, 28), last=date(2020, 1, 5), yearly=True
    )
    row = add_closure(cast.actor("lead"), winter, now=FRIDAY)
    assert row.last == date(2021, 1, 5)
    assert [house_calendar().is_business_day(date(2027, 1, day)) for day in (4, 5, 6)] == [False, False, True]


def test_promises_and_clocks_keep_the_dates_they_have(cast: Cast) -> None:
    complaint = makers.acknowledged(cast)
    told = list(complaint.promises.values_list("due_at", "why"))
    running = list(complaint.clocks.values_list("due_at", flat=True))
    add_closure(cast.actor("lead"), STOCKTAKING, now=FRIDAY + timedelta(hours=1))
    set_calendar(cast.actor("lead"), SHOP, seen=seen(), now=FRIDAY + timedelta(hours=1))
    assert told
    assert running
    assert list(complaint.promises.values_list("due_at", "why")) == told
    assert list(complaint.clocks.values_list("due_at", flat=True)) == running
