"""Due moments and the count behind them; more dates are in test_golden_dates, the states in test_clock_states."""

from dataclasses import FrozenInstanceError, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kikitori.records.deadlines.calendar import Block, BusinessCalendar, same_hours
from kikitori.records.deadlines.counting import due, due_to_tell
from kikitori.records.deadlines.holiday_tables import HolidayTableError
from kikitori.records.deadlines.rules import Certainty, OutsideHours, Roll, Rule, Source, Trigger, Unit
from kikitori.records.deadlines.why import CountedDay, DayCode
from kikitori.records.deadlines.working_time import business_time_between, utc

OFFICE = BusinessCalendar()
TOKYO, BRITAIN = ZoneInfo("Asia/Tokyo"), ZoneInfo("Europe/London")


def rule(quantity: int, unit: Unit = Unit.BUSINESS_DAY, **more: object) -> Rule:
    plain = Rule("r", "progress", Trigger.RECEIVED, quantity, unit, Source("a test"), Certainty.PROPOSAL)
    return replace(plain, **more)  # type: ignore[arg-type]


def tokyo(month: int, day: int, hour: int = 10, minute: int = 0, *, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=TOKYO)


def told(found: tuple[CountedDay, ...]) -> list[tuple[str, int | None, str]]:
    return [(f"{day.date:%m-%d}", day.number, day.reason_code.value) for day in found]


def test_due_shows_every_day_and_ends_with_work() -> None:
    found = due(rule(3), tokyo(11, 20, 16, 40), OFFICE)
    assert found.due_at == tokyo(11, 26, 17)
    assert told(found.why) == [
        ("11-20", 0, "start"),
        ("11-21", None, "weekend"),
        ("11-22", None, "weekend"),
        ("11-23", None, "holiday"),
        ("11-24", 1, "business_day"),
        ("11-25", 2, "business_day"),
        ("11-26", 3, "business_day"),
    ]
    holiday, last = found.why[3], found.why[-1]
    assert (holiday.reason_ja, holiday.reason_en) == ("勤労感謝の日", "Labor Thanksgiving Day")
    assert (last.reason_ja, last.reason_en, last.counted) == ("3営業日目", "business day 3", True)


@pytest.mark.parametrize(
    ("received", "first_lines", "due_on"),
    [
        (tokyo(11, 19, 17, 1), [("11-19", None, "outside_hours"), ("11-20", 0, "start")], date(2026, 11, 24)),
        (
            tokyo(11, 19, 23, 59),
            [("11-19", None, "outside_hours"), ("11-20", 0, "start")],
            date(2026, 11, 24),
        ),
        (tokyo(11, 20, 0), [("11-20", 0, "start"), ("11-21", None, "weekend")], date(2026, 11, 24)),
        (tokyo(11, 20, 8, 59), [("11-20", 0, "start"), ("11-21", None, "weekend")], date(2026, 11, 24)),
        (tokyo(11, 20, 17), [("11-20", 0, "start"), ("11-21", None, "weekend")], date(2026, 11, 24)),
        (tokyo(11, 21), [("11-21", None, "weekend"), ("11-22", None, "weekend")], date(2026, 11, 25)),
        (tokyo(11, 23), [("11-23", None, "holiday"), ("11-24", 0, "start")], date(2026, 11, 25)),
        (tokyo(12, 30), [("12-30", None, "closure"), ("12-31", None, "closure")], date(2027, 1, 5)),
    ],
)
def test_due_counts_from_the_next_business_day_when_work_is_over(
    received: datetime, first_lines: list[tuple[str, int | None, str]], due_on: date
) -> None:
    found = due(rule(1), received, OFFICE)
    assert told(found.why)[:2] == first_lines
    assert found.due_at.date() == due_on
    assert [day.number for day in found.why if day.number is not None] == [0, 1]


def test_due_on_the_same_day_when_the_rule_takes_it() -> None:
    same_day = rule(1, outside_hours=OutsideHours.SAME_DAY)
    assert due(same_day, tokyo(11, 19, 23), OFFICE).due_at == tokyo(11, 20, 17)
    saturday = due(same_day, tokyo(11, 21), OFFICE)
    assert told(saturday.why)[0] == ("11-21", 0, "start")
    assert saturday.due_at == tokyo(11, 24, 17)


def test_due_with_the_first_day_counted() -> None:
    assert due(rule(1, first_day_counts=True), tokyo(11, 20), OFFICE).due_at == tokyo(11, 20, 17)
    evening = due(rule(1, first_day_counts=True), tokyo(11, 20, 20), OFFICE)
    assert evening.due_at == tokyo(11, 24, 17)
    assert told(evening.why)[-1] == ("11-24", 1, "business_day")
    same_day = rule(1, first_day_counts=True, outside_hours=OutsideHours.SAME_DAY)
    sunday = due(same_day, tokyo(11, 22), OFFICE)
    assert told(sunday.why) == [
        ("11-22", 0, "start"),
        ("11-23", None, "holiday"),
        ("11-24", 1, "business_day"),
    ]


