"""Text from outside, taken apart: nothing a person wrote is lost, and nothing deceives the eye."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kikitori.interfaces.look.plain import Piece, one_line, paragraphs


def words_of(text: str) -> list[list[str]]:
    return [["".join(piece.text for piece in line) for line in lines] for lines in paragraphs(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("\n \n\t\n", []),
        ("一行だけ", [["一行だけ"]]),
        ("一行目\n二行目", [["一行目", "二行目"]]),
        ("一段目\n\n二段目", [["一段目"], ["二段目"]]),
        ("一段目\n　\n \n二段目\n三行目", [["一段目"], ["二段目", "三行目"]]),
        ("Windows\r\nの改行\r古い改行", [["Windows", "の改行", "古い改行"]]),
        ("  字下げ", [["  字下げ"]]),
    ],
)
def test_paragraphs_keep_the_breaks_that_were_written(text, expected):
    assert words_of(text) == expected


def test_paragraphs_drop_characters_that_turn_or_hide_text():
    assert words_of("a\u202eexe.gpj\u200b\x07\x9b31m\ufeff") == [["aexe.gpj31m"]]


def test_paragraphs_keep_combining_marks_and_rare_characters():
    assert words_of("か\u3099 𠮷 👨‍👩‍👧") == [["か\u3099 𠮷 👨‍👩‍👧"]]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("ふつうの件名", "ふつうの件名"),
        ("\u202eevil\u202c", "evil"),
        ("a\u200bb\ufeffc\u2066d", "abcd"),
        ("tab\there, break\nthere", "tabhere, breakthere"),
        ("\u200eleft\u200fright", "leftright"),
        ("\u061cleft\u061c", "left"),
        ("one\u2028line\u2029only", "onelineonly"),
        ("👨‍👩‍👧 家族", "👨‍👩‍👧 家族"),
        ("渡邉\U000e0100 󠄀様", "渡邉\U000e0100 󠄀様"),
        ("か\u3099", "か\u3099"),
        ("<b>", "<b>"),
        ("", ""),
    ],
)
def test_line_from_outside_shows_what_is_written(text, shown):
    assert one_line(text) == shown


@given(st.text(max_size=60))
def test_line_that_is_shown_is_one_line_and_stays_it(text):
    line = one_line(text)
    assert one_line(line) == line
    assert len(line.splitlines()) <= 1
    assert set(line) <= set(text)


@given(st.text(st.sampled_from("あa \n\r\u3000\u202e.:/wht<>&\"'"), max_size=60))
def test_paragraphs_lose_no_sign_that_can_be_seen(text):
    shown = "".join(piece.text for lines in paragraphs(text) for line in lines for piece in line)
    assert "".join(shown.split()) == "".join(text.replace("\u202e", "").split())


@pytest.mark.parametrize(
    ("text", "hrefs"),
    [
        ("https://shop.example/a?b=1&c=2", ["https://shop.example/a?b=1&c=2"]),
        ("(https://shop.example/)", ["https://shop.example/"]),
        ("https://shop.exampleをご覧ください", ["https://shop.example"]),
        ("www.shop.example.", ["https://www.shop.example"]),
        ("http://a.example http://b.example", ["http://a.example", "http://b.example"]),
        ("HTTPS://shop.example", []),
        ("javascript:alert(1)", []),
        ("ftp://shop.example", []),
        ("data:text/html,x", []),
        ("hana@shop.example", []),
        ("https://\u202eshop.example", ["https://shop.example"]),
        ("", []),
    ],
)
def test_only_an_address_of_the_web_is_linked_and_ends_where_its_words_end(text, hrefs):
    pieces = [piece for lines in paragraphs(text) for line in lines for piece in line]
    assert [piece.href for piece in pieces if piece.href] == hrefs


def test_paragraphs_find_addresses_and_leave_the_words_around_them():
    ((line,),) = paragraphs("写真は（https://example.com/a?b=1&c=2）です。")
    assert line == [
        Piece("写真は（", ""),
        Piece("https://example.com/a?b=1&c=2", "https://example.com/a?b=1&c=2"),
        Piece("）です。", ""),
    ]


@pytest.mark.parametrize(
    ("text", "href"),
    [
        ("see https://example.com/a.", "https://example.com/a"),
        ("(http://example.com)", "http://example.com"),
        ("www.example.com/x, and", "https://www.example.com/x"),
        ("https://example.com/日本語", "https://example.com/"),
    ],
)
def test_paragraphs_do_not_take_punctuation_into_an_address(text, href):
    ((line,),) = paragraphs(text)
    assert [piece.href for piece in line if piece.href] == [href]
    assert "".join(piece.text for piece in line) == text


@pytest.mark.parametrize(
    "text", ["javascript:alert(1)", "data:text/html,x", "ftp://example.com", "mailto:a@example.com"]
)
def test_paragraphs_know_no_other_scheme_than_the_web(text):
    ((line,),) = paragraphs(text)
    assert [piece.href for piece in line] == [""]


@given(st.text(alphabet=st.characters(exclude_categories=("Cc", "Cf", "Cs")), min_size=1))
def test_paragraphs_lose_no_visible_character(text):
    said = "".join("".join(line) for lines in words_of(text) for line in lines)
    assert "".join(said.split()) == "".join(text.split())
