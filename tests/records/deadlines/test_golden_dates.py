"""Golden dates: computed once by other means and written down. A difference here is a wrong date in a letter."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import holidays
import jpholiday
import pytest

from kikitori.records.deadlines.calendar import BusinessCalendar
from kikitori.records.deadlines.counting import due
from kikitori.records.deadlines.pack_reader import built_in_pack
from kikitori.records.deadlines.rules import Certainty, OutsideHours, Roll, Rule, Source, Trigger, Unit

JAPAN = BusinessCalendar()
BRITAIN = BusinessCalendar(zone=ZoneInfo("Europe/London"), holiday_country="GB-ENG", closures=())


def rule(quantity: int, unit: Unit, **more: object) -> Rule:
    plain = Rule("r", "report", Trigger.RECEIVED, quantity, unit, Source("golden dates"), Certainty.PROPOSAL)
    return replace(plain, **more)  # type: ignore[arg-type]


COLUMNS = {
    "JP +1bd": (JAPAN, rule(1, Unit.BUSINESS_DAY)),
    "JP +5bd": (JAPAN, rule(5, Unit.BUSINESS_DAY)),
    "JP +10bd": (JAPAN, rule(10, Unit.BUSINESS_DAY)),
    "UK +3bd": (BRITAIN, rule(3, Unit.BUSINESS_DAY, outside_hours=OutsideHours.SAME_DAY)),
    "UK +15bd": (BRITAIN, rule(15, Unit.BUSINESS_DAY, outside_hours=OutsideHours.SAME_DAY)),
    "UK +35bd": (BRITAIN, rule(35, Unit.BUSINESS_DAY, outside_hours=OutsideHours.SAME_DAY)),
    "8 weeks": (BRITAIN, rule(8, Unit.WEEK)),
    "30cd": (JAPAN, rule(30, Unit.CALENDAR_DAY)),
    "10d incl. day 1": (JAPAN, rule(10, Unit.CALENDAR_DAY, first_day_counts=True)),
    "30d incl. day 1": (JAPAN, rule(30, Unit.CALENDAR_DAY, first_day_counts=True)),
    "30d incl. day 1, rolled": (JAPAN, rule(30, Unit.CALENDAR_DAY, first_day_counts=True, roll=Roll.NEXT)),
    "20d": (JAPAN, rule(20, Unit.CALENDAR_DAY)),
}
GOLDEN = """
2026-11-20 2026-11-24 2026-11-30 2026-12-07 2026-11-25 2026-12-11 2027-01-13 2027-01-15 2026-12-20 2026-11-29 2026-12-19 2026-12-21 2026-12-10
2026-12-24 2026-12-25 2027-01-06 2027-01-14 2026-12-31 2027-01-19 2027-02-16 2027-02-18 2027-01-23 2027-01-02 2027-01-22 2027-01-22 2027-01-13
2027-04-28 2027-04-30 2027-05-11 2027-05-18 2027-05-04 2027-05-20 2027-06-18 2027-06-23 2027-05-28 2027-05-07 2027-05-27 2027-05-27 2027-05-18
"""
ROWS = [[date.fromisoformat(cell) for cell in line.split()] for line in GOLDEN.strip().splitlines()]


@pytest.mark.parametrize("column", COLUMNS)
@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row[0]))
def test_golden_date_is_met_at_any_working_moment(row: list[date], column: str) -> None:
    calendar, counted = COLUMNS[column]
    expected = row[1 + list(COLUMNS).index(column)]
    for moment in (time(7), time(9), time(12, 30), time(17)):
        found = due(counted, datetime.combine(row[0], moment, calendar.zone), calendar)
        assert found.due_at.date() == expected, moment


@pytest.mark.parametrize(
    ("calendar", "counted", "received", "expected"),
    [
        # 国民の休日: 22 September 2026 is a holiday only because it lies between two.
        (JAPAN, rule(1, Unit.BUSINESS_DAY), date(2026, 9, 18), date(2026, 9, 24)),
        (JAPAN, rule(2, Unit.BUSINESS_DAY), date(2026, 9, 18), date(2026, 9, 25)),
        # 振替休日: the equinox of 2027 is a Sunday.
        (JAPAN, rule(1, Unit.BUSINESS_DAY), date(2027, 3, 19), date(2027, 3, 23)),
        # Golden Week of 2019, ten days long.
        (JAPAN, rule(1, Unit.BUSINESS_DAY), date(2019, 4, 26), date(2019, 5, 7)),
        # Olympic summers moved three holidays.
        (JAPAN, rule(1, Unit.BUSINESS_DAY), date(2021, 7, 21), date(2021, 7, 26)),
        (JAPAN, rule(1, Unit.BUSINESS_DAY), date(2021, 10, 8), date(2021, 10, 11)),
        # Boxing Day 2026 is a Saturday; its substitute is Monday 28 December.
        (BRITAIN, rule(1, Unit.BUSINESS_DAY), date(2026, 12, 24), date(2026, 12, 29)),
        # The Jubilee made a Friday free, and the spring holiday moved to the day before.
        (BRITAIN, rule(1, Unit.BUSINESS_DAY), date(2022, 6, 1), date(2022, 6, 6)),
        # Month ends: 29 February, and a month without a 31st.
        (JAPAN, rule(1, Unit.MONTH), date(2027, 1, 31), date(2027, 2, 28)),
        (JAPAN, rule(1, Unit.MONTH), date(2028, 1, 31), date(2028, 2, 29)),
        (JAPAN, rule(6, Unit.MONTH), date(2026, 8, 31), date(2027, 2, 28)),
        (JAPAN, rule(12, Unit.MONTH), date(2028, 2, 29), date(2029, 2, 28)),
        (JAPAN, rule(3, Unit.MONTH), date(2026, 11, 20), date(2027, 2, 20)),
        (JAPAN, rule(1, Unit.MONTH, first_day_counts=True), date(2026, 11, 20), date(2026, 12, 19)),
        (JAPAN, rule(1, Unit.MONTH, first_day_counts=True), date(2027, 1, 31), date(2027, 2, 28)),
        (JAPAN, rule(2, Unit.WEEK, first_day_counts=True), date(2026, 11, 20), date(2026, 12, 3)),
        (JAPAN, rule(1, Unit.MONTH, roll=Roll.NEXT), date(2026, 11, 30), date(2027, 1, 4)),
        (JAPAN, rule(1, Unit.MONTH, roll=Roll.PREVIOUS), date(2026, 11, 30), date(2026, 12, 28)),
    ],
)
def test_golden_trap(calendar: BusinessCalendar, counted: Rule, received: date, expected: date) -> None:
    found = due(counted, datetime.combine(received, time(11), calendar.zone), calendar)
    assert found.due_at.date() == expected


@pytest.mark.parametrize(
    ("rule_id", "due_at"),
    [
        ("acknowledgement", "2026-11-24T17:00:00+09:00"),
        ("first-answer", "2026-11-30T17:00:00+09:00"),
        ("progress", "2026-12-07T17:00:00+09:00"),
        ("decision", "2026-12-21T17:00:00+09:00"),
        ("follow-up", "2026-11-30T17:00:00+09:00"),
    ],
)
def test_golden_dates_of_the_japanese_default(rule_id: str, due_at: str) -> None:
    received = datetime.fromisoformat("2026-11-20T16:40:00+09:00")
    found = due(built_in_pack("jp-default").rule(rule_id), received, JAPAN)
    assert found.due_at.isoformat() == due_at


def by_hand(start: date, quantity: int, free: set[date]) -> date:
    """The brute-force counter: one day after the other, and a tick on each that is not free."""
    day = start
    while quantity:
        day += timedelta(days=1)
        quantity -= day.weekday() < 5 and day not in free
    return day


YEARS = range(2023, 2034)
JAPANESE_FREE = {day for year in YEARS for day, _ in jpholiday.year_holidays(year)} | {
    date(year, month, day)
    for year in YEARS
    for month, day in ((12, 29), (12, 30), (12, 31), (1, 1), (1, 2), (1, 3))
}
BRITISH_FREE = set(holidays.country_holidays("GB", subdiv="ENG", years=YEARS))
#: A third zone, with clock changes on other days than in Britain, and weekends only.
NEW_YORK = BusinessCalendar(zone=ZoneInfo("America/New_York"), holiday_country="", closures=())


@pytest.mark.parametrize(
    ("calendar", "free", "quantity"),
    [
        (JAPAN, JAPANESE_FREE, 1),
        (JAPAN, JAPANESE_FREE, 20),
        (BRITAIN, BRITISH_FREE, 15),
        (NEW_YORK, set(), 5),
    ],
)
def test_every_day_from_2024_to_2032_agrees_with_the_brute_force_counter(
    calendar: BusinessCalendar, free: set[date], quantity: int
) -> None:
    counted = rule(quantity, Unit.BUSINESS_DAY, outside_hours=OutsideHours.SAME_DAY)
    first = date(2024, 1, 1)
    for n in range((date(2033, 1, 1) - first).days):
        day = first + timedelta(days=n)
        found = due(counted, datetime.combine(day, time(n % 24, n % 60), calendar.zone), calendar)
        assert found.due_at == datetime.combine(by_hand(day, quantity, free), time(17), calendar.zone)


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "Europe/London", "America/New_York"])
def test_every_day_from_2024_to_2032_has_its_thirtieth_day(zone: str) -> None:
    calendar = BusinessCalendar(zone=ZoneInfo(zone), holiday_country="", closures=())
    counted = rule(30, Unit.CALENDAR_DAY)
    first = date(2024, 1, 1)
    for n in range((date(2033, 1, 1) - first).days):
        day = first + timedelta(days=n)
        found = due(counted, datetime.combine(day, time(n % 24, n % 60), calendar.zone), calendar)
        expected = date.fromordinal(day.toordinal() + 30)
        assert found.due_at.isoformat()[:19] == f"{expected}T23:59:59"
