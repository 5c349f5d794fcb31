"""What an action would come to, from how the complaint stands; one after the other."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kikitori.records.automation.foresight import (
    GRAVE,
    NOBODY,
    STATE_FORBIDS,
    Facts,
    all_foreseen,
    facts_after,
    foreseen,
)
from kikitori.records.automation.rule import Action
from kikitori.records.automation.terms import STEP_OF, ActionKind, Did
from kikitori.records.complaints.lifecycle import State, is_possible
from kikitori.records.complaints.terms import Queue, Severity

K = ActionKind
FACTS = Facts(State.INVESTIGATING, Severity.S3, Queue.MAIN, assignee=5, team=2)
NOBODYS = replace(FACTS, assignee=None)
CLOSED = replace(FACTS, state=State.CLOSED_ACCEPTED)


@pytest.mark.parametrize(
    ("action", "facts", "did", "why"),
    [
        (Action(K.ASSIGN, who="6"), FACTS, Did.DONE, ""),
        (Action(K.ASSIGN, who="5"), FACTS, Did.ALREADY, ""),
        (Action(K.ASSIGN, who="5"), CLOSED, Did.REFUSED, STATE_FORBIDS),
        (Action(K.ROUND, team=2), FACTS, Did.ALREADY, ""),
        (Action(K.ROUND, team=3), FACTS, Did.DONE, ""),
        (Action(K.ROUND, team=2), NOBODYS, Did.DONE, ""),
        (Action(K.PLACE, team=2), FACTS, Did.ALREADY, ""),
        (Action(K.PLACE, queue="main"), FACTS, Did.ALREADY, ""),
        (Action(K.PLACE, team=2, queue="urgent"), FACTS, Did.DONE, ""),
        (Action(K.PLACE, queue="main"), replace(FACTS, severity=Severity.S2), Did.REFUSED, GRAVE),
        (Action(K.PLACE, queue="urgent"), replace(FACTS, severity=Severity.S1), Did.DONE, ""),
        (Action(K.TASK, who="handler", text="x", days=1), FACTS, Did.DONE, ""),
        (Action(K.TASK, who="handler", text="x", days=1), NOBODYS, Did.REFUSED, NOBODY),
        (Action(K.TASK, who="7", text="x", days=1), NOBODYS, Did.DONE, ""),
        (Action(K.TASK, who="7", text="x", days=1), CLOSED, Did.DONE, ""),
        (Action(K.DRAFT, template=1), FACTS, Did.DONE, ""),
        (Action(K.DRAFT, template=1), NOBODYS, Did.REFUSED, NOBODY),
        (Action(K.FOLLOW, who="handler"), NOBODYS, Did.REFUSED, NOBODY),
        (Action(K.FOLLOW, who="leads"), NOBODYS, Did.DONE, ""),
        (Action(K.NOTE, text="x"), CLOSED, Did.DONE, ""),
        (Action(K.ESCALATE, text="x"), FACTS, Did.DONE, ""),
        (Action(K.ESCALATE, text="x"), CLOSED, Did.REFUSED, STATE_FORBIDS),
        (Action(K.PROMISE, days=3), CLOSED, Did.REFUSED, STATE_FORBIDS),
    ],
)
def test_action_comes_to(action: Action, facts: Facts, did: Did, why: str) -> None:
    seen = foreseen(action, facts)
    assert (seen.did, seen.why) == (did, why)


@given(st.sampled_from(sorted(STEP_OF)), st.sampled_from(State))
def test_nothing_is_foreseen_that_the_lifecycle_forbids(kind: ActionKind, state: State) -> None:
    action = Action(kind, who="9", team=9, queue="urgent", text="x", days=1)
    seen = foreseen(action, replace(FACTS, state=state))
    assert (seen.why == STATE_FORBIDS) is (not is_possible(state, STEP_OF[kind]))


@pytest.mark.parametrize(
    ("action", "changed"),
    [
        (Action(K.ASSIGN, who="6"), {"assignee": 6}),
        (Action(K.ROUND, team=3), {"team": 3}),
        (Action(K.PLACE, team=3), {"team": 3, "assignee": None}),
        (Action(K.PLACE, queue="urgent"), {"queue": Queue.URGENT}),
        (Action(K.NOTE, text="x"), {}),
        (Action(K.ASSIGN, who="5"), {}),
    ],
)
def test_facts_are_those_after_it(action: Action, changed: dict[str, Any]) -> None:
    assert facts_after(FACTS, foreseen(action, FACTS)) == replace(FACTS, **changed)


def test_later_actions_see_what_earlier_ones_did() -> None:
    draft = Action(K.DRAFT, template=1)
    first, second = all_foreseen((draft, Action(K.ROUND, team=3)), NOBODYS)
    assert (first.did, second.did) == (Did.REFUSED, Did.DONE)
    first, second = all_foreseen((Action(K.ROUND, team=3), draft), NOBODYS)
    assert (first.did, second.did) == (Did.DONE, Did.DONE)


def test_moved_to_another_team_it_is_in_nobodys_hands() -> None:
    moved = (Action(K.PLACE, team=3), Action(K.TASK, who="handler", text="x", days=1))
    assert [seen.did for seen in all_foreseen(moved, FACTS)] == [Did.DONE, Did.REFUSED]
