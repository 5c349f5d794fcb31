"""The state machine as a table: what it allows, what it forbids, and that no state is a trap."""

import pytest

from kikitori.records.complaints.lifecycle import (
    AWAITING,
    CLOSED,
    GONE,
    INITIAL,
    OPEN,
    TABLE,
    State,
    Step,
    StepNotPossible,
    is_possible,
    state_after,
    steps_from,
)

#: States that later rooms lead into (the vault, a second stage, an outside body, merging);
#: until those verbs exist nothing in the table leads there.


def reachable_from(start: State) -> set[State]:
    found, ahead = {start}, [start]
    while ahead:
        state = ahead.pop()
        for step in steps_from(state):
            after = state_after(state, step)
            if after not in found:
                found.add(after)
                ahead.append(after)
    return found


@pytest.mark.parametrize(
    ("state", "step", "after"),
    [
        (State.RECEIVED, Step.ACKNOWLEDGE, State.ACKNOWLEDGED),
        (State.RECEIVED, Step.ASSESS, State.RECEIVED),
        (State.ACKNOWLEDGED, Step.ASSESS, State.ASSESSING),
        (State.ASSESSING, Step.ASSESS, State.ASSESSING),
        (State.REOPENED, Step.ASSESS, State.ASSESSING),
        (State.ASSESSING, Step.INVESTIGATE, State.INVESTIGATING),
        (State.REOPENED, Step.INVESTIGATE, State.INVESTIGATING),
        (State.INVESTIGATING, Step.ASK_COMPLAINANT, State.AWAITING_COMPLAINANT),
        (State.INVESTIGATING, Step.ASK_THIRD_PARTY, State.AWAITING_THIRD_PARTY),
        (State.AWAITING_COMPLAINANT, Step.RECORD_ANSWER, State.INVESTIGATING),
        (State.AWAITING_THIRD_PARTY, Step.RECORD_ANSWER, State.INVESTIGATING),
        (State.AWAITING_COMPLAINANT, Step.HEAR, State.INVESTIGATING),
        (State.AWAITING_THIRD_PARTY, Step.HEAR, State.AWAITING_THIRD_PARTY),
        (State.INVESTIGATING, Step.PROPOSE, State.PROPOSAL),
        (State.PROPOSAL, Step.PROPOSE, State.PROPOSAL),
        (State.PROPOSAL, Step.ACCEPT, State.REMEDYING),
        (State.PROPOSAL, Step.DECLINE, State.INVESTIGATING),
        (State.INVESTIGATING, Step.DECIDE, State.DECIDED),
        (State.PROPOSAL, Step.DECIDE, State.DECIDED),
        (State.DECIDED, Step.REMEDY, State.REMEDYING),
        (State.REMEDYING, Step.FINISH_REMEDIES, State.CONFIRMING),
        (State.CONFIRMING, Step.CONFIRM_UNSOLVED, State.INVESTIGATING),
        (State.DECIDED, Step.CONFIRM_UNSOLVED, State.INVESTIGATING),
        (State.CONFIRMING, Step.CLOSE_ACCEPTED, State.CLOSED_ACCEPTED),
        (State.DECIDED, Step.CLOSE_EXHAUSTED, State.CLOSED_EXHAUSTED),
        (State.CLOSED_ACCEPTED, Step.REOPEN, State.REOPENED),
        (State.WITHDRAWN, Step.REOPEN, State.REOPENED),
    ],
)
def test_step_leads_where_the_standard_says(state: State, step: Step, after: State) -> None:
    assert state_after(state, step) is after


@pytest.mark.parametrize(
    ("state", "step"),
    [
        (State.RECEIVED, Step.CLOSE_ACCEPTED),
        (State.RECEIVED, Step.CLOSE_EXHAUSTED),
        (State.RECEIVED, Step.DECIDE),
        (State.RECEIVED, Step.PROPOSE),
        (State.ACKNOWLEDGED, Step.ACKNOWLEDGE),
        (State.ACKNOWLEDGED, Step.INVESTIGATE),
        (State.ACKNOWLEDGED, Step.DECIDE),
        (State.ASSESSING, Step.PROPOSE),
        (State.INVESTIGATING, Step.ACCEPT),
        (State.INVESTIGATING, Step.CLOSE_ACCEPTED),
        (State.AWAITING_COMPLAINANT, Step.CLOSE_ACCEPTED),
        (State.AWAITING_COMPLAINANT, Step.DECIDE),
        (State.DECIDED, Step.DECIDE),
        (State.REMEDYING, Step.CLOSE_ACCEPTED),
        (State.CLOSED_ACCEPTED, Step.ASSESS),
        (State.CLOSED_ACCEPTED, Step.WITHDRAW),
        (State.WITHDRAWN, Step.PROPOSE),
        (State.REOPENED, Step.REOPEN),
    ],
)
def test_forbidden_step_is_refused_with_state_and_step(state: State, step: Step) -> None:
    assert not is_possible(state, step)
    with pytest.raises(StepNotPossible) as refusal:
        state_after(state, step)
    assert (refusal.value.state, refusal.value.step) == (state, step)


def test_no_row_leads_back_to_received() -> None:
    for step, moves in TABLE.items():
        assert all(move.target is not INITIAL for move in moves), step


def test_receive_has_no_row_because_nothing_comes_before_it() -> None:
    assert Step.RECEIVE not in TABLE
    with pytest.raises(StepNotPossible):
        state_after(State.RECEIVED, Step.RECEIVE)


def test_every_other_step_has_a_row() -> None:
    assert set(TABLE) == set(Step) - {Step.RECEIVE}


def test_open_closed_and_gone_divide_the_states() -> None:
    assert set(State) == OPEN | CLOSED | GONE
    assert len(OPEN) + len(CLOSED) + len(GONE) == len(State)


def test_every_state_of_this_house_is_reached_from_the_first() -> None:
    assert reachable_from(INITIAL) == set(State)


@pytest.mark.parametrize("state", sorted(OPEN))
def test_every_open_state_can_end(state: State) -> None:
    assert reachable_from(state) & CLOSED


@pytest.mark.parametrize("state", sorted(OPEN))
def test_complainant_may_withdraw_from_every_open_state(state: State) -> None:
    assert state_after(state, Step.WITHDRAW) is State.WITHDRAWN


@pytest.mark.parametrize("state", sorted(CLOSED))
def test_every_end_can_be_reopened_but_not_ended_again(state: State) -> None:
    assert state_after(state, Step.REOPEN) is State.REOPENED
    assert not {Step.CLOSE_ACCEPTED, Step.CLOSE_EXHAUSTED, Step.WITHDRAW} & set(steps_from(state))


@pytest.mark.parametrize(
    "state", sorted(OPEN - {State.CONFIRMING, State.DECIDED, State.REVIEW2, State.EXTERNAL})
)
def test_nothing_closes_before_a_decision_or_an_agreement(state: State) -> None:
    assert not {Step.CLOSE_ACCEPTED, Step.CLOSE_EXHAUSTED} & set(steps_from(state))


@pytest.mark.parametrize("state", sorted(OPEN))
def test_escalating_is_an_event_not_a_state(state: State) -> None:
    assert state_after(state, Step.ESCALATE) is state


@pytest.mark.parametrize("state", sorted(AWAITING))
def test_waiting_is_left_by_an_answer(state: State) -> None:
    assert state_after(state, Step.RECORD_ANSWER) is State.INVESTIGATING


@pytest.mark.parametrize("state", sorted(State))
def test_a_note_can_be_kept_in_every_state(state: State) -> None:
    assert state_after(state, Step.NOTE) is state
