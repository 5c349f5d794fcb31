"""Business days and their reasons. The oracle counts day by day and asks another source for the holidays."""

from dataclasses import FrozenInstanceError
from datetime import date, time, timedelta
from zoneinfo import ZoneInfo

import jpholiday
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kikitori.records.deadlines.calendar import (
    OFFICE_WEEK,
    YEAR_END,
    Block,
    BusinessCalendar,
    CalendarError,
    ClosedCode,
    Closure,
    Reason,
    same_hours,
    yearly_closure,
)
from kikitori.records.deadlines.holiday_tables import HolidayTableError

OFFICE = BusinessCalendar()
LONDON = BusinessCalendar(zone=ZoneInfo("Europe/London"), holiday_country="GB-ENG", closures=())
days = st.dates(min_value=date(2020, 1, 1), max_value=date(2039, 1, 1))
counts = st.integers(min_value=0, max_value=60)


def works(day: date) -> bool:
    """The oracle: written from the law and the calendar on the wall, sharing no line with the code."""
    year_end = (day.month == 12 and day.day >= 29) or (day.month == 1 and day.day <= 3)
    return day.weekday() < 5 and not year_end and jpholiday.is_holiday(day) is False


@pytest.mark.parametrize(
    ("day", "code", "ja", "en"),
    [
        (date(2026, 9, 21), ClosedCode.HOLIDAY, "敬老の日", "Respect for the Aged Day"),
        (date(2026, 9, 22), ClosedCode.HOLIDAY, "国民の休日", "National Holiday"),
        (date(2026, 9, 23), ClosedCode.HOLIDAY, "秋分の日", "Autumnal Equinox Day"),
        (date(2027, 3, 22), ClosedCode.HOLIDAY, "振替休日", "Substitute Holiday"),
        (date(2026, 11, 23), ClosedCode.HOLIDAY, "勤労感謝の日", "Labor Thanksgiving Day"),
        (date(2026, 11, 21), ClosedCode.WEEKEND, "土曜日", "Saturday"),
        (date(2026, 11, 22), ClosedCode.WEEKEND, "日曜日", "Sunday"),
        (date(2026, 12, 29), ClosedCode.CLOSURE, "年末年始休業", "year-end and New Year closure"),
        (date(2027, 1, 3), ClosedCode.CLOSURE, "年末年始休業", "year-end and New Year closure"),
    ],
)
def test_why_closed_names_the_reason(day: date, code: ClosedCode, ja: str, en: str) -> None:
    assert OFFICE.why_closed(day) == Reason(code, ja, en)
    assert not OFFICE.is_business_day(day)


@pytest.mark.parametrize("day", [date(2026, 12, 28), date(2027, 1, 4), date(2026, 11, 24), date(2024, 2, 29)])
def test_why_closed_is_none_on_a_business_day(day: date) -> None:
    assert OFFICE.why_closed(day) is None


def test_why_closed_on_a_sunday_holiday_is_the_holiday() -> None:
    assert date(2026, 5, 3).weekday() == 6
    assert OFFICE.why_closed(date(2026, 5, 3)) == Reason(ClosedCode.HOLIDAY, "憲法記念日", "Constitution Day")


def test_why_closed_on_new_years_day_is_the_closure_around_it() -> None:
    reasons = {OFFICE.why_closed(date(2026, 12, 29) + timedelta(days=n)) for n in range(6)}
    assert reasons == {Reason(ClosedCode.CLOSURE, YEAR_END.ja, YEAR_END.en)}


def test_why_closed_on_new_years_day_is_the_holiday_without_a_closure() -> None:
    bare = BusinessCalendar(closures=())
    assert bare.why_closed(date(2027, 1, 1)) == Reason(ClosedCode.HOLIDAY, "元日", "New Year's Day")
    assert bare.is_business_day(date(2026, 12, 31))


def test_why_closed_on_a_shop_s_day_off_is_not_called_a_weekend() -> None:
    open_day, free = (Block(time(10), time(19)),), ()
    shop = BusinessCalendar(
        week=(open_day, open_day, free, open_day, open_day, open_day, open_day), closures=()
    )
    wednesday, saturday = date(2026, 11, 18), date(2026, 11, 21)
    assert shop.why_closed(wednesday) == Reason(ClosedCode.DAY_OFF, "水曜日", "Wednesday")
    assert shop.is_business_day(saturday)


