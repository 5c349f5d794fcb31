"""A real site whose parts can be killed: PostgreSQL, web server and worker of one `kikitori up`.

Only what this very `up` started is ever killed, found as its children or by its own data folder.
"""

from __future__ import annotations

import re
import shutil
import tempfile
import threading
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import psutil
import psycopg

from kikitori.foundation.postgres.embedded import database_url
from tests.config.sites import Up, copy_of, migrated_site


class Victim(StrEnum):
    """What can be killed."""

    WEB = "web"
    """The web server as the supervisor knows it."""
    SERVER = "server"
    """The process below it that answers the requests."""
    WORKER = "worker"
    POSTMASTER = "postmaster"


@dataclass
class Site(Up):
    """One running site on a data folder of its own."""

    @classmethod
    def new(cls) -> Site:
        """A site that is ready and has never run. Its folder can be passed through by the database's account."""
        data = Path(tempfile.mkdtemp(prefix="kk-faults-"))
        data.chmod(0o711)
        return cls(copy_of(migrated_site(), data))

    def throw_away(self) -> None:
        """Stop it and delete all it had."""
        self.sweep()
        shutil.rmtree(self.data, ignore_errors=True)

    def connect(self) -> psycopg.Connection:
        """A connection as the owner of the tables: the tests look for themselves, not through the product."""
        address = database_url(self.data, "owner")
        assert address is not None
        return psycopg.connect(address, autocommit=True, connect_timeout=10)

    def ask(self, query: str, *values: object) -> list[tuple]:
        """The rows of one query."""
        with closing(self.connect()) as connection:
            return connection.execute(query.encode(), values).fetchall()

    def failures(self) -> list[str]:
        """What the site wrote down of failures that were its own: each with its traceback."""
        told = re.split(r"(?m)^(?=\d{4}-\d\d-\d\dT)", self.output())
        return [
            each
            for each in told
            if "Traceback" in each and "OperationalError" not in each.split("Traceback")[-1]
        ]

    @property
    def mailbox(self) -> Path:
        """Where letters become files."""
        return self.data / "mailbox"

    def find(self, victim: Victim) -> psutil.Process | None:
        """The process, if it lives just now."""
        try:
            match victim:
                case Victim.WEB:
                    return self.child("serve")
                case Victim.SERVER:
                    return next(iter(self.child("serve").children()), None)
                case Victim.WORKER:
                    return self.child("work")
                case Victim.POSTMASTER:
                    return self._database()
        except (psutil.Error, OSError, ValueError):
            return None

    def kill(self, victim: Victim) -> bool:
        """SIGKILL; False if there was nothing to kill. psutil refuses a number that has been given out anew."""
        found = self.find(victim)
        try:
            if found is None or found.status() == psutil.STATUS_ZOMBIE:
                return False
            found.kill()
        except psutil.NoSuchProcess:
            return False
        return True

    def memory(self, victim: Victim) -> int:
        """Bytes the process holds."""
        found = self.find(victim)
        assert found is not None
        return int(found.memory_info().rss)

    def is_calm(self) -> bool:
        """Nobody has seen anything fail inside: no traceback in all that `up` said."""
        return "Traceback" not in self.output()

    def _database(self) -> psutil.Process | None:
        """The server that works in our cluster; not whatever else may bear its number by now."""
        found = psutil.Process(self.postmaster())
        return found if self.data in Path(found.cwd()).parents else None


def until(true: Callable[[], object], *, seconds: float, what: str) -> None:
    """A bounded poll on real processes, with what was hoped for in the failure."""
    deadline = time.monotonic() + seconds
    pause = threading.Event()
    while not true():
        assert time.monotonic() < deadline, f"waited {seconds} s in vain for {what}"
        pause.wait(0.1)
