"""What comes with a mail: winmail.dat, opaque signatures, photographs and names, as programs write them and as harm is done."""

from __future__ import annotations

import struct
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kikitori.foundation.mail.flaws import Flaw
from kikitori.foundation.mail.magic import kind_of
from kikitori.foundation.mail.metadata import without_metadata
from kikitori.foundation.mail.names import LONGEST, clean_name
from kikitori.foundation.mail.reading import read_mail
from kikitori.foundation.mail.signed import content_of_signed
from kikitori.foundation.mail.tnef import opened
from tests.foundation.mail.mails import of_parts
from tests.foundation.mail.pictures import JPEG, PNG, SECRET, app, exif, jpeg, png, webp
from tests.foundation.mail.test_signed import DATA, SIGNED_DATA, signed, value
from tests.foundation.mail.test_tnef import FILE, HEAD, attribute, properties

STRING8, UNICODE, BINARY, OBJECT, LONG, TIME = 0x001E, 0x001F, 0x0102, 0x000D, 0x0003, 0x0040
BODY, HTML, LONG_NAME, SHORT_NAME, TYPE, CONTENT = 0x1000, 0x1013, 0x3707, 0x3704, 0x370E, 0x3701
MAPI_OF_MAIL, MAPI_OF_FILE, PAGE = 0x00069003, 0x00069005, 0x00069007


def fixed(tag: int, kind: int, data: bytes) -> bytes:
    """A property of a length its type knows."""
    return struct.pack("<HH", kind, tag) + data


def tnef(*attributes: bytes) -> bytes:
    return HEAD + b"".join(attributes)


def page(number: int) -> bytes:
    return attribute(1, PAGE, struct.pack("<II", number, 0))


@pytest.mark.parametrize(
    ("number", "codec"),
    [(932, "cp932"), (1252, "cp1252"), (949, "cp949"), (936, "gb18030"), (65001, "utf-8")],
)
def test_text_of_outlook_is_read_in_the_code_page_it_names(number: int, codec: str):
    text = {
        "cp1252": "Le colis n’est pas arrivé.",
        "cp949": "접시가 깨졌습니다.",
        "gb18030": "盘子碎了。",
    }.get(codec, "皿が割れていました。")
    found = opened(tnef(page(number), attribute(1, 0x0002800C, text.encode(codec) + b"\0")))
    assert found is not None
    assert (found.text, found.whole) == (text, True)


@pytest.mark.parametrize(
    ("rows", "text", "html"),
    [
        ([(BODY, UNICODE, "皿が割れた\0".encode("utf-16-le"))], "皿が割れた", ""),
        ([(BODY, STRING8, "皿が割れた\0".encode("cp932"))], "皿が割れた", ""),
        ([(HTML, BINARY, "<p>皿</p>".encode())], "", "<p>皿</p>"),
        ([(HTML, UNICODE, "<p>皿</p>\0".encode("utf-16-le"))], "", "<p>皿</p>"),
        ([(BODY, UNICODE, "皿\0".encode("utf-16-le")), (HTML, BINARY, b"<p>x")], "皿", "<p>x"),
        (
            [(0x0037, UNICODE, "件名\0".encode("utf-16-le")), (BODY, UNICODE, "皿\0".encode("utf-16-le"))],
            "皿",
            "",
        ),
        ([(0x0037, BINARY, b"x")], "", ""),
    ],
)
def test_text_of_outlook_is_found_among_its_properties(
    rows: list[tuple[int, int, bytes]], text: str, html: str
):
    found = opened(tnef(attribute(1, MAPI_OF_MAIL, properties(*rows))))
    assert found is not None
    assert (found.text, found.html) == (text, html)


def test_properties_of_every_length_are_passed_over_to_the_next():
    before = [
        fixed(0x0E08, LONG, b"\x01\0\0\0"),
        fixed(0x0039, TIME, bytes(8)),
        fixed(0x0017, 0x0002, b"\x01\0\0\0"),
        fixed(0x1234, 0x0048, bytes(16)),
        # A list of numbers, and a property with a name of its own (by number, by text).
        struct.pack("<HHI", LONG | 0x1000, 0x6001, 3) + bytes(12),
        struct.pack("<HH", LONG, 0x8001) + bytes(16) + struct.pack("<II", 0, 7) + b"\x01\0\0\0",
        struct.pack("<HH", LONG, 0x8002)
        + bytes(16)
        + struct.pack("<II", 1, 6)
        + b"a\0b\0\0\0\0\0"
        + b"\x01\0\0\0",
    ]
    text = "皿\0".encode("utf-16-le")
    last = struct.pack("<HHII", UNICODE, BODY, 1, len(text)) + text
    stream = struct.pack("<I", len(before) + 1) + b"".join(before) + last
    found = opened(tnef(attribute(1, MAPI_OF_MAIL, stream)))
    assert found is not None
    assert found.text == "皿"


