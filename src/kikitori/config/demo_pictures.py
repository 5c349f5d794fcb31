"""Files of the demonstration, made when they are needed: a picture of a broken plate, and a page of print."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from functools import cache

_WIDE, _HIGH = 240, 180
_TABLE, _GRAIN, _PLATE, _RIM, _CRACK = (
    (150, 108, 70), (138, 98, 62), (240, 238, 230), (58, 92, 140), (70, 52, 40),
)  # fmt: skip
#: The plate: the outer edge, the blue rim and the inside, as shares of the way from its middle to its edge.
_EDGE, _OUTER, _INNER = 1.0, 0.92, 0.84
_RADIUS_X, _RADIUS_Y, _WIDTH_OF_CRACK = 92, 72, 2
#: The crack goes to and fro by so much, over so many dots.
_SWING, _TURN = 9, 18


@cache
def photo() -> bytes:
    """A PNG of a broken plate on a table, some kilobytes."""
    rows = b"".join(b"\0" + bytes(sum((_dot(x, y) for x in range(_WIDE)), ())) for y in range(_HIGH))
    head = struct.pack(">IIBBBBB", _WIDE, _HIGH, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_part(name, content) for name, content in parts)


def _dot(x: int, y: int) -> tuple[int, int, int]:
    across, down = (x - _WIDE / 2) / _RADIUS_X, (y - _HIGH / 2) / _RADIUS_Y
    out = (across * across + down * down) ** 0.5
    if out > _EDGE:
        return _GRAIN if (y + x // 40) % 12 == 0 else _TABLE
    to_and_fro = abs(y % (2 * _TURN) - _TURN) * _SWING // _TURN
    if abs(x - _WIDE // 2 - 14 + to_and_fro - y // 9) <= _WIDTH_OF_CRACK:
        return _CRACK
    return _RIM if _INNER < out < _OUTER else _PLATE


def _part(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def printed(lines: Sequence[str]) -> bytes:
    """A PDF of one page with these lines (ASCII), some hundreds of bytes."""
    words = "".join(f"({_escaped(line)}) Tj T* " for line in lines)
    text = f"BT /F1 12 Tf 60 760 Td 20 TL {words}ET".encode("ascii")
    objects = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R %s >>"
        % b"/Resources << /Font << /F1 4 0 R >> >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(text), text),
    )
    made, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, start=1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, len(made))
    return made + b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + table + end


def _escaped(line: str) -> str:
    return line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
