"""Content-Transfer-Encoding undone in pieces: a part of a hundred megabytes needs no more room than a small one. Pure.

RFC 2045 §6. What is not part of the encoding is skipped and said; nothing raises.
"""

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

_PIECE = 57 * 1024
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/=]+")
_SPACES = b" \t\r\n\v\f"
_BAD_ESCAPE = re.compile(rb"=(?![0-9A-Fa-f]{2}|[ \t]*\r?\n|[ \t]*\Z)")
#: A line is put together up to here.
_LONGEST_LINE = 100_000
PLAIN = frozenset({"", "7bit", "8bit", "binary"})


class Bytes(Protocol):
    """Bytes, or a file that is mapped into memory."""

    def __len__(self) -> int: ...

    def __getitem__(self, where: slice, /) -> bytes: ...

    def find(self, sub: bytes, start: int = ..., end: int = ..., /) -> int:
        """Where `sub` first stands between the two places; -1 where it does not."""
        ...


@dataclass
class Damage:
    """Was something there that does not belong to the encoding, or missing at the end?"""

    found: bool = False


def undone(raw: Bytes, start: int, end: int, encoding: str, damage: Damage) -> Iterator[bytes]:
    """The content of `raw[start:end]` in pieces; `damage` is told what was wrong. Unknown encodings: as it is."""
    match encoding.strip().strip("\"'").lower():
        case "base64" | "b64":
            yield from _base64(raw, start, end, damage)
        case "quoted-printable" | "quoted_printable" | "qp":
            yield from _quoted(raw, start, end, damage)
        case "x-uuencode" | "x-uue" | "uuencode" | "x-uu":
            yield from _uuencoded(raw, start, end, damage)
        case other:
            damage.found = damage.found or other not in PLAIN
            yield from _pieces(raw, start, end)


def _pieces(raw: Bytes, start: int, end: int) -> Iterator[bytes]:
    for at in range(start, end, _PIECE):
        yield raw[at : min(at + _PIECE, end)]


def _base64(raw: Bytes, start: int, end: int, damage: Damage) -> Iterator[bytes]:
    left = b""
    for piece in _pieces(raw, start, end):
        plain = piece.translate(None, _SPACES)
        if _NOT_BASE64.search(plain):
            damage.found = True
            plain = _NOT_BASE64.sub(b"", plain)
        left += plain
        # What was encoded in several goes has padding in the middle: each run ends there.
        *runs, left = left.split(b"=")
        for run in runs:
            if run:
                yield _run(run, damage, padded=True)
        whole = len(left) - len(left) % 4
        if whole:
            yield _run(left[:whole], damage)
            left = left[whole:]
    if left:
        damage.found = True
        yield _run(left, damage)


def _run(run: bytes, damage: Damage, *, padded: bool = False) -> bytes:
    """One run without padding; of a last group of one character nothing can be had."""
    over = len(run) % 4
    if over == 1:
        damage.found = True
        run = run[:-1]
    elif padded and over == 0 and run:
        damage.found = True
    return binascii.a2b_base64(run + b"=" * (-len(run) % 4))


def _quoted(raw: Bytes, start: int, end: int, damage: Damage) -> Iterator[bytes]:
    left = b""
    for piece in _pieces(raw, start, end):
        left += piece
        cut = left.rfind(b"\n") + 1
        if not cut and len(left) > _LONGEST_LINE:
            # RFC 2045 ends lines at 76. One that never ends is cut where no escape and no blank is cut in two.
            cut = max(0, len(left) - len(b"=XX"))
            cut = next((at for at in range(cut, cut - 3, -1) if left[at - 1 : at] not in (b"=", b" ")), cut)
        if cut:
            yield _unquoted(left[:cut], damage)
            left = left[cut:]
    if left:
        yield _unquoted(left, damage)


def _unquoted(lines: bytes, damage: Damage) -> bytes:
    # RFC 2045 §6.7 (3): blanks at the end of a line were added on the way.
    lines = b"\n".join(_without_ending_blanks(line) for line in lines.split(b"\n"))
    damage.found = damage.found or _BAD_ESCAPE.search(lines) is not None
    return binascii.a2b_qp(lines)


def _without_ending_blanks(line: bytes) -> bytes:
    if line.endswith(b"\r"):
        return line[:-1].rstrip(b" \t") + b"\r"
    return line.rstrip(b" \t")


def _uuencoded(raw: Bytes, start: int, end: int, damage: Damage) -> Iterator[bytes]:
    """Lines between `begin` and `end`, or all of them."""
    left = b""
    for piece in _pieces(raw, start, end):
        left += piece
        cut = max(left.rfind(b"\n"), left.rfind(b"\r")) + 1
        if not cut and len(left) > _LONGEST_LINE:
            damage.found, cut = True, len(left)
        yield uudecoded(left[:cut], damage)
        left = left[cut:]
    yield uudecoded(left, damage)


def uudecoded(lines: bytes, damage: Damage) -> bytes:
    """What lines of uuencoded text hold."""
    out = []
    for line in lines.splitlines():
        if not line or line.startswith((b"begin ", b"end")) or line == b"`":
            continue
        try:
            out.append(binascii.a2b_uu(line))
        except binascii.Error:
            # Some encoders count badly: as many bytes as the first character says, from what is there.
            wanted = (((line[0] - 32) & 63) * 4 + 5) // 3
            try:
                out.append(binascii.a2b_uu(line[:wanted]))
            except binascii.Error:
                damage.found = True
    return b"".join(out)
