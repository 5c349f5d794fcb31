"""winmail.dat opened."""

from __future__ import annotations

import struct

from hypothesis import given, settings
from hypothesis import strategies as st

from kikitori.foundation.mail.tnef import opened

HEAD = struct.pack("<IH", 0x223E9F78, 1)


def attribute(level: int, ident: int, value: bytes) -> bytes:
    return struct.pack("<BII", level, ident, len(value)) + value + struct.pack("<H", sum(value) & 0xFFFF)


def properties(*rows: tuple[int, int, bytes]) -> bytes:
    out = struct.pack("<I", len(rows))
    for tag, kind, data in rows:
        out += struct.pack("<HHII", kind, tag, 1, len(data)) + data + b"\0" * (-len(data) % 4)
    return out


FILE = (
    attribute(2, 0x00069002, b"")
    + attribute(2, 0x00018010, "見積.pdf".encode("cp932") + b"\0")
    + attribute(2, 0x0006800F, b"%PDF")
)


def test_text_and_files_are_taken_out():
    found = opened(HEAD + attribute(1, 0x0002800C, "本文です。".encode("cp932") + b"\0") + FILE)
    assert found is not None
    assert (found.text, found.whole) == ("本文です。", True)
    assert [(file.name, file.data) for file in found.files] == [("見積.pdf", b"%PDF")]


def test_long_name_goes_before_the_short_one():
    long = properties(
        (0x3707, 0x001F, "御見積書（最終）.pdf\0".encode("utf-16-le")), (0x370E, 0x001E, b"application/PDF\0")
    )
    found = opened(HEAD + FILE + attribute(2, 0x00069005, long))
    assert found is not None
    assert (found.files[0].name, found.files[0].type) == ("御見積書（最終）.pdf", "application/pdf")


def test_stream_that_is_cut_off_is_said_to_be():
    found = opened((HEAD + FILE)[:-4])
    assert found is not None
    assert not found.whole


def test_what_is_none_is_not_opened():
    assert opened(b"") is None
    assert opened(b"PK\3\4rubbish") is None


@settings(max_examples=100)
@given(st.binary(max_size=120), st.sampled_from([0x00069005, 0x00069003, 0x0002800C, 0x00018010, 0x00069007]))
def test_any_bytes_have_an_answer(raw: bytes, ident: int):
    for stream in (raw, HEAD + raw, HEAD + FILE + attribute(2, ident, raw), HEAD + attribute(1, ident, raw)):
        found = opened(stream)
        assert found is None or isinstance(found.text, str)
