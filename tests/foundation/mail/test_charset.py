"""From bytes to text: a declaration is believed where the bytes bear it out."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kikitori.foundation.mail.charset import decode, decode_as
from kikitori.foundation.mail.flaws import Flaw

COMPLAINT = "先月お願いした修理が、まだ終わっていません。どうなっていますか。"
CHARSETS = {
    "utf-8": COMPLAINT + "髙①😀é",
    "iso2022_jp": COMPLAINT,
    "cp932": COMPLAINT + "髙①㈱～",
    "euc_jp": COMPLAINT,
    "gb18030": "我上个月订的货还没有收到。",
    "big5hkscs": "我上個月訂的貨還沒有收到。",
    "cp949": "지난달에 주문한 물건이 아직 오지 않았습니다.",
    "cp1252": "Le colis n’est jamais arrivé, hélas.",
    "koi8-r": "Товар до сих пор не доставлен.",
    "cp1251": "Товар до сих пор не доставлен.",
    "utf-16": COMPLAINT,
    "utf-32": COMPLAINT,
}
LETTERS = {
    "utf-8": st.characters(exclude_categories=("Cs", "Cc")),
    "cp932": st.sampled_from("あいうアイウ修理先月届人、。"),
    "euc_jp": st.sampled_from("あいうアイウ修理先月届人、。"),
    "iso2022_jp": st.sampled_from("あいうアイウ修理先月届人、。 aB"),
    "us-ascii": st.sampled_from("abc XYZ.,?!"),
}


@pytest.mark.parametrize("charset", CHARSETS)
def test_what_is_declared_rightly_is_read_and_certain(charset: str):
    read = decode(CHARSETS[charset].encode(charset), charset)
    assert read.text == CHARSETS[charset]
    assert (read.confidence, read.flaws) == (1.0, frozenset())


@pytest.mark.parametrize("charset", ["utf-8", "iso2022_jp", "cp932", "euc_jp"])
@pytest.mark.parametrize("declared", ["", "us-ascii", "iso-8859-1", "x-nonsense", "utf-8"])
def test_japanese_is_read_whatever_is_declared(charset: str, declared: str):
    read = decode(COMPLAINT.encode(charset), declared)
    assert read.text == COMPLAINT
    assert read.confidence >= 0.9


@pytest.mark.parametrize("charset", sorted(LETTERS))
@settings(max_examples=60)
@given(data=st.data())
def test_text_comes_back_as_it_was_encoded(charset: str, data: st.DataObject):
    text = data.draw(st.text(LETTERS[charset], max_size=60))
    assert decode(text.encode(charset), charset).text == text.removeprefix("\ufeff")


@settings(max_examples=100)
@given(
    raw=st.binary(max_size=300),
    declared=st.sampled_from(["", *CHARSETS, "utf-7", "nonsense", "hz", "idna", "base64"]),
)
def test_any_bytes_give_text_that_can_be_kept(raw: bytes, declared: str):
    for read in (decode(raw, declared), decode_as(raw, declared)):
        read.text.encode("utf-8")
        assert "\0" not in read.text
        assert 0 <= read.confidence <= 1


def test_wrong_declaration_is_said():
    assert Flaw.CHARSET_WRONG in decode(COMPLAINT.encode("cp932"), "utf-8").flaws
    assert Flaw.CHARSET_MISSING in decode(COMPLAINT.encode("cp932")).flaws
    assert Flaw.CHARSET_UNKNOWN in decode(COMPLAINT.encode("cp932"), "nonsense").flaws


def test_certainty_falls_with_what_was_lost():
    read = decode(COMPLAINT.encode() + b"\xff", "utf-8")
    assert read.text.startswith(COMPLAINT)
    assert Flaw.UNDECODABLE in read.flaws
    assert 0.5 < read.confidence < 1


def test_utf_7_is_never_decoded():
    read = decode(b"+ADw-script+AD4-", "utf-7")
    assert read.text == "+ADw-script+AD4-"
    assert Flaw.UTF7_REFUSED in read.flaws


def test_nul_and_half_characters_go():
    read = decode(b"a\0b\xed\xa0\x80c", "utf-8")
    assert "\0" not in read.text
    assert Flaw.NUL_REMOVED in read.flaws


def test_person_who_names_the_charset_is_obeyed():
    assert decode_as(COMPLAINT.encode("cp932"), "cp932").text == COMPLAINT
    assert decode_as("é".encode("cp1252"), "no such thing").text == "é"


def test_one_accent_between_latin_letters_is_no_chinese_character():
    assert decode(b"01 Quien Te Dij\xe9at. Pitbull.mp3").text == "01 Quien Te Dijéat. Pitbull.mp3"
