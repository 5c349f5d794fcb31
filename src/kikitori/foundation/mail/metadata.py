"""Photographs without what they tell of whoever took them: place, time, device, thumbnail. Pure, total.

JPEG, PNG and WebP are taken apart at their marks and put together again from the parts that make the picture; nothing
is decoded, so no picture loses quality and no bomb goes off. Colour profiles go too: those of screens name the device.
Which way up it is held is kept. None is the answer where a file is not what it says or a part cannot be followed:
then nobody can vouch for it.
"""

import struct
import zlib
from collections.abc import Iterator

#: What can be put together again.
KINDS = frozenset({"image/jpeg", "image/png", "image/webp"})
#: Larger files are not taken apart in memory.
LARGEST = 60_000_000
_JPEG_START, _JPEG_END = b"\xff\xd8", b"\xff\xd9"
_PNG_START = b"\x89PNG\r\n\x1a\n"
_EXIF = b"Exif\0\0"
#: Parts of a JPEG without which it looks otherwise: JFIF, Adobe's colour transform.
_KEPT_APP = {0xE0: b"JFIF\0", 0xEE: b"Adobe"}
_MARK, _END, _SCAN, _COMMENT = 0xFF, 0xD9, 0xDA, 0xFE
_APP_FIRST, _APP_EXIF, _APP_LAST = 0xE0, 0xE1, 0xEF
#: Bytes of a length, and of JFIF without its small picture.
_LENGTH, _JFIF = 2, 18
#: Marks without a length: TEM, RST0–RST7.
_BARE = frozenset({0x01, *range(0xD0, 0xD8)})
_PNG_PICTURE = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND"})
_KEPT_PNG = frozenset(
    {b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"bKGD", b"pHYs", b"sBIT", b"acTL", b"fcTL", b"fdAT"}
)
_KEPT_WEBP = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ANIM", b"ANMF", b"ALPH"})
_HAS_PROFILE, _HAS_EXIF, _HAS_XMP = 0x20, 0x08, 0x04
_ORIENTATION, _SHORT, _UPRIGHT, _LAST_ORIENTATION = 0x0112, 3, 1, 8


class _NotFollowed(Exception):
    """The file is not built as its kind is."""


def without_metadata(kind: str, data: bytes) -> bytes | None:
    """The same picture without metadata; None where that cannot be done."""
    if len(data) > LARGEST:
        return None
    try:
        match kind:
            case "image/jpeg":
                return _jpeg(data)
            case "image/png":
                return _png(data)
            case "image/webp":
                return _webp(data)
    except (_NotFollowed, struct.error, IndexError):
        return None
    return None


def _jpeg(data: bytes) -> bytes:
    kept, orientation = [], _UPRIGHT
    for mark, part in _jpeg_parts(data):
        if mark == _APP_EXIF and part[4:].startswith(_EXIF) and orientation == _UPRIGHT:
            orientation = _orientation(part[4 + len(_EXIF) :])
        elif _APP_FIRST <= mark <= _APP_LAST:
            if part[4:].startswith(_KEPT_APP.get(mark, b"\xff\xff")):
                kept.append(_without_thumbnail(part) if mark == _APP_FIRST else part)
        elif mark != _COMMENT:
            kept.append(part)
    turned = []
    if orientation != _UPRIGHT:
        body = _EXIF + _exif_of(orientation)
        turned = [b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body]
    # What follows the end of the picture (a film, a second picture) is not part of it.
    return b"".join([_JPEG_START, *turned, *kept, _JPEG_END])


def _jpeg_parts(data: bytes) -> Iterator[tuple[int, bytes]]:
    """(mark, all of it) of each part up to the end of the picture, which must be there."""
    if not data.startswith(_JPEG_START):
        raise _NotFollowed
    at = len(_JPEG_START)
    while True:
        if data[at] != _MARK:
            raise _NotFollowed
        while data[at + 1] == _MARK:
            at += 1
        mark = data[at + 1]
        if mark == _END:
            return
        if mark in _BARE:
            yield mark, data[at : at + 2]
            at += 2
            continue
        (length,) = struct.unpack_from(">H", data, at + 2)
        end = at + 2 + length
        if length < _LENGTH or end > len(data):
            raise _NotFollowed
        if mark == _SCAN:
            end = _end_of_scan(data, end)
        yield mark, data[at:end]
        at = end


