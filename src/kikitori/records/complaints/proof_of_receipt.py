"""Proof of receipt 受付の証明: what came in and when, as a text that everybody writes alike, and its digest (SHA-256).

The digest stands on the slip and in the first entry of the timeline. Whoever keeps the text can count it anew with any
tool; whoever changes a sign of it, on either side, gets another one. Pure.

The text holds what was said and nothing of who said it, so that it can be shown without giving anybody away. Of files
that came with it stand digests and sizes, not names, which may tell of somebody.
"""

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime

from kikitori.foundation.crypto import in_groups

#: The form of the text; without files it stays the first one, so that what was counted once is counted again.
_FORM, _FORM_WITH_FILES = "Kikitori receipt 1", "Kikitori receipt 2"
#: Signs of the digest that stand together on paper.
GROUP = 8


def text_of_receipt(
    *,
    reference: str,
    received_at: datetime,
    logged_at: datetime,
    channel: str,
    story: str,
    wish: str,
    files: Iterable[tuple[str, int]] = (),
) -> str:
    """The text. Every line ends with LF; what was said stands behind bars, so that no line can be another's.

    `files`: SHA-256 and size in bytes of each that came with it; the order in which they came does not matter.
    """
    enclosed = [f"file: {digest} {size}" for digest, size in sorted(files)]
    lines = [
        _FORM_WITH_FILES if enclosed else _FORM,
        f"number: {reference}",
        f"received: {_moment(received_at)}",
        f"written down: {_moment(logged_at)}",
        f"by: {channel}",
        "what happened:",
        *_barred(story),
        "what is wished for:",
        *_barred(wish),
        *enclosed,
    ]
    return "".join(f"{line}\n" for line in lines)


def digest_of(text: str) -> str:
    """SHA-256 of the text in UTF-8, as 64 small hexadecimal signs."""
    return hashlib.sha256(text.encode()).hexdigest()


def digest_in_groups(digest: str) -> str:
    """The same for a reader: eight groups."""
    return in_groups(digest, GROUP)


def _moment(at: datetime) -> str:
    """In UTC, to the second: 2026-11-20T07:40:00Z."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _barred(said: str) -> list[str]:
    """Each line behind a bar. What ends a line for one reader and not for another is written as one end."""
    return [f"| {line}" for line in said.splitlines()]
