"""Photographs without what they tell of whoever took them; what cannot be followed is not vouched for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kikitori.foundation.mail.metadata import KINDS, LARGEST, without_metadata
from tests.foundation.mail.pictures import JPEG, PNG, SECRET, app, exif, jpeg, png, webp

XMP = b"http://ns.adobe.com/xap/1.0/\0<x>" + SECRET
TOLD = {
    "jpeg with exif": ("image/jpeg", jpeg(app(1, b"Exif\0\0" + exif()))),
    "jpeg with xmp": ("image/jpeg", jpeg(app(1, XMP))),
    "jpeg with iptc": ("image/jpeg", jpeg(app(13, b"Photoshop 3.0\0" + SECRET))),
    "jpeg with comment": ("image/jpeg", jpeg(b"\xff\xfe\0\x14" + SECRET)),
    "jpeg with second picture": ("image/jpeg", jpeg(after=jpeg(app(1, b"Exif\0\0" + exif())))),
    "jpeg with jfif thumbnail": ("image/jpeg", jpeg(app(0, b"JFIF\0\1\1\0\0\1\0\1\2\3" + SECRET))),
    "jpeg with unknown part": ("image/jpeg", jpeg(app(7, SECRET))),
    "png with exif": ("image/png", png((b"eXIf", exif()))),
    "png with text": (
        "image/png",
        png((b"tEXt", b"Comment\0" + SECRET), (b"iTXt", SECRET), (b"zTXt", SECRET)),
    ),
    "png with unknown chunk": ("image/png", png((b"prVt", SECRET))),
    "png with something behind it": ("image/png", PNG + SECRET),
    "webp with exif": ("image/webp", webp((b"EXIF", exif()))),
    "webp with xmp and more": ("image/webp", webp((b"XMP ", SECRET), (b"ZZZZ", SECRET))),
    "webp with something behind it": ("image/webp", webp() + SECRET),
}


@pytest.mark.parametrize("name", TOLD)
def test_what_is_told_of_the_photographer_goes(name: str) -> None:
    kind, data = TOLD[name]
    assert SECRET in data
    found = without_metadata(kind, data)
    assert found is not None
    assert SECRET not in found
    assert without_metadata(kind, found) == found


@pytest.mark.parametrize(("kind", "data"), [("image/jpeg", JPEG), ("image/png", PNG)])
def test_picture_without_metadata_stays_as_it_is(kind: str, data: bytes) -> None:
    assert without_metadata(kind, data) == data


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("kind", sorted(KINDS))
def test_which_way_up_is_kept(kind: str, order: str) -> None:
    turned = {
        "image/jpeg": jpeg(app(1, b"Exif\0\0" + exif(6, order))),
        "image/png": png((b"eXIf", exif(6, order))),
        "image/webp": webp((b"EXIF", exif(6, order))),
    }[kind]
    found = without_metadata(kind, turned)
    assert found is not None
    assert b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0" in found


@pytest.mark.parametrize("orientation", [0, 1, 9, 60000])
def test_orientation_that_says_nothing_is_left_out(orientation: int) -> None:
    assert without_metadata("image/jpeg", jpeg(app(1, b"Exif\0\0" + exif(orientation)))) == JPEG


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("image/jpeg", PNG),
        ("image/jpeg", JPEG[:-2]),
        ("image/jpeg", JPEG[:20]),
        ("image/jpeg", b""),
        ("image/png", JPEG),
        ("image/png", PNG[:-12]),
        ("image/png", png((b"tEXt", b""))[:40] + b"\xff" * 40),
        ("image/webp", webp()[:60]),
        ("image/webp", b"RIFF\x04\0\0\0WEBP"),
        ("image/gif", b"GIF89a"),
        ("application/pdf", b"%PDF-1.7"),
    ],
)
def test_what_cannot_be_followed_is_not_vouched_for(kind: str, data: bytes) -> None:
    assert without_metadata(kind, data) is None


def test_huge_file_is_not_taken_apart() -> None:
    assert without_metadata("image/jpeg", JPEG + bytes(LARGEST)) is None


@given(st.sampled_from(sorted(TOLD)), st.data())
def test_any_damage_is_survived_and_never_tells_more(name: str, data: st.DataObject) -> None:
    kind, picture = TOLD[name]
    at = data.draw(st.integers(0, len(picture) - 1))
    broken = picture[:at] + data.draw(st.binary(max_size=4)) + picture[at + data.draw(st.integers(0, 8)) :]
    found = without_metadata(kind, broken)
    assert found is None or len(found) <= len(broken) + 64
