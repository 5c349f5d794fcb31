"""72. CVE-2010-4767 (OTRS): a mail that could not be read was taken in again and again. Every mail has a reading.

The mails on which the parser of Python's library raises, and their relatives.
"""

from __future__ import annotations

import json

import pytest

from kikitori.foundation.mail.flaws import Flaw
from kikitori.foundation.mail.reading import as_json, read_mail
from tests.security.mails import HEAD, of_text, read_wholly, repeated, with_field


def nested(depth: int, kind: bytes = b"multipart/mixed") -> bytes:
    """Multiparts within multiparts."""
    return HEAD + b"".join(
        b"Content-Type: %s; boundary=b%d\n\n--b%d\n" % (kind, number, number) for number in range(depth)
    )


POISON = {
    "1,000 nested multiparts": nested(1_000),
    "10,000 nested multiparts of one boundary": HEAD
    + b"Content-Type: multipart/mixed; boundary=b\n\n--b\n" * 10_000,
    "1,000 nested mails": HEAD + b"Content-Type: message/rfc822\n\n" * 1_000,
    "1,000 nested alternatives": nested(1_000, b"multipart/alternative"),
    "5,000 parts": HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 5_000,
    "unknown charset": of_text(b"\xff\xfe\xfd", b"text/plain; charset=no-such-charset"),
    "charset that is a codec": of_text(b"\\x41\\N{DIGIT ONE}", b"text/plain; charset=unicode_escape"),
    "charset that raises": of_text(b"\xff", b"text/plain; charset=undefined"),
    "charset that is binary": of_text(b"QUJD", b"text/plain; charset=base64"),
    "charset with a path": of_text(b"\xff", b'text/plain; charset="../../etc/passwd"'),
    "charset of a megabyte": of_text(b"\xff", b"text/plain; charset=" + b"x" * 1_000_000),
    "charset with NUL": of_text(b"\xff", b'text/plain; charset="utf\0-8"'),
    "bad date": with_field("Date", b"Fri, 99 Nov 99999 99:99:99 +9999"),
    "date of digits": with_field("Date", b"9" * 10_000),
    "crafted To": with_field("To", b'<@>,,;:"(<a@,'),
    "crafted To of the library": with_field("To", b"alice@shop.example,<"),
    "To of brackets": with_field("To", b"<" * 1_000),
    "CP932 that says ISO-2022-JP": of_text("修理①".encode("cp932"), b"text/plain; charset=iso-2022-jp"),
    "half characters": of_text(b"\xed\xa0\x80\xed\xbf\xbf", b"text/plain; charset=utf-8"),
    "NUL": of_text(b"a\0b\0"),
    "NUL in the header": with_field("Subject", b"a\0b"),
    "UTF-7": of_text(b"+ADw-script+AD4-", b"text/plain; charset=utf-7"),
    "empty boundary": HEAD + b'Content-Type: multipart/mixed; boundary=""\n\n--\n\nx\n----\n',
    "boundary of a megabyte": HEAD
    + b"Content-Type: multipart/mixed; boundary="
    + b"b" * 1_000_000
    + b"\n\nx",
    "parameter numbers": with_field("Content-Type", b"text/plain; a*999999999999=x; a*-1=y; a*0*=z"),
    "percent signs": with_field("Content-Disposition", b"attachment; filename*=''" + b"%41" * 10_000 + b" "),
    "broken winmail": of_text(b"\x78\x9f\x3e\x22" + b"\xff" * 1_000, b"application/ms-tnef"),
    "broken signature": of_text(b"\x30\x80" * 1_000, b"application/pkcs7-mime"),
    "broken uuencode": of_text(b"begin 644 a\n" + b"M" * 60 + b"\nend\n"),
    "all bytes": bytes(range(256)) * 10,
}


@pytest.mark.parametrize("raw", POISON.values(), ids=POISON)
def test_poison_has_a_reading(raw: bytes):
    line = json.dumps(as_json(read_wholly(raw)), ensure_ascii=False)
    assert line.encode()
    assert "\\u0000" not in line


def test_mail_whose_charset_nobody_knows_is_said_to_be_so_and_kept_apart_from_others():
    read = read_mail(POISON["unknown charset"])
    assert Flaw.CHARSET_UNKNOWN in read.flaws
    assert read.message_id == "<1@evil.example>"


def test_wrong_label_gives_the_right_words():
    read = read_mail(POISON["CP932 that says ISO-2022-JP"])
    assert read.text == "修理①"
    assert Flaw.CHARSET_WRONG in read.flaws


def test_depth_is_said():
    assert Flaw.TOO_DEEP in read_mail(POISON["1,000 nested multiparts"]).flaws


def test_bad_charset_in_the_sender_leaves_the_sender_as_it_is():
    read = read_mail(with_field("From", b"=?no-such-charset?q?=FF=FE?= <a@evil.example>"))
    assert read.sender.address == "a@evil.example"


def test_text_of_many_parts_is_read_up_to_a_limit():
    part = b"--b\n\n" + repeated(b"words \n", 100_000)
    read = read_mail(HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n" + part * 100)
    assert len(read.text) <= 2_100_000
    assert Flaw.OVERSIZED in read.flaws
