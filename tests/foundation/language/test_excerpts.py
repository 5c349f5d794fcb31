"""Excerpts: as written, what was found told apart, cut where it does not hurt."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kikitori.foundation.language.excerpts import Piece, excerpt, spans_of
from kikitori.foundation.language.folded import folded


def shown(written: str, *words: str) -> str:
    """The excerpt with brackets around what was found."""
    text = folded(written)
    spans = [span for word in words for span in spans_of(folded(word).signs, text)]
    return "".join(f"[{text}]" if found else text for text, found in excerpt(written, text, spans))


def test_what_was_found_is_shown_as_it_was_written():
    assert shown("ﾃﾞｰﾀ の\n\n返　金", "データ", "返金") == "[ﾃﾞｰﾀ] の [返 金]"


def test_long_text_is_cut_on_both_sides():
    text = shown("あ" * 200 + "返金" + "い" * 200, "返金")
    assert text.startswith("…あ")
    assert text.endswith("い…")
    assert "[返金]" in text
    assert 80 < len(text) < 110


def test_excerpt_begins_where_a_word_of_its_own_stands():
    text = shown("東京都です。" + "あ" * 300 + "京都です。", "京都")
    assert text.endswith("あ[京都]です。")


def test_words_are_not_cut_in_the_middle():
    text = shown("complaint " * 40 + "refund " + "complaint " * 40, "refund")
    assert {word.strip("…") for word in text.split()} <= {"complaint", "[refund]", ""}


def test_part_of_an_english_word_is_not_what_was_found():
    assert shown("refund fund", "fund") == "refund [fund]"


def test_two_finds_that_touch_are_one():
    assert shown("返金額", "返金", "金額") == "[返金額]"


def test_without_a_find_it_is_the_beginning():
    assert shown("短い話。") == "短い話。"
    assert shown("") == ""


def test_hostile_text_stays_text():
    pieces = excerpt("<b>返金</b>", folded("<b>返金</b>"), spans_of("返金", folded("<b>返金</b>")))
    assert pieces == [Piece("<b>", found=False), Piece("返金", found=True), Piece("</b>", found=False)]


@given(st.text(max_size=300), st.data())
def test_excerpt_is_part_of_the_text_with_the_find_in_it(written: str, data: st.DataObject):
    text = folded(written)
    if not text.signs:
        return
    start = data.draw(st.integers(0, len(text.signs) - 1))
    end = data.draw(st.integers(start + 1, min(len(text.signs), start + 5)))
    pieces = excerpt(written, text, [(start, end)])
    joined = "".join("".join(piece.text for piece in pieces).strip("…").split())
    assert joined in "".join(written.split()).strip("…") or "…" in written
    assert any(piece.found for piece in pieces)


@given(st.text(alphabet="か\u3099👨\u200d👩🇯🇵é ", min_size=150, max_size=200))
def test_what_a_reader_sees_as_one_sign_is_not_cut(written: str):
    shown = "".join(piece.text for piece in excerpt(written, folded(written), [])).removesuffix("…")
    squeezed = " ".join(["", *written.split(), ""])
    assert not shown.endswith("\u200d") or squeezed.strip() == shown.strip()
    rest = squeezed.strip().removeprefix(shown.strip())
    assert not rest.startswith(("\u3099", "\u200d"))
