"""A child that is wanted at times: `kikitori mail fetch`, as long as there is a mailbox to fetch from."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

import psycopg

from kikitori.config.children import Child
from kikitori.config.database import address
from kikitori.config.environment import Environment

LOOK_EVERY = 45.0
"""Seconds between two looks whether it is wanted."""
_PATIENCE = 5


@dataclass
class OnDemand:
    """Kept alive while `wanted` says so; None from it: it cannot be told just now, so as before."""

    child: Child
    wanted: Callable[[], bool | None]
    clock: Callable[[], float] = time.monotonic
    _is_wanted: bool = field(default=False, repr=False)
    _next: float = field(default=0.0, repr=False)

    def tend(self) -> None:
        """Look whether it is wanted when it is time to, and bring it back, or let it go."""
        now = self.clock()
        if now >= self._next:
            self._next = now + LOOK_EVERY
            found = self.wanted()
            self._is_wanted = self._is_wanted if found is None else found
        if self._is_wanted:
            self.child.tend()
        else:
            self.child.rest()


def has_mailbox(environment: Environment) -> bool | None:
    """Is there a mailbox to fetch from? None where the database does not say. Waits some seconds at most."""
    try:
        with psycopg.connect(
            address(environment.for_role("worker")), connect_timeout=_PATIENCE, autocommit=True
        ) as connection:
            connection.execute("set role kikitori_worker")
            row = connection.execute(
                "select exists (select from records_mailbox where kind = 'imap' and is_active)"
            ).fetchone()
    except psycopg.Error:
        return None
    return bool(row and row[0])