def test_why_closed_of_a_desk_that_works_on_holidays_knows_no_holiday() -> None:
    always = BusinessCalendar(
        week=same_hours(Block(time(0), time(0)), days=7), holiday_country="", closures=()
    )
    assert all(always.is_business_day(date(2027, 1, 1) + timedelta(days=n)) for n in range(365))
    assert always.is_business_day(date(2500, 1, 1))


def test_why_closed_outside_the_holiday_table_refuses_to_guess() -> None:
    with pytest.raises(HolidayTableError, match="JP covers 2019 to 2040; it cannot tell about 2041-02-01"):
        OFFICE.is_business_day(date(2041, 2, 1))
    with pytest.raises(HolidayTableError, match="2018-12-28"):
        OFFICE.add_business_days(date(2019, 1, 4), -1)


def test_is_business_day_agrees_with_the_oracle_on_every_day_of_the_table() -> None:
    first, last = date(2019, 1, 1), date(2040, 12, 31)
    every = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    assert [day for day in every if OFFICE.is_business_day(day) != works(day)] == []


@pytest.mark.parametrize(
    ("day", "closed"),
    [
        (date(2026, 8, 10), False),
        (date(2026, 8, 12), True),
        (date(2026, 8, 14), True),
        (date(2026, 8, 17), False),
    ],
)
def test_closure_of_one_summer_covers_its_days_only(day: date, *, closed: bool) -> None:
    summer = Closure(date(2026, 8, 12), date(2026, 8, 14), "夏季休業", "summer closure")
    assert summer.covers(day) is closed
    assert not summer.covers(day.replace(year=2027))
    assert BusinessCalendar(closures=(summer,)).is_business_day(day) is not closed


def test_closure_of_a_single_day() -> None:
    founding = Closure(date(2026, 6, 1), date(2026, 6, 1), "創立記念日", "foundation day")
    calendar = BusinessCalendar(closures=(YEAR_END, founding))
    assert calendar.why_closed(date(2026, 6, 1)) == Reason(ClosedCode.CLOSURE, "創立記念日", "foundation day")
    assert calendar.next_business_day(date(2026, 5, 29)) == date(2026, 6, 2)


@pytest.mark.parametrize("year", [2019, 2024, 2031])
def test_yearly_closure_over_new_year_covers_both_ends_every_year(year: int) -> None:
    assert [YEAR_END.covers(date(year, 12, day)) for day in (28, 29, 31)] == [False, True, True]
    assert [YEAR_END.covers(date(year, 1, day)) for day in (1, 3, 4)] == [True, True, False]


def test_yearly_closure_on_29_february_covers_leap_years_only() -> None:
    leap = yearly_closure("02-29", "02-29", "閏日", "leap day")
    covered = [day for n in range(1461) if leap.covers(day := date(2027, 1, 1) + timedelta(days=n))]
    assert covered == [date(2028, 2, 29)]


def test_yearly_closure_from_stored_dates_ignores_their_years() -> None:
    stored = Closure(date(2026, 12, 29), date(2027, 1, 3), YEAR_END.ja, YEAR_END.en, yearly=True)
    every = [date(2019, 1, 1) + timedelta(days=n) for n in range(3 * 365)]
    assert [stored.covers(day) for day in every] == [YEAR_END.covers(day) for day in every]


@pytest.mark.parametrize(
    ("first", "last"), [("12-32", "01-03"), ("1229", "0103"), ("", "01-03"), ("12-29", "03-xx")]
)
def test_yearly_closure_of_no_month_and_day_is_refused(first: str, last: str) -> None:
    with pytest.raises(CalendarError, match="MM-DD"):
        yearly_closure(first, last, "x", "x")


def test_closure_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(CalendarError, match="before it begins"):
        Closure(date(2026, 8, 14), date(2026, 8, 12), "夏季休業", "summer closure")


@pytest.mark.parametrize(("opens", "closes"), [(time(9), time(9)), (time(17), time(9))])
def test_block_that_ends_before_it_begins_is_refused(opens: time, closes: time) -> None:
    with pytest.raises(CalendarError, match="end before they begin"):
        Block(opens, closes)


@pytest.mark.parametrize(
    ("blocks", "clash"),
    [
        ((Block(time(9), time(12)), Block(time(11, 30), time(17))), "11:30"),
        ((Block(time(13), time(17)), Block(time(9), time(12))), "09:00"),
        ((Block(time(18), time(0)), Block(time(20), time(22))), "20:00"),
    ],
)
def test_calendar_with_overlapping_hours_is_refused(blocks: tuple[Block, ...], clash: str) -> None:
    with pytest.raises(CalendarError, match=f"overlap at {clash}"):
        BusinessCalendar(week=same_hours(*blocks))