def _end_of_scan(data: bytes, at: int) -> int:
    """Where the coded picture ends: at the next mark that is neither a restart nor a byte of the picture."""
    while True:
        at = data.find(b"\xff", at)
        if at < 0:
            raise _NotFollowed
        after = data[at + 1]
        if after == _MARK:
            at += 1
        elif after == 0 or after in _BARE:
            at += 2
        else:
            return at


def _without_thumbnail(jfif: bytes) -> bytes:
    """JFIF, its small picture left out: it may show more than the large one."""
    if len(jfif) < _JFIF:
        raise _NotFollowed
    body = jfif[4:16] + b"\0\0"
    return b"\xff\xe0" + struct.pack(">H", len(body) + 2) + body


def _png(data: bytes) -> bytes:
    if not data.startswith(_PNG_START):
        raise _NotFollowed
    kept, at, orientation = [_PNG_START], len(_PNG_START), _UPRIGHT
    while True:
        (length,) = struct.unpack_from(">I", data, at)
        name, end = data[at + 4 : at + 8], at + 12 + length
        if end > len(data) or not name.isalpha():
            raise _NotFollowed
        if name == b"eXIf":
            orientation = _orientation(data[at + 8 : end - 4])
        elif name in _PNG_PICTURE or name in _KEPT_PNG:
            kept.append(data[at:end])
        elif name[:1].isupper():
            raise _NotFollowed
        if name == b"IEND":
            break
        at = end
    if orientation != _UPRIGHT:
        kept.insert(2, _png_chunk(b"eXIf", _exif_of(orientation)))
    return b"".join(kept)


def _png_chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def _webp(data: bytes) -> bytes:
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP":
        raise _NotFollowed
    (size,) = struct.unpack_from("<I", data, 4)
    whole = min(len(data), 8 + size)
    kept: list[tuple[bytes, bytes]] = []
    at, orientation = 12, _UPRIGHT
    while at + 8 <= whole:
        name = data[at : at + 4]
        (length,) = struct.unpack_from("<I", data, at + 4)
        body = data[at + 8 : at + 8 + length]
        if len(body) < length or at + 8 + length > whole:
            raise _NotFollowed
        if name == b"EXIF":
            orientation = _orientation(body.removeprefix(_EXIF))
        elif name in _KEPT_WEBP:
            kept.append((name, body))
        at += 8 + length + (length & 1)
    if not any(name in (b"VP8 ", b"VP8L", b"ANMF") for name, _ in kept):
        raise _NotFollowed
    turned = orientation != _UPRIGHT and kept[0][0] == b"VP8X"
    if turned:
        kept.append((b"EXIF", _exif_of(orientation)))
    body = b"WEBP" + b"".join(_webp_chunk(name, part, turned=turned) for name, part in kept)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def _webp_chunk(name: bytes, body: bytes, *, turned: bool) -> bytes:
    if name == b"VP8X":
        flags = body[0] & ~(_HAS_PROFILE | _HAS_EXIF | _HAS_XMP) | (_HAS_EXIF if turned else 0)
        body = bytes([flags]) + body[1:]
    return name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) & 1)


def _orientation(tiff: bytes) -> int:
    """Which way up, by the first directory of an Exif block; upright where it does not say or cannot be followed."""
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(tiff[:4])
    if order is None:
        return _UPRIGHT
    try:
        (start,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, start)
        for number in range(min(count, 200)):
            tag, kind, _, value = struct.unpack_from(f"{order}HHIH", tiff, start + 2 + 12 * number)
            if tag == _ORIENTATION and kind == _SHORT:
                return value if _UPRIGHT <= value <= _LAST_ORIENTATION else _UPRIGHT
    except struct.error:
        return _UPRIGHT
    return _UPRIGHT


def _exif_of(orientation: int) -> bytes:
    """An Exif block that says which way up and nothing else."""
    return b"MM\0*" + struct.pack(">IHHHIHHI", 8, 1, _ORIENTATION, _SHORT, 1, orientation, 0, 0)
