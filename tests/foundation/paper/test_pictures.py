"""A picture painted anew: what can be seen goes on, nothing else; what cannot be painted is refused."""

from __future__ import annotations

import struct
import zlib

import pytest

from kikitori.foundation.paper.picture_size import PictureSize
from kikitori.foundation.paper.pictures import LARGEST, NotDrawn, redrawn
from tests.foundation.mail import pictures

SECRETS = (pictures.SECRET, b"Exif", b"tEXt", b"Comment", b"ICC", b"<script", b"http")


def painted(width: int, height: int, *, alpha: int = 255) -> bytes:
    """A PNG of one colour, as large as is asked for."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    line = b"\0" + bytes([200, 16, 46, alpha]) * width
    head = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        chunk(name, body)
        for name, body in ((b"IHDR", head), (b"IDAT", zlib.compress(line * height)), (b"IEND", b""))
    )


def parts_of(png: bytes) -> list[bytes]:
    """The names of its chunks."""
    found, at = [], 8
    while at < len(png):
        (length,) = struct.unpack_from(">I", png, at)
        found.append(png[at + 4 : at + 8])
        at += length + 12
    return found


@pytest.mark.parametrize(
    "data",
    [
        pictures.jpeg(pictures.app(1, b"Exif\0\0" + pictures.exif(1)), after=b"<script>alert(1)</script>"),
        pictures.png((b"tEXt", b"Comment\0" + pictures.SECRET), (b"eXIf", pictures.exif(1))),
        pictures.webp(),
        pictures.webp((b"EXIF", pictures.exif(1)), (b"XMP ", b"<x:xmpmeta>http://example.com</x:xmpmeta>")),
    ],
    ids=["jpeg", "png", "webp that lacks what it announces", "webp"],
)
def test_picture_of_each_kind_is_painted_without_what_it_tells(data: bytes) -> None:
    drawn = redrawn(data, width=480, height=160)
    assert drawn.size == PictureSize(16, 8)
    assert set(parts_of(drawn.content)) <= {b"IHDR", b"IDAT", b"IEND", b"PLTE", b"tRNS", b"pHYs", b"sRGB"}
    assert not [secret for secret in SECRETS if secret in drawn.content]


@pytest.mark.parametrize(
    ("width", "height", "size"),
    [
        (960, 320, PictureSize(480, 160)),
        (960, 100, PictureSize(480, 50)),
        (100, 960, PictureSize(17, 160)),
        (30, 20, PictureSize(30, 20)),
    ],
)
def test_picture_is_fitted_and_never_made_larger(width: int, height: int, size: PictureSize) -> None:
    assert redrawn(painted(width, height), width=480, height=160).size == size


def test_what_shines_through_goes_on_shining_through() -> None:
    drawn = redrawn(painted(16, 8, alpha=0), width=480, height=160)
    raw = drawn.content
    assert raw[25] in (4, 6) or b"tRNS" in parts_of(raw), "a kind of PNG that has transparency"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello",
        b"<svg xmlns='http://www.w3.org/2000/svg' width='16' height='8'><script>alert(1)</script></svg>",
        b"GIF89a\x10\0\x08\0\x80\0\0",
        b"%PDF-1.7",
        pictures.PNG[:60],
        pictures.JPEG[: len(pictures.JPEG) // 3],
        pictures.PNG[:16] + struct.pack(">II", 4001, 4000) + pictures.PNG[24:],
        pictures.PNG[:16] + struct.pack(">II", 2**31 - 1, 1) + pictures.PNG[24:],
    ],
    ids=[
        "nothing",
        "text",
        "svg",
        "gif",
        "pdf",
        "half a png",
        "a third of a jpeg",
        "too many pixels",
        "a long line",
    ],
)
def test_what_cannot_be_painted_is_refused(data: bytes) -> None:
    with pytest.raises(NotDrawn):
        redrawn(data, width=480, height=160)


def test_same_picture_is_painted_the_same() -> None:
    assert redrawn(pictures.PNG, width=480, height=160) == redrawn(pictures.PNG, width=480, height=160)
    assert LARGEST == 16_000_000
