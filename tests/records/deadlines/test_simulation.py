"""Past complaints under another rule, from courses alone: when a rule was owed, until when, and who was late by which."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from kikitori.records.complaints.lifecycle import Step
from kikitori.records.deadlines.calendar import BusinessCalendar
from kikitori.records.deadlines.courses import Course, Run, can_be_simulated, meeting_steps, runs_of
from kikitori.records.deadlines.pack_reader import read_pack
from kikitori.records.deadlines.rules import Pack
from kikitori.records.deadlines.simulation import Compared, Lateness, Simulation, Tally
from tests.makers import FRIDAY, JAPAN

CALENDAR = BusinessCalendar()
#: 20 November 2026 is a Friday, the 23rd a public holiday.
TUESDAY = datetime(2026, 11, 24, 10, tzinfo=JAPAN)
NOW = datetime(2026, 12, 25, 12, tzinfo=JAPAN)
HEAD = """id: ours
version: 1
valid_from: 2026-01-01
jurisdiction: JP
source: {title: Bylaws}
certainty: proposal
rules:
"""
DECISION = "id: decision, kind: decision, trigger: received, met_by: [accept, decide], pausable: true"


def pack(*rules: str, head: str = HEAD) -> Pack:
    return read_pack(head + "".join(f"  - {{{rule}}}\n" for rule in rules), "ours.yaml")


def by_days(quantity: int, unit: str = "calendar_day", rule: str = DECISION) -> Pack:
    return pack(f"{rule}, quantity: {quantity}, unit: {unit}")


def course(
    *steps: tuple[datetime, Step],
    facts: Mapping[str, Sequence[str]] = {},
    by_hand: Mapping[str, Sequence[Run]] = {},
) -> Course:
    return Course(
        "K-2026-000001",
        FRIDAY,
        FRIDAY + timedelta(minutes=1),
        FRIDAY + timedelta(minutes=2),
        ((FRIDAY + timedelta(minutes=5), Step.RECEIVE), *steps),
        facts,
        by_hand,
    )


def at(days: int) -> datetime:
    return FRIDAY + timedelta(days=days)


def runs(rules: Pack, path: Course) -> list[tuple[datetime, datetime | None, bool]]:
    return [(run.start, run.end, run.met) for run in runs_of(rules, rules.rules[0], path)]


@pytest.mark.parametrize(("trigger", "minutes"), [("received", 0), ("known", 1), ("logged", 2)])
def test_rule_counts_from_its_own_time_of_the_complaint(trigger: str, minutes: int) -> None:
    rules = by_days(3, rule=f"id: r, kind: r, trigger: {trigger}, met_by: [reply]")
    assert runs(rules, course()) == [(FRIDAY + timedelta(minutes=minutes), None, False)]


def test_first_meeting_step_after_the_moment_ends_it() -> None:
    path = course((at(1), Step.REPLY), (at(2), Step.DECIDE), (at(3), Step.DECIDE))
    assert runs(by_days(3), path) == [(FRIDAY, at(2), True)]


def test_step_that_meets_does_not_begin_it_anew_and_the_next_one_does() -> None:
    rules = by_days(3, rule="id: news, kind: progress, trigger: told, met_by: [reply]")
    path = course((at(1), Step.REPLY), (at(2), Step.REPLY), (at(3), Step.REPLY))
    assert runs(rules, path) == [(at(1), at(2), True), (at(3), None, False)]


def test_owed_anew_after_reopening() -> None:
    rules = by_days(3, rule=f"{DECISION}, starts_again_on: [reopen]")
    path = course((at(1), Step.DECIDE), (at(2), Step.CLOSE_EXHAUSTED), (at(9), Step.REOPEN))
    assert runs(rules, path) == [(FRIDAY, at(1), True), (at(9), None, False)]


@pytest.mark.parametrize(
    ("audience", "ends"), [("complainant", True), ("respondent", True), ("authority", False)]
)
def test_only_what_is_owed_to_an_authority_outlasts_the_complaint(audience: str, ends: bool) -> None:
    rules = by_days(3, rule=f"id: r, kind: r, trigger: received, audience: {audience}, met_by: [reply]")
    assert runs(rules, course((at(2), Step.WITHDRAW))) == [(FRIDAY, at(2) if ends else None, False)]


def test_rule_that_does_not_apply_is_never_owed() -> None:
    rules = by_days(3, rule=f"{DECISION}, applies_if: {{severity: [S1]}}")
    assert runs(rules, course(facts={"severity": ["S3"]})) == []
    assert len(runs(rules, course(facts={"severity": ["S1"]}))) == 1


def test_waiting_for_the_complainant_moves_a_date_that_may_be_moved() -> None:
    asked = ((at(1), Step.ASSESS), (at(1), Step.ASK_COMPLAINANT), (at(4), Step.HEAR), (at(6), Step.DECIDE))
    path = course((at(0), Step.ACKNOWLEDGE), (at(0), Step.ASSESS), (at(0), Step.INVESTIGATE), *asked)
    [run] = runs_of(by_days(3), by_days(3).rules[0], path)
    assert run.pauses == ((at(1), at(4)),)
    judge = Simulation(by_days(3), NOW).judge
    pausable, strict = by_days(3).rules[0], replace(by_days(3).rules[0], pausable=False)
    assert not judge(pausable, run, CALENDAR).late
    assert judge(strict, replace(run, pauses=()), CALENDAR).late
    [unpaused] = runs_of(by_days(3), strict, path)
    assert unpaused.pauses == ()


def test_rule_without_a_clock_is_met_by_what_keeps_its_promise() -> None:
    rules = pack(
        "id: remedy, kind: remedy, trigger: decided, quantity: 2, unit: business_day",
        "id: odd, kind: odd, trigger: decided, quantity: 2, unit: business_day",
    )
    assert meeting_steps(rules.rules[0]) == {Step.REMEDY, Step.FINISH_REMEDIES}
    assert [can_be_simulated(rule) for rule in rules.rules] == [True, False]
    assert runs(rules, course((at(1), Step.DECIDE), (at(9), Step.FINISH_REMEDIES))) == [(at(1), at(9), True)]


def test_what_is_kept_by_hand_counts_from_and_to_what_was_written_down() -> None:
    rules = by_days(3, rule="id: leak, kind: report, trigger: named, begins: by_hand, met_by: [by_hand]")
    noted = Run(at(2), at(4), met=True)
    assert runs(rules, course()) == []
    assert runs(rules, course(by_hand={"leak": [noted]})) == [(at(2), at(4), True)]


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
