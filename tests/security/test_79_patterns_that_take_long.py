"""79. CVE-2021-36093, 21439, CVE-2010-3476 (OTRS): patterns that took hours over a crafted mail.

Time grows with size and no faster: a mail of four times the size takes no more than some four times as long.
"""

from __future__ import annotations

import struct

import pytest

from tests.security.mails import HEAD, grows_with_size, of_text, repeated, with_field

pytestmark = pytest.mark.faults

HTML = {
    "less": b"<", "comment": b"<!--", "declaration": b"<!", "instruction": b"<?", "tag": b"<a ", "value": b'<a b="', "values": b"<a b='x\" ",
    "deep": b"<div>", "ends": b"</b>", "mixed": b"<i><b>", "entity": b"&amp", "number": b"&#9", "line": b"<br>", "item": b"<li>",
    "quote": b"<blockquote>", "link": b"<a href=http://x>y", "script": b"<script>", "pre": b"<pre> ",
}  # fmt: skip
TEXT = {
    "quoted": b">\n", "quotes": b">", "quotes apart": b"> ", "attribution begins": b"On 10:10\n", "attribution": b"On 1 x@y.example wrote:\n",
    "ends in colon": b"On 10:10:\n", "sender": "差出人: \n".encode(), "header": "差出人: a\n件名:\n".encode(), "blanks": b" ", "blank lines": b" \n",
    "dashes": b"-", "dividers": b"-----\n", "signature": b"--\n", "uuencode": b"begin 644 a\n", "uuencode lines": b"begin 644 a\nM\n",
    "signed": b"-----BEGIN PGP SIGNED MESSAGE-----\n", "signatures": b"-----BEGIN PGP SIGNED MESSAGE-----\n\n-----BEGIN PGP SIGNATURE-----\n",
    "original": b"-----Original Message-----\n", "at": b"a@", "letters": b"a", "automatic": "自動返信".encode(), "this mail": "このメールは".encode(),
    "away": "不在に".encode(), "escapes": b"\x1b$B!!\x1b(B", "escape": b"\x1b$B", "shift out": b"\x0e", "dollar": b"$B", "dollars": b'$B$"(B',
    "NUL": b"\0", "surrogates": b"\xed\xa0\x80", "bad": b"\xff", "half kana": b"\xb1", "euc": b"\xa4\xa2", "sjis": b"\x82\xa0", "lead": b"\x82",
    "bars": b"x <a@b>\n| \n", "rules": b"---- 1 wrote ----\n", "boxes": b"=====\ntel 0\n", "returns": b"\r", "names": b"-Aa Bb\n",
}  # fmt: skip
FIELD = {
    "parens": b"(", "quote": b'"', "escaped": b'"\\', "less": b"<", "comma": b",", "colon": b":", "at": b"a@", "letters": b"a", "semicolon": b";",
    "words": b"=?utf-8?q?", "base64": b"=?utf-8?b?", "whole words": b"=?utf-8?q?a?= ", "percent": b"%41", "equals": b"a=", "numbers": b" a*1*=x;",
    "blanks": b" ", "tabs": b"\t \t", "escape": b"\x1b$B", "eight bits": b"\xe3", "open values": b';a="', "dashes": b"-", "folds": b"x\n y",
}  # fmt: skip
NAMES = ("From", "Subject", "Content-Type", "Content-Disposition")
ENCODED = {
    "base64": [b"=", b"A=", b"A", b"AAAA\n", b"!", b" "],
    "quoted-printable": [b"=", b" ", b"= ", b"a", b"=4", b"\t\n"],
    "x-uuencode": [b"a", b"M\n", b"\n"],
}
PARTS = {
    "boundaries": b"--x\n", "boundaries in a row": b"--x", "mails": b"--x\nContent-Type: message/rfc822\n\nSubject: a\n\nb\n",
    "reports": b"--x\nContent-Type: message/delivery-status\n\nAction: failed\nFinal-Recipient: rfc822;a@b.c\n\n",
    "invitations": b"--x\nContent-Type: text/calendar\n\nSUMMARY:a\n", "html": b"--x\nContent-Type: text/html\n\n<p>a\n",
}  # fmt: skip


@pytest.mark.parametrize("unit", HTML.values(), ids=HTML)
def test_html_takes_as_long_as_it_is(unit: bytes):
    assert grows_with_size(lambda size: of_text(repeated(unit, size), b"text/html; charset=utf-8"))


@pytest.mark.parametrize("unit", TEXT.values(), ids=TEXT)
def test_text_takes_as_long_as_it_is(unit: bytes):
    assert grows_with_size(lambda size: of_text(repeated(unit, size)))


@pytest.mark.parametrize("unit", FIELD.values(), ids=FIELD)
def test_field_takes_as_long_as_it_is(unit: bytes):
    for name in NAMES:

        def crafted(size: int, name: str = name) -> bytes:
            return with_field(name, repeated(unit, size))

        assert grows_with_size(crafted), name


@pytest.mark.parametrize("encoding", ENCODED)
def test_encoded_content_takes_as_long_as_it_is(encoding: str):
    head = HEAD + f"Content-Type: application/pdf\nContent-Transfer-Encoding: {encoding}\n\n".encode()
    for unit in ENCODED[encoding]:

        def crafted(size: int, unit: bytes = unit) -> bytes:
            return head + repeated(unit, size)

        assert grows_with_size(crafted), unit


@pytest.mark.parametrize("kind", ["mixed", "alternative", "digest", "report", "signed"])
@pytest.mark.parametrize("unit", PARTS.values(), ids=PARTS)
def test_parts_take_as_long_as_they_are(unit: bytes, kind: str):
    head = HEAD + f"Content-Type: multipart/{kind}; boundary=x\n\n".encode()
    assert grows_with_size(lambda size: head + repeated(unit, size))


@pytest.mark.parametrize(
    "unit", [b"A:\n", b"junk\nTo:\n", b'To: "\\"\n', b"Subject: x\n y\n", b" \n", b"\t", b"A: b\n \n"]
)
def test_header_takes_as_long_as_it_is(unit: bytes):
    assert grows_with_size(lambda size: b"From: a@evil.example\n" + repeated(unit, size) + b"\n\nx")


def test_lines_that_look_like_boundaries_take_as_long_as_they_are():
    head = HEAD + b"Content-Type: multipart/mixed; boundary=zz\n\n"
    assert grows_with_size(lambda size: head + b"".join(b"--%06d\n" % number for number in range(size // 9)))


def test_winmail_and_signatures_take_as_long_as_they_are():
    stream = struct.pack("<IH", 0x223E9F78, 1)
    lists = struct.pack("<I", 10_000) + struct.pack("<HHI", 0x1003, 1, 0) * 10

    def winmail(size: int) -> bytes:
        inside = repeated(lists, size)
        return of_text(
            stream + struct.pack("<BII", 1, 0x00069003, len(inside)) + inside + b"\0\0",
            b"application/ms-tnef",
        )

    assert grows_with_size(winmail)
    pieces = b"\x30\x80" + b"\x24\x80" * 10
    assert grows_with_size(
        lambda size: of_text(pieces + repeated(b"\x04\x01a", size), b"application/pkcs7-mime")
    )
