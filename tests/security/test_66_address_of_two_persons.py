"""66. CVE-2023-27043 (Python): `alice@example.org)bob@evil.example` was read as alice. Where two can be meant there is nobody."""

from __future__ import annotations

import pytest

from kikitori.foundation.mail.flaws import Flaw
from kikitori.foundation.mail.reading import read_mail
from tests.security.mails import with_field

ALICE = b"alice@shop.example"


@pytest.mark.parametrize(
    "value",
    [
        ALICE + b")bob@evil.example",
        ALICE + b"(<bob@evil.example>",
        ALICE + b"<bob@evil.example>, x",
        b"<" + ALICE + b">bob@evil.example",
        b"<" + ALICE + b"<bob@evil.example>>",
        b"<bob@evil.example><" + ALICE + b">",
        ALICE + b"@evil.example",
        ALICE + b" bob@evil.example",
        ALICE + b"\0@evil.example",
        ALICE + b"[bob@evil.example]",
        b'"' + ALICE + b'"@evil.example',
        b"<" + ALICE + b":bob@evil.example>",
        b"(" + ALICE + b" bob@evil.example",
        ALICE + b"\\@evil.example",
        b"=?utf-8?q?" + ALICE + b"?= bob@evil.example",
    ],
)
def test_nobody_is_taken_for_alice(value: bytes):
    read = read_mail(with_field("From", value))
    sure = [one.address for one in read.senders if one.sure]
    assert ALICE.decode() not in sure
    assert Flaw.BAD_FROM in read.flaws or read.sender.address != ALICE.decode()


def test_name_that_looks_like_an_address_is_only_a_name():
    read = read_mail(with_field("From", b'"' + ALICE + b'" <bob@evil.example>'))
    assert (read.sender.name, read.sender.address) == (ALICE.decode(), "bob@evil.example")


def test_encoded_word_makes_no_address():
    read = read_mail(with_field("From", b"=?utf-8?q?=3C" + ALICE + b"=3E?= <bob@evil.example>"))
    assert read.sender.address == "bob@evil.example"
