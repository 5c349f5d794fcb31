"""Logging: one line an event, as text for a terminal or as JSON for a collector. Ids, never content or addresses.

The address of a request may hold a locator, so Django's own lines lose it and the request object they carry.
"""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from typing import Any

_OWN = frozenset(vars(logging.makeLogRecord({}))) | {
    "message",
    "asctime",
    "taskName",
    "request",
    "color_message",
}
"""Attributes every log record has; whatever else it carries was given by us as `extra`."""


class Line(logging.Formatter):
    """Time, level, logger, words, then the facts given as `extra`."""

    def __init__(self, form: str) -> None:
        super().__init__()
        self.form = form

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; a traceback follows on lines of its own in text, inside the object in JSON."""
        facts: dict[str, Any] = {name: value for name, value in vars(record).items() if name not in _OWN}
        when = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        failure = self.formatException(record.exc_info) if record.exc_info else ""
        if self.form == "json":
            line = {
                "at": when,
                "level": record.levelname,
                "logger": record.name,
                "event": record.getMessage(),
            }
            return json.dumps({**line, **facts, **({"failure": failure} if failure else {})}, default=str)
        told = " ".join(f"{name}={value}" for name, value in facts.items())
        return f"{when} {record.levelname} {record.name}: {record.getMessage()} {told}".rstrip() + (
            f"\n{failure}" if failure else ""
        )


class WithoutAddress(logging.Filter):
    """Cuts „Internal Server Error: /the/address“ down to its first half."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Change the record in place; always lets it pass."""
        if isinstance(record.args, tuple) and record.msg == "%s: %s":
            record.msg, record.args = "%s", record.args[:1]
        return True


def logging_settings(form: str) -> dict[str, Any]:
    """Return Django's LOGGING for `text` (warnings and above) or `json` (every request and job too)."""
    usual = "INFO" if form == "json" else "WARNING"
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": "kikitori.config.logs.Line", "form": form}},
        "filters": {"without_address": {"()": "kikitori.config.logs.WithoutAddress"}},
        "handlers": {"stream": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stream"], "level": "WARNING"},
        "loggers": {
            "kikitori": {"level": usual},
            "procrastinate": {"level": usual},
            # What it cancels when told to stop may be in the middle of a query; that it failed then is no news. While
            # it works, the same failures are told by procrastinate.worker.
            "procrastinate.utils": {"level": "CRITICAL"},
            "django": {"handlers": [], "level": "WARNING"},
            # Refused requests (404, 403 …) are told by kikitori.request, with the route instead of the address.
            "django.request": {"level": "ERROR", "filters": ["without_address"]},
            "django.security": {"level": "ERROR"},
            "psycopg.pool": {"level": "ERROR"},
        },
    }
