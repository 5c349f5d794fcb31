"""The sentences of letters: those that come, those of a house, what is filled in them."""

from __future__ import annotations

from itertools import product

import pytest

from kikitori.records.letters.fixed_sentences import (
    LANGUAGES,
    LONGEST,
    PLACES,
    Sentence,
    not_filled,
    own_among,
    sentences_in,
    shipped,
)
from kikitori.records.letters.kinds import LetterKind
from kikitori.records.letters.placeholders import Placeholder

DECISION = LetterKind.DECISION
VALUES = {
    Placeholder.ORGANISATION: "みほん堂",
    Placeholder.REFERENCE: "K-1",
    Placeholder.PHONE: "0120-000-000",
}


EVERY = list(product(PLACES, LANGUAGES))


@pytest.mark.parametrize(("kind", "language"), EVERY)
def test_every_place_has_a_sentence_that_comes(kind: LetterKind, language: str) -> None:
    assert set(shipped(kind, language)) == {place.value for place in PLACES[kind]}
    for text in shipped(kind, language).values():
        assert text.strip() == text
        assert 0 < len(text) <= LONGEST
        assert not_filled(text) == []


@pytest.mark.parametrize(("kind", "language"), EVERY)
def test_without_own_sentences_those_that_come_stand_there(kind: LetterKind, language: str) -> None:
    assert sentences_in(kind, language, {}, VALUES) == shipped(kind, language)


def test_own_sentence_stands_in_its_place_and_nowhere_else() -> None:
    found = sentences_in(DECISION, "ja", {"ja": {"opening": "結論です。"}, "en": {"further": "x"}}, VALUES)
    assert found["opening"] == "結論です。"
    assert found["further"] == shipped(DECISION, "ja")[Sentence.FURTHER]


@pytest.mark.parametrize("empty", ["", None])
def test_empty_place_has_the_sentence_that_comes(empty: str) -> None:
    assert (
        sentences_in(DECISION, "en", {"en": {"again": empty}}, VALUES)["again"]
        == shipped(DECISION, "en")[Sentence.AGAIN]
    )


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("{組織名}の{受付番号}", "みほん堂のK-1"),
        ("{organisation}, {reference}, {phone}", "みほん堂, K-1, 0120-000-000"),
        ("｛電話番号｝", "0120-000-000"),
        ("{ Organisation }", "みほん堂"),
        ("{% if x %}", "{% if x %}"),
        ("{{ complaint.reference }}", "{{ complaint.reference }}"),
    ],
)
def test_placeholders_are_filled_and_nothing_is_executed(text: str, filled: str) -> None:
    assert sentences_in(DECISION, "ja", {"ja": {"opening": text}}, VALUES)["opening"] == filled


def test_what_is_not_known_is_left_out_and_values_are_not_looked_at_again() -> None:
    own = {"ja": {"opening": "電話{電話番号}", "again": "{組織名}"}}
    found = sentences_in(DECISION, "ja", own, {Placeholder.ORGANISATION: "{電話番号}堂"})
    assert found["opening"] == "電話"
    assert found["again"] == "{電話番号}堂"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", []),
        ("{組織名}", []),
        ("{お名前}、{担当者}、{お名前}", ["お名前", "担当者"]),
        ("{nonsense}", ["nonsense"]),
        ("{% if %}", ["% if %"]),
    ],
)
def test_braces_that_nothing_fills_are_named(text: str, words: list[str]) -> None:
    assert not_filled(text) == words


def test_only_what_differs_is_kept() -> None:
    given = {
        "ja": {
            "opening": shipped(DECISION, "ja")[Sentence.OPENING],
            "again": "  新しい文  ",
            "ended": " ",
            "nonsense": "x",
        },
        "en": {},
        "xx": {"opening": "y"},
    }
    assert own_among(DECISION, given) == {"ja": {"again": "新しい文"}}
    assert own_among(DECISION, {}) == {}