def test_due_reads_the_day_in_the_organisation_s_zone() -> None:
    evening_in_london = datetime(2026, 11, 19, 16, 0, tzinfo=UTC)  # 01:00 on the 20th in Tokyo
    found = due(rule(1), evening_in_london, OFFICE)
    assert found.why[0].date == date(2026, 11, 20)
    assert found.due_at.tzinfo == TOKYO
    calendar_days = due(rule(1, Unit.CALENDAR_DAY), evening_in_london, OFFICE)
    assert calendar_days.due_at.isoformat() == "2026-11-21T23:59:59+09:00"


def test_due_ends_with_the_last_block_of_a_day_with_lunch() -> None:
    lunch = BusinessCalendar(week=same_hours(Block(time(9), time(12)), Block(time(13), time(18, 15))))
    assert due(rule(1), tokyo(11, 24, 12, 30), lunch).due_at == tokyo(11, 25, 18, 15)


def test_due_in_calendar_days_counts_weekends_and_holidays() -> None:
    found = due(rule(4, Unit.CALENDAR_DAY), tokyo(11, 20, 23), OFFICE)
    assert told(found.why) == [("11-20", 0, "start")] + [(f"11-2{n}", n, "calendar_day") for n in range(1, 5)]
    assert found.due_at.isoformat() == "2026-11-24T23:59:59+09:00"


def test_due_in_calendar_days_with_the_first_day_counted_has_no_day_zero() -> None:
    found = due(rule(2, Unit.CALENDAR_DAY, first_day_counts=True), tokyo(11, 20), OFFICE)
    assert told(found.why) == [("11-20", 1, "calendar_day"), ("11-21", 2, "calendar_day")]


def test_due_rolled_on_shows_the_days_it_passed() -> None:
    found = due(rule(1, Unit.CALENDAR_DAY, roll=Roll.NEXT), tokyo(11, 20), OFFICE)
    assert found.due_at.isoformat() == "2026-11-24T23:59:59+09:00"
    assert told(found.why) == [
        ("11-20", 0, "start"),
        ("11-21", 1, "calendar_day"),
        ("11-22", None, "weekend"),
        ("11-23", None, "holiday"),
        ("11-24", None, "moved"),
    ]
    assert found.why[-1].reason_ja == "11月21日（土）から繰り下げ"
    assert found.why[-1].reason_en == "moved on from Saturday 21 November"


def test_due_rolled_back_takes_the_business_day_before() -> None:
    found = due(rule(4, Unit.CALENDAR_DAY, roll=Roll.PREVIOUS), tokyo(11, 19), OFFICE)
    assert found.due_at.isoformat() == "2026-11-20T23:59:59+09:00"
    moved = found.why[1]
    assert (moved.reason_code, moved.reason_ja) == (DayCode.MOVED, "11月23日（月）から繰り上げ")
    assert moved.reason_en == "moved back from Monday 23 November"
    assert not moved.counted
    assert [day.date.day for day in found.why] == [19, 20, 21, 22, 23]


def test_due_can_roll_back_to_the_day_it_counts_from() -> None:
    found = due(rule(1, Unit.CALENDAR_DAY, roll=Roll.PREVIOUS), tokyo(11, 20), OFFICE)
    assert found.due_at.isoformat() == "2026-11-20T23:59:59+09:00"
    assert told(found.why) == [("11-20", None, "moved"), ("11-21", 1, "calendar_day")]


def test_due_never_rolls_back_before_the_day_it_counts_from() -> None:
    found = due(rule(1, Unit.CALENDAR_DAY, roll=Roll.PREVIOUS), tokyo(11, 21), OFFICE)
    assert found.due_at.date() == date(2026, 11, 22)


@pytest.mark.parametrize("roll", [Roll.NEXT, Roll.PREVIOUS])
def test_due_on_a_business_day_does_not_roll(roll: Roll) -> None:
    found = due(rule(5, Unit.CALENDAR_DAY, roll=roll), tokyo(11, 20), OFFICE)
    assert (found.due_at.date(), found.why[-1].reason_code) == (date(2026, 11, 25), DayCode.CALENDAR_DAY)


def test_due_in_weeks_and_months_shows_each_of_them() -> None:
    weeks = due(rule(2, Unit.WEEK), tokyo(11, 20), OFFICE)
    assert told(weeks.why) == [("11-20", 0, "start"), ("11-27", 1, "week"), ("12-04", 2, "week")]
    months = due(rule(3, Unit.MONTH), tokyo(12, 31), OFFICE)
    assert told(months.why) == [
        ("12-31", 0, "start"),
        ("01-31", 1, "month"),
        ("02-28", 2, "month"),
        ("03-31", 3, "month"),
    ]
    assert months.why[-1].reason_ja == "3か月"


def test_due_in_hours_is_real_time_across_a_clock_change() -> None:
    britain = BusinessCalendar(zone=BRITAIN, holiday_country="GB-ENG", closures=())
    saturday = datetime(2027, 3, 27, 12, 0, tzinfo=BRITAIN)
    found = due(rule(24, Unit.HOUR), saturday, britain)
    assert found.due_at.isoformat() == "2027-03-28T13:00:00+01:00"
    assert told(found.why) == [("03-27", 0, "start"), ("03-28", 24, "hour")]


