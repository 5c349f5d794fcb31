"""Thousands of rules and moments, counted a second time by tools/day_counter.py, which shares nothing with ours."""

import random
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from itertools import product
from zoneinfo import ZoneInfo

import pytest

from kikitori.records.deadlines.calendar import YEAR_END, Block, BusinessCalendar, Closure, Week, same_hours
from kikitori.records.deadlines.counting import Pause, due
from kikitori.records.deadlines.rule_parts import Direction
from kikitori.records.deadlines.rules import (
    Certainty,
    OutsideHours,
    Roll,
    Rule,
    RuleError,
    Source,
    Trigger,
    Unit,
)
from tools.day_counter import EVERY_DAY, House, due_moment, free_days, new_year_days

DAY = timedelta(days=1)
LUNCH = same_hours(Block(time(9), time(12)), Block(time(13), time(17, 30)))
LATE = same_hours(Block(time(18), time(0)), days=6)
FAIR = (date(2027, 6, 7), date(2027, 6, 11))


@dataclass(frozen=True)
class Place:
    """One organisation, once for our engine and once for the other."""

    name: str
    calendar: BusinessCalendar
    closes: tuple[float | None, ...]
    own: frozenset[date]

    @cached_property
    def house(self) -> House:
        """For the other; only once it is asked for, since the libraries take seconds to list their holidays."""
        free = free_days(self.calendar.holiday_country)
        return House(self.calendar.zone, free | self.own, self.closes)


def place(country: str, zone: str, week: Week, closes: tuple[float | None, ...], *, fair: bool) -> Place:
    """An organisation that keeps the holidays of `country`, and its own days if it holds a fair."""
    closures = (YEAR_END, Closure(*FAIR, "大会", "fair")) if fair else ()
    own = new_year_days() | {day for day in EVERY_DAY if FAIR[0] <= day <= FAIR[1]} if fair else frozenset()
    calendar = BusinessCalendar(zone=ZoneInfo(zone), week=week, holiday_country=country, closures=closures)
    return Place(f"{country} {closes[0]}", calendar, closes, frozenset(own))


OFFICE, LUNCH_ENDS, LATE_ENDS = (17,) * 5 + (None,) * 2, (17.5,) * 5 + (None,) * 2, (24,) * 6 + (None,)
WEEKS = (
    (same_hours(Block(time(9), time(17))), OFFICE),
    (LUNCH, LUNCH_ENDS),
    (LATE, LATE_ENDS),
)
PLACES = [
    place(country, zone, week, closes, fair=country == "JP")
    for country, zone in (("JP", "Asia/Tokyo"), ("GB-ENG", "Europe/London"), ("US", "America/New_York"))
    for week, closes in WEEKS
]
#: Moments at which counting goes wrong if it goes wrong: leap days, changes of clocks, ends of years and months.
EDGES = [
    *(date(2024, 2, 28), date(2024, 2, 29), date(2028, 2, 29), date(2032, 2, 29), date(2025, 1, 31)),
    *(date(2026, 3, 28), date(2026, 3, 29), date(2026, 10, 24), date(2026, 10, 25)),
    *(date(2026, 3, 7), date(2026, 3, 8), date(2026, 10, 31), date(2026, 11, 1)),
    *(date(2026, 12, 24), date(2026, 12, 28), date(2027, 1, 1), date(2027, 4, 28), date(2026, 9, 18)),
]
TIMES = [
    time(0),
    time(1, 30),
    time(8, 59),
    time(12, 30),
    time(17),
    time(17, 0, 1),
    time(17, 30),
    time(23, 59, 59),
]
MOST = {"business_day": 45, "calendar_day": 70, "hour": 200, "week": 9, "month": 14, "year": 2}


def every_rule(chance: random.Random) -> list[Rule]:
    """One rule of each shape that rules.py allows, with a quantity by chance."""
    shapes = product(Unit, Direction, (False, True), Roll, OutsideHours, (False, True))
    rules = []
    for unit, direction, first, roll, outside, pausable in shapes:
        try:
            rule = Rule(
                "r",
                "report",
                Trigger.RECEIVED,
                chance.choice((1, 2, chance.randint(1, MOST[unit]))),
                unit,
                Source("chance"),
                Certainty.PROPOSAL,
                first_day_counts=first,
                roll=roll,
                outside_hours=outside,
                pausable=pausable,
                direction=direction,
            )
        except RuleError:
            continue  # what has no meaning for the unit is refused, as test_rules.py shows
        rules.append(rule)
    return rules


def moment(chance: random.Random, zone: ZoneInfo) -> datetime:
    """A moment of 2024 to 2032, often a treacherous one."""
    edge = chance.random() < 0.4
    day = chance.choice(EDGES) if edge else date(2024, 1, 1) + chance.randrange(3288) * DAY
    wall = chance.choice(TIMES) if chance.random() < 0.5 else time(chance.randrange(24), chance.randrange(60))
    return datetime.combine(day, wall, zone)


def waits(chance: random.Random, trigger: datetime) -> list[Pause]:
    """Up to three stretches of waiting, which may overlap, begin before the trigger, or end on the day they began."""
    asked = [trigger + timedelta(hours=chance.randint(-60, 600)) for _ in range(chance.randrange(4))]
    return [(begin, begin + timedelta(hours=chance.choice((0, 1, 30, 200)))) for begin in asked]


def words(rule: Rule) -> dict[str, object]:
    """The rule as it would be written in a pack."""
    names = ("quantity", "unit", "direction", "first_day_counts", "roll", "outside_hours", "pausable")
    return {name: str(value) if isinstance(value := getattr(rule, name), str) else value for name in names}


@pytest.mark.parametrize("here", PLACES, ids=lambda here: here.name)
def test_rules_of_every_shape_fall_due_when_the_other_counter_says(here: Place) -> None:
    chance = random.Random(f"kikitori {here.name}")
    counted = 0
    for rule in every_rule(chance) * 9:
        trigger = moment(chance, here.calendar.zone)
        pauses = waits(chance, trigger)
        found = due(rule, trigger, here.calendar, pauses).due_at
        expected = due_moment(words(rule), trigger, here.house, pauses)
        assert found.timestamp() == expected.timestamp(), (words(rule), trigger, pauses, found, expected)
        counted += 1
    assert counted >= 300


def test_the_other_counter_is_asked_often_enough_and_about_everything() -> None:
    rules = every_rule(random.Random(1))
    assert len(rules) * 9 * len(PLACES) >= 2_000
    assert {rule.unit for rule in rules} == set(Unit)
    assert {rule.roll for rule in rules} == set(Roll)
    assert {rule.direction for rule in rules} == set(Direction)
    assert {rule.outside_hours for rule in rules} == set(OutsideHours)
    assert {rule.pausable for rule in rules} == {rule.first_day_counts for rule in rules} == {True, False}
    assert {here.calendar.zone.key for here in PLACES} == {"Asia/Tokyo", "Europe/London", "America/New_York"}


def test_the_other_counter_would_notice_a_day_too_few() -> None:
    here = PLACES[0]
    rule = every_rule(random.Random(1))[0]
    trigger = datetime(2026, 11, 20, 10, tzinfo=here.calendar.zone)
    wrong = {**words(rule), "quantity": rule.quantity + 1}
    assert due(rule, trigger, here.calendar).due_at != due_moment(wrong, trigger, here.house)
