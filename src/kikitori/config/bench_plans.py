"""How each page asks the database: how many queries, how long they take, and the plan of the slowest.

The pages are drawn in this process; every query they make is heard, and explained on the same data. So are the sweeps
of the schedule, which are rolled back afterwards.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any

from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from kikitori.casework.deliver import letters_left_behind
from kikitori.casework.sweep import ask_and_close, note_missed_promises
from kikitori.config.bench_load import Page, Refused
from kikitori.records.people.actor import Actor

SWEEPS: dict[str, Callable[[], object]] = {
    "sweep promises": lambda: note_missed_promises(Actor.system("swept"), now=timezone.now()),
    "sweep letters": lambda: letters_left_behind(timezone.now()),
    "sweep silence": lambda: ask_and_close(Actor.system("silence"), now=timezone.now()),
}


@dataclass
class Heard:
    """The queries of one page: (milliseconds, SQL, parameters)."""

    name: str
    queries: list[tuple[float, str, Any]] = field(default_factory=list)

    @property
    def milliseconds(self) -> float:
        """Time in the database, as this process saw it."""
        return sum(taken for taken, _, _ in self.queries)

    def slowest(self) -> tuple[float, str, Any]:
        """The query worth a look."""
        return max(self.queries, key=lambda query: query[0])


def hear_page(page: Page) -> Heard:
    """Draw a page once to warm up and once to listen. Raises Refused where it is not 200."""
    ask = page.ask()
    client = Client(HTTP_HOST="localhost", HTTP_ACCEPT_LANGUAGE="ja")
    client.cookies = SimpleCookie(ask.cookie)
    client.get(ask.path)
    heard = Heard(page.name)
    with _hearing(heard):
        answer = client.get(ask.path)
    if answer.status_code != 200:  # noqa: PLR2004
        raise Refused(f"{page.name}: {answer.status_code}")
    return heard


def hear_sweep(name: str) -> Heard:
    """Run one sweep and take back what it did."""
    heard = Heard(name)
    with transaction.atomic(), _hearing(heard):
        SWEEPS[name]()
        transaction.set_rollback(True)
    return heard


def plan_of(query: tuple[float, str, Any]) -> list[str]:
    """EXPLAIN (ANALYZE, BUFFERS) of a query that only reads; no plan for one that writes."""
    _taken, sql, parameters = query
    if not sql.lstrip().upper().startswith("SELECT"):
        return []
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, SUMMARY OFF) {sql}", parameters)
        return [line for (line,) in cursor.fetchall()]


@contextmanager
def _hearing(heard: Heard) -> Iterator[None]:
    def listen(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            heard.queries.append((1000 * (time.perf_counter() - began), sql, params))

    with connection.execute_wrapper(listen):
        yield
