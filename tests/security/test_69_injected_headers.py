"""69. CVE-2013-3373, CVE-2026-1299, CVE-2024-6923: line ends in a name or subject became headers of the answer.

Nothing that can stand in a header of ours holds a line end or a control character, however it was encoded.
"""

from __future__ import annotations

import base64
import unicodedata
from typing import Any

import pytest

from kikitori.foundation.mail.reading import as_json, read_mail
from tests.security.mails import HEAD, with_field

INJECTED = "Name\r\nBcc: victim@evil.example\n\nwords"
LINE_ENDS = ["\r\n", "\n", "\r", "\0", "\v", "\f", "\x1b", "\x85", "\u2028", "\u2029"]


def encoded(text: str) -> list[bytes]:
    """The ways in which a text gets into a field."""
    raw = text.encode()
    hexed = "".join(f"={byte:02X}" for byte in raw).encode()
    return [
        b"=?utf-8?q?" + hexed + b"?=",
        b"=?utf-8?b?" + base64.b64encode(raw) + b"?=",
        b"=?utf-16?b?" + base64.b64encode(text.encode("utf-16")) + b"?=",
        b"=?iso-2022-jp?b?" + base64.b64encode(raw) + b"?=",
        b'"' + b"=?utf-8?q?" + hexed + b"?=" + b'"',
    ]


def header_values(raw: bytes) -> list[str]:
    """What of a mail can get into a header of an answer."""
    values: dict[str, Any] = as_json(read_mail(raw))
    people = [values["from"], *values["to"]]
    ids = [values["message_id"], values["in_reply_to"], *values["references"]]
    names = [one["name"] for one in values["attachments"]]
    return [values["subject"], *ids, *names, *(value for one in people for value in one.values())]


def assert_harmless(raw: bytes) -> None:
    for value in header_values(raw):
        assert not [sign for sign in value if unicodedata.category(sign) in ("Cc", "Zl", "Zp", "Cs")], value


@pytest.mark.parametrize("end", LINE_ENDS, ids=ascii)
@pytest.mark.parametrize("name", ["Subject", "From", "To", "Message-ID", "In-Reply-To", "References"])
def test_no_line_end_gets_into_a_field(name: str, end: str):
    for word in encoded(f"Name{end}Bcc: victim@evil.example"):
        assert_harmless(with_field(name, word + b" <a@evil.example>"))
        assert_harmless(with_field(name, b"<" + word + b">"))
        assert_harmless(with_field(name, word))


@pytest.mark.parametrize("end", LINE_ENDS, ids=ascii)
def test_no_line_end_gets_into_the_name_of_a_file(end: str):
    hexed = "".join(f"%{byte:02X}" for byte in f"a{end}b.pdf".encode()).encode()
    ways = [
        b"filename*=utf-8''" + hexed,
        b'filename="' + encoded(f"a{end}b.pdf")[0] + b'"',
        b'filename="' + hexed + b'"',
    ]
    for way in ways:
        assert_harmless(
            HEAD + b"Content-Type: application/pdf\nContent-Disposition: attachment; " + way + b"\n\nx"
        )


def test_one_crafted_name_is_one_person():
    read = read_mail(with_field("To", encoded(INJECTED)[0] + b" <a@evil.example>"))
    assert [one.address for one in read.to] == ["a@evil.example"]
    assert "victim" in read.to[0].name