@pytest.mark.parametrize(
    ("rows", "name"),
    [
        ([], "見積.pdf"),
        ([(LONG_NAME, UNICODE, "御見積書.pdf\0".encode("utf-16-le"))], "御見積書.pdf"),
        ([(SHORT_NAME, STRING8, b"MITSUM~1.PDF\0")], "見積.pdf"),
        ([(SHORT_NAME, STRING8, b"S.PDF\0"), (LONG_NAME, STRING8, b"long.pdf\0")], "long.pdf"),
    ],
)
def test_file_of_outlook_has_its_longest_name(rows: list[tuple[int, int, bytes]], name: str):
    found = opened(tnef(FILE, attribute(2, MAPI_OF_FILE, properties(*rows))))
    assert found is not None
    assert [file.name for file in found.files] == [name]


def test_object_within_is_taken_without_the_name_of_its_interface():
    rows = properties((CONTENT, OBJECT, bytes(16) + b"inner"))
    found = opened(tnef(attribute(2, 0x00069002, b""), attribute(2, MAPI_OF_FILE, rows)))
    assert found is not None
    assert [file.data for file in found.files] == [b"inner"]


def test_attribute_of_a_file_before_any_file_is_nobodys():
    found = opened(tnef(attribute(2, 0x0006800F, b"lost"), FILE))
    assert found is not None
    assert [file.data for file in found.files] == [b"%PDF"]


@pytest.mark.parametrize("beside", [b"", b"Content-Type: text/plain; charset=utf-8\n\n\xe7\x9a\xbf"])
def test_winmail_is_opened_where_it_stands_and_its_text_read_where_there_is_no_other(beside: bytes):
    stream = tnef(attribute(1, 0x0002800C, "中の文です。".encode("cp932") + b"\0"), FILE)
    part = (
        b"Content-Type: application/ms-tnef; name=winmail.dat\nContent-Transfer-Encoding: binary\n\n" + stream
    )
    found = read_mail(of_parts(*filter(None, [beside, part])))
    assert found.text == ("皿" if beside else "中の文です。")
    assert [one.name for one in found.attachments] == ["見積.pdf"]
    assert Flaw.TNEF in found.flaws


@pytest.mark.parametrize(
    ("kind", "name"), [("application/ms-tnef", "winmail.dat"), ("application/octet-stream", "WINMAIL.DAT")]
)
def test_winmail_that_is_none_is_enclosed_as_it_is(kind: str, name: str):
    part = f'Content-Type: {kind}; name="{name}"\n\nnot one at all'.encode()
    found = read_mail(of_parts(part))
    assert [(one.name, one.size) for one in found.attachments] == [(name, len("not one at all"))]
    assert Flaw.TNEF not in found.flaws


@settings(max_examples=50)
@given(st.lists(st.tuples(st.sampled_from("皿箱a."), st.binary(max_size=40)), max_size=5))
def test_files_of_outlook_come_back_byte_for_byte(files: list[tuple[str, bytes]]):
    stream = b"".join(
        attribute(2, 0x00069002, b"")
        + attribute(2, 0x00018010, name.encode("cp932") + b"\0")
        + attribute(2, 0x0006800F, data)
        for name, data in files
    )
    found = opened(tnef(stream))
    assert found is not None
    assert [(file.name, file.data) for file in found.files] == files


@settings(max_examples=50)
@given(st.integers(0, 400))
def test_stream_of_outlook_cut_anywhere_is_opened_up_to_there(cut: int):
    stream = tnef(attribute(1, 0x0002800C, "文".encode("cp932") + b"\0"), FILE * 3)
    found = opened(stream[:cut])
    if cut >= len(stream):
        assert found is not None
        assert len(found.files) == 3
    elif found is not None:
        assert len(found.files) <= 3


@pytest.mark.parametrize("size", [0, 1, 127, 128, 255, 256, 70_000])
def test_signed_mail_is_taken_out_whatever_its_length(size: int):
    """RFC 5652 by X.690 §8.1.3: short, long and unknown lengths say the same."""
    content = b"x" * size
    length = bytes([size]) if size < 128 else b"\x84" + size.to_bytes(4, "big")
    octets = b"\x04" + length + content
    inner = b"\x30\x80" + DATA + b"\xa0\x80" + octets + b"\0\0\0\0"
    outer = b"\x30\x80" + SIGNED_DATA + b"\xa0\x80\x30\x80\x02\x01\x01" + value(0x31) + inner + b"\0\0" * 3
    assert content_of_signed(outer) == content


