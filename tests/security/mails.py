"""Mails of attackers, built from bytes, and how long they may take."""

from __future__ import annotations

import time
from collections.abc import Callable

from kikitori.foundation.mail.reading import Reading, as_json, read_mail

HEAD = b"From: a@evil.example\nTo: soudan@shop.example\nSubject: x\nDate: Fri, 20 Nov 2026 10:12:00 +0900\nMessage-ID: <1@evil.example>\n"

#: Seconds for the larger of the mails (0.4 MB): at this pace a megabyte takes little more than one.
_HARMLESS = 0.5


def of_text(body: bytes, kind: bytes = b"text/plain; charset=utf-8") -> bytes:
    """A mail of one part."""
    return HEAD + b"Content-Type: " + kind + b"\nContent-Transfer-Encoding: 8bit\n\n" + body


def with_field(name: str, value: bytes) -> bytes:
    """A mail with one crafted field."""
    others = b"".join(
        line + b"\n" for line in HEAD.splitlines() if not line.lower().startswith(name.lower().encode())
    )
    return others + name.encode() + b": " + value + b"\n\nwords\n"


def repeated(unit: bytes, size: int) -> bytes:
    """`size` bytes of it."""
    return unit * (size // len(unit))


def grows_with_size(make: Callable[[int], bytes], size: int = 400_000) -> bool:
    """Does reading take no longer than size asks for? A quarter of it must take an eighth of the time at least.

    A short time says nothing, and is no harm; a long one is measured twice, for others work on this machine.
    """
    large = _seconds(make(size))
    return large < _HARMLESS or any(
        large < 8 * _seconds(make(size // 4)) or (large := _seconds(make(size))) < _HARMLESS for _ in range(2)
    )


def _seconds(raw: bytes) -> float:
    begun = time.process_time()
    as_json(read_mail(raw))
    return time.process_time() - begun


def read_wholly(raw: bytes) -> Reading:
    """Read it, and everything that is enclosed."""
    read = read_mail(raw)
    for attachment in read.attachments:
        for _ in attachment.content():
            pass
    return read
