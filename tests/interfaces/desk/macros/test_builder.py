"""The form of a macro: parts added, moved, taken away, and nothing that was typed is lost on the way."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import QueryDict
from django.utils.translation import override

from kikitori.casework.errors import Problem
from kikitori.interfaces.desk.macros.builder import Builder, kept, sent
from kikitori.interfaces.desk.macros.part_form import Offer
from kikitori.records.together.macros import Macro
from kikitori.records.together.parts import ASKS, ME, MOST_PARTS, Part, PartKind

K = PartKind
OFFER = Offer([("5", "隣野 まこと")], [("3", "お客様窓口")], [("7", "お詫び")])
TYPED = {
    "name_ja": "引き取る",
    "name_en": "",
    "is_active": "on",
    "seen": "4",
    "part_0-kind": "assign",
    "part_0-to": "me",
    "part_1-kind": "note",
    "part_1-words": "  確認\n二行目",
    "part_2-kind": "task",
    "part_2-words": "電話",
    "part_2-to": "5",
    "part_2-days": "２",
}


def posted(**changes: str) -> Builder:
    data = QueryDict(mutable=True)
    data.update({**TYPED, **changes})
    return sent(data, OFFER)


def shown(builder: Builder) -> list[dict[str, Any]]:
    """Each part with what its fields hold as they are drawn."""
    return [
        {"kind": part.kind.value, **{name: part[name].value() for name in ASKS[part.kind]}}
        for part in builder.parts
    ]


def test_what_was_typed_becomes_a_macro() -> None:
    builder = posted(do="save")
    given = builder.given()
    assert given is not None
    assert (given.name_ja, given.name_en, given.is_active, builder.seen) == ("引き取る", "", True, 4)
    assert given.parts == [
        Part(kind=K.ASSIGN, to=ME),
        Part(kind=K.NOTE, words="  確認\n二行目"),
        Part(kind=K.TASK, words="電話", to="5", days=2),
    ]


@pytest.mark.parametrize(
    ("do", "order"),
    [
        ("redraw", ["assign", "note", "task"]),
        ("up-1", ["note", "assign", "task"]),
        ("down-1", ["assign", "task", "note"]),
        ("up-0", ["assign", "note", "task"]),
        ("down-2", ["assign", "note", "task"]),
        ("drop-0", ["note", "task"]),
        ("drop-2", ["assign", "note"]),
        ("drop-3", ["assign", "note", "task"]),
        ("drop-x", ["assign", "note", "task"]),
        ("drop-" + "9" * 30, ["assign", "note", "task"]),
        ("up-", ["assign", "note", "task"]),
        ("", ["assign", "note", "task"]),
    ],
)
def test_buttons_move_and_take_away_parts_and_lose_nothing(do: str, order: list[str]) -> None:
    builder = posted(do=do)
    assert [part["kind"] for part in shown(builder)] == order
    typed = {part["kind"]: part for part in shown(builder)}
    if "note" in typed:
        assert typed["note"]["words"] == "  確認\n二行目"
    if "task" in typed:
        assert (typed["task"]["words"], typed["task"]["to"], typed["task"]["days"]) == ("電話", "5", "２")
    assert builder.form["name_ja"].value() == "引き取る"
    assert builder.form["is_active"].value() is True
    assert not builder.errors


@pytest.mark.parametrize("kind", PartKind)
def test_part_of_every_kind_can_be_added_and_asks_for_its_own(kind: PartKind) -> None:
    builder = posted(do="add", new=kind.value)
    assert len(builder.parts) == 4
    added = builder.parts[-1]
    assert added.kind is kind
    assert [field.name for field in added.asked] == list(ASKS[kind])
    assert not builder.errors


@pytest.mark.parametrize("new", ["", "close", "reply_now"])
def test_what_no_macro_does_cannot_be_added(new: str) -> None:
    assert len(posted(do="add", new=new).parts) == 3


def test_form_does_not_grow_beyond_the_most() -> None:
    many = {f"part_{number}-kind": "follow" for number in range(MOST_PARTS)}
    builder = posted(do="add", new="follow", **many)
    assert len(builder.parts) == MOST_PARTS
    assert not builder.may_grow
    assert posted(do="add", new="follow").may_grow


def test_switch_that_is_off_stays_off() -> None:
    data = QueryDict(mutable=True)
    data.update({name: value for name, value in TYPED.items() if name != "is_active"})
    assert sent(data, OFFER).form["is_active"].value() is False


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"part_2-days": "あした"}, "days"),
        ({"part_2-to": "99"}, "to"),
        ({"part_0-to": "holder"}, "to"),
    ],
)
def test_value_of_another_kind_is_said_beside_its_field(change: dict[str, str], field: str) -> None:
    builder = posted(do="save", **change)
    assert builder.given() is None
    assert builder.errors
    assert {name for part in builder.parts for name in part.errors} == {field}


def test_form_that_is_said_to_be_wrong_can_be_sent_again() -> None:
    builder = posted(do="save", **{"part_2-days": "あした"})
    assert [part["kind"] for part in shown(builder)] == ["assign", "note", "task"]
    assert shown(builder)[2]["days"] == "あした"


@pytest.mark.parametrize(
    ("place", "problem", "said"),
    [
        ("parts.2.days", Problem.OUT_OF_RANGE, "1から60までの数を入力してください。"),
        ("parts.0.to", Problem.OUT_OF_RANGE, "苦情を担当できる在職中の人を選んでください。"),
        ("parts.1.words", Problem.MISSING, "入力してください。"),
    ],
)
def test_codes_of_the_verb_stand_beside_the_field_of_the_part(
    place: str, problem: Problem, said: str
) -> None:
    builder = posted(do="save")
    assert builder.given() is not None
    with override("ja"):
        builder.blame({place: problem})
        _parts, number, name = place.split(".")
        assert builder.parts[int(number)].errors[name] == [said]


@pytest.mark.parametrize(
    ("place", "problem", "said"),
    [
        ("name_ja", Problem.MISSING, "少なくとも一つの言語で名前を付けてください。"),
        ("name_en", Problem.UNKNOWN_WORD, "同じ名前の定型操作があります。別の名前を付けてください。"),
    ],
)
def test_codes_of_the_names_stand_beside_them(place: str, problem: Problem, said: str) -> None:
    builder = posted(do="save")
    assert builder.given() is not None
    with override("ja"):
        builder.blame({place: problem})
        assert builder.form.errors[place] == [said]


def test_macro_without_a_part_is_said_above_all() -> None:
    builder = posted(do="save")
    with override("ja"):
        builder.blame({"parts": Problem.MISSING})
        assert str(builder.flaw) == "手順を少なくとも一つ追加してください。"
    assert builder.errors


def test_new_macro_begins_empty_and_offered() -> None:
    builder = kept(None, OFFER)
    assert builder.parts == []
    assert (builder.form["seen"].value(), builder.form["is_active"].value()) == (0, True)


def test_kept_macro_is_drawn_as_it_stands() -> None:
    parts = [Part(kind=K.PLACE, queue="urgent", team=3), Part(kind=K.REPLY, template=7, politeness="polite")]
    macro = Macro(name_ja="急ぎへ", parts=[part.as_kept() for part in parts], version=3, is_active=False)
    builder = kept(macro, OFFER)
    assert shown(builder) == [
        {"kind": "place", "queue": "urgent", "team": 3},
        {"kind": "reply", "template": 7, "politeness": "polite"},
    ]
    assert (builder.form["seen"].value(), builder.form["is_active"].value()) == (3, False)
