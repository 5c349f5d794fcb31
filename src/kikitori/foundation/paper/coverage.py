"""Which signs a typeface has: its table of characters, read as the OpenType specification 1.9 describes it (cmap).

Pure: bytes in, code points out. Formats 4 and 12 are read, which every Unicode typeface carries.
"""

import struct
from collections.abc import Iterator

_UNICODE = {(3, 10), (3, 1), (0, 3), (0, 4), (0, 6)}


def signs_of(font: bytes) -> frozenset[int]:
    """Code points for which the typeface has a glyph of its own. Raises ValueError where it has no such table."""
    start = _table(font, b"cmap")
    (count,) = struct.unpack_from(">H", font, start + 2)
    found: set[int] = set()
    for number in range(count):
        platform, encoding, offset = struct.unpack_from(">HHI", font, start + 4 + 8 * number)
        if (platform, encoding) in _UNICODE:
            found.update(_signs(font, start + offset))
    if not found:
        raise ValueError("no Unicode table of characters")
    return frozenset(found)


def _table(font: bytes, name: bytes) -> int:
    (count,) = struct.unpack_from(">H", font, 4)
    for number in range(count):
        tag, _, offset, _ = struct.unpack_from(">4sIII", font, 12 + 16 * number)
        if tag == name:
            return int(offset)
    raise ValueError(f"no table {name.decode()}")


def _signs(font: bytes, at: int) -> Iterator[int]:
    (kind,) = struct.unpack_from(">H", font, at)
    if kind == 12:  # noqa: PLR2004 - named so by the specification
        (groups,) = struct.unpack_from(">I", font, at + 12)
        for number in range(groups):
            first, last, glyph = struct.unpack_from(">III", font, at + 16 + 12 * number)
            yield from range(first if glyph else first + 1, last + 1)
    elif kind == 4:  # noqa: PLR2004 - the same
        yield from _segments(font, at)


def _segments(font: bytes, at: int) -> Iterator[int]:
    """Format 4: segments with a difference each, or with a place in the array of glyphs."""
    (doubled,) = struct.unpack_from(">H", font, at + 6)
    count = doubled // 2
    ends = struct.unpack_from(f">{count}H", font, at + 14)
    starts = struct.unpack_from(f">{count}H", font, at + 16 + doubled)
    deltas = struct.unpack_from(f">{count}H", font, at + 16 + 2 * doubled)
    offsets_at = at + 16 + 3 * doubled
    offsets = struct.unpack_from(f">{count}H", font, offsets_at)
    for number, (first, last, delta, offset) in enumerate(zip(starts, ends, deltas, offsets, strict=True)):
        for code in range(first, last + 1):
            glyph = (code + delta) & 0xFFFF
            if offset:
                place = offsets_at + 2 * number + offset + 2 * (code - first)
                (listed,) = struct.unpack_from(">H", font, place)
                glyph = (listed + delta) & 0xFFFF if listed else 0
            if glyph:
                yield code
