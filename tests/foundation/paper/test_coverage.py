"""Which signs a typeface has: read from its own table, against tables made by hand and against our typeface."""

from __future__ import annotations

import struct

import pytest

from kikitori.foundation.paper.compiled import printed_signs
from kikitori.foundation.paper.coverage import signs_of


def font(*tables: tuple[int, int, bytes], name: bytes = b"cmap") -> bytes:
    """A typeface with nothing but a table of characters; `tables`: platform, encoding, subtable."""
    head = struct.pack(">HH", 0, len(tables))
    at, records, bodies = 4 + 8 * len(tables), b"", b""
    for platform, encoding, body in tables:
        records += struct.pack(">HHI", platform, encoding, at + len(bodies))
        bodies += body
    cmap = head + records + bodies
    return struct.pack(">4sHHHH", b"OTTO", 1, 0, 0, 0) + struct.pack(">4sIII", name, 0, 28, len(cmap)) + cmap


def format_12(*groups: tuple[int, int, int]) -> bytes:
    body = b"".join(struct.pack(">III", *group) for group in groups)
    return struct.pack(">HHIII", 12, 0, 16 + len(body), 0, len(groups)) + body


def format_4(*segments: tuple[int, int, int, int], glyphs: tuple[int, ...] = ()) -> bytes:
    """Segments: first, last, difference, offset."""
    count = len(segments)
    firsts, lasts, deltas, offsets = zip(*segments, strict=True)
    return (
        struct.pack(">HHHHHHH", 4, 0, 0, 2 * count, 0, 0, 0)
        + struct.pack(f">{count}H", *lasts)
        + struct.pack(">H", 0)
        + struct.pack(f">{count}H", *firsts)
        + struct.pack(f">{count}H", *(delta & 0xFFFF for delta in deltas))
        + struct.pack(f">{count}H", *offsets)
        + struct.pack(f">{len(glyphs)}H", *glyphs)
    )


END = (0xFFFF, 0xFFFF, 1, 0)


@pytest.mark.parametrize(
    ("table", "signs"),
    [
        (format_12((0x41, 0x43, 5)), {0x41, 0x42, 0x43}),
        (format_12((0x41, 0x42, 5), (0x20BB7, 0x20BB7, 9)), {0x41, 0x42, 0x20BB7}),
        # A group that begins with no glyph at all: its first sign is missing.
        (format_12((0x41, 0x43, 0)), {0x42, 0x43}),
        (format_4((0x41, 0x43, -0x40, 0), END), {0x41, 0x42, 0x43}),
        # A difference that leads to no glyph.
        (format_4((0x41, 0x42, -0x41, 0), END), {0x42}),
        # Through the array of glyphs: the second sign has none there.
        (format_4((0x41, 0x43, 0, 4), END, glyphs=(7, 0, 9)), {0x41, 0x43}),
    ],
)
def test_signs_are_those_with_a_glyph(table: bytes, signs: set[int]) -> None:
    assert signs_of(font((3, 10, table))) == signs


def test_tables_of_other_encodings_say_nothing() -> None:
    symbols, unicode = format_12((0xF041, 0xF042, 3)), format_12((0x3042, 0x3044, 3))
    assert signs_of(font((3, 0, symbols), (0, 4, unicode))) == {0x3042, 0x3043, 0x3044}


@pytest.mark.parametrize(
    "broken",
    [
        font((3, 0, format_12((0x41, 0x42, 3)))),
        font(),
        font((3, 10, format_12((0x41, 0x41, 1))), name=b"glyf"),
    ],
)
def test_typeface_without_a_table_of_characters_is_refused(broken: bytes) -> None:
    with pytest.raises(ValueError, match="table"):
        signs_of(broken)


@pytest.mark.parametrize("sign", "あア亜漢髙﨑𠮷ﾊﾟＡA1〒〓①㈱€™é、。「」〜–—・…■")
def test_our_typeface_has_what_japanese_letters_are_written_in(sign: str) -> None:
    assert ord(sign) in printed_signs()


@pytest.mark.parametrize("sign", "😀한ع🇯\ue000\u202e")
def test_our_typeface_does_not_have_everything(sign: str) -> None:
    assert ord(sign) not in printed_signs()
