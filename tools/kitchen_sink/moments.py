"""The one moment from which all made-up times hang, so that pictures can be compared."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

JST = timezone(timedelta(hours=9), "JST")
NOW = datetime(2026, 11, 24, 11, 20, tzinfo=JST)


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    """A moment of 2026 in Tokyo."""
    return datetime(2026, month, day, hour, minute, tzinfo=JST)
