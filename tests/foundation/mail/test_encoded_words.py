"""Encoded words (RFC 2047) as the standard has them, as carriers break them, and with what they must never bring in."""

from __future__ import annotations

import base64
import itertools
from email.header import Header

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kikitori.foundation.mail.words import decoded_words, one_line

SUBJECT = "修理が終わっていません（二度目）"
CHARSETS = {"UTF-8": "utf-8", "Shift_JIS": "cp932", "EUC-JP": "euc_jp", "ISO-2022-JP": "iso2022_jp"}
LETTERS = st.text(st.sampled_from("修理届品あいうアイウー。、（）abcXYZ019"), min_size=1, max_size=40)


def word(raw: bytes, charset: str, *, padding: bool = True) -> bytes:
    """One encoded word in base64."""
    inside = base64.b64encode(raw)
    return b"=?%s?B?%s?=" % (charset.encode(), inside if padding else inside.rstrip(b"="))


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        # RFC 2047 §6.2 and §8: blanks between two words are no blanks of the text, all others are.
        (b"=?ISO-8859-1?Q?a?=", "a"),
        (b"=?ISO-8859-1?Q?a?= b", "a b"),
        (b"=?ISO-8859-1?Q?a?= =?ISO-8859-1?Q?b?=", "ab"),
        (b"=?ISO-8859-1?Q?a?=  =?ISO-8859-1?Q?b?=", "ab"),
        (b"=?ISO-8859-1?Q?a?=\r\n    =?ISO-8859-1?Q?b?=", "ab"),
        (b"=?ISO-8859-1?Q?a?=\t=?ISO-8859-1?Q?b?=", "ab"),
        (b"=?ISO-8859-1?Q?a_b?=", "a b"),
        (b"=?ISO-8859-1?Q?a?= =?ISO-8859-2?Q?_b?=", "a b"),
        # §4.2: an underscore is a blank whatever the charset, and =5F is an underscore.
        (b"=?UTF-8?Q?_=5F_?=", "_"),
        (b"=?UTF-8?Q?100=25?=", "100%"),
        (b"=?UTF-8?q?=e3=81=82?=", "あ"),
        # RFC 2231 §5: a language behind the charset.
        (b"=?UTF-8*ja-JP?B?44GC?=", "あ"),
        (b"=?US-ASCII*EN?Q?Keith?=", "Keith"),
    ],
)
def test_word_is_read_as_the_standard_says(raw: bytes, text: str):
    assert decoded_words(raw) == text


@pytest.mark.parametrize("charset", CHARSETS)
def test_subject_is_read_in_every_charset_of_japan(charset: str):
    assert decoded_words(word(SUBJECT.encode(CHARSETS[charset]), charset)) == SUBJECT


@pytest.mark.parametrize("charset", ["UTF-8", "Shift_JIS", "EUC-JP"])
@pytest.mark.parametrize("at", range(1, 12))
def test_word_cut_in_the_middle_of_a_character_is_whole_again(charset: str, at: int):
    raw = SUBJECT.encode(CHARSETS[charset])
    cut = word(raw[:at], charset) + b"\r\n " + word(raw[at:], charset)
    assert decoded_words(cut) == SUBJECT


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        # Without the padding at the end, or with a blank or a line end within: the bits are all there.
        (word("修理".encode(), "UTF-8", padding=False), "修理"),
        (word("修理a".encode(), "UTF-8", padding=False), "修理a"),
        (b"=?UTF-8?B?5L+u\r\n 55CG?=", "修理"),
        (b"=?UTF-8?B?5L+u 55CG?=", "修理"),
        # Two words with nothing between, in front of plain letters, behind them, in quotes, in brackets.
        (b"=?UTF-8?B?5L+u?==?UTF-8?B?55CG?=", "修理"),
        (b"=?UTF-8?B?5L+u?=abc", "修abc"),
        (b"abc=?UTF-8?B?5L+u?=", "abc修"),
        (b'"=?UTF-8?B?5L+u?="', '"修"'),
        (b"[=?UTF-8?B?5L+u?=]", "[修]"),
        # Names of charsets in any case, and those that only mailers use.
        (b"=?utf8?B?5L+u?=", "修"),
        (word("修理".encode("cp932"), "x-sjis"), "修理"),
        (word("修理".encode("cp932"), "windows-31j"), "修理"),
        (word("修理".encode("euc_jp"), "x-euc-jp"), "修理"),
        (word("修理".encode("iso2022_jp"), "iso-2022-jp"), "修理"),
        # Charset that lies: the bytes say better.
        (word(SUBJECT.encode(), "ISO-8859-1"), SUBJECT),
        (word(SUBJECT.encode("cp932"), "UTF-8"), SUBJECT),
        (word(SUBJECT.encode("iso2022_jp"), "UTF-8"), SUBJECT),
        # The way back to ASCII was cut off with the end of the word.
        (word("修理".encode("iso2022_jp")[:-3], "ISO-2022-JP"), "修理"),
        # Blanks within Q, which the standard forbids and old mailers write.
        (b"=?UTF-8?Q?a b c?=", "a b c"),
        (b"=?UTF-8?Q?=E4=BF=AE =E7=90=86?=", "修 理"),
        # A question mark within Q that nobody escaped.
        (b"=?UTF-8?Q?Is it repaired??=", "Is it repaired?"),
    ],
)
def test_word_as_mailers_break_it_is_read_all_the_same(raw: bytes, text: str):
    assert decoded_words(raw) == text


