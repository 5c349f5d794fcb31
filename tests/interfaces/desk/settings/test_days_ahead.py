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
