"""Promises: which step keeps which, which one follows, and that none is forgotten or broken in silence."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kikitori.records.complaints.lifecycle import (
    CLOSED,
    INITIAL,
    OPEN,
    State,
    Step,
    state_after,
    steps_from,
)
from kikitori.records.deadlines.promises import (
    NOTHING,
    TABLE,
    CountsFrom,
    Opening,
    PromiseKind,
    PromiseOver,
    PromiseState,
    Situation,
    cancelled,
    effect_of,
    is_kept_late,
    replaced,
    settle,
    swept,
)

K = PromiseKind
DUE = datetime(2026, 11, 26, 8, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def after(
    step: str, *open_kinds: PromiseKind, pending: bool = True, remedies: bool = False
) -> set[PromiseKind]:
    """The kinds that are open once `step` has been taken."""
    effect = effect_of(step, Situation(pending, remedies, open_kinds))
    rest = set() if effect.cancels_rest else set(open_kinds) - effect.keeps
    return rest | {opening.kind for opening in effect.opens}


def test_every_step_of_the_table_is_a_step_of_the_lifecycle() -> None:
    assert set(TABLE) <= set(Step)


def test_a_complaint_from_receipt_to_the_end_always_has_the_promise_of_its_stage() -> None:
    """The main road, step by step, with the promises a person may rely on at each point."""
    road = [
        ("receive", True, False, {K.ACKNOWLEDGEMENT}),
        ("acknowledge", True, False, {K.PROGRESS, K.DECISION}),
        ("assess", True, False, {K.PROGRESS, K.DECISION}),
        ("reply", True, False, {K.PROGRESS, K.DECISION}),
        ("propose", True, False, {K.DECISION}),
        ("decline", True, False, {K.PROGRESS, K.DECISION}),
        ("propose", True, False, {K.DECISION}),
        ("accept", False, True, {K.REMEDY}),
        ("reply", False, True, {K.REMEDY}),
        ("remedy", False, True, {K.REMEDY}),  # one of two is done
        ("remedy", False, False, {K.FOLLOW_UP}),
        ("finish_remedies", False, False, {K.FOLLOW_UP}),
        ("ask_solved", False, False, set()),
        ("confirm_unsolved", True, False, {K.PROGRESS, K.DECISION}),
        ("decide", False, False, {K.FOLLOW_UP}),
        ("close_exhausted", False, False, set()),
        ("reopen", True, False, {K.PROGRESS, K.DECISION}),
        ("withdraw", False, False, set()),
    ]
    open_kinds: set[PromiseKind] = set()
    for step, pending, remedies, expected in road:
        open_kinds = after(step, *open_kinds, pending=pending, remedies=remedies)
        assert open_kinds == expected, step


#: States in which somebody still waits for a decision.
UNDECIDED = OPEN - {
    State.RECEIVED,
    State.DECIDED,
    State.REMEDYING,
    State.CONFIRMING,
    State.EXTERNAL,
    State.REVIEW2,
}


BEGIN_AGAIN = (Step.REOPEN, Step.CONFIRM_UNSOLVED)
MAY_LEAVE_REMEDIES = (Step.DECIDE, Step.ACCEPT, Step.REMEDY)
DECIDES = (Step.DECIDE, Step.ACCEPT, Step.RECORD_RESULT)


def wander(choices: list[tuple[int, bool]]) -> Iterator[tuple[Step, State, Situation]]:
    """Any steps the lifecycle allows: each choice is which one, and whether a remedy is due after it."""
    state, decided, remedies = INITIAL, False, False
    for choice, due in choices:
        possible = steps_from(state)
        step = possible[choice % len(possible)]
        state = state_after(state, step)
        if step in MAY_LEAVE_REMEDIES:
            remedies = due
        elif step is Step.FINISH_REMEDIES or step in BEGIN_AGAIN:
            remedies = False
        # They answered, and it is looked into again; elsewhere their answer opens nothing.
        again = step in BEGIN_AGAIN or (step is Step.RECORD_REFERRAL and state is State.INVESTIGATING)
        decided = not again and (decided or step in DECIDES)
        yield step, state, Situation(state in OPEN and not decided, remedies)


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 40), st.booleans()), max_size=40))
def test_on_every_road_through_the_lifecycle_nobody_is_left_without_a_promise(
    choices: list[tuple[int, bool]],
) -> None:
    open_kinds = after("receive")
    for step, state, situation in wander(choices):
        pending, remedies = situation.decision_pending, situation.remedies_due
        if step is Step.RECORD_RESULT and state in CLOSED:
            continue  # written down after the end: where it has ended, nothing is promised (casework/promising.py)
        open_kinds = after(step, *open_kinds, pending=pending, remedies=remedies)
        if state is State.RECEIVED:
            assert K.ACKNOWLEDGEMENT in open_kinds
        if state in UNDECIDED:
            assert K.DECISION in open_kinds
        if state in CLOSED:
            assert not open_kinds
        if step in MAY_LEAVE_REMEDIES:
            assert (K.REMEDY in open_kinds) is remedies


def test_receive_promises_an_acknowledgement_counted_from_receipt() -> None:
    effect = effect_of("receive", Situation(decision_pending=True, remedies_due=False))
    assert effect.opens == (Opening(K.ACKNOWLEDGEMENT, "acknowledgement", CountsFrom.RECEIPT),)
    assert effect.keeps == frozenset()


def test_acknowledge_counts_the_answer_and_the_decision_from_receipt() -> None:
    effect = effect_of("acknowledge", Situation(True, False, [K.ACKNOWLEDGEMENT]))
    assert effect.keeps == {K.ACKNOWLEDGEMENT}
    assert [(o.kind, o.rule, o.counts_from) for o in effect.opens] == [
        (K.PROGRESS, "first-answer", CountsFrom.RECEIPT),
        (K.DECISION, "decision", CountsFrom.RECEIPT),
    ]


def test_acknowledge_of_what_was_resolved_at_once_promises_nothing_more() -> None:
    assert after("acknowledge", K.ACKNOWLEDGEMENT, pending=False) == set()


def test_reply_promises_the_next_progress_from_now() -> None:
    (opening,) = effect_of("reply", Situation(True, False, [K.PROGRESS])).opens
    assert (opening.rule, opening.counts_from) == ("progress", CountsFrom.STEP)


def test_reply_after_the_decision_keeps_progress_and_promises_no_more() -> None:
    assert after("reply", K.PROGRESS, pending=False) == set()


def test_reply_to_a_closed_complaint_promises_nothing() -> None:
    assert after("reply", pending=False) == set()


@pytest.mark.parametrize("step", ["decide", "accept"])
def test_decision_promises_the_remedy_that_is_due(step: str) -> None:
    assert after(step, K.PROGRESS, K.DECISION, pending=False, remedies=True) == {K.REMEDY}


def test_decision_without_remedies_promises_to_ask_whether_it_is_solved() -> None:
    (opening,) = effect_of("decide", Situation(False, False, [K.PROGRESS, K.DECISION])).opens
    assert (opening.kind, opening.rule, opening.counts_from) == (K.FOLLOW_UP, "follow-up", CountsFrom.STEP)


def test_second_decision_does_not_promise_a_second_question() -> None:
    assert effect_of("decide", Situation(False, False, [K.FOLLOW_UP])).opens == ()


@pytest.mark.parametrize("step", ["reopen", "confirm_unsolved"])
def test_beginning_again_counts_anew_from_the_step(step: str) -> None:
    effect = effect_of(step, Situation(decision_pending=True, remedies_due=False))
    assert [(o.rule, o.counts_from) for o in effect.opens] == [
        ("first-answer", CountsFrom.STEP),
        ("decision", CountsFrom.STEP),
    ]


@pytest.mark.parametrize("step", ["ask_solved", "confirm_solved", "confirm_unsolved"])
def test_follow_up_is_kept_whoever_speaks_first(step: str) -> None:
    assert K.FOLLOW_UP not in after(step, K.FOLLOW_UP, pending=False)


def test_call_back_is_kept_by_the_call_alone() -> None:
    assert after("reply", K.CALL_BACK, pending=False) == {K.CALL_BACK}
    assert after("call_back", K.CALL_BACK, K.DECISION) == {K.DECISION}


@pytest.mark.parametrize("step", ["close_accepted", "close_exhausted", "withdraw"])
def test_end_of_a_complaint_leaves_no_promise_open(step: str) -> None:
    effect = effect_of(step, Situation(False, False, list(K)))
    assert effect.cancels_rest
    assert effect.keeps == frozenset()
    assert after(step, *K, pending=False) == set()


@pytest.mark.parametrize("step", ["note", "assign", "assess", "escalate", "ask_third_party", "no such step"])
def test_step_that_says_nothing_to_the_person_changes_no_promise(step: str) -> None:
    assert effect_of(step, Situation(True, True, list(K))) == NOTHING


@given(
    st.sampled_from([*TABLE, "note"]),
    st.builds(Situation, st.booleans(), st.booleans(), st.frozensets(st.sampled_from(list(PromiseKind)))),
)
def test_no_promise_is_ever_made_twice(step: str, situation: Situation) -> None:
    effect = effect_of(step, situation)
    opened = [opening.kind for opening in effect.opens]
    still_open = set() if effect.cancels_rest else set(situation.open_kinds) - effect.keeps
    assert len(set(opened)) == len(opened)
    assert not still_open & set(opened)


@given(st.sampled_from(sorted(TABLE)), st.frozensets(st.sampled_from(list(PromiseKind))))
def test_same_step_twice_opens_nothing_new_unless_it_keeps_it(
    step: str, open_kinds: frozenset[PromiseKind]
) -> None:
    once = after(step, *open_kinds)
    assert after(step, *once) <= once


def test_situation_takes_kinds_as_they_are_stored() -> None:
    effect = effect_of("acknowledge", Situation(True, False, ["acknowledgement", "decision"]))
    assert [opening.kind for opening in effect.opens] == [K.PROGRESS]


@pytest.mark.parametrize(
    ("state", "settled"), [(PromiseState.OPEN, PromiseState.KEPT), (PromiseState.MISSED, PromiseState.MISSED)]
)
def test_settle_keeps_an_open_promise_and_leaves_a_missed_one_missed(
    state: PromiseState, settled: PromiseState
) -> None:
    assert settle(state) is settled


@pytest.mark.parametrize("state", [PromiseState.KEPT, PromiseState.REPLACED, PromiseState.CANCELLED])
def test_ended_promise_can_be_neither_kept_nor_replaced(state: PromiseState) -> None:
    with pytest.raises(PromiseOver, match=f"is {state.value}") as over:
        settle(state)
    assert over.value.state is state
    with pytest.raises(PromiseOver):
        replaced(state, DUE, DUE)


@pytest.mark.parametrize(
    ("kept_at", "late"),
    [(None, False), (DUE - SECOND, False), (DUE, False), (DUE + SECOND / 2, False), (DUE + SECOND, True)],
)
def test_is_kept_late_compares_with_the_told_date(kept_at: datetime | None, *, late: bool) -> None:
    assert is_kept_late(DUE, kept_at) is late


@pytest.mark.parametrize(("now", "state"), [(DUE, PromiseState.OPEN), (DUE + SECOND, PromiseState.MISSED)])
def test_swept_finds_an_open_promise_missed_once_its_date_has_passed(
    now: datetime, state: PromiseState
) -> None:
    assert swept(PromiseState.OPEN, DUE, now) is state


@pytest.mark.parametrize("state", [state for state in PromiseState if state is not PromiseState.OPEN])
def test_swept_leaves_every_ended_promise_alone(state: PromiseState) -> None:
    assert swept(state, DUE, DUE + timedelta(days=400)) is state


def test_swept_twice_is_swept_once() -> None:
    late = DUE + SECOND
    assert swept(swept(PromiseState.OPEN, DUE, late), DUE, late) is PromiseState.MISSED


@pytest.mark.parametrize(
    ("state", "at", "ends"),
    [
        (PromiseState.OPEN, DUE, PromiseState.CANCELLED),
        (PromiseState.OPEN, DUE + SECOND, PromiseState.MISSED),
        (PromiseState.KEPT, DUE + SECOND, PromiseState.KEPT),
        (PromiseState.MISSED, DUE, PromiseState.MISSED),
        (PromiseState.REPLACED, DUE, PromiseState.REPLACED),
        (PromiseState.CANCELLED, DUE + SECOND, PromiseState.CANCELLED),
    ],
)
def test_cancelled_hides_no_broken_word(state: PromiseState, at: datetime, ends: PromiseState) -> None:
    assert cancelled(state, DUE, at) is ends


@pytest.mark.parametrize(
    ("state", "at", "ends"),
    [
        (PromiseState.OPEN, DUE, PromiseState.REPLACED),
        (PromiseState.OPEN, DUE + SECOND, PromiseState.MISSED),
        (PromiseState.MISSED, DUE + SECOND, PromiseState.MISSED),
    ],
)
def test_replaced_in_time_or_missed(state: PromiseState, at: datetime, ends: PromiseState) -> None:
    assert replaced(state, DUE, at) is ends
