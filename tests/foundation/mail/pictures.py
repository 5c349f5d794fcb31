"""Small real pictures, sixteen dots wide and eight high, red and blue, with metadata put into them."""

from __future__ import annotations

import struct
import zlib
from base64 import b64decode

JPEG = b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABALDA4MChAODQ4SERATGCgaGBYWGDEjJR0oOjM9PDkzODdASFxOQERXRTc4UG1RV19iZ2hnPk1xeXBk"
    "eFxlZ2P/2wBDARESEhgVGC8aGi9jQjhCY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2P/wAARCAAIABADASIA"
    "AhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAX/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/8QAFAEBAAAAAAAAAAAAAAAAAAAABf/EABkRAAIDAQAAAAAA"
    "AAAAAAAAAABDBYHBBv/aAAwDAQACEQMRAD8Aio4FOdbWjM8u8P/Z"
)
PNG = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAABAAAAAICAYAAADwdn+XAAAAJ0lEQVR4AeyQoQ0AAAjDmv3/c/kABALDkqkmFY1g9wEblnsB3DcoAAAA//9LtzGOAAAA"
    "BklEQVQDALr0H/FxgNKIAAAAAElFTkSuQmCC"
)
#: The picture alone, and within a container that can hold more.
WEBP_PICTURE = b64decode("VlA4IDAAAABwAQCdASoQAAgAAsBMJaACdAFAAAD+8Ms/o/+/rb/v/Wh/rb+tt/9tD03//rQTQAA=")
SECRET = b"35.6812N 139.7671E"


def exif(orientation: int = 6, order: str = ">") -> bytes:
    """An Exif block as a camera writes it: which way up, and where it was."""
    mark = b"MM\0*" if order == ">" else b"II*\0"
    entries = struct.pack(f"{order}HHI", 0x0112, 3, 1) + struct.pack(f"{order}HH", orientation, 0)
    entries += struct.pack(f"{order}HHII", 0x8825, 2, len(SECRET), 38)
    return mark + struct.pack(f"{order}IH", 8, 2) + entries + struct.pack(f"{order}I", 0) + SECRET


def jpeg(*parts: bytes, after: bytes = b"") -> bytes:
    """The picture with these parts in front of it and something behind."""
    return JPEG[:2] + b"".join(parts) + JPEG[2:] + after


def app(number: int, body: bytes) -> bytes:
    """A part of a JPEG."""
    return bytes([0xFF, 0xE0 + number]) + struct.pack(">H", len(body) + 2) + body


def png(*chunks: tuple[bytes, bytes]) -> bytes:
    """The picture with these chunks behind its head."""
    more = b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in chunks
    )
    return PNG[:33] + more + PNG[33:]


def webp(*chunks: tuple[bytes, bytes]) -> bytes:
    """The picture in a container, with these chunks behind it."""
    head = (b"VP8X", bytes([0x08 | 0x04 | 0x20]) + b"\0\0\0" + b"\x0f\0\0" + b"\x07\0\0")
    packed = b"".join(
        name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2) for name, body in (head,)
    )
    packed += WEBP_PICTURE
    packed += b"".join(
        name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2) for name, body in chunks
    )
    return b"RIFF" + struct.pack("<I", len(packed) + 4) + b"WEBP" + packed
