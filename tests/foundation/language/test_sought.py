"""What is typed finds what contains it: whatever part of a Japanese text, and words by their beginning."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kikitori.foundation.language.folded import folded
from kikitori.foundation.language.sought import MOST_WORDS, ways_of, words_in
from kikitori.foundation.language.tokens import tokens_of

WRITTEN = st.text(alphabet="割れた皿の返金額をサービスﾃﾞーﾀ髙東京都、。\n　", min_size=1, max_size=40)


def finds(word: str, text: str, *, at_first: bool = False) -> bool:
    """As the documents are asked: tokens first, then the signs where the tokens do not tell."""
    written = folded(text)
    tokens = tokens_of(written)
    return any(
        all(
            any(token.startswith(need.token) if need.begins else token == need.token for token in tokens)
            for need in (way.first if at_first else way.needs)
        )
        and (not way.exact or way.signs in written.signs)
        for way in ways_of(word)
    )


@given(WRITTEN, st.data())
def test_every_part_of_a_japanese_text_finds_it(text: str, data: st.DataObject):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    part = text[start:end]
    # A sound mark belongs to the sign before it: parted from it, neither is what stands there (た is not だ).
    assume(not part.startswith(("ﾞ", "ﾟ", "ー")) and not text.startswith(("ﾞ", "ﾟ"), end))
    if ways_of(part) and not folded(part).signs.startswith(("-", "ー")):
        assert finds(part, text)


@given(WRITTEN, st.text(alphabet="返金額割れ", min_size=2, max_size=5))
def test_nothing_is_found_by_what_does_not_stand_in_it(text: str, word: str):
    assert finds(word, text) == (folded(word).signs in folded(text).signs)


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("refund", "Two REFUNDS are due"),
        ("refunds", "a refund"),
        ("refun", "refunded"),
        ("replies", "no reply yet"),
        ("reply", "three replies"),
        ("box", "two boxes"),
        ("boxes", "a box"),
        ("ok", "it is OK."),
        ("3枚", "皿が3枚"),
        ("３枚", "皿が3枚"),
        ("A-12345", "注文Ａ－１２３４５の件"),
        ("quick brown", "the quick\nbrown fox"),
        ("割れた、器", "割れた、器"),
        ("カ-ド", "カード"),
        ("「返金」", "返金"),
        ("refund?", "Refund"),
    ],
)
def test_word_finds_text(word: str, text: str):
    assert finds(word, text)


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("fund", "refund"),
        ("re", "refund"),
        ("12", "123"),
        ("交換対応", "交換と対応と換対"),
        ("address", "addr"),
        ("A-12345", "a 12345"),
        ("brown quick", "quick brown"),
    ],
)
def test_word_does_not_find_text(word: str, text: str):
    assert not finds(word, text)


@pytest.mark.parametrize(
    ("word", "text", "own"),
    [
        ("京都", "京都の店", True),
        ("京都", "東京都の店", False),
        ("都", "東京都", True),
        ("art", "modern art", True),
        ("art", "an article", False),
        ("arts", "the art", True),
        ("カード", "カードローン", True),
        ("カード", "ギフトカード", False),
    ],
)
def test_word_of_its_own_is_told_from_part_of_a_longer_one(word: str, text: str, own: bool):
    assert finds(word, text)
    assert finds(word, text, at_first=True) is own


@pytest.mark.parametrize("nothing", ["", "💢", "%", "_", "!?、。", "\\", "'"])
def test_what_has_no_letter_is_no_word(nothing: str):
    assert ways_of(nothing) == []


def test_words_are_parted_by_blanks_and_kept_together_by_quotation_marks():
    assert words_in("返金　対応 “quick brown” 「東京 都」") == ["返金", "対応", "quick brown", "東京 都"]
    assert len(words_in("a " * 100)) == MOST_WORDS
