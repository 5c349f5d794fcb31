"""Hindsight: how a complaint stood at each entry of its timeline, told again from the timeline. Pure.

For the trial of an automation on past cases. Its state and in whose hands it was are known for every moment; of all
else only how it stands today. Also tells when a complaint has entered its present state.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kikitori.records.complaints.lifecycle import (
    CLOSED,
    INITIAL,
    OPEN,
    State,
    Step,
    StepNotPossible,
    state_after,
)
from kikitori.records.selection.conditions import Condition
from kikitori.records.selection.terms import ENDED, NOBODY, STILL_OPEN, Field, Operator, whose_turn


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the timeline: its number, its moment, its kind, the step it tells of, and its values."""

    number: int
    at: datetime
    kind: str
    step: Step | None
    values: Mapping[str, Any]
    actor_kind: str = ""


@dataclass(frozen=True, slots=True)
class Then:
    """How it stood after an entry; `since`: the entry with which it entered that state."""

    entry: Entry
    state: State
    assignee: int | None
    since: Entry

    @property
    def is_open(self) -> bool:
        """Did it still go on?"""
        return self.state in OPEN


def told_again(entries: Iterable[Entry]) -> list[Then]:
    """How it stood after each of these entries, which are all of a complaint's, in order.

    A step that the table does not allow leaves the state as it was: the row says more than the table then.
    """
    found: list[Then] = []
    state, assignee, since = INITIAL, None, None
    for entry in entries:
        after = _after(state, entry.step)
        if since is None or after is not state:
            since = entry
        state = after
        if "to" in entry.values and entry.step in (Step.ASSIGN, Step.PLACE):
            assignee = entry.values["to"]
        found.append(Then(entry, state, assignee, since))
    return found


def stood_at(history: list[Then], moment: datetime) -> Then | None:
    """How it stood at this moment; None before anything had happened."""
    before = [then for then in history if then.entry.at <= moment]
    return before[-1] if before else None


def held(condition: Condition, then: Then) -> bool | None:
    """Did this hold then? None for what is not told again: that can only be asked as it stands today."""
    match condition.field:
        case Field.STATE:
            found = any(_is_state(word, then.state) for word in condition.values)
        case Field.WAITING_FOR:
            found = whose_turn(then.state).value in condition.values
        case Field.ASSIGNEE:
            found = (NOBODY if then.assignee is None else str(then.assignee)) in condition.values
        case _:
            return None
    return found if condition.operator is Operator.IS else not found


def _is_state(word: str, state: State) -> bool:
    several = {STILL_OPEN: OPEN, ENDED: CLOSED}.get(word)
    return state in several if several is not None else state.value == word


def _after(state: State, step: Step | None) -> State:
    if step is None:
        return state
    try:
        return state_after(state, step)
    except StepNotPossible:
        return state
