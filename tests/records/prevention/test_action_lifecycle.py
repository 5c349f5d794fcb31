"""The lifecycle of a corrective action: its table, written out once more, and what it must never allow."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import pytest
from django.utils.translation import override

from kikitori.records.prevention.bones import drawn_heads
from kikitori.records.prevention.labels import ACTION_KIND, ACTION_STATE, ACTION_STEP, METHOD, VERDICT
from kikitori.records.prevention.lifecycle import (
    BOUND,
    INITIAL,
    OPEN,
    TABLE,
    UNDONE,
    WATCHED,
    ActionStep,
    ActionStepNotPossible,
    is_possible,
    state_after,
)
from kikitori.records.prevention.terms import ActionKind, ActionState, Method, Verdict

#: State → step → state; steps that change no state are left out.
MOVES = {
    "identified": {"analyse": "analysed", "drop": "dropped"},
    "analysed": {"plan": "planned", "drop": "dropped"},
    "planned": {"analyse": "analysed", "send_back": "analysed", "approve": "approved", "drop": "dropped"},
    "approved": {"begin": "implementing", "anew": "identified", "drop": "dropped"},
    "implementing": {"finish": "implemented", "anew": "identified", "drop": "dropped"},
    "implemented": {
        "extend": "checking",
        "ask": "checking",
        "prove": "effective",
        "fail": "not_effective",
        "anew": "identified",
    },
    "checking": {"prove": "effective", "fail": "not_effective", "anew": "identified"},
    "effective": {"anew": "identified"},
    "not_effective": {"anew": "identified"},
    "dropped": {},
}


@pytest.mark.parametrize("state", ActionState)
def test_table_is_the_one_that_is_written_here(state: ActionState) -> None:
    found = {
        step.value: state_after(state, step).value
        for step in ActionStep
        if is_possible(state, step) and state_after(state, step) is not state
    }
    assert found == MOVES[state.value]


@pytest.mark.parametrize("state", ActionState)
@pytest.mark.parametrize("step", ActionStep)
def test_what_the_table_does_not_know_cannot_be_done(state: ActionState, step: ActionStep) -> None:
    if is_possible(state, step):
        assert state_after(state, step) in ActionState
        return
    with pytest.raises(ActionStepNotPossible) as refused:
        state_after(state, step)
    assert (refused.value.state, refused.value.step) == (state, step)


def test_nothing_is_carried_out_that_was_not_approved() -> None:
    """Every way from the beginning to being carried out goes through an approval, and every one to effective a check."""
    assert _reached(without=ActionStep.APPROVE).isdisjoint(BOUND)
    assert ActionState.EFFECTIVE not in _reached(without=ActionStep.PROVE)
    assert ActionState.PLANNED not in _reached(without=ActionStep.ANALYSE)


def test_every_state_is_reached() -> None:
    assert _reached() == set(ActionState)


def test_plan_cannot_be_written_once_it_is_approved() -> None:
    for step in (ActionStep.PLAN, ActionStep.ANALYSE):
        assert not any(is_possible(state, step) for state in BOUND)


def test_what_did_not_help_never_rests() -> None:
    assert [step for step in ActionStep if is_possible(ActionState.NOT_EFFECTIVE, step)] == [ActionStep.ANEW]
    assert ActionState.NOT_EFFECTIVE not in OPEN


def test_groups_of_states_fit_together() -> None:
    assert INITIAL in UNDONE
    assert UNDONE | WATCHED == OPEN
    assert not UNDONE & WATCHED
    assert set(ActionState) - OPEN == {
        ActionState.EFFECTIVE,
        ActionState.NOT_EFFECTIVE,
        ActionState.DROPPED,
    }


@pytest.mark.parametrize(
    ("table", "words"),
    [
        (ACTION_KIND, ActionKind),
        (ACTION_STATE, ActionState),
        (ACTION_STEP, ActionStep),
        (METHOD, Method),
        (VERDICT, Verdict),
    ],
)
def test_every_word_is_told_in_both_languages(table: dict[Any, Any], words: type[StrEnum]) -> None:
    said = {}
    for language in ("ja", "en"):
        with override(language):
            said[language] = {word: str(table[word]) for word in words}
        assert len(set(said[language].values())) == len(list(words))
    assert not [word for word in words if said["ja"][word] == said["en"][word]]
    assert set(table) == set(words)


def test_kinds_have_the_codes_of_the_reference() -> None:
    assert [kind.value for kind in ActionKind] == [
        *("ca_rule", "ca_training", "ca_system", "ca_design", "ca_staffing", "ca_supplier"),
        *("ca_recall", "ca_info", "ca_monitor", "ca_discipline"),
    ]


def test_fish_has_six_bones_with_names_in_both_languages() -> None:
    assert list(drawn_heads([])) == ["people", "method", "machine", "material", "measurement", "environment"]
    assert len({word for name in drawn_heads([]).values() for word in (name.ja, name.en)}) == 12


def _reached(without: ActionStep | None = None) -> set[ActionState]:
    found, ahead = {INITIAL}, [INITIAL]
    while ahead:
        state = ahead.pop()
        for step, moves in TABLE.items():
            to = moves.get(state)
            if to is not None and step is not without and to not in found:
                found.add(to)
                ahead.append(to)
    return found
