"""Kept parts of a macro that were changed since: what no part says is refused, what one says is read to the letter."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kikitori.records.complaints.lifecycle import Step
from kikitori.records.together.parts import (
    ASKS,
    HOLDER,
    IN_ROUNDS,
    ME,
    MOST_DAYS,
    MOST_PARTS,
    STEP_OF,
    TOLD_OUTSIDE,
    Part,
    PartKind,
    read_part,
)

TEXTS = ("to", "queue", "words", "politeness")
NUMBERS = ("team", "days", "template")
#: kind → a whole part of it, as a row keeps it.
KEPT: dict[str, dict[str, Any]] = {
    "assign": {"kind": "assign", "to": "12"},
    "place": {"kind": "place", "queue": "urgent", "team": 3},
    "note": {"kind": "note", "words": "折り返しを待つ"},
    "task": {"kind": "task", "words": "電話する", "to": "holder", "days": 2},
    "call": {"kind": "call", "days": 1, "words": "交換の件"},
    "promise": {"kind": "promise", "words": "経過をご連絡します", "days": 5},
    "escalate": {"kind": "escalate", "words": "返金の可否"},
    "follow": {"kind": "follow"},
    "reply": {"kind": "reply", "template": 7, "politeness": "polite"},
}


def test_table_has_every_kind() -> None:
    assert set(KEPT) == {kind.value for kind in PartKind}
    assert {name: set(kept) - {"kind"} for name, kept in KEPT.items()} == {
        kind.value: set(ASKS[kind]) for kind in PartKind
    }


@pytest.mark.parametrize("kind", KEPT)
def test_kept_part_is_read_and_written_again_to_the_letter(kind: str) -> None:
    part = read_part(json.loads(json.dumps(KEPT[kind])))
    assert part.kind.value == kind
    assert json.loads(json.dumps(part.as_kept())) == KEPT[kind]


@pytest.mark.parametrize("name", TEXTS)
def test_text_of_another_type_is_no_part(name: str) -> None:
    for value in (None, 0, 7, 1.5, True, [], ["12"], {"ja": "x"}, b"12"):
        with pytest.raises((TypeError, ValueError)):
            read_part({"kind": "note", name: value})


@pytest.mark.parametrize("name", NUMBERS)
def test_number_of_another_type_is_no_part(name: str) -> None:
    for value in ("", "3", "３", 3.0, True, False, [3], {"n": 3}, float("nan")):
        with pytest.raises((TypeError, ValueError)):
            read_part({"kind": "task", name: value})


def test_days_are_always_a_number_where_rows_may_be_none() -> None:
    assert read_part({"kind": "place", "team": None, "template": None}) == Part(kind=PartKind.PLACE)
    with pytest.raises(TypeError):
        read_part({"kind": "task", "days": None})


@pytest.mark.parametrize(
    "kind",
    ["", "NOTE", "note ", "ｎote", "reply_now", "send", "close", "decide", "note\x00", "\ud800", "注記"],
)
def test_word_that_is_no_kind_is_refused(kind: str) -> None:
    with pytest.raises(ValueError, match="is not a valid PartKind"):
        read_part({"kind": kind})


@pytest.mark.parametrize("kind", [None, 3, True, [], {}, ["note"]])
def test_kind_that_is_no_word_is_refused(kind: Any) -> None:
    with pytest.raises((TypeError, ValueError)):
        read_part({"kind": kind})


@pytest.mark.parametrize("name", ["sends", "step", "staff", "Kind", "to_", "", "本文"])
def test_name_that_no_part_has_is_refused(name: str) -> None:
    with pytest.raises(TypeError):
        read_part({"kind": "note", name: "x"})


@pytest.mark.parametrize(
    ("to", "staff"),
    [
        ("1", 1),
        ("12", 12),
        ("0012", 12),
        ("9" * 18, int("9" * 18)),
        (ME, None),
        (HOLDER, None),
        ("", None),
        ("-1", None),
        ("+1", None),
        ("1.0", None),
        ("1e3", None),
        ("1_0", None),
        (" 1", None),
        ("1\n", None),
        ("1\x00", None),
        ("１２", None),
        ("٣", None),
        ("²", None),
        ("①", None),
        ("Ⅻ", None),
        ("十二", None),
        ("\ud800", None),
        ("ME", None),
    ],
)
def test_only_plain_digits_name_a_member_of_staff(to: str, staff: int | None) -> None:
    assert Part(kind=PartKind.TASK, to=to).staff == staff


texts = st.text(max_size=40)
rows = st.none() | st.integers(1, 10**9)


@given(
    st.builds(
        Part,
        kind=st.sampled_from(PartKind),
        to=texts,
        queue=texts,
        team=rows,
        days=st.integers(0, MOST_DAYS),
        words=texts,
        template=rows,
        politeness=texts,
    )
)
@settings(max_examples=25)
def test_whatever_is_kept_is_read_again_the_same(part: Part) -> None:
    kept = part.as_kept()
    assert read_part(json.loads(json.dumps(kept))) == part
    assert all(value not in ("", None, 0) for value in kept.values())


@pytest.mark.parametrize(
    ("kind", "step", "outside", "in_rounds"),
    [
        ("assign", Step.ASSIGN, False, True),
        ("place", Step.PLACE, False, True),
        ("note", Step.NOTE, False, True),
        ("task", Step.ADD_TASK, False, True),
        ("call", Step.PROMISE_CALL, True, False),
        ("promise", Step.PROMISE, True, False),
        ("escalate", Step.ESCALATE, False, True),
        ("follow", None, False, True),
        ("reply", Step.REPLY, False, False),
    ],
)
def test_each_kind_takes_its_step_and_is_for_many_only_where_nobody_outside_reads_it(
    kind: str, step: Step | None, outside: bool, in_rounds: bool
) -> None:
    part = read_part(KEPT[kind])
    assert part.step is step is STEP_OF[part.kind]
    assert (part.kind in TOLD_OUTSIDE, part.kind in IN_ROUNDS) == (outside, in_rounds)


def test_limits_are_those_of_a_working_day() -> None:
    assert (MOST_PARTS, MOST_DAYS) == (10, 60)
