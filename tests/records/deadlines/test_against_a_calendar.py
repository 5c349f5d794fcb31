"""Dates that were told to people, counted again by a calendar that is not ours: day by day, on its fingers."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import jpholiday
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kikitori.records.deadlines.calendar import BusinessCalendar
from kikitori.records.deadlines.counting import due
from kikitori.records.deadlines.pack_reader import built_in_pack

TOKYO = ZoneInfo("Asia/Tokyo")
OFFICE = BusinessCalendar()
PACK = built_in_pack("jp-default")
DAY = timedelta(days=1)


def works(day: date) -> bool:
    """An ordinary Japanese office, by another library's holidays."""
    year_end = (day.month, day.day) >= (12, 29) or (day.month, day.day) <= (1, 3)
    return day.weekday() < 5 and not jpholiday.is_holiday(day) and not year_end


def counted(moment: datetime, days: int) -> datetime:
    """`days` working days after `moment`: what comes when nobody works any more counts as come the next morning."""
    day = moment.date()
    if not works(day) or moment.time() > time(17):
        day += DAY
        while not works(day):
            day += DAY
    for _ in range(days):
        day += DAY
        while not works(day):
            day += DAY
    return datetime.combine(day, time(17), TOKYO)


MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2039, 6, 1), timezones=st.just(TOKYO))  # noqa: DTZ001 - bounds
RULES = st.sampled_from([rule.id for rule in PACK.rules])


@given(MOMENTS, RULES)
@settings(deadline=None)  # the first date of a year counts its holidays
def test_every_date_of_the_default_pack_agrees_with_a_count_by_hand(moment: datetime, rule_id: str) -> None:
    rule = PACK.rule(rule_id)
    assert due(rule, moment, OFFICE).due_at == counted(moment, rule.quantity)


@pytest.mark.parametrize(
    ("received", "acknowledged", "answered", "decided"),
    [
        # An ordinary week.
        ("2026-06-01 10:00", "06-02", "06-08", "06-29"),
        # At the very moment of closing, and a second after.
        ("2026-06-01 17:00", "06-02", "06-08", "06-29"),
        ("2026-06-01 17:00:01", "06-03", "06-09", "06-30"),
        # Midnight belongs to the day that begins.
        ("2026-06-01 23:59:59", "06-03", "06-09", "06-30"),
        ("2026-06-02 00:00", "06-03", "06-09", "06-30"),
        # Before opening it is already that day.
        ("2026-06-02 08:59", "06-03", "06-09", "06-30"),
        # Friday before a holiday on Monday; the weekend itself; the holiday itself.
        ("2026-11-20 16:40", "11-24", "11-30", "12-21"),
        ("2026-11-21 12:00", "11-25", "12-01", "12-22"),
        ("2026-11-23 12:00", "11-25", "12-01", "12-22"),
        # Three days of September with a day between two holidays.
        ("2026-09-18 10:00", "09-24", "09-30", "10-22"),
        # Golden Week.
        ("2026-04-28 10:00", "04-30", "05-11", "06-01"),
        ("2027-04-28 10:00", "04-30", "05-11", "06-01"),
        # The last working day of the year, and the days on which nobody is there.
        ("2026-12-28 10:00", "01-04", "01-08", "02-01"),
        ("2026-12-28 17:01", "01-05", "01-12", "02-02"),
        ("2026-12-31 23:59", "01-05", "01-12", "02-02"),
        ("2027-01-01 00:00", "01-05", "01-12", "02-02"),
        # A leap day.
        ("2028-02-28 10:00", "02-29", "03-06", "03-28"),
    ],
)
def test_dates_told_to_a_person_are_these(
    received: str, acknowledged: str, answered: str, decided: str
) -> None:
    moment = datetime.fromisoformat(received).replace(tzinfo=TOKYO)
    told = [
        f"{due(PACK.rule(rule), moment, OFFICE).due_at:%m-%d}"
        for rule in ("acknowledgement", "first-answer", "decision")
    ]
    by_hand = [f"{counted(moment, days):%m-%d}" for days in (1, 5, 20)]
    assert told == by_hand == [acknowledged, answered, decided]
