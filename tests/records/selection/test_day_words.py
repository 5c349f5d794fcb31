"""Days of conditions: counted in the organisation's zone, over holidays where working days are meant."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kikitori.records.deadlines.calendar import BusinessCalendar
from kikitori.records.selection.day_words import MOST_DAYS, MOST_WORKING_DAYS, Almanac, Away, UncountableDay

TOKYO = ZoneInfo("Asia/Tokyo")
#: Friday before a public holiday on Monday 23 November.
FRIDAY = datetime(2026, 11, 20, 16, 40, tzinfo=TOKYO)


def at(now: datetime = FRIDAY, zone: ZoneInfo = TOKYO) -> Almanac:
    return Almanac(now, zone, lambda: BusinessCalendar(zone=zone))


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 1, 5), date(2026, 1, 5)),
        (Away(0), date(2026, 11, 20)),
        (Away(-7), date(2026, 11, 13)),
        (Away(3), date(2026, 11, 23)),
        (Away(1, working=True), date(2026, 11, 24)),
        (Away(-5, working=True), date(2026, 11, 13)),
    ],
)
def test_day_is_counted_from_today(day: date | Away, expected: date) -> None:
    assert at().day_of(day) == expected


def test_today_is_that_of_the_organisation() -> None:
    late_evening_in_utc = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)
    assert at(late_evening_in_utc).day_of(Away(0)) == date(2026, 11, 21)


def test_span_is_the_whole_day_even_when_clocks_are_put_back() -> None:
    first, following = at(zone=ZoneInfo("Europe/Berlin")).span(date(2026, 10, 25))
    assert first == datetime(2026, 10, 24, 22, tzinfo=UTC)
    assert following - first == timedelta(hours=25)


@given(st.integers(-MOST_DAYS, MOST_DAYS))
def test_days_follow_each_other_without_gap_or_overlap(days: int) -> None:
    almanac = at()
    assert almanac.span(Away(days))[1] == almanac.span(Away(days + 1))[0]


@given(st.integers(1, 40))
def test_working_day_is_one_on_which_work_is_done(days: int) -> None:
    almanac = at()
    for day in (almanac.day_of(Away(days, working=True)), almanac.day_of(Away(-days, working=True))):
        assert almanac.calendar().is_business_day(day)


def test_day_beyond_the_table_of_holidays_is_told() -> None:
    with pytest.raises(UncountableDay):
        at(datetime(2099, 6, 1, tzinfo=TOKYO)).day_of(Away(1, working=True))
    with pytest.raises(UncountableDay):
        at().span(date.max)
    with pytest.raises(UncountableDay):
        at().day_of(Away(10**9))


@pytest.mark.parametrize(
    ("away", "within"),
    [
        (Away(MOST_DAYS), True),
        (Away(-MOST_DAYS), True),
        (Away(MOST_DAYS + 1), False),
        (Away(MOST_WORKING_DAYS, working=True), True),
        (Away(-MOST_WORKING_DAYS - 1, working=True), False),
    ],
)
def test_reach_is_bounded(away: Away, within: bool) -> None:
    assert away.within_reach is within
