"""Header texts: encoded words and whatever else stands there, as one line."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kikitori.foundation.mail.words import decoded_words


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"plain", "plain"),
        (b"=?UTF-8?B?5L+u55CG?=", "修理"),
        (b"=?utf-8?q?a_=E3=81=82?=", "a あ"),
        (b"=?ISO-2022-JP?B?GyRCPSRNfRsoQg==?=", "修理"),
        (b"=?UTF-8?B?5L+u?= =?UTF-8?B?55CG?=", "修理"),
        (b"=?UTF-8?B?5L8=?= =?UTF-8?B?ruc=?= =?UTF-8?B?kIY=?=", "修理"),
        (b"Re: =?UTF-8?B?5L+u?= x", "Re: 修 x"),
        (b"=?UTF-8*ja?B?5L+u?=", "修"),
        (b"=?nonsense?B?5L+u?=", "修"),
        (b"=?UTF-8?B?5L+u", "=?UTF-8?B?5L+u"),
        (b"=?UTF-8?X?5L+u?=", "=?UTF-8?X?5L+u?="),
        ("修理".encode("cp932"), "修理"),
        ("修理".encode("iso2022_jp"), "修理"),
        (b"a\r\n b\tc", "a b c"),
        (b"=?utf-8?q?a=0D=0AB: c?=", "a B: c"),
        ("a\u202eb".encode(), "ab"),
    ],
)
def test_field_is_one_line_of_text(raw: bytes, text: str):
    assert decoded_words(raw) == text


@settings(max_examples=100)
@given(
    st.text(st.sampled_from("修理abc。？=_? "), min_size=1, max_size=20),
    st.sampled_from(["utf-8", "cp932", "euc_jp", "iso2022_jp"]),
)
def test_encoded_text_comes_back(text: str, charset: str):
    name = {"cp932": "Shift_JIS", "euc_jp": "EUC-JP", "iso2022_jp": "ISO-2022-JP"}.get(charset, charset)
    raw = b"=?" + name.encode() + b"?B?" + base64.b64encode(text.encode(charset)) + b"?="
    assert decoded_words(raw) == " ".join(text.split())


@settings(max_examples=100)
@given(st.binary(max_size=200))
def test_any_bytes_are_one_line(raw: bytes):
    text = decoded_words(raw)
    assert not set(text) & set("\r\n\0\x1b")
    text.encode()
