"""Handing out bytes that are no page of ours: whatever a browser takes them for, nothing in them can act here."""

from __future__ import annotations

from typing import TypeVar

from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

#: What is told to browsers of everything that is not a picture they only paint.
BYTES = "application/octet-stream"
_NOTHING = "default-src 'none'; sandbox; frame-ancestors 'none'"
_LONGEST_NAME = 150

Answer = TypeVar("Answer", bound=HttpResponseBase)


def inert(answer: Answer, name: str, *, attachment: bool = True) -> Answer:
    """The answer, to be saved under this name, with a policy of its own that allows nothing, and kept nowhere."""
    stem, dot, ending = name.rpartition(".")
    short = (
        name if len(name) <= _LONGEST_NAME else f"{(stem or name)[: _LONGEST_NAME - 12]}{dot}{ending[:10]}"
    )
    answer.headers["Content-Disposition"] = content_disposition_header(attachment, short) or "attachment"
    answer.headers["Content-Security-Policy"] = _NOTHING
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "no-store"
    return answer
