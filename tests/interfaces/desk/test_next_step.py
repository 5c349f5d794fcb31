"""Each promise names the step that keeps it, and each such step has a page, a verb and an icon."""

from itertools import product

import pytest
from django.urls import reverse
from django.utils.translation import override

from kikitori.interfaces.desk.complaint.steps.table import WORD_OF, name_of
from kikitori.interfaces.desk.next_step import ICON, VERB, steps_that_keep
from kikitori.records.complaints.lifecycle import CLOSED, OPEN, State, Step, is_possible
from kikitori.records.deadlines.promises import TABLE, PromiseKind

K, S = PromiseKind, State


@pytest.mark.parametrize(
    ("kind", "state", "step"),
    [
        (K.ACKNOWLEDGEMENT, S.RECEIVED, Step.ACKNOWLEDGE),
        (K.PROGRESS, S.ACKNOWLEDGED, Step.REPLY),
        (K.PROGRESS, S.AWAITING_THIRD_PARTY, Step.REPLY),
        (K.DECISION, S.RECEIVED, Step.ASSESS),
        (K.DECISION, S.ACKNOWLEDGED, Step.ASSESS),
        (K.DECISION, S.ASSESSING, Step.INVESTIGATE),
        (K.DECISION, S.INVESTIGATING, Step.DECIDE),
        (K.DECISION, S.PROPOSAL, Step.DECIDE),
        (K.DECISION, S.REOPENED, Step.PROPOSE),
        (K.REMEDY, S.REMEDYING, Step.REMEDY),
        (K.FOLLOW_UP, S.CONFIRMING, Step.ASK_SOLVED),
        (K.CALL_BACK, S.INVESTIGATING, Step.CALL_BACK),
        (K.CALL_BACK, S.CLOSED_ACCEPTED, Step.CALL_BACK),
        (K.REVIEW, S.REVIEW2, Step.BEGIN_REVIEW),
        (K.PETITION, S.INVESTIGATING, Step.ANSWER_PETITION),
        (K.APPOINTMENT, S.INVESTIGATING, Step.ANSWER_APPOINTMENT),
        (K.OTHER, S.INVESTIGATING, Step.KEEP_PROMISE),
        (K.OTHER, S.CLOSED_ACCEPTED, Step.KEEP_PROMISE),
    ],
)
def test_step_offered_first_is_the_nearest_one(kind: PromiseKind, state: State, step: Step) -> None:
    assert steps_that_keep(kind, state)[0] is step


@pytest.mark.parametrize(("kind", "state"), list(product(PromiseKind, State)))
def test_step_offered_is_one_the_lifecycle_knows(kind: PromiseKind, state: State) -> None:
    assert all(is_possible(state, step) for step in steps_that_keep(kind, state))


@pytest.mark.parametrize("kind", [kind for kind in PromiseKind if kind is not K.DECISION])
def test_first_step_really_keeps_the_promise(kind: PromiseKind) -> None:
    steps = {step for state in State for step in steps_that_keep(kind, state)}
    assert steps
    if kind is K.OTHER:
        assert steps == {Step.KEEP_PROMISE}, "one promise by its number, not all of its kind"
        return
    if kind is K.PETITION:
        assert steps == {Step.ANSWER_PETITION}, "one answer keeps its own promise"
        return
    if kind is K.APPOINTMENT:
        assert steps == {Step.ANSWER_APPOINTMENT}, "so does this one"
        return
    if kind is K.INQUIRY:
        assert steps == {Step.TELL_INQUIRY}, "in the vault"
    if kind is K.REFERRAL:
        assert steps == {Step.RECORD_REFERRAL, Step.RECORD_RESULT}, "one answer of one of them, too"
        return
    assert all(kind in TABLE[step.value].keeps for step in steps)


def test_ended_complaint_offers_nothing_but_the_call() -> None:
    for state in CLOSED:
        offered = {kind: steps_that_keep(kind, state) for kind in PromiseKind}
        assert offered[K.CALL_BACK] == (Step.CALL_BACK,)
        assert not any(offered[kind] for kind in (K.ACKNOWLEDGEMENT, K.REMEDY))
        asks = (Step.ASK_AGAIN,) if state is State.CLOSED_ACCEPTED else ()
        assert offered[K.FOLLOW_UP] == asks


def test_decision_has_a_next_step_in_every_open_state() -> None:
    assert [state for state in OPEN if not steps_that_keep(K.DECISION, state)] == []


@pytest.mark.parametrize("step", sorted(VERB))
def test_step_has_a_page_and_a_verb_in_both_languages(step: Step) -> None:
    assert reverse(name_of(WORD_OF[step]), args=["K-2026-000001"]).startswith("/desk/complaints/")
    with override("en"):
        english = str(VERB[step])
    with override("ja"):
        assert str(VERB[step]) not in ("", english)


def test_every_offered_step_has_a_verb_and_every_kind_an_icon() -> None:
    offered = {step for kind, state in product(PromiseKind, State) for step in steps_that_keep(kind, state)}
    assert offered == set(VERB)
    assert set(ICON) == set(PromiseKind)
