"""ISO-2022-JP as it is really sent."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kikitori.foundation.mail.jis import decode_euc, decode_jis, looks_like_jis, restored, shift_jis_of


@pytest.mark.parametrize(
    ("raw", "text", "vendor"),
    [
        ("修理".encode("iso2022_jp"), "修理", False),
        (b"\x1b$B\x2d\x21\x1b(B", "①", True),
        (b"\x1b$B\x7c\x69\x1b(B"[:0] + b"\x1b(I\x36\x1b(B", "ｶ", True),
        (b"\x0e6\x0f", "ｶ", True),
        ("丂".encode("iso2022_jp_1"), "丂", True),
        ("修".encode("iso2022_jp")[:-3] + b"\nabc", "修\nabc", False),
        (b"\x1b$B=$M\x1b(B", "修\ufffd", False),
        (b"plain", "plain", False),
    ],
)
def test_text_is_read_with_all_that_vendors_add(raw: bytes, text: str, vendor: bool):
    read = decode_jis(raw)
    assert (read.text, read.vendor) == (text, vendor)


def test_lost_escape_characters_are_put_back():
    raw = "修理をお願いした件".encode("iso2022_jp")
    back = restored(raw.replace(b"\x1b", b""))
    assert back is not None
    assert decode_jis(back).text == "修理をお願いした件"


@pytest.mark.parametrize("raw", [b"costs $BILL (B)", b"$B", b"", b"\x1b$B!!\x1b(B"])
def test_where_none_were_lost_nothing_is_put_back(raw: bytes):
    assert restored(raw) is None


def test_escape_sequences_are_noticed():
    assert looks_like_jis("修".encode("iso2022_jp"))
    assert not looks_like_jis(b"\x1b[31m")


@settings(max_examples=100)
@given(st.binary(max_size=200))
def test_any_bytes_have_a_text(raw: bytes):
    decode_jis(raw).text.encode()
    text, lost = decode_euc(raw)
    assert text.count("\ufffd") >= lost


def test_vendor_rows_are_those_of_cp932():
    assert shift_jis_of(b"\x2d\x21").decode("cp932") == "①"
    assert decode_euc(b"\xad\xa1") == ("①", 0)
