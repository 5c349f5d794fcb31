"""How large a picture is, from its first bytes; whatever else is in them."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kikitori.foundation.paper.picture_size import PictureSize, picture_size
from tests.foundation.mail import pictures

LOSSLESS = b"RIFF\0\0\0\0WEBPVP8L\0\0\0\0" + b"\x2f" + struct.pack("<I", (479) | (159 << 14)) + b"\0"


@pytest.mark.parametrize(
    "data",
    [
        pictures.PNG,
        pictures.JPEG,
        pictures.webp(),
        pictures.jpeg(pictures.app(1, b"Exif\0\0" + pictures.exif())),
        pictures.jpeg(pictures.app(2, b"ICC_PROFILE\0" + b"\xff\xc0" * 40)),
        pictures.png((b"tEXt", b"Comment\0IHDR")),
    ],
    ids=["png", "jpeg", "webp", "exif first", "a frame within a profile", "a comment"],
)
def test_picture_is_sixteen_by_eight_however_it_is_packed(data: bytes) -> None:
    assert picture_size(data) == PictureSize(16, 8)


def test_lossless_webp_and_its_lossy_sister_are_measured() -> None:
    assert picture_size(LOSSLESS) == PictureSize(480, 160)
    lossy = b"RIFF\0\0\0\0WEBP" + pictures.WEBP_PICTURE
    assert picture_size(lossy) == PictureSize(16, 8)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"GIF89a\x10\0\x08\0",
        b"<svg xmlns='http://www.w3.org/2000/svg' width='16' height='8'/>",
        pictures.PNG[:20],
        pictures.JPEG[:40],
        pictures.webp()[:24],
        b"\xff\xd8\xff\xda\0\x02",
        b"\xff\xd8hello",
        b"RIFF\0\0\0\0WEBPVP9 " + b"\0" * 30,
        b"RIFF\0\0\0\0WEBPVP8L\0\0\0\0\0" + b"\0" * 8,
        pictures.PNG[:16] + struct.pack(">II", 0, 8) + pictures.PNG[24:],
    ],
)
def test_what_is_no_picture_of_ours_has_no_size(data: bytes) -> None:
    assert picture_size(data) is None


def test_pixels_are_counted_before_anybody_decodes_them() -> None:
    bomb = pictures.PNG[:16] + struct.pack(">II", 60_000, 60_000) + pictures.PNG[24:]
    found = picture_size(bomb)
    assert found is not None
    assert found.pixels == 3_600_000_000


@given(
    st.sampled_from([b"\x89PNG\r\n\x1a\n", b"\xff\xd8", b"RIFF\0\0\0\0WEBP", b"RIFF\0\0\0\0WEBPVP8X", b""]),
    st.binary(),
)
def test_no_bytes_whatever_are_too_odd(head: bytes, rest: bytes) -> None:
    found = picture_size(head + rest)
    assert found is None or found.pixels > 0
