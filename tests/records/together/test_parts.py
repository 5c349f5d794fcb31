"""Parts of a macro: a closed list, each told what it needs, kept and read again unchanged. Nothing sends."""

from __future__ import annotations

import pytest

from kikitori.records.access.permissions import NEEDED
from kikitori.records.complaints.lifecycle import ENDING, State, Step, state_after
from kikitori.records.together.parts import (
    ASKS,
    HOLDER,
    IN_ROUNDS,
    ME,
    STEP_OF,
    TOLD_OUTSIDE,
    Part,
    PartKind,
    read_part,
)

FULL = {
    "to": "12",
    "queue": "urgent",
    "team": 3,
    "days": 2,
    "words": "折り返しを待つ",
    "template": 7,
    "politeness": "polite",
}
EVERY = [Part(kind=kind, **{name: FULL[name] for name in ASKS[kind]}) for kind in PartKind]


@pytest.mark.parametrize("kind", PartKind)
def test_every_kind_says_its_step_and_what_it_asks(kind: PartKind) -> None:
    assert kind in STEP_OF
    assert set(ASKS[kind]) <= set(FULL)


@pytest.mark.parametrize("part", EVERY, ids=lambda part: part.kind.value)
def test_part_is_kept_and_read_again_unchanged(part: Part) -> None:
    assert read_part(part.as_kept()) == part


@pytest.mark.parametrize("part", EVERY, ids=lambda part: part.kind.value)
def test_only_what_is_set_is_kept(part: Part) -> None:
    assert set(part.as_kept()) == {"kind", *ASKS[part.kind]}


@pytest.mark.parametrize(
    "kept", [{}, {"kind": "reply_now"}, {"kind": "close"}, {"kind": "note", "sends": True}, {"words": "x"}]
)
def test_what_no_part_says_is_refused(kept: dict[str, object]) -> None:
    with pytest.raises((ValueError, TypeError)):
        read_part(kept)


@pytest.mark.parametrize(("to", "staff"), [("12", 12), (ME, None), (HOLDER, None), ("", None), ("-1", None)])
def test_only_a_number_names_a_member_of_staff(to: str, staff: int | None) -> None:
    assert Part(kind=PartKind.ASSIGN, to=to).staff == staff


def test_every_step_needs_a_permission_that_is_asked() -> None:
    assert all(step in NEEDED for step in STEP_OF.values() if step is not None)


@pytest.mark.parametrize("step", [step for step in STEP_OF.values() if step is not None])
def test_no_part_changes_the_state_so_none_can_make_the_next_impossible(step: Step) -> None:
    assert step not in ENDING
    assert {state_after(state, step) for state in (State.RECEIVED, State.INVESTIGATING)} == {
        State.RECEIVED,
        State.INVESTIGATING,
    }


@pytest.mark.parametrize("step", [Step.ASSESS, Step.DECIDE, Step.PROPOSE, Step.ACKNOWLEDGE, Step.INVESTIGATE])
def test_what_judges_or_writes_a_letter_is_no_part(step: Step) -> None:
    assert step not in STEP_OF.values()


def test_on_many_at_once_nothing_reaches_a_complainant() -> None:
    assert not IN_ROUNDS & TOLD_OUTSIDE
    assert PartKind.REPLY not in IN_ROUNDS
