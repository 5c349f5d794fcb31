"""Folding for search: the same as folding for comparison, and every sign knows where it was written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kikitori.foundation.language.folded import folded
from kikitori.foundation.language.names import common_form
from kikitori.foundation.language.text import fold

UNITS = [*"割れた皿サービスｱー返金額々髙國、。 \n　ABcd１２－-〜", "ｻﾞ", "ﾀﾞ", "ハ\u309a"]
JAPANESE = st.lists(st.sampled_from(UNITS)).map("".join)


@pytest.mark.parametrize(
    ("written", "signs"),
    [
        ("ﾀﾞサ－ビス", "ださーびす"),
        ("サ‐ビス", "さーびす"),
        ("Ｒｅｆｕｎｄ　１２月", "refund12月"),
        ("Café Ōno", "cafeono"),
        ("髙橋 國男", "高橋国男"),
        ("返\n金", "返金"),
        ("A−12〜34", "a-12-34"),
        ("サーーービス", "さーびす"),
        ("か\u3099き", "がき"),
        ("㍻", "平成"),
        ("don’t", "don't"),
        ("\u200b皿\ufe00", "皿"),
        ("", ""),
    ],
)
def test_writings_of_one_thing_fold_alike(written: str, signs: str):
    assert folded(written).signs == signs


@given(JAPANESE)
def test_folds_as_texts_are_compared_everywhere(written: str):
    """But for dashes parted by blanks, and marks over Latin letters, which only a search leaves out."""
    plain = written.replace(" ", "").replace("\n", "").replace("　", "")
    assert folded(plain).signs == common_form(fold(plain))


@given(st.text(max_size=60))
def test_every_sign_stands_where_it_says(written: str):
    text = folded(written)
    assert len(text.signs) == len(text.kinds) == len(text.starts) == len(text.ends)
    assert all(0 <= start < end <= len(written) for start, end in zip(text.starts, text.ends, strict=True))
    assert list(text.starts) == sorted(text.starts)
    assert not any(sign.isspace() for sign in text.signs)


@given(st.text(max_size=60))
def test_folding_what_is_folded_changes_nothing(written: str):
    once = folded(written).signs
    assert folded(once).signs == once


def test_word_begins_after_a_blank_and_where_scripts_meet():
    text = folded("東京 都のサービス")
    assert [sign for at, sign in enumerate(text.signs) if text.begins(at)] == ["東", "都", "の", "さ"]


def test_part_keeps_its_places_and_its_blanks():
    text = folded("皿が 割れ た").part(2, 5)
    assert (text.signs, text.starts, text.blanks) == ("割れた", (3, 4, 6), frozenset({2}))
