"""The states of a corrective action, as one pure table (standards.md §3.2). It is no part of any complaint's lifecycle.

What proves ineffective begins anew: NOT_EFFECTIVE is passed through, never rested in. A plan that was approved is
changed by beginning anew, with a reason; never in place.
"""

from collections.abc import Iterable
from enum import StrEnum

from kikitori.records.prevention.terms import ActionState


class ActionStep(StrEnum):
    """What can be done with one. Its record keeps each, with who and when."""

    RAISE = "raise"
    LINK = "link"
    UNLINK = "unlink"
    HAND_OVER = "hand_over"
    ANALYSE = "analyse"
    PLAN = "plan"
    SEND_BACK = "send_back"
    APPROVE = "approve"
    BEGIN = "begin"
    FINISH = "finish"
    COUNT = "count"
    EXTEND = "extend"
    ASK = "ask"
    PROVE = "prove"
    FAIL = "fail"
    ANEW = "anew"
    DROP = "drop"
    DRAFT = "draft"


S = ActionState
#: Those that go on: somebody owes something in each of them.
OPEN = frozenset({S.IDENTIFIED, S.ANALYSED, S.PLANNED, S.APPROVED, S.IMPLEMENTING, S.IMPLEMENTED, S.CHECKING})
#: Not implemented yet: the day by which it is to be done still runs.
UNDONE = frozenset({S.IDENTIFIED, S.ANALYSED, S.PLANNED, S.APPROVED, S.IMPLEMENTING})
#: Implemented, and watched until it is judged.
WATCHED = frozenset({S.IMPLEMENTED, S.CHECKING})
#: What was written beforehand holds from here on.
BOUND = frozenset({S.APPROVED, S.IMPLEMENTING, S.IMPLEMENTED, S.CHECKING, S.EFFECTIVE})


def _each(states: Iterable[ActionState], to: ActionState | None = None) -> dict[ActionState, ActionState]:
    return {state: to or state for state in states}


#: From which states a step leads where; what is missing cannot be done there, by anybody.
TABLE: dict[ActionStep, dict[ActionState, ActionState]] = {
    ActionStep.LINK: _each(OPEN | {S.EFFECTIVE}),
    ActionStep.UNLINK: _each(OPEN | {S.EFFECTIVE}),
    ActionStep.HAND_OVER: _each(OPEN),
    ActionStep.ANALYSE: _each({S.IDENTIFIED, S.ANALYSED, S.PLANNED}, S.ANALYSED),
    ActionStep.PLAN: _each({S.ANALYSED, S.PLANNED}, S.PLANNED),
    ActionStep.SEND_BACK: _each({S.PLANNED}, S.ANALYSED),
    ActionStep.APPROVE: _each({S.PLANNED}, S.APPROVED),
    ActionStep.BEGIN: _each({S.APPROVED}, S.IMPLEMENTING),
    ActionStep.FINISH: _each({S.IMPLEMENTING}, S.IMPLEMENTED),
    ActionStep.COUNT: _each({S.PLANNED, S.APPROVED, S.IMPLEMENTING, S.IMPLEMENTED, S.CHECKING}),
    ActionStep.EXTEND: _each(WATCHED, S.CHECKING),
    ActionStep.ASK: _each(WATCHED, S.CHECKING),
    ActionStep.PROVE: _each(WATCHED, S.EFFECTIVE),
    ActionStep.FAIL: _each(WATCHED, S.NOT_EFFECTIVE),
    ActionStep.ANEW: _each(BOUND | {S.NOT_EFFECTIVE}, S.IDENTIFIED),
    ActionStep.DROP: _each(UNDONE, S.DROPPED),
    ActionStep.DRAFT: _each({S.IMPLEMENTED, S.CHECKING, S.EFFECTIVE}),
}
#: Every action is born here; nothing comes before RAISE.
INITIAL = S.IDENTIFIED


class ActionStepNotPossible(Exception):
    """The step cannot be taken in this state."""

    def __init__(self, state: ActionState, step: ActionStep) -> None:
        super().__init__(f"{step} is not possible in state {state}")
        self.state = state
        self.step = step


def state_after(state: ActionState, step: ActionStep) -> ActionState:
    """Where `step` leaves an action that stands in `state`. Raises ActionStepNotPossible."""
    try:
        return TABLE[step][state]
    except KeyError:
        raise ActionStepNotPossible(state, step) from None


def is_possible(state: ActionState, step: ActionStep) -> bool:
    """Does the table know this move? For buttons; the verb asks again under lock."""
    return state in TABLE.get(step, {})