def test_every_word_of_iso_2022_jp_may_begin_in_ascii_again():
    """RFC 2047 §3: each word is complete in itself; „Re:“ and numbers stand between."""
    raw = b"Re: " + word("修理".encode("iso2022_jp"), "ISO-2022-JP") + b" (2) "
    assert decoded_words(raw + word("の件".encode("iso2022_jp"), "ISO-2022-JP")) == "Re: 修理 (2) の件"


def test_words_of_several_charsets_stand_beside_each_other():
    raw = b" ".join(word("届".encode(codec), name) for name, codec in CHARSETS.items())
    assert decoded_words(raw) == "届" * len(CHARSETS)


@pytest.mark.parametrize(
    "raw",
    [
        b"=?",
        b"=??B??=",
        b"=?UTF-8?B?",
        b"=?UTF-8?B",
        b"?UTF-8?B?5L+u?=",
        b"=?UTF-8?Z?5L+u?=",
        b"= ?UTF-8?B?5L+u?=",
    ],
)
def test_what_is_no_word_stays_as_it_stands(raw: bytes):
    assert decoded_words(raw) == raw.decode()


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        (b"a\r\nBcc: x@evil.example", "a Bcc: x@evil.example"),
        (b"a\nb", "a b"),
        (b"a\x00b", "ab"),
        (b"a\x1b[31mb", "a[31mb"),
        (b"a\x7fb\x08", "ab"),
        ("a\u2028b\u2029c".encode(), "a b c"),
        ("gpj.\u202eexe".encode(), "gpj.exe"),
        ("\u2066a\u2069".encode(), "a"),
        ("a\x85b".encode(), "ab"),
    ],
)
@pytest.mark.parametrize("letter", [b"B", b"Q"])
def test_nothing_that_is_encoded_leaves_its_line(inside: bytes, text: str, letter: bytes):
    body = base64.b64encode(inside) if letter == b"B" else b"".join(b"=%02X" % byte for byte in inside)
    assert decoded_words(b"=?UTF-8?" + letter + b"?" + body + b"?=") == text


@settings(max_examples=40)
@given(LETTERS, st.sampled_from(sorted(CHARSETS)))
def test_subject_as_another_library_writes_it_is_read(text: str, charset: str):
    """The standard library folds it into as many words as it needs."""
    codec = "iso-2022-jp" if charset == "ISO-2022-JP" else CHARSETS[charset]
    assert decoded_words(Header(text, codec, maxlinelen=40).encode().encode()) == text


@settings(max_examples=40)
@given(LETTERS, st.data())
def test_words_may_be_cut_anywhere(text: str, data: st.DataObject):
    charset = data.draw(st.sampled_from(["UTF-8", "Shift_JIS", "EUC-JP"]))
    raw = text.encode(CHARSETS[charset])
    cuts = sorted(data.draw(st.sets(st.integers(0, len(raw)), max_size=4)) | {0, len(raw)})
    pieces = [word(raw[begin:end], charset) for begin, end in itertools.pairwise(cuts)]
    assert decoded_words(b"\r\n\t".join(pieces)) == text


@settings(max_examples=40)
@given(st.text(st.characters(exclude_categories=("Cs",)), max_size=40))
def test_line_without_ends_is_a_line_once_and_for_all(text: str):
    line = one_line(text)
    assert one_line(line) == line
    assert decoded_words(word(line.encode(), "UTF-8")) == line


@settings(max_examples=40)
@given(
    st.lists(
        st.sampled_from([b"=?", b"?=", b"UTF-8", b"?B?", b"?Q?", b"5L+u", b"=", b" ", b"\r\n "]), max_size=14
    )
)
def test_pieces_of_words_in_any_order_give_one_line(pieces: list[bytes]):
    text = decoded_words(b"".join(pieces))
    assert text == one_line(text)
