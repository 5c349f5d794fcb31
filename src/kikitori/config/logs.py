"""Logging: one line an event, as text for a terminal or as JSON for a collector. Ids, never content or addresses.

The address of a request may hold a locator, so Django's own lines lose it and the request object they carry. What the
database says of a failure holds rows and statements, people's words: a traceback keeps what went wrong and where.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import psycopg

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
        failure = self._failure(record)
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

    def _failure(self, record: logging.LogRecord) -> str:
        """The traceback without what the database says of the values at hand; empty where nothing failed."""
        if not record.exc_info or record.exc_info[1] is None:
            return ""
        told = self.formatException(record.exc_info)
        for each in _all_within(record.exc_info[1]):
            if isinstance(each, psycopg.Error) and each.diag.sqlstate:
                told = _with_short(told, each)
        return told


#: PostgreSQL's class of „data exceptions“: what is wrong with a value is told by showing it.
_SHOWS_VALUES = "22"


def _with_short(told: str, failure: psycopg.Error) -> str:
    """The database's first sentence in place of all of them: those that follow hold the row and the statement.

    In a group of failures each of its lines is indented, so the lines are taken away one by one.
    """
    code = failure.diag.sqlstate or ""
    kept = "" if code.startswith(_SHOWS_VALUES) else failure.diag.message_primary or ""
    first, *others = str(failure).split("\n")
    lines = told.split("\n")
    for at in range(len(lines) - len(others) - 1, -1, -1):
        found = lines[at : at + 1 + len(others)]
        if all(line.endswith(end) for line, end in zip(found, (first, *others), strict=True)):
            begun = found[0].removesuffix(first)
            lines[at : at + 1 + len(others)] = [f"{begun}{code} {kept}".rstrip()]
    return "\n".join(lines)


def _all_within(failure: BaseException) -> Iterator[BaseException]:
    """A failure, what led to it, and those that are grouped in it."""
    waiting, seen = [failure], set[int]()
    while waiting:
        each = waiting.pop()
        if id(each) in seen:
            continue
        seen.add(id(each))
        yield each
        waiting += [other for other in (each.__cause__, each.__context__) if other is not None]
        if isinstance(each, BaseExceptionGroup):
            waiting += each.exceptions


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
