"""Setting hours, holidays and closures: checked, by somebody who may, noted, and without moving what was told."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, time, timedelta
from threading import Barrier

import pytest
from django.db import connection

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
from tests.cast import Cast, summon
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


# ---- hours as people write them


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("9-17", ["09:00-17:00"]),
        ("９：００〜１７：００", ["09:00-17:00"]),
        ("9時～12時、13時～17時30分", ["09:00-12:00", "13:00-17:30"]),
        ("22:00-24:00", ["22:00-24:00"]),
        ("0-24", ["00:00-24:00"]),
        ("9:00 - 12:00 , 13:00 - 17:00", ["09:00-12:00", "13:00-17:00"]),
        ("  ", []),
        ("", []),
    ],
)
def test_hours_are_kept_as_they_are_meant(cast: Cast, text: str, kept: list[str]) -> None:
    set_calendar(cast.actor("lead"), given(week=(*OFFICE[:5], text, "")), seen=seen(), now=FRIDAY)
    assert Organisation.objects.get().week[5] == kept


@pytest.mark.parametrize("number", [0, 6, 8])
def test_week_has_seven_days(cast: Cast, number: int) -> None:
    with pytest.raises(ValueError, match="7 days"):
        planned_calendar(given(week=("9-17",) * number), FRIDAY)


def test_every_problem_is_reported_at_once(cast: Cast) -> None:
    found = problems(given(week=("x", "17-9", *OFFICE[2:]), time_zone="", holiday_country="ZZ"))
    assert found == {
        "week.0": Problem.UNKNOWN_WORD,
        "week.1": Problem.OUT_OF_RANGE,
        "time_zone": Problem.MISSING,
        "holiday_country": Problem.UNKNOWN_WORD,
    }


# ---- plans touch nothing


def test_plan_of_a_team_leaves_the_very_object_as_it_was(cast: Cast) -> None:
    """The page compares the plan with what the team has now; so the team must not become the plan."""
    team = Team.objects.get()
    own = TeamCalendarGiven(time_zone="UTC", week=("", "", "", "", "", "10-16", ""))
    assert planned_team_calendar(team, own, FRIDAY).zone.key == "UTC"
    assert (team.week, team.time_zone) == ([], "")
    assert SettingChange.objects.count() == 0


def test_team_is_refused_what_everybody_would_be_refused(cast: Cast) -> None:
    team = Team.objects.get()
    for own, expected in (
        (TeamCalendarGiven(week=("",) * 7), {"week": Problem.MISSING}),
        (TeamCalendarGiven(week=("x", *OFFICE[1:])), {"week.0": Problem.UNKNOWN_WORD}),
        (TeamCalendarGiven(time_zone="Mars/X"), {"time_zone": Problem.UNKNOWN_WORD}),
    ):
        with pytest.raises(Invalid) as refused:
            planned_team_calendar(team, own, FRIDAY)
        assert refused.value.problems == expected
        with pytest.raises(Invalid):
            set_team_calendar(cast.actor("lead"), team, own, seen=seen(), now=FRIDAY)
    assert SettingChange.objects.count() == 0


def test_team_keeps_the_holidays_and_the_year_end_of_everybody(cast: Cast) -> None:
    team = Team.objects.get()
    every_day = TeamCalendarGiven(week=("9-17",) * 7)
    set_team_calendar(cast.actor("lead"), team, every_day, seen=seen(), now=FRIDAY)
    team.refresh_from_db()
    calendar = calendar_of(Organisation.objects.get(), team)
    assert calendar.is_business_day(date(2026, 11, 22))
    assert not calendar.is_business_day(date(2026, 11, 23))
    assert not calendar.is_business_day(date(2026, 12, 31))


def test_line_of_a_team_names_it_and_both_values(cast: Cast) -> None:
    team = Team.objects.get()
    set_team_calendar(cast.actor("lead"), team, TeamCalendarGiven(time_zone="UTC"), seen=seen(), now=FRIDAY)
    line = SettingChange.objects.get()
    assert (line.before, line.after) == (
        {"team": team.pk, "time_zone": "", "week": []},
        {"team": team.pk, "time_zone": "UTC", "week": []},
    )


@pytest.mark.parametrize("whose", ["everybody", "team"])
def test_saving_the_same_again_leaves_no_line(cast: Cast, whose: str) -> None:
    lead, team = cast.actor("lead"), Team.objects.get()
    for _time in range(2):
        if whose == "everybody":
            set_calendar(lead, SHOP, seen=seen(), now=FRIDAY)
        else:
            set_team_calendar(lead, team, TeamCalendarGiven(time_zone="UTC"), seen=seen(), now=FRIDAY)
    assert SettingChange.objects.count() == 1


# ---- closures


@pytest.mark.parametrize(
    ("first", "last", "kept"),
    [
        (date(2024, 2, 29), None, (date(2024, 2, 29), date(2024, 2, 29))),
        (date(2023, 12, 29), date(2023, 2, 28), (date(2023, 12, 29), date(2024, 2, 28))),
        (date(2024, 12, 29), date(2024, 2, 29), (date(2024, 12, 29), date(2025, 2, 28))),
        (date(2026, 12, 31), date(2026, 1, 1), (date(2026, 12, 31), date(2027, 1, 1))),
        (date(2020, 1, 1), date(2020, 1, 3), (date(2020, 1, 1), date(2020, 1, 3))),
    ],
    ids=["leap day", "to the end of February", "to a leap day", "new year", "within a year"],
)
def test_yearly_closure_ends_after_it_begins(
    cast: Cast, first: date, last: date | None, kept: tuple[date, date]
) -> None:
    wanted = ClosureGiven(name_ja="休業", name_en="Closed", first=first, last=last, yearly=True)
    row = add_closure(cast.actor("lead"), wanted, now=FRIDAY)
    assert (row.first, row.last) == kept


@pytest.mark.parametrize(
    ("days", "accepted"), [(364, False), (200, True), (366, False), (1_000, False)], ids=str
)
def test_closure_may_be_long_but_leave_a_business_day_within_a_year(
    cast: Cast, days: int, accepted: bool
) -> None:
    first = FRIDAY.date()
    wanted = ClosureGiven(name_ja="改装", name_en="Works", first=first, last=first + timedelta(days=days))
    if accepted:
        assert add_closure(cast.actor("lead"), wanted, now=FRIDAY).pk
    else:
        with pytest.raises(Invalid) as refused:
            add_closure(cast.actor("lead"), wanted, now=FRIDAY)
        assert set(refused.value.problems) <= {"first", "last"}
        assert set(refused.value.problems.values()) == {Problem.OUT_OF_RANGE}


def test_closures_together_may_not_take_the_last_business_day(cast: Cast) -> None:
    lead, first = cast.actor("lead"), FRIDAY.date()
    half = timedelta(days=190)
    add_closure(lead, ClosureGiven(name_ja="前", name_en="one", first=first, last=first + half), now=FRIDAY)
    rest = ClosureGiven(name_ja="後", name_en="two", first=first + half, last=first + 2 * half)
    with pytest.raises(Invalid) as refused:
        add_closure(lead, rest, now=FRIDAY)
    assert refused.value.problems == {"first": Problem.OUT_OF_RANGE}


def test_closure_that_ends_today_is_still_taken_and_one_of_yesterday_is_not(cast: Cast) -> None:
    today = FRIDAY.date()
    wanted = ClosureGiven(name_ja="本日", name_en="Today", first=today - timedelta(days=2), last=today)
    assert add_closure(cast.actor("lead"), wanted, now=FRIDAY).last == today
    with pytest.raises(Invalid):
        add_closure(cast.actor("lead"), wanted, now=FRIDAY + timedelta(days=1))


def test_today_is_that_of_the_organisation_and_not_of_the_server(cast: Cast) -> None:
    """At half past midnight in Tokyo it is still yesterday in London."""
    midnight = FRIDAY.replace(hour=0, minute=30)
    yesterday = ClosureGiven(name_ja="休", name_en="off", first=midnight.date() - timedelta(days=1))
    with pytest.raises(Invalid):
        add_closure(cast.actor("lead"), yesterday, now=midnight)
    Organisation.objects.update(time_zone="Europe/London")
    assert add_closure(cast.actor("lead"), yesterday, now=midnight).pk


@pytest.mark.parametrize(
    "changes",
    [{"name_ja": "別名"}, {"name_en": "Other"}, {"last": date(2026, 12, 10)}, {"yearly": True}],
    ids=["name", "English name", "days", "yearly"],
)
def test_closure_that_differs_in_anything_is_another_one(cast: Cast, changes: dict[str, object]) -> None:
    lead = cast.actor("lead")
    add_closure(lead, STOCKTAKING, now=FRIDAY)
    add_closure(lead, replace(STOCKTAKING, **changes), now=FRIDAY)
    assert Closure.objects.count() == 2


def test_same_closure_of_a_team_and_of_everybody_are_two(cast: Cast) -> None:
    lead = cast.actor("lead")
    for team in (None, Team.objects.get(), None):
        add_closure(lead, STOCKTAKING, team=team, now=FRIDAY)
    assert Closure.objects.count() == 2


def test_lines_of_a_closure_hold_its_days_and_whose_it_was(cast: Cast) -> None:
    team = Team.objects.get()
    row = add_closure(cast.actor("lead"), STOCKTAKING, team=team, now=FRIDAY)
    remove_closure(cast.actor("administrator"), row.pk, now=FRIDAY)
    added, removed = SettingChange.objects.order_by("id")
    kept = {
        "closure": {
            "name_ja": "棚卸し", "name_en": "Stocktaking", "first": "2026-12-07", "last": "2026-12-09", "yearly": False,
        },
        "team": team.pk,
    }  # fmt: skip
    assert (added.before, added.after, added.by) == ({}, kept, cast.lead)
    assert (removed.before, removed.after, removed.by) == (kept, {}, cast.administrator)


@pytest.mark.django_db(transaction=True)
def test_two_editors_at_once_set_one_after_the_other_and_one_is_told() -> None:
    cast, start = summon(), Barrier(2)
    before = seen()

    def edit(zone: str) -> str:
        try:
            start.wait(timeout=30)
            set_calendar(cast.actor("lead"), given(time_zone=zone), seen=before, now=FRIDAY)
        except NotNow as refused:
            return refused.obstacle.value
        finally:
            connection.close()
        return zone

    with ThreadPoolExecutor(2) as pool:
        outcome = sorted(pool.map(edit, ["Europe/London", "UTC"]))
    assert "set_meanwhile" in outcome
    assert Organisation.objects.get().time_zone in outcome
    assert SettingChange.objects.count() == 1


# ---- years of which nobody knows the holidays


@pytest.mark.parametrize("year", [2041, 2050])
def test_years_without_a_table_of_holidays_are_not_looked_into(cast: Cast, year: int) -> None:
    """No day there can be counted, but hours for today must still be possible to set."""
    later = FRIDAY.replace(year=year)
    assert planned_calendar(given(), later).zone.key == "Asia/Tokyo"


def test_without_holidays_every_year_can_be_looked_into(cast: Cast) -> None:
    later = FRIDAY.replace(year=2050)
    Closure.objects.create(
        name_ja="休業", name_en="Closed", first=date(2000, 1, 1), last=date(2000, 12, 31), yearly=True
    )
    with pytest.raises(Invalid):
        planned_calendar(given(holiday_country=""), later)


# ---- closures of two at once


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("teams", [(None, None), ("own", "own"), (None, "own")], ids=["all", "team", "both"])
def test_same_closure_added_by_two_at_once_is_there_once_for_each_of_whom_it_closes(
    teams: tuple[str | None, str | None],
) -> None:
    cast, start = summon(), Barrier(2)
    team = Team.objects.get()

    def add(whose: str | None) -> int:
        try:
            start.wait(timeout=30)
            return add_closure(cast.actor("lead"), STOCKTAKING, team=team if whose else None, now=FRIDAY).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        numbers = list(pool.map(add, teams))
    assert Closure.objects.count() == len(set(teams)) == len(set(numbers))
    assert SettingChange.objects.count() == len(set(teams))


@pytest.mark.django_db(transaction=True)
def test_closure_removed_by_two_at_once_is_removed_once() -> None:
    cast, start = summon(), Barrier(2)
    row = add_closure(cast.actor("lead"), STOCKTAKING, now=FRIDAY)

    def remove(_: int) -> bool:
        try:
            start.wait(timeout=30)
            return remove_closure(cast.actor("lead"), row.pk, now=FRIDAY) is not None
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(remove, range(2))) == [False, True]
    assert SettingChange.objects.count() == 2


# ---- who is asked first


@pytest.mark.parametrize("role", ["handler", "auditor"])
def test_who_may_not_is_refused_before_anything_is_read(cast: Cast, role: str) -> None:
    """Even what is wrong with the values is nothing for them."""
    with pytest.raises(Refused):
        set_calendar(cast.actor(role), given(time_zone="Mars/X"), seen=-1, now=FRIDAY)
    with pytest.raises(Refused):
        add_closure(cast.actor(role), ClosureGiven(), now=FRIDAY)


def test_who_reads_an_old_state_is_told_so_before_what_is_wrong(cast: Cast) -> None:
    set_calendar(cast.actor("lead"), SHOP, seen=seen(), now=FRIDAY)
    with pytest.raises(NotNow):
        set_calendar(cast.actor("lead"), given(time_zone="Mars/X"), seen=0, now=FRIDAY)


@pytest.mark.parametrize("closure", [0, -1, 999_999_999])
def test_closure_that_was_never_there_cannot_be_removed(cast: Cast, closure: int) -> None:
    assert remove_closure(cast.actor("lead"), closure, now=FRIDAY) is None
    assert SettingChange.objects.count() == 0


def test_change_of_everybodys_calendar_reaches_teams_without_hours_of_their_own(cast: Cast) -> None:
    other = Team.objects.create(name="夜間窓口")
    set_team_calendar(
        cast.actor("lead"), other, TeamCalendarGiven(week=("22-24",) * 7), seen=seen(), now=FRIDAY
    )
    set_calendar(cast.actor("lead"), given(week=("10-11",) * 7), seen=seen(), now=FRIDAY)
    organisation = Organisation.objects.get()
    hours = {team.name: calendar_of(organisation, team).week[0][0].opens for team in Team.objects.all()}
    assert hours == {"お客様窓口": time(10), "夜間窓口": time(22)}