def test_calendar_that_could_never_answer_is_refused() -> None:
    with pytest.raises(CalendarError, match="no business day"):
        BusinessCalendar(week=same_hours())
    with pytest.raises(CalendarError, match="7 days, not 5"):
        BusinessCalendar(week=OFFICE_WEEK[:5])
    with pytest.raises(CalendarError, match="'XX'"):
        BusinessCalendar(holiday_country="XX")


def test_calendar_closed_all_year_gives_up_with_a_message() -> None:
    closed = yearly_closure("01-01", "12-31", "休業", "closed for good")
    calendar = BusinessCalendar(holiday_country="", closures=(closed,))
    with pytest.raises(CalendarError, match="no business day within a year of 2026-05-02"):
        calendar.next_business_day(date(2026, 5, 1))


def test_calendar_cannot_be_changed_under_its_readers() -> None:
    for value, field in ((OFFICE, "closures"), (YEAR_END, "last"), (OFFICE_WEEK[0][0], "closes")):
        with pytest.raises(FrozenInstanceError):
            setattr(value, field, None)


def test_calendar_is_a_value() -> None:
    assert BusinessCalendar() == OFFICE
    assert len({BusinessCalendar(), OFFICE, LONDON}) == 2


def test_blocks_on_a_closed_day_are_none() -> None:
    assert OFFICE.blocks_on(date(2026, 11, 23)) == ()
    assert OFFICE.blocks_on(date(2026, 11, 24)) == (Block(time(9), time(17)),)


def test_next_and_previous_business_day_step_over_golden_week() -> None:
    assert OFFICE.next_business_day(date(2027, 4, 30)) == date(2027, 5, 6)
    assert OFFICE.previous_business_day(date(2027, 5, 6)) == date(2027, 4, 30)
    assert OFFICE.next_business_day(date(2027, 5, 1)) == date(2027, 5, 6)


def test_first_and_last_business_day_stay_on_a_business_day() -> None:
    tuesday, monday = date(2026, 11, 24), date(2026, 11, 23)
    assert OFFICE.first_business_day_from(tuesday) == OFFICE.last_business_day_to(tuesday) == tuesday
    assert OFFICE.first_business_day_from(monday) == tuesday
    assert OFFICE.last_business_day_to(monday) == date(2026, 11, 20)


def test_british_calendar_knows_the_substitute_day_of_boxing_day() -> None:
    reason = LONDON.why_closed(date(2026, 12, 28))
    assert reason is not None
    assert reason.en == "Boxing Day (substitute day)"
    assert LONDON.is_business_day(date(2026, 11, 23))


def test_add_business_days_of_nothing_is_the_day_itself() -> None:
    sunday = date(2026, 11, 22)
    assert OFFICE.add_business_days(sunday, 0) == sunday


@settings(deadline=None)
@given(days, counts)
def test_add_business_days_agrees_with_the_oracle(day: date, count: int) -> None:
    expected, left = day, count
    while left:
        expected += timedelta(days=1)
        left -= works(expected)
    assert OFFICE.add_business_days(day, count) == expected


@settings(deadline=None)
@given(days, counts, counts)
def test_add_business_days_is_additive(day: date, first: int, second: int) -> None:
    once = OFFICE.add_business_days(day, first + second)
    assert OFFICE.add_business_days(OFFICE.add_business_days(day, first), second) == once


@settings(deadline=None)
@given(days, counts)
def test_add_business_days_is_undone_by_its_opposite(day: date, count: int) -> None:
    start = OFFICE.first_business_day_from(day)
    assert OFFICE.add_business_days(OFFICE.add_business_days(start, count), -count) == start


@settings(deadline=None)
@given(days, days, counts)
def test_add_business_days_never_overtakes(one: date, other: date, count: int) -> None:
    earlier, later = sorted((one, other))
    assert OFFICE.add_business_days(earlier, count) <= OFFICE.add_business_days(later, count)


@settings(deadline=None)
@given(days, counts)
def test_business_days_between_counts_what_was_added(day: date, count: int) -> None:
    end = OFFICE.add_business_days(day, count)
    assert OFFICE.business_days_between(day, end) == count
    assert OFFICE.business_days_between(end, day) == -count


def test_business_days_between_over_year_end() -> None:
    assert OFFICE.business_days_between(date(2026, 12, 24), date(2027, 1, 6)) == 5
    assert OFFICE.business_days_between(date(2026, 12, 28), date(2027, 1, 3)) == 0
