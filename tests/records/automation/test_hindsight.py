"""How a complaint stood at each moment, told again from its entries alone."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kikitori.records.automation.hindsight import Entry, Then, held, stood_at, told_again
from kikitori.records.complaints.lifecycle import State, Step, is_possible, state_after
from kikitori.records.selection.conditions import Condition
from kikitori.records.selection.terms import NOBODY, Field, Operator
from tests.makers import FRIDAY

HOUR = timedelta(hours=1)


def story(*steps: Step | tuple[Step, dict[str, Any]]) -> list[Then]:
    """A complaint with these steps, one an hour."""
    entries = []
    for number, each in enumerate(steps, 1):
        step, values = each if isinstance(each, tuple) else (each, {})
        entries.append(Entry(number, FRIDAY + number * HOUR, step.value, step, values))
    return told_again(entries)


USUAL = story(
    Step.RECEIVE,
    Step.ACKNOWLEDGE,
    (Step.ASSIGN, {"to": 5}),
    Step.ASSESS,
    Step.INVESTIGATE,
    Step.NOTE,
    Step.ASK_COMPLAINANT,
    Step.HEAR,
    (Step.PLACE, {"to": None, "before": 5, "team": 2}),
    Step.DECIDE,
)


def test_state_and_hands_follow_the_steps() -> None:
    assert [then.state for then in USUAL] == [
        State.RECEIVED,
        State.ACKNOWLEDGED,
        State.ACKNOWLEDGED,
        State.ASSESSING,
        State.INVESTIGATING,
        State.INVESTIGATING,
        State.AWAITING_COMPLAINANT,
        State.INVESTIGATING,
        State.INVESTIGATING,
        State.DECIDED,
    ]
    assert [then.assignee for then in USUAL] == [None, None, *[5] * 6, None, None]


def test_state_is_entered_with_the_step_that_changed_it() -> None:
    assert [then.since.number for then in USUAL] == [1, 2, 2, 4, 5, 5, 7, 8, 8, 10]


@pytest.mark.parametrize(
    ("hours", "number"),
    [(0, None), (1, 1), (2.5, 2), (10, 10), (500, 10)],
)
def test_stood_so_at_a_moment(hours: float, number: int | None) -> None:
    then = stood_at(USUAL, FRIDAY + hours * HOUR)
    assert (then.entry.number if then else None) == number


@given(st.lists(st.sampled_from(Step), max_size=12))
def test_any_entries_in_any_order_leave_a_state_the_table_knows(steps: list[Step]) -> None:
    found = story(*steps)
    assert len(found) == len(steps)
    before = State.RECEIVED
    for then, step in zip(found, steps, strict=True):
        assert then.state is (state_after(before, step) if is_possible(before, step) else before)
        assert then.since.number <= then.entry.number
        before = then.state


@pytest.mark.parametrize(
    ("field", "values", "index", "is_so"),
    [
        (Field.STATE, ("open",), 0, True),
        (Field.STATE, ("closed",), 0, False),
        (Field.STATE, ("investigating", "decided"), 9, True),
        (Field.STATE, ("received",), 9, False),
        (Field.WAITING_FOR, ("complainant",), 6, True),
        (Field.WAITING_FOR, ("us",), 6, False),
        (Field.ASSIGNEE, (NOBODY,), 0, True),
        (Field.ASSIGNEE, ("5",), 3, True),
        (Field.ASSIGNEE, ("6", NOBODY), 3, False),
        (Field.ASSIGNEE, (NOBODY,), 9, True),
    ],
)
def test_condition_held_then_and_its_opposite_did_not(
    field: Field, values: tuple[str, ...], index: int, is_so: bool
) -> None:
    then = USUAL[index]
    assert held(Condition(field, Operator.IS, values), then) is is_so
    assert held(Condition(field, Operator.IS_NOT, values), then) is not is_so


@pytest.mark.parametrize(
    "field", [each for each in Field if each not in (Field.STATE, Field.WAITING_FOR, Field.ASSIGNEE)]
)
def test_everything_else_can_only_be_asked_as_it_stands_today(field: Field) -> None:
    assert held(Condition(field, Operator.IS, ("x",)), USUAL[0]) is None


def test_closed_case_did_not_go_on_and_an_open_one_did() -> None:
    closed = story(Step.RECEIVE, Step.WITHDRAW)
    assert [then.is_open for then in closed] == [True, False]


def test_without_entries_nothing_is_known() -> None:
    assert told_again([]) == []
    assert stood_at([], FRIDAY) is None
