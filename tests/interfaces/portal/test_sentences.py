"""Codes into sentences: every code has one, in both languages, kind and without the words of the machine."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.utils import translation

from kikitori.casework.errors import Obstacle, Problem
from kikitori.foundation.language.contact import MailFault
from kikitori.interfaces.portal.answers import ANSWERS
from kikitori.interfaces.portal.sentences import (
    MAIL_FAULT,
    OBSTACLE,
    PROBLEM,
    TOO_LONG,
    why_not_now,
    why_not_possible,
)
from kikitori.records.complaints.lifecycle import State, is_possible

LANGUAGES = ("ja", "en")
STEPS = sorted({found.step for found in ANSWERS.values()})
#: Words of machines and offices that no complainant should have to read.
COLD = re.compile(
    r"エラー|無効|不正|拒否|システム|データベース|ステータス|必須項目|ご理解|\b(?:invalid|error|status|denied|forbidden|failed)\b",
    re.IGNORECASE,
)


def said() -> Iterator[str]:
    """Every sentence of this module in the language that is active."""
    for table in (PROBLEM, MAIL_FAULT, OBSTACLE):
        yield from (str(sentence) for sentence in table.values())  # type: ignore[attr-defined]
    for state in State:
        for step in STEPS:
            yield from (str(sentence) for sentence in why_not_possible(state, step))


def test_every_problem_and_every_fault_has_its_sentence() -> None:
    assert set(PROBLEM) == set(Problem)
    assert set(MAIL_FAULT) == set(MailFault)


@pytest.mark.parametrize("obstacle", list(Obstacle))
def test_every_obstacle_is_told_with_what_can_be_done(obstacle: Obstacle) -> None:
    for language in LANGUAGES:
        with translation.override(language):
            told = [str(sentence) for sentence in why_not_now(obstacle)]
        assert len(told) == 2
        assert obstacle.value not in " ".join(told)


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_are_whole_kind_and_without_codes(language: str) -> None:
    with translation.override(language):
        for sentence in said():
            assert sentence.endswith(("。", ".")), sentence
            assert not COLD.search(sentence), sentence
            assert "_" not in sentence


def test_japanese_sentences_are_japanese() -> None:
    with translation.override("en"):
        english = set(said())
    with translation.override("ja"):
        japanese = set(said())
    assert not english & japanese


@pytest.mark.parametrize("step", STEPS)
def test_refusal_names_a_reason_wherever_the_table_refuses(step: str) -> None:
    from kikitori.records.complaints.lifecycle import Step

    with translation.override("ja"):
        for state in State:
            if not is_possible(state, Step(step)):
                assert why_not_possible(state, Step(step))


def test_too_long_names_both_figures() -> None:
    for language in LANGUAGES:
        with translation.override(language):
            told = str(TOO_LONG) % {"limit_value": 100, "show_value": 101}
        assert "100" in told
        assert "101" in told