@pytest.mark.parametrize(
    "raw",
    [
        value(0x30, bytes.fromhex("06092a864886f70d010703"), value(0xA0, value(0x30))),
        value(0x30, SIGNED_DATA),
        value(0x30, SIGNED_DATA, value(0x30)),
        value(0x31, SIGNED_DATA, value(0xA0)),
        value(0x30, SIGNED_DATA, value(0xA0, value(0x30, value(0x31)))),
        value(0x30, SIGNED_DATA, value(0xA0, value(0x30, value(0x30, DATA)))),
        b"\x30\x80" * 3_000,
        b"\x24\x80" * 3_000,
        b"\x30\x84\xff\xff\xff\xff",
        b"\x30\xff",
        signed(b"\x24\x80" * 20 + value(0x04, b"x") + b"\0\0" * 20),
    ],
)
def test_what_is_encrypted_empty_or_endless_has_no_signed_mail(raw: bytes):
    assert content_of_signed(raw) is None


def test_mail_within_a_signature_is_read_as_the_mail_it_is():
    inner = "Content-Type: text/plain; charset=utf-8\n\n皿が割れていました。".encode()
    raw = b"From: a@x.example\nContent-Type: application/pkcs7-mime; smime-type=signed-data\n\n" + signed(
        value(0x04, inner)
    )
    found = read_mail(raw)
    assert found.text == "皿が割れていました。"
    assert Flaw.SIGNED_NOT_VERIFIED in found.flaws
    assert Flaw.ENCRYPTED not in found.flaws


def test_mail_that_only_its_owner_can_open_is_enclosed_and_said_to_be():
    raw = b'From: a@x.example\nContent-Type: application/pkcs7-mime; name="smime.p7m"\n\n' + value(
        0x30, b"\x02\x01\x00"
    )
    found = read_mail(raw)
    assert Flaw.ENCRYPTED in found.flaws
    assert [one.name for one in found.attachments] == ["smime.p7m"]


def orientation_of(picture: bytes) -> int:
    at = picture.find(b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01")
    return struct.unpack_from(">H", picture, at + 18)[0] if at >= 0 else 1


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("order", ["<", ">"])
def test_photograph_stands_the_right_way_up_without_its_place(orientation: int, order: str):
    for kind, picture in (
        ("image/jpeg", jpeg(app(1, b"Exif\0\0" + exif(orientation, order)))),
        ("image/png", png((b"eXIf", exif(orientation, order)))),
        ("image/webp", webp((b"EXIF", exif(orientation, order)))),
    ):
        found = without_metadata(kind, picture)
        assert found is not None
        assert SECRET not in found
        assert orientation_of(found) == orientation


@pytest.mark.parametrize(
    "part",
    [
        app(0, b"JFIF\0\1\1\0\0\1\0\1\0\0"),
        app(14, b"Adobe\0\x64\0\0\0\0\1"),
        b"\xff\x01",
        b"\xff\xd0",
        b"\xff\xff\xff\xfe\0\x02",
    ],
)
def test_jpeg_keeps_what_its_picture_needs(part: bytes):
    found = without_metadata("image/jpeg", jpeg(part))
    assert found is not None
    assert found.endswith(JPEG[-100:])
    assert (part in found) is (not part.startswith(b"\xff\xff"))


@pytest.mark.parametrize(
    "part",
    [
        app(2, b"ICC_PROFILE\0" + SECRET),
        app(2, b"MPF\0" + SECRET),
        app(1, b"http://ns.adobe.com/xmp/extension/\0" + SECRET),
        app(13, b"Photoshop 3.0\x008BIM" + SECRET),
        app(0, b"JFXX\0" + SECRET),
        app(14, b"Other\0" + SECRET),
        app(15, SECRET),
        b"\xff\xfe\x00\x14" + SECRET,
    ],
)
def test_jpeg_loses_whatever_could_tell_of_somebody(part: bytes):
    assert without_metadata("image/jpeg", jpeg(part, part)) == JPEG


@pytest.mark.parametrize("name", [b"tRNS", b"gAMA", b"pHYs", b"acTL", b"fcTL", b"bKGD"])
def test_png_keeps_what_its_picture_needs(name: bytes):
    picture = png((name, b"\0" * 8))
    assert without_metadata("image/png", picture) == picture


@pytest.mark.parametrize(
    "name", [b"tEXt", b"zTXt", b"iTXt", b"tIME", b"iCCP", b"eXIf", b"prVt", b"dSIG", b"caBX"]
)
def test_png_loses_whatever_could_tell_of_somebody(name: bytes):
    assert without_metadata("image/png", png((name, SECRET))) == PNG


@pytest.mark.parametrize(
    "broken",
    [
        png((b"ABCD", b"x")),
        png((b"a1cd", b"x")),
        PNG[:8],
        PNG[:-4],
        b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 2**31) + b"IHDR",
    ],
)
def test_png_with_a_part_that_nobody_can_follow_is_not_vouched_for(broken: bytes):
    assert without_metadata("image/png", broken) is None


