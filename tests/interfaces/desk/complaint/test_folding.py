"""Long texts are parted without losing or breaking anything."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kikitori.foundation.language.text import is_grapheme_boundary
from kikitori.interfaces.desk.complaint.folding import LONG, folded, folded_briefly

PARTS = st.lists(
    st.sampled_from(["あ", "か\u3099", "👨‍👩‍👧‍👦", "🇯🇵", "\n", "word ", "ﾊﾞ", "<b>"]), max_size=1500
)


@given(PARTS)
def test_both_parts_together_are_the_text(parts: list[str]) -> None:
    text = "".join(parts)
    for fold in (folded(text), folded_briefly(text)):
        assert fold.beginning + fold.rest == text
        assert is_grapheme_boundary(text, len(fold.beginning))


@given(st.integers(min_value=0, max_value=LONG))
def test_short_text_is_not_folded(length: int) -> None:
    assert folded("あ" * length).rest == ""


def test_long_text_is_parted_at_the_end_of_a_line_near_by() -> None:
    text = "\n".join(["一行は四十文字くらいで終わるものとしておきます。"] * 60)
    fold = folded(text)
    assert fold.beginning.endswith("\n")
    assert 250 <= len(fold.beginning) <= 500


@pytest.mark.parametrize("text", ["👨‍👩‍👧‍👦" * 400, "e\u0301" * 800, "🇯🇵" * 600])
def test_text_of_one_long_line_is_parted_between_characters(text: str) -> None:
    fold = folded(text)
    assert fold.rest
    assert is_grapheme_boundary(text, len(fold.beginning))


def test_single_endless_character_still_moves_on() -> None:
    fold = folded("e" + "\u0301" * 2000)
    assert fold.beginning
    assert fold.rest
