"""Who reads: their language, their clock. Every tag that speaks of time or names asks here."""

from __future__ import annotations

from datetime import datetime

from django.template.context import Context
from django.utils import timezone
from django.utils.translation import get_language

from kikitori.interfaces.look import words


def reader_language() -> str:
    """The reader's language as `words` knows it: `ja` or `en`."""
    return words.language(get_language())


def reader_now(context: Context) -> datetime:
    """The context's `now` when a view has set one, so that a page tells all times from one moment; else the clock."""
    now = context.get("now")
    return now if isinstance(now, datetime) else timezone.now()
