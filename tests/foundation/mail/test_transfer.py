"""Content-Transfer-Encoding undone in pieces."""

from __future__ import annotations

import base64
import quopri

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kikitori.foundation.mail.transfer import Damage, undone


def whole(raw: bytes, encoding: str) -> tuple[bytes, bool]:
    damage = Damage()
    return b"".join(undone(raw, 0, len(raw), encoding, damage)), damage.found


@settings(max_examples=60)
@given(st.binary(max_size=500))
def test_what_was_encoded_comes_back(raw: bytes):
    assert whole(base64.encodebytes(raw), "base64") == (raw, False)
    assert whole(quopri.encodestring(raw), "quoted-printable")[0] == raw
    assert whole(raw, "8bit") == (raw, False)


@settings(max_examples=60)
@given(st.binary(max_size=300), st.sampled_from(["base64", "quoted-printable", "x-uuencode", "nonsense"]))
def test_any_bytes_give_bytes(raw: bytes, encoding: str):
    assert isinstance(whole(raw, encoding)[0], bytes)


@pytest.mark.parametrize(
    ("raw", "encoding", "content", "damaged"),
    [
        (b"aGVsbG8=", "BASE64", b"hello", False),
        (b"aGVs\r\nbG8=\r\n", "base64", b"hello", False),
        (b"aGVs!bG8=", "base64", b"hello", True),
        (b"aGVsbG8", "base64", b"hello", True),
        (b"aGVsbG8=aGVsbG8=", "base64", b"hellohello", False),
        (b"a", "base64", b"", True),
        (b"a=E3=81=82", "quoted-printable", "aあ".encode(), False),
        (b"one =\ntwo", "quoted-printable", b"one two", False),
        (b"one  \ntwo\t", "quoted-printable", b"one\ntwo", False),
        (b"100=", "quoted-printable", b"100", False),
        (b"a=ZZ", "quoted-printable", b"a=ZZ", True),
        (b"begin 644 a\n#86)C\n`\nend\n", "x-uuencode", b"abc", False),
        (b"as it is", "nonsense", b"as it is", True),
        (b"as it is", "", b"as it is", False),
    ],
)
def test_encoding_is_undone_and_damage_told(raw: bytes, encoding: str, content: bytes, damaged: bool):
    assert whole(raw, encoding) == (content, damaged)


def test_line_that_never_ends_is_cut_at_no_escape():
    text = ("あ" * 60_000).encode()
    assert whole(b"".join(b"=%02X" % byte for byte in text), "quoted-printable") == (text, False)


def test_pieces_stay_small():
    raw = base64.encodebytes(b"x" * 1_000_000)
    assert max(map(len, undone(raw, 0, len(raw), "base64", Damage()))) < 100_000
