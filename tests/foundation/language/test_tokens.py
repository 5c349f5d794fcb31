"""Tokens: words where words are written apart, pairs and single signs where they are not."""

from __future__ import annotations

import pytest

from kikitori.foundation.language.folded import folded
from kikitori.foundation.language.tokens import LONGEST_WORD, tokens_of


def tokens(text: str) -> set[str]:
    return tokens_of(folded(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Two refunds", {"two", "refunds"}),
        ("京都", {"京", "都", "京都", "^京都"}),
        ("東京都", {"東", "京", "都", "東京", "京都", "^東京"}),
        ("iPhone15を", {"iphone15", "を"}),
        ("e-mail", {"e", "mail"}),
        ("皿、器", {"皿", "器"}),
        ("한글", {"한", "글", "한글", "^한글"}),
        ("💢!?", set()),
        ("", set()),
    ],
)
def test_text_is_found_by_these(text: str, expected: set[str]):
    assert tokens(text) == expected


def test_line_end_within_a_japanese_word_parts_nothing():
    """Mails are broken after so many signs, wherever that is."""
    assert "返金" in tokens("返\n金")


def test_blank_and_change_of_script_begin_a_word():
    assert {"^京都", "^さー"} <= tokens("東京 京都サービス")


def test_no_token_is_longer_than_a_word_can_be():
    assert max(map(len, tokens("x" * 5000 + " 皿" * 50))) == LONGEST_WORD
