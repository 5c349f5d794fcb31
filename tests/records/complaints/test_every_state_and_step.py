"""Every state with every step: what the table says, what follows from it, and what nobody may ever do."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kikitori.records.access.permissions import NEEDED, OF_COMPLAINANT, OF_ROLE, OF_SYSTEM, Permission
from kikitori.records.complaints.lifecycle import (
    AWAITING,
    CLOSED,
    ENDING,
    GONE,
    IN_HAND,
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
from kikitori.records.deadlines.promises import TABLE as PROMISES
from kikitori.records.deadlines.promises import Situation, effect_of
from kikitori.records.people.terms import Role
from kikitori.records.selection.terms import WaitingFor, whose_turn

#: Steps that are work among ourselves, or put right what was filed wrongly: the state is none of their business.
NEVER_MOVE = (
    *(Step.NOTE, Step.REPLY, Step.ASSIGN, Step.PLACE, Step.ESCALATE, Step.ACKNOWLEDGE_ESCALATION, Step.RATE),
    *(
        Step.SCHEDULE_REPLY,
        Step.TAKE_BACK_REPLY,
        Step.DELIVER_LETTER,
        Step.SEND_LINK,
        Step.ISSUE_RECEIPT,
        Step.LINK,
        Step.UNLINK,
    ),
    *(
        Step.PROMISE,
        Step.PROMISE_CALL,
        Step.CALL_BACK,
        Step.KEEP_PROMISE,
        Step.REPLACE_PROMISE,
        Step.MISS_PROMISE,
    ),
    *(
        Step.START_CLOCK,
        Step.MEET_CLOCK,
        Step.EXTEND_CLOCK,
        Step.STOP_CLOCK,
        Step.RECOUNT_CLOCKS,
        Step.TURN_CLOCK,
    ),
    *(Step.READ_AGAIN, Step.ADD_CONTACT, Step.MOVE_MESSAGE, Step.JOIN_MASS, Step.LEAVE_MASS, Step.SPLIT),
    *(Step.JOIN_BREACH, Step.LEAVE_BREACH),
    *(
        Step.ADD_TASK,
        Step.FINISH_TASK,
        Step.TAKE_UP_TASK,
        Step.REASSIGN_TASK,
        Step.RESCHEDULE_TASK,
        Step.DROP_TASK,
        Step.CHOOSE_GUIDELINE,
        Step.MARK_ITEM,
    ),
    *(Step.MAKE_FILE, Step.TIE_ACTION),
)
steps = st.lists(st.sampled_from(sorted(TABLE)), max_size=30)


def walked(taken: list[Step]) -> list[State]:
    """The states passed through; steps that are not possible are left out."""
    way = [INITIAL]
    for step in taken:
        if is_possible(way[-1], step):
            way.append(state_after(way[-1], step))
    return way


@pytest.mark.parametrize("state", State)
def test_button_is_offered_exactly_where_the_step_can_be_taken(state: State) -> None:
    for step in steps_from(state):
        assert state_after(state, step) in State
    for step in set(Step) - set(steps_from(state)):
        with pytest.raises(StepNotPossible):
            state_after(state, step)


def test_step_that_says_nothing_of_how_it_stands_leaves_the_state_alone() -> None:
    for step in NEVER_MOVE:
        assert {state_after(state, step) is state for state in State if is_possible(state, step)} == {True}, (
            step
        )


@pytest.mark.parametrize("state", sorted(CLOSED))
def test_closed_complaint_is_opened_by_nothing_but_taking_it_up_again(state: State) -> None:
    moving = {step for step in steps_from(state) if state_after(state, step) is not state}
    reviewed = set() if state is State.WITHDRAWN else {Step.ASK_REVIEW, Step.TURN_OUTSIDE}
    assert moving == {Step.REOPEN, Step.SEAL} | reviewed


@pytest.mark.parametrize("state", sorted(GONE))
def test_what_has_gone_elsewhere_comes_back_only_by_being_parted_or_undone(state: State) -> None:
    moving = {step for step in steps_from(state) if state_after(state, step) is not state}
    back = {
        State.MERGED: {Step.SEPARATE},
        State.REDIRECTED: {Step.UNDO_REDIRECT, Step.SEAL},
        State.VAULTED: {Step.UNSEAL},
    }
    assert moving == back[state]


def test_no_state_has_two_answers_to_one_step() -> None:
    for step, moves in TABLE.items():
        sources = [state for move in moves for state in move.sources]
        assert len(sources) == len(set(sources)) > 0, step


@pytest.mark.parametrize("step", sorted(ENDING))
def test_step_that_can_end_a_complaint_has_no_way_back_into_it(step: Step) -> None:
    ends = {state_after(state, step) for state in State if is_possible(state, step)}
    assert ends <= CLOSED | GONE


@pytest.mark.parametrize("state", sorted(AWAITING))
def test_answer_can_be_written_down_while_it_is_waited_for(state: State) -> None:
    assert state_after(state, Step.RECORD_ANSWER) is State.INVESTIGATING


@pytest.mark.parametrize("state", sorted(OPEN | CLOSED))
def test_word_of_the_complainant_is_heard_wherever_the_complaint_is_ours(state: State) -> None:
    assert is_possible(state, Step.HEAR)
    assert (state_after(state, Step.HEAR) in CLOSED) is (state in CLOSED)


@pytest.mark.parametrize("state", sorted(State))
def test_note_and_delivery_are_possible_everywhere(state: State) -> None:
    assert {Step.NOTE, Step.DELIVER_LETTER, Step.MISS_PROMISE} <= set(steps_from(state))


@pytest.mark.parametrize("state", sorted(State))
def test_turn_is_nobodys_exactly_where_it_has_ended(state: State) -> None:
    assert (whose_turn(state) is WaitingFor.NOBODY) is (state in CLOSED | GONE)


@pytest.mark.parametrize("state", sorted(IN_HAND))
def test_what_is_in_hand_is_open(state: State) -> None:
    assert state in OPEN


@given(steps)
@settings(max_examples=25)
def test_first_state_is_never_come_back_to(taken: list[Step]) -> None:
    way = walked(taken)
    left = next((number for number, state in enumerate(way) if state is not INITIAL), len(way))
    assert INITIAL not in way[left:]


@given(steps)
@settings(max_examples=25)
def test_nothing_is_decided_before_somebody_has_looked_into_it(taken: list[Step]) -> None:
    way = walked(taken)
    if State.DECIDED in way:
        before = way[: way.index(State.DECIDED)]
        assert State.INVESTIGATING in before
        assert State.ASSESSING in before or State.REOPENED in before


@given(steps)
@settings(max_examples=25)
def test_proposal_is_never_accepted_before_it_was_made(taken: list[Step]) -> None:
    way = walked(taken)
    if State.CLOSED_ACCEPTED in way:
        assert {State.DECIDED, State.PROPOSAL} & set(way[: way.index(State.CLOSED_ACCEPTED)])


def test_every_step_can_be_taken_by_somebody() -> None:
    everybody = frozenset().union(*OF_ROLE.values(), OF_COMPLAINANT, OF_SYSTEM)
    assert {step for step in NEEDED if NEEDED[step] not in everybody} == set()


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.ADMINISTRATOR])
def test_who_reads_or_keeps_accounts_takes_no_step_in_a_complaint(role: Role) -> None:
    """But auditors in the vault, where they hold a grant."""
    taken = {NEEDED[step] for step in NEEDED if NEEDED[step] in OF_ROLE[role]}
    assert taken == ({Permission.KEEP_SEAL} if role is Role.AUDITOR else set())


def test_lead_may_whatever_a_handler_may() -> None:
    assert OF_ROLE[Role.HANDLER] < OF_ROLE[Role.LEAD]


def test_step_that_changes_a_promise_is_a_step() -> None:
    assert set(PROMISES) <= {each.value for each in Step}


@pytest.mark.parametrize(("pending", "due", "owes_nothing"), list(product((True, False), repeat=3)))
@pytest.mark.parametrize("kinds", [(), ("progress",), ("progress", "decision", "remedy", "follow_up")])
def test_no_promise_is_opened_that_is_open_already(
    kinds: tuple[str, ...], pending: bool, due: bool, owes_nothing: bool
) -> None:
    for step in PROMISES:
        effect = effect_of(step, Situation(pending, due, kinds, owes_nothing))
        opened = [opening.kind.value for opening in effect.opens]
        assert len(opened) == len(set(opened)), step
        still = set() if effect.cancels_rest else set(kinds) - {kind.value for kind in effect.keeps}
        assert not still & set(opened), step


@pytest.mark.parametrize("step", [Step.CLOSE_ACCEPTED, Step.CLOSE_EXHAUSTED, Step.WITHDRAW])
def test_nobody_is_promised_anything_by_an_end(step: Step) -> None:
    effect = effect_of(step.value, Situation(False, True, ("progress",)))
    assert effect.cancels_rest
    assert not effect.opens
