"""Who uses the server of a data folder: the last one out switches off the light.

Every process that needs the server holds a shared lock on DATA/database.users while it does. Whoever leaves and can
turn its lock into an exclusive one is the last, and may stop the server; newcomers wait until that is done.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path

USERS = "database.users"
STARTING = "database.starting"


class Use:
    """A shared claim on the server of one data folder. Released by `leave`, or by the end of the process."""

    def __init__(self, data: Path) -> None:
        """Join the users; waits while somebody is just stopping the server."""
        self._descriptor = os.open(data / USERS, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        fcntl.flock(self._descriptor, fcntl.LOCK_SH)

    def is_last(self) -> bool:
        """Tell whether nobody else uses the server. If so nobody can join until `leave`."""
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def leave(self) -> None:
        """Give the claim up."""
        os.close(self._descriptor)


@contextlib.contextmanager
def one_at_a_time(data: Path) -> Iterator[None]:
    """Keep two processes from creating or starting the same server at once."""
    descriptor = os.open(data / STARTING, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
