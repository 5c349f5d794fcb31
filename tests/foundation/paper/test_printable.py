"""Text for print: nothing that people read is lost without a trace, and nothing invisible reaches the paper."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kikitori.foundation.paper.compiled import printed_signs
from kikitori.foundation.paper.printable import MISSING, breakable, printable

SIGNS = frozenset(map(ord, "あいうかがハABCabc123 〓\u3000\u0301ｶﾞ葛飾区#*_$<>@\\\"'`~[](){}-/"))


@pytest.mark.parametrize(
    ("written", "printed", "missing"),
    [
        ("あいう", "あいう", ()),
        ("あ\nい", "あ\nい", ()),
        ("あ\r\nい\rう", "あ\nい\nう", ()),
        # Written in two signs, read as one: composed.
        ("か\u3099", "が", ()),
        ("ｶﾞ", "ｶﾞ", ()),
        ("😀", "〓", ("😀",)),
        ("あ😀い😀", "あ〓い〓", ("😀",)),
        # One sign for its reader, many for a machine.
        ("👨\u200d👩\u200d👧", "〓", ("👨\u200d👩\u200d👧",)),
        ("🇯🇵🇫🇷", "〓〓", ("🇯🇵", "🇫🇷")),
        ("한A", "〓A", ("한",)),
        # A variant of a sign we have is that sign; its mark is not printed.
        ("葛\U000e0100飾区", "葛飾区", ()),
        # A letter with a mark is printed as both, where we do not have it as one.
        ("\u00e1", "a\u0301", ()),
        ("b\u0301", "b\u0301", ()),
        # A mark that we do not have is left out; the letter below it can be read.
        ("b\u0323", "b", ()),
        # Nobody sees these.
        ("A\u200bB\ufeffC", "ABC", ()),
        ("A\x07\x1bB", "AB", ()),
        ("gpj.\u202eexe\u202c", "〓〓〓〓〓〓〓", ("g", "p", "j", ".", "e", "x")),
        # All white space is white.
        ("A\tB\u00a0C\u2003a\u3000b", "A B C a\u3000b", ()),
        # Signs of somebody's own are none of ours.
        ("\ue000\U000f0000", "〓〓", ("\ue000", "\U000f0000")),
        # What cannot be stored at all is replaced before, and replaced it is seen.
        ("A\x00B\ud800", "A〓B〓", ("\ufffd",)),
        ("〓", "〓", ()),
        ("", "", ()),
    ],
)
def test_text_is_printed_in_the_signs_there_are(written: str, printed: str, missing: tuple[str, ...]) -> None:
    made = printable(written, SIGNS)
    assert (made.text, made.missing) == (printed, missing)


@given(st.text())
def test_printed_text_holds_only_signs_of_the_typeface(text: str) -> None:
    made = printable(text, SIGNS)
    assert {ord(sign) for sign in made.text} <= SIGNS | {ord("\n")}
    assert (MISSING in made.text) == (bool(made.missing) or MISSING in text)


@given(st.text())
def test_printing_what_was_made_printable_changes_nothing(text: str) -> None:
    once = printable(text, printed_signs()).text
    again = printable(once, printed_signs())
    assert (again.text, again.missing) == (once, ())


@given(st.text(alphabet=st.sampled_from(sorted(map(chr, SIGNS - {0x301, 0xFF9E})))))
def test_text_of_signs_that_are_there_stays_as_it_is(text: str) -> None:
    assert printable(text, SIGNS).missing == ()


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("届いた皿が三枚割れていました。電話で三回同じ説明をしました。", 1),
        ("responsibilities and acknowledgements", 1),
        ("K-2026-000131 L-2026-000012 0120-000-000", 1),
        ("a" * 24, 1),
        ("a" * 25, 2),
        ("https://example.jp/a/very/long/address/of/a/page", 3),
        ("ー" * 100, 7),
        ("。" * 32, 2),
        ("あ" * 1000, 1),
        ("a" * 20 + " " + "b" * 20, 1),
        ("", 1),
    ],
)
def test_long_runs_get_places_where_a_line_may_end(text: str, parts: int) -> None:
    made = breakable(text)
    assert len(made.split("\u200b")) == parts
    assert made.replace("\u200b", "") == text
    assert breakable(made) == made
