"""Golden dates: computed once by other means and written down. A difference here is a wrong date in a letter."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays
import jpholiday
import pytest

from kikitori.records.deadlines.calendar import BusinessCalendar
from kikitori.records.deadlines.counting import due
from kikitori.records.deadlines.golden import differences, golden_dates
from kikitori.records.deadlines.pack_reader import built_in_pack, shipped_packs
from kikitori.records.deadlines.rules import Certainty, OutsideHours, Rule, Source, Trigger, Unit

JAPAN = BusinessCalendar()
BRITAIN = BusinessCalendar(zone=ZoneInfo("Europe/London"), holiday_country="GB-ENG", closures=())


def rule(quantity: int, unit: Unit, **more: object) -> Rule:
    plain = Rule("r", "report", Trigger.RECEIVED, quantity, unit, Source("golden dates"), Certainty.PROPOSAL)
    return replace(plain, **more)  # type: ignore[arg-type]


SHIPPED = list(golden_dates())


@pytest.mark.parametrize("file", sorted({golden.file for golden in SHIPPED}))
def test_golden_dates_are_met(file: str) -> None:
    golden = [one for one in SHIPPED if one.file == file]
    assert len(golden) > 50
    assert [str(difference) for difference in differences(golden)] == []


def test_golden_dates_hold_every_cell_of_the_first_table() -> None:
    """Three days of receipt, by twelve ways of counting, one of them once more with its roll."""
    table = [golden for golden in SHIPPED if golden.file == "first-table.csv" and "/" not in golden.rule]
    assert len(table) == 3 * 12
    assert {golden.triggers[0].date() for golden in table} == {
        date(2026, 11, 20),
        date(2026, 12, 24),
        date(2027, 4, 28),
    }
    # A day alone stands for any moment at which somebody works.
    assert {len(golden.triggers) for golden in table} == {4}


def test_golden_dates_hold_every_rule_that_is_shipped() -> None:
    rules = {f"{pack_id}/{rule.id}" for pack_id in shipped_packs() for rule in built_in_pack(pack_id).rules}
    assert {golden.rule for golden in SHIPPED if golden.file == "packs.csv"} == rules


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


@cache
def japanese_free() -> set[date]:
    """By another library; only once it is asked for, since that takes seconds to list its holidays."""
    return {day for year in YEARS for day, _ in jpholiday.year_holidays(year)} | {
        date(year, month, day)
        for year in YEARS
        for month, day in ((12, 29), (12, 30), (12, 31), (1, 1), (1, 2), (1, 3))
    }


def british_free() -> set[date]:
    return set(holidays.country_holidays("GB", subdiv="ENG", years=YEARS))


#: A third zone, with clock changes on other days than in Britain, and weekends only.
NEW_YORK = BusinessCalendar(zone=ZoneInfo("America/New_York"), holiday_country="", closures=())


@pytest.mark.parametrize(
    ("calendar", "free", "quantity"),
    [
        (JAPAN, japanese_free, 1),
        (JAPAN, japanese_free, 20),
        (BRITAIN, british_free, 15),
        (NEW_YORK, set, 5),
    ],
)
def test_every_day_from_2024_to_2032_agrees_with_the_brute_force_counter(
    calendar: BusinessCalendar, free: Callable[[], set[date]], quantity: int
) -> None:
    holidays_and_closures = free()
    counted = rule(quantity, Unit.BUSINESS_DAY, outside_hours=OutsideHours.SAME_DAY)
    first = date(2024, 1, 1)
    for n in range((date(2033, 1, 1) - first).days):
        day = first + timedelta(days=n)
        found = due(counted, datetime.combine(day, time(n % 24, n % 60), calendar.zone), calendar)
        assert found.due_at == datetime.combine(
            by_hand(day, quantity, holidays_and_closures), time(17), calendar.zone
        )


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
