"""The mail within a signature that hides it."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from kikitori.foundation.mail.signed import content_of_signed

SIGNED_DATA, DATA = bytes.fromhex("06092a864886f70d010702"), bytes.fromhex("06092a864886f70d010701")


def value(tag: int, *inside: bytes) -> bytes:
    content = b"".join(inside)
    size = len(content)
    return (
        bytes([tag, size]) + content if size < 128 else bytes([tag, 0x82, *size.to_bytes(2, "big")]) + content
    )


def signed(content: bytes) -> bytes:
    within = value(0x30, DATA, value(0xA0, content))
    return value(0x30, SIGNED_DATA, value(0xA0, value(0x30, b"\x02\x01\x01", value(0x31), within)))


def test_content_is_taken_out():
    assert content_of_signed(signed(value(0x04, b"Subject: x\n\nwords"))) == b"Subject: x\n\nwords"


def test_content_in_pieces_of_unknown_length_is_joined():
    pieces = b"\x24\x80" + value(0x04, b"one ") + value(0x04, b"two") + b"\0\0"
    assert content_of_signed(signed(pieces)) == b"one two"


def test_what_is_no_signed_mail_has_no_content():
    for raw in (b"", b"rubbish", signed(b"")[:20], value(0x30, DATA), signed(value(0x04, b"x" * 200))[:-50]):
        assert content_of_signed(raw) is None


@settings(max_examples=100)
@given(st.binary(max_size=200))
def test_any_bytes_have_an_answer(raw: bytes):
    found = content_of_signed(value(0x30, SIGNED_DATA, value(0xA0, raw)) if len(raw) % 2 else raw)
    assert found is None or isinstance(found, bytes)
