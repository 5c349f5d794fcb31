"""The coming months: which days are closed and why, how they are numbered, and what a change would change."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from kikitori.interfaces.desk.settings.days_ahead import MONTHS, NUMBERED, DayAhead, ahead
from kikitori.records.deadlines.calendar import OFFICE_WEEK, Block, BusinessCalendar, Closure

JAPAN = BusinessCalendar()
TODAY = date(2026, 11, 20)
STOCKTAKING = Closure(date(2026, 12, 7), date(2026, 12, 9), "棚卸し", "Stocktaking")


def days(of: BusinessCalendar, today: date = TODAY, before: BusinessCalendar | None = None) -> list[DayAhead]:
    found = ahead(of, today, before)
    return [day for month in found.months for week in month.weeks for day in week if day]


@pytest.mark.parametrize("today", [TODAY + timedelta(days=n) for n in range(0, 420, 7)])
def test_months_are_whole_and_in_seven_columns(today: date) -> None:
    found = ahead(JAPAN, today)
    assert len(found.months) == MONTHS
    listed = days(JAPAN, today)
    assert [day.date for day in listed] == [listed[0].date + timedelta(days=n) for n in range(len(listed))]
    assert listed[0].date == today.replace(day=1)
    assert (listed[-1].date + timedelta(days=1)).day == 1
    for month in found.months:
        for week in month.weeks:
            assert [day.date.weekday() for day in week if day] == [n for n, day in enumerate(week) if day]


def test_numbers_are_those_of_the_calendar() -> None:
    numbered = {day.number: day.date for day in days(JAPAN) if day.number}
    assert numbered == {n: JAPAN.add_business_days(TODAY, n) for n in range(1, NUMBERED + 1)}
    assert ahead(JAPAN, TODAY).last_numbered == numbered[NUMBERED]


def test_holidays_and_closures_to_come_are_told_in_runs() -> None:
    found = ahead(replace(JAPAN, closures=(*JAPAN.closures, STOCKTAKING)), TODAY)
    assert [(run.first, run.last, run.closed.en if run.closed else "") for run in found.named] == [
        (date(2026, 11, 23), date(2026, 11, 23), "Labor Thanksgiving Day"),
        (date(2026, 12, 7), date(2026, 12, 9), "Stocktaking"),
        (date(2026, 12, 29), date(2027, 1, 3), "year-end and New Year closure"),
        (date(2027, 1, 11), date(2027, 1, 11), "Coming of Age Day"),
    ]


def test_same_calendar_changes_nothing() -> None:
    found = ahead(JAPAN, TODAY, JAPAN)
    assert found.changes_nothing
    assert not any(day.differs for day in days(JAPAN, before=JAPAN))


def test_new_closure_is_marked_and_told() -> None:
    planned = replace(JAPAN, closures=(*JAPAN.closures, STOCKTAKING))
    found = ahead(planned, TODAY, JAPAN)
    (run,) = found.changes
    assert (run.first, run.last, run.before) == (STOCKTAKING.first, STOCKTAKING.last, None)
    assert [day.date.day for day in days(planned, before=JAPAN) if day.differs] == [7, 8, 9]
    assert not found.changes_nothing


def test_new_hours_are_told_by_weekday_and_marked_from_today_on() -> None:
    saturdays = (*OFFICE_WEEK[:5], (Block(time(9), time(12)),), ())
    planned = replace(JAPAN, week=saturdays)
    found = ahead(planned, TODAY, JAPAN)
    assert [(each.weekday, each.before, each.after) for each in found.hours] == [(5, "", "09:00-12:00")]
    assert found.changes == []
    marked = [day.date for day in days(planned, before=JAPAN) if day.differs]
    assert marked[0] == date(2026, 11, 21)
    assert {day.weekday() for day in marked} == {5}


def test_days_nobody_can_tell_about_are_left_out() -> None:
    found = ahead(JAPAN, date(2040, 12, 10))
    assert not found.all_known
    # Our own closure is known into the new year, the holidays after it are not.
    assert max(day.date for day in days(JAPAN, date(2040, 12, 10))) == date(2041, 1, 3)
    assert ahead(replace(JAPAN, holiday_country=""), date(2040, 12, 10)).all_known


# ---- where years and months meet


def on(day: date, of: BusinessCalendar, today: date) -> DayAhead:
    (found,) = [each for each in days(of, today) if each.date == day]
    return found


@pytest.mark.parametrize(
    ("today", "first", "last"),
    [
        (date(2026, 11, 20), date(2026, 11, 1), date(2027, 1, 31)),
        (date(2026, 12, 31), date(2026, 12, 1), date(2027, 2, 28)),
        (date(2027, 12, 1), date(2027, 12, 1), date(2028, 2, 29)),
        (date(2028, 2, 29), date(2028, 2, 1), date(2028, 4, 30)),
        (date(2027, 1, 31), date(2027, 1, 1), date(2027, 3, 31)),
    ],
)
def test_three_months_reach_from_the_first_day_to_the_last(today: date, first: date, last: date) -> None:
    listed = days(JAPAN, today)
    assert (listed[0].date, listed[-1].date) == (first, last)


def test_leap_day_is_a_day_like_any_other() -> None:
    assert on(date(2028, 2, 29), JAPAN, date(2028, 2, 10)).closed is None
    closed = Closure(date(2020, 2, 29), date(2020, 2, 29), "閏日", "Leap day", yearly=True)
    found = on(date(2028, 2, 29), replace(JAPAN, closures=(closed,)), date(2028, 2, 10))
    assert found.closed
    assert found.closed.en == "Leap day"


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 12, 28), ""),
        (date(2026, 12, 29), "year-end and New Year closure"),
        (date(2027, 1, 3), "year-end and New Year closure"),
        (date(2027, 1, 4), ""),
        (date(2027, 1, 11), "Coming of Age Day"),
    ],
)
def test_days_around_new_year_say_why_they_are_closed(day: date, name: str) -> None:
    found = on(day, JAPAN, date(2026, 12, 20))
    assert (found.closed.en if found.closed else "") == name


def test_today_is_marked_and_past_days_are_told_from_those_to_come() -> None:
    listed = days(JAPAN)
    assert [day.date for day in listed if day.is_today] == [TODAY]
    assert all(day.is_past == (day.date < TODAY) for day in listed)
    assert not any(day.number for day in listed if day.date <= TODAY)


def test_no_day_that_is_closed_has_a_number() -> None:
    assert not any(day.number and day.closed for day in days(JAPAN))


@pytest.mark.parametrize("today", [TODAY + timedelta(days=n) for n in range(1, 60, 9)])
def test_numbers_rise_by_one(today: date) -> None:
    numbers = [day.number for day in days(JAPAN, today) if day.number]
    assert numbers == list(range(1, NUMBERED + 1))


def test_calendar_with_hardly_a_business_day_has_no_twentieth() -> None:
    sundays = replace(JAPAN, week=((),) * 6 + ((Block(time(9), time(12)),),), closures=())
    found = ahead(sundays, TODAY)
    assert found.last_numbered is None
    assert [day.date.weekday() for day in days(sundays) if day.number] == [6] * len(
        [day for day in days(sundays) if day.number]
    )


# ---- what would be different


def test_closure_that_would_go_is_told_as_open_again() -> None:
    now = replace(JAPAN, closures=(*JAPAN.closures, STOCKTAKING))
    (run,) = ahead(JAPAN, TODAY, now).changes
    assert (run.first, run.last) == (STOCKTAKING.first, STOCKTAKING.last)
    assert run.closed is None
    assert run.before
    assert run.before.en == "Stocktaking"


def test_closure_that_would_have_another_name_is_told_as_different() -> None:
    renamed = replace(STOCKTAKING, en="Inventory")
    before, after = (replace(JAPAN, closures=(*JAPAN.closures, each)) for each in (STOCKTAKING, renamed))
    (run,) = ahead(after, TODAY, before).changes
    assert run.before
    assert run.closed
    assert (run.before.en, run.closed.en) == ("Stocktaking", "Inventory")


def test_change_of_days_that_have_passed_is_not_told() -> None:
    past = Closure(date(2026, 11, 2), date(2026, 11, 6), "休", "Past")
    found = ahead(replace(JAPAN, closures=(*JAPAN.closures, past)), TODAY, JAPAN)
    assert found.changes == []
    assert found.changes_nothing


def test_other_holidays_are_told_day_by_day() -> None:
    found = ahead(replace(JAPAN, holiday_country=""), TODAY, JAPAN)
    assert [run.first for run in found.changes] == [date(2026, 11, 23), date(2027, 1, 11)]
    assert all(run.closed is None for run in found.changes)


def test_two_closures_that_touch_are_two_runs() -> None:
    more = Closure(date(2026, 12, 10), date(2026, 12, 11), "研修", "Training")
    planned = replace(JAPAN, closures=(*JAPAN.closures, STOCKTAKING, more))
    assert [(run.first.day, run.last.day) for run in ahead(planned, TODAY, JAPAN).changes] == [
        (7, 9),
        (10, 11),
    ]


def test_closure_on_a_weekend_changes_no_hours_and_is_still_told() -> None:
    weekend = Closure(date(2026, 12, 5), date(2026, 12, 6), "停電", "Power cut")
    found = ahead(replace(JAPAN, closures=(*JAPAN.closures, weekend)), TODAY, JAPAN)
    assert found.hours == []
    assert [(run.first.day, run.last.day) for run in found.changes] == [(5, 5), (6, 6)]


def test_several_weekdays_with_other_hours_are_each_told() -> None:
    late = (Block(time(13), time(20)),)
    planned = replace(JAPAN, week=(late, late, *OFFICE_WEEK[2:5], (), late))
    told = [(each.weekday, each.before, each.after) for each in ahead(planned, TODAY, JAPAN).hours]
    assert told == [
        (0, "09:00-17:00", "13:00-20:00"),
        (1, "09:00-17:00", "13:00-20:00"),
        (6, "", "13:00-20:00"),
    ]
