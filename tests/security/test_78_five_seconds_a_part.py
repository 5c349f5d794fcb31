"""78. CVE-2019-18180 (OTRS): an overlong extension ended in an endless loop. No part takes long, whatever it is called."""

from __future__ import annotations

import time

import pytest

from tests.security.mails import HEAD, read_wholly

NAMES = {
    "long ending": b"a." + b"x" * 500_000,
    "many endings": b"a" + b".x" * 250_000,
    "dots": b"." * 500_000,
    "blanks": b"a" + b" " * 500_000 + b"b",
    "slashes": b"/" * 500_000,
    "percent": b"%2E" * 150_000,
    "invisible": "\u200b".encode() * 150_000,
    "encoded words": b"=?utf-8?q?a?=" * 40_000,
    "quotes": b'\\"' * 250_000,
}


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
@pytest.mark.parametrize(
    "field", [b"Content-Disposition: attachment; filename=", b"Content-Type: application/x; name="]
)
def test_part_is_read_in_time(name: bytes, field: bytes):
    begun = time.process_time()
    read = read_wholly(HEAD + field + b'"' + name + b'"\n\nx')
    assert time.process_time() - begun < 5
    assert all(len(one.name) <= 1_000 for one in read.attachments)
