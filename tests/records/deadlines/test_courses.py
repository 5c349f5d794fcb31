"""When a rule was owed in a past complaint, and until when: from its steps alone."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kikitori.records.complaints.lifecycle import Step
from kikitori.records.deadlines.courses import Run, can_be_simulated, meeting_steps, runs_of
from kikitori.records.deadlines.moments import ENDING
from kikitori.records.deadlines.simulation import Simulation
from tests.makers import FRIDAY
from tests.records.deadlines.past_complaints import CALENDAR, DECISION, NOW, at, by_days, course, pack, runs


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


def waits(*steps: tuple[datetime, Step], rule: str = DECISION) -> list[tuple[datetime, datetime]]:
    """The times in which an answer was waited for, of every run."""
    before = tuple((FRIDAY, step) for step in (Step.ACKNOWLEDGE, Step.ASSESS, Step.INVESTIGATE))
    rules = by_days(3, rule=rule)
    return [each for run in runs_of(rules, rules.rules[0], course(*before, *steps)) for each in run.pauses]


@pytest.mark.parametrize("answer", [Step.HEAR, Step.RECORD_ANSWER])
def test_wait_ends_with_the_answer(answer: Step) -> None:
    assert waits((at(1), Step.ASK_COMPLAINANT), (at(3), answer), (at(9), Step.DECIDE)) == [(at(1), at(3))]


@pytest.mark.parametrize("end", [Step.DECIDE, Step.WITHDRAW])
def test_wait_ends_at_the_latest_with_what_is_waited_in(end: Step) -> None:
    assert waits((at(1), Step.ASK_COMPLAINANT), (at(4), end)) == [(at(1), at(4))]


def test_second_question_in_a_wait_begins_no_second_wait() -> None:
    asked = ((at(1), Step.ASK_COMPLAINANT), (at(2), Step.ASK_COMPLAINANT))
    assert waits(*asked, (at(4), Step.HEAR), (at(5), Step.DECIDE)) == [(at(1), at(4))]


def test_each_wait_is_left_out_by_itself() -> None:
    first = ((at(1), Step.ASK_COMPLAINANT), (at(2), Step.HEAR))
    second = ((at(4), Step.ASK_COMPLAINANT), (at(7), Step.RECORD_ANSWER))
    assert waits(*first, *second, (at(9), Step.DECIDE)) == [(at(1), at(2)), (at(4), at(7))]


def test_wait_that_lasts_still_is_no_wait_that_is_over() -> None:
    assert waits((at(1), Step.ASK_COMPLAINANT)) == []


def test_question_to_somebody_else_moves_nothing() -> None:
    assert waits((at(1), Step.ASK_THIRD_PARTY), (at(3), Step.HEAR), (at(5), Step.DECIDE)) == []


def test_question_before_it_is_owed_is_no_wait_of_it() -> None:
    rule = "id: r, kind: r, trigger: decided, met_by: [finish_remedies], pausable: true"
    assert waits((at(1), Step.ASK_COMPLAINANT), (at(2), Step.HEAR), (at(3), Step.DECIDE), rule=rule) == []


def test_pack_that_does_not_apply_is_owed_in_nothing() -> None:
    head = by_days(3)
    only_conduct = replace(
        head, applies_if=by_days(3, rule=f"{DECISION}, applies_if: {{kind: [conduct]}}").rules[0].applies_if
    )
    for kind, owed in (("conduct", 1), ("complaint", 0)):
        assert len(runs_of(only_conduct, head.rules[0], course(facts={"kind": [kind]}))) == owed


@pytest.mark.parametrize(
    ("trigger", "step"),
    [
        ("acknowledged", Step.ACKNOWLEDGE),
        ("told", Step.REPLY),
        ("decided", Step.DECIDE),
        ("decided", Step.ACCEPT),
        ("remedied", Step.FINISH_REMEDIES),
    ],
)
def test_rule_begins_with_the_step_that_brings_its_moment(trigger: str, step: Step) -> None:
    rules = by_days(3, rule=f"id: r, kind: r, trigger: {trigger}, met_by: [confirm_solved]")
    assert runs(rules, course((at(1), Step.INVESTIGATE), (at(2), step))) == [(at(2), None, False)]
    assert runs(rules, course((at(1), Step.INVESTIGATE))) == []


@pytest.mark.parametrize("trigger", ["served", "named"])
def test_moment_that_no_step_brings_begins_nothing(trigger: str) -> None:
    rules = by_days(3, rule=f"id: r, kind: r, trigger: {trigger}, begins: by_hand, met_by: [decide]")
    assert runs(rules, course((at(1), Step.DECIDE))) == []


def test_moment_that_comes_again_while_it_is_owed_does_not_begin_it_anew() -> None:
    rules = by_days(3, rule="id: r, kind: r, trigger: told, met_by: [decide]")
    assert runs(rules, course((at(1), Step.REPLY), (at(2), Step.REPLY), (at(5), Step.DECIDE))) == [
        (at(1), at(5), True)
    ]


def test_rule_met_by_hand_follows_the_timeline_until_a_hand_has_written() -> None:
    rules = by_days(3, rule="id: r, kind: r, trigger: received, met_by: [decide, by_hand]")
    path = course((at(2), Step.DECIDE))
    assert runs(rules, path) == [(FRIDAY, at(2), True)]
    noted = Run(FRIDAY, at(1), met=True)
    assert runs(rules, replace(path, by_hand={"r": [noted]})) == [(FRIDAY, at(1), True)]
    assert runs(rules, replace(path, by_hand={"other": [noted]})) == [(FRIDAY, at(2), True)]


def test_step_that_its_state_does_not_allow_disturbs_nothing() -> None:
    """The lifecycle of today may not know what was possible once."""
    path = course((at(1), Step.FINISH_REMEDIES), (at(2), Step.REOPEN), (at(3), Step.DECIDE))
    assert runs(by_days(3), path) == [(FRIDAY, at(3), True)]


def test_complaint_without_steps_owes_nothing_from_a_step() -> None:
    assert runs(by_days(3), replace(course(), steps=())) == []


def test_rule_that_only_gives_dates_and_keeps_no_promise_cannot_be_simulated() -> None:
    rules = pack(
        "id: a, kind: decision, trigger: received, quantity: 1, unit: week",
        "id: b, kind: odd, trigger: received, quantity: 1, unit: week, met_by: [by_hand]",
        "id: c, kind: odd, trigger: named, begins: by_hand, quantity: 1, unit: week",
        "id: d, kind: odd, trigger: received, quantity: 1, unit: week",
    )
    assert [can_be_simulated(rule) for rule in rules.rules] == [True, True, True, False]
    assert meeting_steps(rules.rules[1]) == frozenset()


paths = st.lists(st.sampled_from(list(Step)), max_size=12)


@given(paths, st.sampled_from(["complainant", "authority"]), st.booleans())
@settings(max_examples=50)
def test_runs_of_a_rule_follow_one_another(steps: list[Step], audience: str, paused: bool) -> None:
    pausable = ", pausable: true" if paused and audience == "complainant" else ""
    rules = by_days(
        3,
        rule=f"id: r, kind: r, trigger: told, met_by: [decide], starts_again_on: [reopen], audience: {audience}{pausable}",
    )
    path = course(*((at(number), step) for number, step in enumerate(steps, start=1)))
    found = runs_of(rules, rules.rules[0], path)
    ends = [run.end for run in found]
    assert None not in ends[:-1], "only the last one can still be owed"
    assert all(run.end and run.end < following.start for run, following in pairwise(found))
    for run in found:
        assert run.end is None or run.start < run.end
        assert all(run.start <= asked < came <= (run.end or came) for asked, came in run.pauses)
        assert run.pauses == () or paused
    if audience == "complainant" and steps and steps[-1] in ENDING:
        assert None not in ends
    assert all(run.met for run in found if run.end and dict(path.steps)[run.end] is Step.DECIDE)
