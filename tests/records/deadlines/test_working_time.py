"""Working time. The oracle walks minute by minute through UTC and looks at the clock on the wall."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kikitori.records.deadlines.calendar import (
    Block,
    BusinessCalendar,
    CalendarError,
    same_hours,
    yearly_closure,
)
from kikitori.records.deadlines.working_time import (
    add_business_minutes,
    add_business_time,
    business_minutes_between,
    business_time_between,
    end_of_business_day,
    end_of_day,
    is_after_hours,
    moment_of,
    stretches,
    utc,
)

TOKYO, BRITAIN = ZoneInfo("Asia/Tokyo"), ZoneInfo("Europe/London")
OFFICE = BusinessCalendar()
LUNCH = BusinessCalendar(week=same_hours(Block(time(9), time(12)), Block(time(13), time(17, 30))))
#: A desk that works through the nights on which clocks change.
NIGHT = BusinessCalendar(
    zone=BRITAIN,
    week=same_hours(Block(time(0), time(6)), Block(time(22), time(0)), days=7),
    holiday_country="",
    closures=(),
)
SPRING, AUTUMN = date(2027, 3, 28), date(2027, 10, 31)
MINUTE = timedelta(minutes=1)


def tokyo(month: int, day: int, hour: int, minute: int = 0, second: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, second, tzinfo=TOKYO)


def minutes_by_hand(calendar: BusinessCalendar, start: datetime, end: datetime) -> int:
    total, moment = 0, start.astimezone(UTC)
    while moment < end.astimezone(UTC):
        wall = moment.astimezone(calendar.zone)
        for block in calendar.week[wall.weekday()]:
            before_closing = block.closes == time(0) or wall.time() < block.closes
            total += block.opens <= wall.time() and before_closing and calendar.is_business_day(wall.date())
        moment += MINUTE
    return total


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        (tokyo(11, 20, 16, 40), tokyo(11, 20, 17), 20),
        (tokyo(11, 20, 16, 40), tokyo(11, 24, 9, 30), 50),  # a weekend and a holiday in between
        (tokyo(11, 20, 7), tokyo(11, 20, 8, 59), 0),
        (tokyo(11, 20, 0), tokyo(11, 21, 0), 480),
        (tokyo(11, 21, 0), tokyo(11, 24, 9), 0),
        (tokyo(11, 20, 10), tokyo(11, 20, 10), 0),
        (tokyo(11, 20, 17), tokyo(11, 20, 16, 40), -20),
        (tokyo(11, 20, 16, 58, 30), tokyo(11, 20, 17), 1),
        (tokyo(11, 20, 17), tokyo(11, 20, 16, 58, 30), -1),
    ],
)
def test_business_minutes_between_counts_working_hours_only(
    start: datetime, end: datetime, minutes: int
) -> None:
    assert business_minutes_between(OFFICE, start, end) == minutes


def test_business_time_between_leaves_lunch_out_and_keeps_seconds() -> None:
    assert business_time_between(LUNCH, tokyo(11, 20, 11, 59, 15), tokyo(11, 20, 13, 0, 20)) == timedelta(
        seconds=65
    )


def test_business_time_between_over_year_end_is_the_last_and_the_first_day() -> None:
    end = datetime(2027, 1, 4, 10, tzinfo=TOKYO)
    assert business_time_between(OFFICE, tokyo(12, 28, 16), end) == timedelta(hours=2)


def test_business_time_between_reads_moments_of_any_zone() -> None:
    start, end = tokyo(11, 20, 9).astimezone(BRITAIN), tokyo(11, 20, 12).astimezone(UTC)
    assert business_time_between(OFFICE, start, end) == timedelta(hours=3)


@pytest.mark.parametrize(("night", "hours"), [(SPRING, 7), (AUTUMN, 9), (date(2027, 6, 6), 8)])
def test_business_time_between_knows_nights_of_another_length(night: date, hours: int) -> None:
    start = datetime.combine(night, time(0), BRITAIN)
    assert business_time_between(NIGHT, start, start + timedelta(days=1)) == timedelta(hours=hours)


@settings(deadline=None, max_examples=40)
@given(
    st.sampled_from([OFFICE, LUNCH, NIGHT]),
    st.sampled_from([SPRING, AUTUMN, date(2026, 11, 21), date(2026, 12, 31), date(2028, 2, 29)]),
    st.integers(-1500, 1500),
    st.integers(0, 3000),
)
def test_business_minutes_between_agrees_with_the_oracle(
    calendar: BusinessCalendar, around: date, offset: int, length: int
) -> None:
    start = datetime.combine(around, time(1), UTC) + offset * MINUTE
    end = start + length * MINUTE
    assert business_minutes_between(calendar, start, end) == minutes_by_hand(calendar, start, end)


@pytest.mark.parametrize(
    ("zone", "change"),
    [
        ("America/New_York", date(2027, 3, 14)),
        ("America/New_York", date(2027, 11, 7)),
        ("Australia/Lord_Howe", date(2027, 10, 3)),  # half an hour only
        ("Australia/Lord_Howe", date(2027, 4, 4)),
        ("America/St_Johns", date(2027, 3, 14)),
        ("Asia/Kathmandu", date(2027, 3, 14)),
    ],
)
def test_business_minutes_between_in_zones_of_every_kind(zone: str, change: date) -> None:
    calendar = BusinessCalendar(
        zone=ZoneInfo(zone),
        week=same_hours(Block(time(0), time(0, 45)), Block(time(4), time(12)), days=7),
        holiday_country="",
        closures=(),
    )
    start = datetime.combine(change, time(0), UTC) - timedelta(hours=20)
    for length in (7, 611, 1440, 2880):
        end = start + length * MINUTE
        assert business_minutes_between(calendar, start, end) == minutes_by_hand(calendar, start, end)


moments = st.datetimes(datetime(2026, 1, 1), datetime(2029, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds
spans = st.timedeltas(timedelta(), timedelta(hours=100))
calendars = st.sampled_from([OFFICE, LUNCH, NIGHT])


@settings(deadline=None)
@given(calendars, moments, spans)
def test_add_business_time_is_undone_by_measuring_it(
    calendar: BusinessCalendar, start: datetime, amount: timedelta
) -> None:
    assert business_time_between(calendar, start, add_business_time(calendar, start, amount)) == amount


@settings(deadline=None)
@given(calendars, moments, spans, spans)
def test_add_business_time_is_additive(
    calendar: BusinessCalendar, start: datetime, first: timedelta, second: timedelta
) -> None:
    at_once = add_business_time(calendar, start, first + second)
    assert utc(add_business_time(calendar, add_business_time(calendar, start, first), second)) == utc(at_once)


@settings(deadline=None)
@given(calendars, moments, moments, spans, spans)
def test_add_business_time_is_monotonic(
    calendar: BusinessCalendar, one: datetime, other: datetime, short: timedelta, more: timedelta
) -> None:
    earlier, later = sorted((one, other))
    assert utc(add_business_time(calendar, earlier, short)) <= utc(add_business_time(calendar, later, short))
    assert utc(add_business_time(calendar, one, short)) <= utc(add_business_time(calendar, one, short + more))


@settings(deadline=None)
@given(calendars, moments, moments, moments)
def test_business_time_between_adds_up(
    calendar: BusinessCalendar, one: datetime, two: datetime, three: datetime
) -> None:
    legs = business_time_between(calendar, one, two) + business_time_between(calendar, two, three)
    assert legs == business_time_between(calendar, one, three)


@pytest.mark.parametrize(
    ("start", "minutes", "end"),
    [
        (tokyo(11, 20, 16, 40), 20, tokyo(11, 20, 17)),  # ends with the day, not with the next opening
        (tokyo(11, 20, 16, 40), 21, tokyo(11, 24, 9, 1)),
        (tokyo(11, 21, 12), 0, tokyo(11, 21, 12)),
        (tokyo(11, 21, 12), 1, tokyo(11, 24, 9, 1)),
        (tokyo(11, 20, 7), 60, tokyo(11, 20, 10)),
        (tokyo(11, 20, 9), 960, tokyo(11, 24, 17)),
    ],
)
def test_add_business_minutes_ends_as_early_as_possible(start: datetime, minutes: int, end: datetime) -> None:
    assert add_business_minutes(OFFICE, start, minutes) == end


def test_add_business_minutes_steps_over_lunch() -> None:
    assert add_business_minutes(LUNCH, tokyo(11, 20, 11, 30), 30) == tokyo(11, 20, 12)
    assert add_business_minutes(LUNCH, tokyo(11, 20, 11, 30), 31) == tokyo(11, 20, 13, 1)


def test_add_business_time_through_the_hour_that_comes_twice() -> None:
    begin = datetime.combine(AUTUMN, time(0), BRITAIN)
    end = add_business_time(NIGHT, begin, timedelta(hours=2))
    assert utc(end) - utc(begin) == timedelta(hours=2)
    assert (end.hour, end.minute, end.fold) == (1, 0, 1)


def test_add_business_time_answers_in_the_calendar_s_zone() -> None:
    assert (
        add_business_time(OFFICE, datetime(2026, 11, 20, 0, tzinfo=UTC), timedelta(hours=1)).tzinfo == TOKYO
    )


def test_add_business_time_refuses_what_cannot_be_added() -> None:
    with pytest.raises(ValueError, match="lies ahead"):
        add_business_minutes(OFFICE, tokyo(11, 20, 9), -1)
    closed = yearly_closure("01-01", "12-31", "休業", "closed for good")
    with pytest.raises(CalendarError, match="no working hours within a year"):
        add_business_minutes(BusinessCalendar(holiday_country="", closures=(closed,)), tokyo(1, 5, 9), 1)


def test_naive_moments_are_refused_everywhere() -> None:
    naive = datetime(2026, 11, 20, 9)  # noqa: DTZ001 - the point of the test
    for call in (
        lambda: business_time_between(OFFICE, naive, tokyo(11, 20, 9)),
        lambda: add_business_minutes(OFFICE, naive, 1),
        lambda: is_after_hours(OFFICE, naive),
    ):
        with pytest.raises(ValueError, match="has no time zone"):
            call()


def test_moment_of_a_skipped_time_is_the_moment_of_the_change() -> None:
    change = datetime(2027, 3, 28, 1, tzinfo=UTC)
    assert moment_of(BRITAIN, SPRING, time(1)) == change
    assert moment_of(BRITAIN, SPRING, time(1, 30)) == change
    assert moment_of(BRITAIN, SPRING, time(2)) == change
    assert moment_of(BRITAIN, SPRING, time(0, 59)) == change - MINUTE
    assert moment_of(BRITAIN, SPRING, time(2, 1)) == change + MINUTE


def test_moment_of_a_time_shown_twice_is_the_first() -> None:
    assert moment_of(BRITAIN, AUTUMN, time(1, 30)) == datetime(2027, 10, 31, 0, 30, tzinfo=UTC)


def test_moment_of_a_skipped_half_hour() -> None:
    lord_howe = ZoneInfo("Australia/Lord_Howe")
    assert moment_of(lord_howe, date(2027, 10, 3), time(2, 10)) == datetime(2027, 10, 2, 15, 30, tzinfo=UTC)


def test_stretches_that_begin_in_a_skipped_hour_never_run_backwards() -> None:
    early = BusinessCalendar(
        zone=BRITAIN,
        week=same_hours(Block(time(1, 15), time(2, 15)), days=7),
        holiday_country="",
        closures=(),
    )
    ((opens, closes),) = stretches(early, SPRING)
    assert closes - opens == timedelta(minutes=15)
    vanished = BusinessCalendar(
        zone=BRITAIN,
        week=same_hours(Block(time(1, 15), time(1, 45)), days=7),
        holiday_country="",
        closures=(),
    )
    ((opens, closes),) = stretches(vanished, SPRING)
    assert opens == closes
    start = datetime.combine(SPRING, time(0), BRITAIN)
    assert add_business_minutes(vanished, start, 5) == datetime(2027, 3, 29, 1, 20, tzinfo=BRITAIN)


def test_end_of_business_day_is_the_end_of_the_last_block() -> None:
    assert end_of_business_day(OFFICE, date(2026, 11, 24)) == tokyo(11, 24, 17)
    assert end_of_business_day(LUNCH, date(2026, 11, 24)) == tokyo(11, 24, 17, 30)
    midnight = end_of_business_day(NIGHT, date(2027, 6, 6))
    assert midnight == datetime(2027, 6, 7, 0, tzinfo=BRITAIN)


def test_end_of_business_day_on_a_closed_day_is_refused() -> None:
    with pytest.raises(CalendarError, match="2026-11-23 is not a business day"):
        end_of_business_day(OFFICE, date(2026, 11, 23))


def test_end_of_day_that_a_person_has_named() -> None:
    assert end_of_day(OFFICE, date(2026, 11, 24)) == tokyo(11, 24, 17)
    assert end_of_day(OFFICE, date(2026, 11, 23)) == tokyo(11, 23, 23, 59, 59)


def test_end_of_day_lasts_to_the_second_midnight_where_clocks_go_back_over_it() -> None:
    havana = BusinessCalendar(zone=ZoneInfo("America/Havana"), holiday_country="", closures=())
    # Clocks go back from 01:00 to 00:00: the day before ends once, at the offset of summer.
    assert end_of_day(havana, date(2027, 11, 6)).utcoffset() == timedelta(hours=-4)
    azores = BusinessCalendar(zone=ZoneInfo("Atlantic/Azores"), holiday_country="", closures=())
    # Here they go back from 01:00 to 00:00 as well, on the new day; 23:59:59 of it is winter time.
    assert end_of_day(azores, date(2027, 10, 31)).utcoffset() == timedelta(hours=-1)
    sao_paulo = BusinessCalendar(zone=ZoneInfo("America/Sao_Paulo"), holiday_country="", closures=())
    # Saturday 17 February 2018: at midnight clocks went back to 23:00, so the last hour came twice.
    assert end_of_day(sao_paulo, date(2018, 2, 17)).utcoffset() == timedelta(hours=-3)


@pytest.mark.parametrize(
    ("moment", "after"),
    [
        (tokyo(11, 20, 7), False),
        (tokyo(11, 20, 12, 30), False),
        (tokyo(11, 20, 17, 30), False),
        (tokyo(11, 20, 17, 30, 1), True),
        (tokyo(11, 20, 23), True),
        (tokyo(11, 21, 10), True),
        (tokyo(11, 23, 10), True),
    ],
)
def test_is_after_hours_only_when_no_work_is_left_today(moment: datetime, *, after: bool) -> None:
    assert is_after_hours(LUNCH, moment) is after


def test_is_after_hours_by_the_wall_of_the_organisation() -> None:
    assert is_after_hours(OFFICE, datetime(2026, 11, 20, 9, tzinfo=UTC))  # 18:00 in Tokyo
    assert not is_after_hours(OFFICE, datetime(2026, 11, 20, 1, tzinfo=UTC))  # 10:00 in Tokyo
