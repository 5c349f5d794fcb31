"""Past complaints under another rule, from courses alone: who was late by which, and by how much."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kikitori.records.complaints.lifecycle import Step
from kikitori.records.deadlines.calendar import BusinessCalendar, Closure
from kikitori.records.deadlines.counting import due
from kikitori.records.deadlines.courses import Run
from kikitori.records.deadlines.rules import Pack
from kikitori.records.deadlines.simulation import Compared, Lateness, Simulation, Tally
from tests.makers import FRIDAY, JAPAN
from tests.records.deadlines.past_complaints import (
    CALENDAR,
    DECISION,
    NOW,
    TUESDAY,
    at,
    by_days,
    course,
    pack,
)


def compare(before: Pack | None, after: Pack, *steps: tuple[datetime, Step]) -> Compared:
    [found] = Simulation(after, NOW).compare(course(*steps), before, CALENDAR)
    return found


def test_stricter_rule_makes_newly_late_and_says_by_how_much() -> None:
    found = compare(by_days(5), by_days(2), (TUESDAY, Step.DECIDE))
    assert found.newly_late
    assert not found.newly_in_time
    assert found.before is not None
    assert not found.before.late
    assert found.after is not None
    assert found.after.due_at == datetime(2026, 11, 22, 23, 59, 59, tzinfo=JAPAN)
    assert found.after.elapsed == timedelta(days=1, hours=10, seconds=1)
    # Monday is a public holiday: of the working time only Tuesday from 9 to 10.
    assert found.after.business == timedelta(hours=1)


def test_kinder_rule_brings_back_in_time() -> None:
    found = compare(by_days(2), by_days(5), (TUESDAY, Step.DECIDE))
    assert found.newly_in_time
    assert not found.newly_late


def test_what_is_still_open_is_owed_until_now() -> None:
    found = compare(by_days(5), by_days(60))
    assert found.before is not None
    assert found.before.late
    assert found.before.elapsed == NOW - datetime(2026, 11, 25, 23, 59, 59, tzinfo=JAPAN)
    assert found.newly_in_time


def test_complaint_that_kept_no_version_was_not_late_before() -> None:
    found = compare(None, by_days(2), (TUESDAY, Step.DECIDE))
    assert found.before is None
    assert found.newly_late


def test_rule_that_the_kept_version_does_not_have_is_compared_with_nothing() -> None:
    other = by_days(2, rule="id: other, kind: r, trigger: received, met_by: [reply]")
    assert compare(other, by_days(2), (TUESDAY, Step.DECIDE)).before is None


def test_day_outside_every_calendar_has_no_date_and_is_not_late() -> None:
    years = by_days(20, "year", rule="id: r, kind: r, trigger: received, roll: next, met_by: [decide]")
    far = replace(course((TUESDAY, Step.DECIDE)), received_at=datetime(2049, 11, 20, tzinfo=JAPAN))
    [found] = Simulation(years, NOW).compare(far, None, CALENDAR)
    assert found.after is not None
    assert (found.after.due_at, found.after.late) == (None, False)


def test_date_remembered_for_a_day_is_the_date_counted_for_each_moment_of_it() -> None:
    rules = by_days(3, "business_day")
    simulation = Simulation(rules, NOW)
    for hour in (3, 9, 16, 17, 18, 23):
        start = datetime(2026, 11, 20, hour, 0, 1, tzinfo=JAPAN)
        fresh = Simulation(rules, NOW).judge(rules.rules[0], Run(start), CALENDAR)
        assert simulation.judge(rules.rules[0], Run(start), CALENDAR).due_at == fresh.due_at
    early, late = (
        simulation.judge(rules.rules[0], Run(FRIDAY.replace(hour=hour)), CALENDAR).due_at for hour in (16, 18)
    )
    assert early != late


def test_country_of_a_rule_counts_by_its_own_holidays() -> None:
    house = by_days(1, "business_day")
    british = by_days(1, "business_day", rule=f"{DECISION}, calendar: GB-ENG")
    dates = [
        Simulation(rules, NOW).judge(rules.rules[0], Run(FRIDAY), CALENDAR).due_at
        for rules in (house, british)
    ]
    assert [moment and moment.day for moment in dates] == [24, 23]


def test_tally_adds_up_what_changes() -> None:
    tally = Tally()
    tally.add([])
    for before, after, step in ((5, 2, TUESDAY), (2, 5, TUESDAY), (1, 2, TUESDAY), (9, 9, TUESDAY)):
        tally.add([compare(by_days(before), by_days(after), (step, Step.DECIDE))])
    assert (tally.complaints, tally.newly_late, tally.newly_in_time, tally.without_date) == (4, 1, 1, 0)
    one_day = timedelta(days=1, hours=10, seconds=1)
    assert tally.lateness("before") == Lateness(
        4,
        2,
        one_day + timedelta(hours=12),
        one_day + timedelta(days=1),
        timedelta(hours=1),
        timedelta(hours=1),
    )
    assert tally.lateness("after").elapsed_most == one_day


def test_tally_of_nothing_is_nothing() -> None:
    assert Tally().lateness("before") == Lateness(0, 0, *[timedelta()] * 4)


FAR = datetime(2049, 11, 20, 10, tzinfo=JAPAN)


@pytest.mark.parametrize("unit", ["business_day", "calendar_day"])
def test_moment_outside_the_holiday_table_has_no_date(unit: str) -> None:
    rules = by_days(3, unit)
    after = FAR.replace(year=2299)
    judged = Simulation(rules, after).judge(rules.rules[0], Run(after), CALENDAR)
    assert (judged.due_at, judged.late) == (None, False)


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"])
def test_moment_at_the_end_of_time_has_no_date(at: str) -> None:
    rules = by_days(3, "business_day")
    run = Run(datetime.fromisoformat(at), NOW)
    assert Simulation(rules, NOW).judge(rules.rules[0], run, CALENDAR).due_at is None


def test_lateness_beyond_the_holiday_table_is_told_in_hours_alone() -> None:
    rules = by_days(3)
    end = FAR.replace(year=2299)
    judged = Simulation(rules, end).judge(rules.rules[0], Run(FRIDAY, end), CALENDAR)
    assert judged.late
    assert judged.elapsed.days > 270 * 365
    assert judged.business == timedelta()


@pytest.mark.parametrize("unit", ["hour", "week", "month", "year"])
def test_every_unit_is_judged_by_its_own_count(unit: str) -> None:
    rules = by_days(1, unit, rule="id: r, kind: r, trigger: received, met_by: [decide]")
    due_at = Simulation(rules, NOW).judge(rules.rules[0], Run(FRIDAY), CALENDAR).due_at
    assert due_at is not None
    assert due_at == due(rules.rules[0], FRIDAY, CALENDAR).due_at
    for end, late in ((due_at, False), (due_at + timedelta(seconds=1), True)):
        assert Simulation(rules, NOW).judge(rules.rules[0], Run(FRIDAY, end), CALENDAR).late is late


def test_hours_are_counted_from_the_minute_and_not_remembered_by_day() -> None:
    rules = by_days(2, "hour", rule="id: r, kind: r, trigger: received, met_by: [decide]")
    judge = Simulation(rules, NOW).judge
    for minutes in (0, 1, 90):
        start = FRIDAY + timedelta(minutes=minutes)
        assert judge(rules.rules[0], Run(start), CALENDAR).due_at == start + timedelta(hours=2)


def test_what_ends_at_its_own_moment_is_not_remembered_by_day() -> None:
    """Counted back with the first day, the last moment is that of the trigger itself."""
    rules = by_days(
        1, rule="id: r, kind: r, trigger: named, begins: by_hand, direction: before, first_day_counts: true"
    )
    simulation = Simulation(rules, NOW)
    for hour in (10, 11, 16):
        start = FRIDAY.replace(hour=hour)
        assert simulation.judge(rules.rules[0], Run(start), CALENDAR).due_at == start


def test_each_calendar_and_each_rule_is_remembered_by_itself() -> None:
    early, late = by_days(1, "business_day"), by_days(2, "business_day")
    closed = BusinessCalendar(closures=(Closure(TUESDAY.date(), TUESDAY.date(), "休業", "Closed"),))
    simulation = Simulation(early, NOW)
    found = [
        simulation.judge(rules.rules[0], Run(FRIDAY), calendar).due_at
        for calendar in (CALENDAR, closed)
        for rules in (early, late)
        for _ in range(2)
    ]
    assert [moment and moment.day for moment in found] == [24, 24, 25, 25, 25, 25, 26, 26]


def test_only_rules_of_which_something_is_known_are_simulated() -> None:
    rules = pack(
        "id: known, kind: r, trigger: received, quantity: 1, unit: week, met_by: [decide]",
        "id: unknown, kind: r, trigger: received, quantity: 1, unit: week",
    )
    assert [rule.id for rule in Simulation(rules, NOW).rules] == ["known"]
    assert [each.rule for each in Simulation(rules, NOW).compare(course(), None, CALENDAR)] == ["known"]


def test_runs_are_compared_in_their_order_and_what_is_left_over_with_nothing() -> None:
    once = by_days(5)
    again = by_days(5, rule=f"{DECISION}, starts_again_on: [reopen]")
    path = course((at(1), Step.DECIDE), (at(2), Step.CLOSE_EXHAUSTED), (at(3), Step.REOPEN))
    sides = [
        [
            (each.before is not None, each.after is not None, each.newly_late, each.newly_in_time)
            for each in found
        ]
        for found in (
            Simulation(again, NOW).compare(path, once, CALENDAR),
            Simulation(once, NOW).compare(path, again, CALENDAR),
        )
    ]
    both = (True, True, False, False)
    assert sides == [[both, (False, True, True, False)], [both, (True, False, False, True)]]


@given(st.integers(1, 30), st.integers(1, 30), st.integers(0, 40))
@settings(max_examples=50, deadline=None)
def test_longer_time_never_makes_anybody_late(fewer: int, more: int, decided: int) -> None:
    fewer, more = sorted((fewer, more))
    found = compare(
        by_days(fewer, "business_day"), by_days(more, "business_day"), (at(decided + 1), Step.DECIDE)
    )
    assert not found.newly_late
    assert found.before is not None
    assert found.after is not None
    assert found.newly_in_time == (found.before.late and not found.after.late)
    assert found.after.elapsed <= found.before.elapsed
    assert found.after.business <= found.before.business


def test_tally_counts_what_has_no_date_on_each_side() -> None:
    rules = by_days(3, "business_day")
    far = replace(course(), received_at=FAR.replace(year=2299))
    tally = Tally()
    tally.add(Simulation(rules, NOW).compare(far, rules, CALENDAR))
    assert (tally.complaints, tally.without_date) == (1, 2)
    assert (tally.lateness("before").runs, tally.lateness("before").late) == (1, 0)
