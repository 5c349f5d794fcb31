"""Closing an account: a tick for each kind that may stay, none for what must be handed on, and words for each code."""

from __future__ import annotations

import pytest
from django.http import QueryDict
from django.utils.translation import override

from kikitori.casework.errors import Problem
from kikitori.casework.leaving import MUST_GO
from kikitori.interfaces.desk.leaving.closing_form import ClosingForm
from kikitori.interfaces.desk.leaving.holding_words import HOLDING, LEFT
from kikitori.records.together.terms import Holding

MAY_STAY = [kind for kind in Holding if kind not in MUST_GO]


def posted(held: list[Holding], *ticked: str) -> ClosingForm:
    data = QueryDict(mutable=True)
    for name in ticked:
        data[name] = "on"
    form = ClosingForm(held, data)
    assert form.is_valid()
    return form


def test_nothing_held_asks_for_no_tick() -> None:
    assert list(ClosingForm([]).fields) == []


@pytest.mark.parametrize("kind", Holding)
def test_tick_is_offered_exactly_for_what_may_stay(kind: Holding) -> None:
    assert list(ClosingForm([kind]).fields) == ([kind.value] if kind in MAY_STAY else [])


@pytest.mark.parametrize("kind", MAY_STAY)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_each_tick_says_what_is_left_and_what_becomes_of_it(kind: Holding, language: str) -> None:
    with override(language):
        field = ClosingForm([kind]).fields[kind.value]
        assert str(HOLDING[kind]) in str(field.label)
        assert field.help_text == str(LEFT[kind])


def test_only_what_was_ticked_is_left() -> None:
    held = [Holding.DRAFTS, Holding.VIEWS, Holding.FOLLOWED]
    assert posted(held, "drafts", "followed").left() == [Holding.DRAFTS, Holding.FOLLOWED]
    assert posted(held).left() == []


def test_tick_for_what_is_not_held_or_must_go_says_nothing() -> None:
    form = posted([Holding.DRAFTS, Holding.COMPLAINTS], "views", "complaints", "tasks")
    assert form.left() == []


@pytest.mark.parametrize("kind", MAY_STAY)
def test_what_was_not_ticked_is_said_beside_its_tick(kind: Holding) -> None:
    form = posted([kind])
    with override("ja"):
        form.blame({kind.value: Problem.MISSING})
        assert form.errors[kind.value] == ["先に引き継ぐか、そのまま残すことに印を付けてください。"]


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (Holding.COMPLAINTS, "担当している進行中の苦情: 先に引き継いでください。"),
        (Holding.TASKS, "済んでいないやること: 先に引き継いでください。"),
        (Holding.LEVELS, "上申先または代行になっている段階: 先に引き継いでください。"),
    ],
)
def test_what_must_go_first_is_said_above_all(kind: Holding, said: str) -> None:
    form = posted([kind])
    with override("ja"):
        form.blame({kind.value: Problem.OUT_OF_RANGE})
        assert form.non_field_errors() == [said]


def test_ones_own_account_is_refused_in_words() -> None:
    form = posted([])
    with override("ja"):
        form.blame({"staff": Problem.OUT_OF_RANGE})
        assert form.non_field_errors() == [
            "ご自分の利用は停止できません。最後の管理者の利用も、ほかの方のために停止できません。"
        ]