@pytest.mark.parametrize("odd", [0, 1, 2, 3])
def test_webp_of_odd_and_even_lengths_is_put_together_again(odd: int):
    found = without_metadata(
        "image/webp", webp((b"EXIF", exif(6) + b"x" * odd), (b"XMP ", SECRET + b"x" * odd))
    )
    assert found is not None
    assert found[:4] == b"RIFF"
    assert struct.unpack_from("<I", found, 4)[0] == len(found) - 8
    assert without_metadata("image/webp", found) == found


@settings(max_examples=40)
@given(
    st.lists(
        st.tuples(st.sampled_from([b"tEXt", b"eXIf", b"prVt", b"gAMA"]), st.binary(max_size=30)), max_size=5
    )
)
def test_png_is_still_one_that_any_reader_opens(chunks: list[tuple[bytes, bytes]]):
    """Every checksum stands."""
    found = without_metadata("image/png", png(*chunks))
    assert found is not None
    at = 8
    while at < len(found):
        (length,) = struct.unpack_from(">I", found, at)
        body = found[at + 4 : at + 8 + length]
        assert struct.unpack_from(">I", found, at + 8 + length)[0] == zlib.crc32(body)
        at += 12 + length


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"GIF87a", "image/gif"),
        (b"BM\x00\x00", "image/bmp"),
        (b"II*\x00\x08", "image/tiff"),
        (b"MM\x00*\x00", "image/tiff"),
        (b"\x00\x00\x00\x18ftypheix", "image/heic"),
        (b"\x00\x00\x00\x18ftypmif1", "image/heif"),
        (b"\x00\x00\x00\x18ftypavif", "image/avif"),
        (b"\x00\x00\x00\x18ftypM4A ", "audio/mp4"),
        (b"RIFF\x00\x00\x00\x00AVI ", "video/x-msvideo"),
        (b"\x1aE\xdf\xa3", "video/webm"),
        (b"ID3\x03", "audio/mpeg"),
        (b"OggS", "audio/ogg"),
        (b"#!AMR\n", "audio/amr"),
        (b"PK\x05\x06", "application/zip"),
        (b"Rar!\x1a\x07\x01", "application/vnd.rar"),
        (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
        (b"\x1f\x8b\x08", "application/gzip"),
        (b"BEGIN:VCALENDAR\r\n", "text/calendar"),
        (
            b"PK\x03\x04" + b"\0" * 26 + b"mimetypeapplication/vnd.oasis.opendocument.text",
            "application/vnd.oasis.opendocument",
        ),
        # A kind further in is none: a page with a picture's bytes in it stays a page.
        (b"<html>\xff\xd8\xff", "text/html"),
        (b" %PDF-1.7", "text/plain"),
        (b"%PD", "text/plain"),
        (b"text with \x00 in it", "application/octet-stream"),
        (b"\x1b$B=$M}\x1b(B", "text/plain"),
    ],
)
def test_file_is_what_it_begins_with_and_nothing_else(head: bytes, kind: str):
    assert kind_of(head) == kind


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("../../etc/passwd", "passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("C:\\Users\\aiko\\写真.jpg", "写真.jpg"),
        ("写真／裏.jpg", "裏.jpg"),
        ("gpj.\u202eexe", "gpj.exe"),
        ("a\u200b.pdf", "a.pdf"),
        ("a\r\nContent-Type: x.pdf", "aContent-Type: x.pdf"),
        ("a\x00.exe", "a.exe"),
        ("a.pdf   .exe", "a.pdf .exe"),
        ("a.pdf. . .", "a.pdf"),
        ('"a.pdf"', "a.pdf"),
        ("'a.pdf'", "a.pdf"),
        ("  a.pdf  ", "a.pdf"),
        ("", ""),
        ("...", ""),
        ("https://shop.example/a/b.pdf", "https://shop.example/a/b.pdf"),
        ("㈱見本①.xlsx", "㈱見本①.xlsx"),
    ],
)
def test_name_shows_what_it_is_and_leads_nowhere(name: str, clean: str):
    assert clean_name(name) == clean


@settings(max_examples=60)
@given(st.text(st.characters(), max_size=60))
def test_any_name_is_clean_once_and_for_all(name: str):
    clean = clean_name(name)
    assert len(clean) <= LONGEST
    assert clean == clean.strip()
    if not clean.lower().startswith(("http:", "https:")):
        assert not set(clean) & set("/\\\r\n\0")
        assert clean_name(clean) == clean