@pytest.mark.parametrize(
    ("now", "due_at"),
    [
        (tokyo(11, 20), tokyo(11, 26, 17)),
        (tokyo(11, 26, 17), tokyo(11, 26, 17)),
        (tokyo(11, 26, 17, 1), tokyo(12, 2, 17)),  # after hours: starts on the 27th
        (tokyo(12, 10), tokyo(12, 15, 17)),  # the letter lay about for three weeks
    ],
)
def test_due_to_tell_is_never_a_day_that_has_passed(now: datetime, due_at: datetime) -> None:
    received = tokyo(11, 20, 16, 40)
    assert due_to_tell(rule(3), received, now, OFFICE).due_at == due_at
    assert due(rule(3), received, OFFICE).due_at == tokyo(11, 26, 17)


def test_due_to_tell_explains_the_count_it_made() -> None:
    assert due_to_tell(rule(3), tokyo(11, 20), tokyo(12, 10), OFFICE).why[0].date == date(2026, 12, 10)


def test_due_refuses_moments_it_cannot_place() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        due(rule(1), datetime(2026, 11, 20, 9), OFFICE)  # noqa: DTZ001 - the point of the test
    with pytest.raises(HolidayTableError, match="2041"):
        due(rule(20), tokyo(12, 20, year=2040), OFFICE)


def test_due_warns_by_working_time_for_business_days() -> None:
    found = due(rule(1, warn_at=(50, 75)), tokyo(11, 20, 16, 40), OFFICE)
    # 20 minutes on Friday and 480 on Tuesday: half of 500 minutes is 12:50, three quarters 14:55.
    assert (found.warn_from, found.due_soon_from) == (tokyo(11, 24, 12, 50), tokyo(11, 24, 14, 55))


def test_due_warns_by_real_time_otherwise() -> None:
    found = due(rule(24, Unit.HOUR, warn_at=(75,)), tokyo(11, 20, 16), OFFICE)
    assert (found.warn_from, found.due_soon_from) == (tokyo(11, 21, 10), None)


def test_due_without_warnings_names_none() -> None:
    found = due(rule(5), tokyo(11, 20), OFFICE)
    assert (found.warn_from, found.due_soon_from) == (None, None)


moments = st.datetimes(datetime(2024, 1, 1), datetime(2034, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds
units = st.sampled_from([Unit.BUSINESS_DAY, Unit.CALENDAR_DAY, Unit.HOUR, Unit.WEEK, Unit.MONTH])
zones = st.sampled_from(
    [
        OFFICE,
        BusinessCalendar(zone=BRITAIN, holiday_country="GB-ENG", closures=()),
        BusinessCalendar(zone=BRITAIN),
    ]
)


@settings(deadline=None)
@given(
    zones, st.builds(rule, st.integers(1, 40), units), moments, st.timedeltas(timedelta(), timedelta(days=9))
)
def test_due_never_moves_earlier_for_more_time_or_a_later_trigger(
    calendar: BusinessCalendar, counted: Rule, moment: datetime, later: timedelta
) -> None:
    found = utc(due(counted, moment, calendar).due_at)
    more = replace(counted, quantity=counted.quantity + 1)
    assert moment < found <= utc(due(counted, moment + later, calendar).due_at)
    assert found < utc(due(more, moment, calendar).due_at)


@settings(deadline=None)
@given(zones, st.builds(rule, st.integers(1, 30), first_day_counts=st.booleans()), moments)
def test_due_in_business_days_explains_every_day_without_a_gap(
    calendar: BusinessCalendar, counted: Rule, moment: datetime
) -> None:
    found = due(counted, moment, calendar)
    assert all(later.date - day.date == timedelta(days=1) for day, later in pairwise(found.why))
    assert found.why[0].date == moment.astimezone(calendar.zone).date()
    assert found.why[-1].date == found.due_at.date()
    assert [day.number for day in found.why if day.counted] == list(range(1, counted.quantity + 1))
    for day in found.why:
        reason = calendar.why_closed(day.date)
        assert not (day.counted and reason)
        assert day.reason_code != "weekend" or (reason and reason.ja == day.reason_ja)


@settings(deadline=None)
@given(zones, st.integers(1, 30), moments, st.integers(1, 98))
def test_due_warnings_lie_between_the_trigger_and_the_due_moment(
    calendar: BusinessCalendar, quantity: int, moment: datetime, percent: int
) -> None:
    found = due(rule(quantity, warn_at=(percent, percent + 1)), moment, calendar)
    assert found.warn_from is not None
    assert found.due_soon_from is not None
    assert moment <= utc(found.warn_from) < utc(found.due_soon_from) < utc(found.due_at)
    whole = business_time_between(calendar, moment, found.due_at)
    assert business_time_between(calendar, moment, found.warn_from) == whole * percent / 100


def test_values_of_a_clock_cannot_be_changed() -> None:
    found = due(rule(1), tokyo(11, 20), OFFICE)
    for value, field in ((found, "due_at"), (found.why[0], "date"), (rule(1), "quantity")):
        with pytest.raises(FrozenInstanceError):
            setattr(value, field, None)
