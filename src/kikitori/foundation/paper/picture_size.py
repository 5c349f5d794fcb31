"""How large a picture is, read from its first bytes before anybody decodes it. Pure, total.

PNG (ISO/IEC 15948, IHDR), JPEG (ITU-T T.81, the frame header) and WebP (RFC 9649, the three kinds of its first part).
"""

import struct
from dataclasses import dataclass

_PNG, _RIFF = b"\x89PNG\r\n\x1a\n", b"RIFF"
_JPEG = b"\xff\xd8"
#: Frame headers of a JPEG: SOF0 to SOF15 without the tables among them (DHT, JPG, DAC).
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_BARE = frozenset({0x01, *range(0xD0, 0xD9)})
_MARK, _SCAN = 0xFF, 0xDA
_LOSSLESS = 0x2F


@dataclass(frozen=True, slots=True)
class PictureSize:
    """In pixels."""

    width: int
    height: int

    @property
    def pixels(self) -> int:
        """How many there are to be decoded."""
        return self.width * self.height


def picture_size(data: bytes) -> PictureSize | None:
    """Its size; None where this is no picture of a known kind, or one without any pixel."""
    try:
        size = _found(data)
    except (struct.error, IndexError):
        return None
    return size if size is not None and size.pixels else None


def _found(data: bytes) -> PictureSize | None:
    if data.startswith(_PNG) and data[12:16] == b"IHDR":
        return PictureSize(*struct.unpack_from(">II", data, 16))
    if data.startswith(_JPEG):
        return _jpeg(data)
    if data.startswith(_RIFF) and data[8:12] == b"WEBP":
        return _webp(data)
    return None


def _jpeg(data: bytes) -> PictureSize | None:
    at = len(_JPEG)
    while data[at] == _MARK:
        while data[at] == _MARK:
            at += 1
        mark = data[at]
        at += 1
        if mark in _FRAMES:
            height, width = struct.unpack_from(">HH", data, at + 3)
            return PictureSize(width, height)
        if mark == _SCAN:
            return None
        if mark not in _BARE:
            (length,) = struct.unpack_from(">H", data, at)
            at += length
    return None


def _webp(data: bytes) -> PictureSize | None:
    match data[12:16]:
        case b"VP8 ":
            width, height = struct.unpack_from("<HH", data, 26)
            return PictureSize(width & 0x3FFF, height & 0x3FFF)
        case b"VP8L" if data[20] == _LOSSLESS:
            (packed,) = struct.unpack_from("<I", data, 21)
            return PictureSize((packed & 0x3FFF) + 1, (packed >> 14 & 0x3FFF) + 1)
        case b"VP8X":
            wide, high = data[24:27], data[27:30]
            if len(high) < 3:  # noqa: PLR2004 - three bytes each
                return None
            return PictureSize(int.from_bytes(wide, "little") + 1, int.from_bytes(high, "little") + 1)
    return None
