"""One PostgreSQL server on one cluster: start or adopt, stop, ask whether it lives.

Survives what happens to servers: kill -9 with backends left behind, a pid file from before a reboot, a second start.
"""

from __future__ import annotations

import shlex
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import psycopg

from kikitori.foundation.language.bilingual import Bilingual
from kikitori.foundation.postgres import orphans
from kikitori.foundation.postgres.account import Account, run_as
from kikitori.foundation.postgres.cluster import SUPERUSER
from kikitori.foundation.postgres.errors import DatabaseTrouble
from kikitori.foundation.postgres.tuning import server_settings

START_LIMIT = 60
"""Seconds for one start, crash recovery included; also how long orphaned backends are waited for."""
LOG_LIMIT = 10_000_000
STILL_HELD = ("pre-existing shared memory block", "is another postmaster", "already exists")


@dataclass(frozen=True, slots=True)
class Server:
    """A server on `cluster`, listening on a Unix socket in `sockets` only."""

    cluster: Path
    sockets: Path
    programs: Path
    account: Account | None
    superuser_password: str = field(repr=False)
    for_tests: bool = False

    @property
    def log(self) -> Path:
        """The server's log, beside the cluster."""
        return self.cluster.with_name("postgres.log")

    def start(self) -> Literal["started", "adopted"]:
        """Start the server, or adopt one that already runs on this cluster. Returns when it takes connections.

        Raises DatabaseTrouble after 60 s, with the end of the server's own log.
        """
        deadline = time.monotonic() + START_LIMIT
        self._shorten_log()
        while True:
            if self.postmaster() is not None and self._answers(deadline):
                return "adopted"
            self._forget_stranger()
            said = self._try_start()
            if said is None:
                return "started"
            if not any(phrase in said for phrase in STILL_HELD) or time.monotonic() > deadline:
                raise _did_not_start(self.cluster, said)
            # Backends of a killed server still hold its memory. They leave by themselves as soon as they look up;
            # one that is deep in a query does not, so it is told to.
            orphans.dismiss(self.cluster)
            time.sleep(0.2)

    def stop(self) -> None:
        """Stop the server: in-flight transactions are rolled back, all is written. Nothing happens if none runs."""
        if self.postmaster() is None:
            return
        mode = "immediate" if self.for_tests else "fast"
        done = self._pg_ctl("stop", "-m", mode, "-w", "-t", str(START_LIMIT))
        if done.returncode != 0 and self.postmaster() is not None:
            raise DatabaseTrouble(
                Bilingual(
                    ja="データベースを停止できませんでした。データは失われていません。",
                    en="The database could not be stopped. No data is lost.",
                ),
                done.stdout[-800:],
            )

    def postmaster(self) -> int | None:
        """Return the process id of the server on this cluster, None if none lives."""
        pid = self._noted_pid()
        return pid if pid is not None and orphans.works_in(pid, self.cluster) else None

    def connect(self, database: str = "postgres") -> psycopg.Connection:
        """Open an autocommit connection as superuser; for set-up only, never at run time."""
        return psycopg.connect(
            host=str(self.sockets),
            user=SUPERUSER,
            password=self.superuser_password,
            dbname=database,
            autocommit=True,
            connect_timeout=10,
        )

    def _noted_pid(self) -> int | None:
        try:
            return int((self.cluster / "postmaster.pid").read_text().split("\n", 1)[0])
        except (OSError, ValueError):
            return None

    def _forget_stranger(self) -> None:
        """Remove a pid file that names a process which is something else by now.

        After a reboot, or in a restarted container, a crashed server's number may belong to anyone; PostgreSQL would
        take that process for a server and refuse to start for ever.
        """
        pid = self._noted_pid()
        if pid is not None and orphans.works_elsewhere(pid, self.cluster):
            (self.cluster / "postmaster.pid").unlink(missing_ok=True)

    def _pg_ctl(self, action: str, *words: str) -> subprocess.CompletedProcess[str]:
        """Run pg_ctl beside the cluster with relative names: it pastes names into a shell command, quotes and all."""
        command: list[str | Path] = [
            self.programs / "pg_ctl",
            action,
            f"--pgdata={self.cluster.name}",
            *words,
        ]
        return run_as(self.account, command, directory=self.cluster.parent)

    def _try_start(self) -> str | None:
        """Run pg_ctl start once. Returns None if the server is up, else what its log says about why not."""
        before = self.log.stat().st_size if self.log.exists() else 0
        settings = server_settings(for_tests=self.for_tests)
        settings["unix_socket_directories"] = '"' + str(self.sockets).replace('"', '""') + '"'
        options = " ".join(shlex.quote(f"--{name}={value}") for name, value in settings.items())
        done = self._pg_ctl(
            "start", "-w", "-t", str(START_LIMIT), "-s", f"--log={self.log.name}", f"--options={options}"
        )
        if done.returncode == 0:
            return None
        if not self.log.exists():
            return done.stdout
        with self.log.open("rb") as log:
            log.seek(before)
            return (done.stdout + log.read().decode("utf-8", "replace"))[-2000:]

    def _answers(self, deadline: float) -> bool:
        """Wait for the server that lives; False when it has gone meanwhile. Raises DatabaseTrouble when time is up."""
        while True:
            try:
                self.connect().close()
                return True
            except psycopg.OperationalError as error:
                if time.monotonic() > deadline:
                    raise _did_not_start(self.cluster, str(error)) from error
                if self.postmaster() is None:
                    return False
            time.sleep(0.1)

    def _shorten_log(self) -> None:
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT and self.postmaster() is None:
            self.log.replace(self.log.with_suffix(".log.old"))


def _did_not_start(cluster: Path, detail: str) -> DatabaseTrouble:
    return DatabaseTrouble(
        Bilingual(
            ja=f"データベース（{cluster}）が起動しませんでした。データには触れていません。",
            en=f"The database in {cluster} did not start. The data was not touched.",
        ),
        detail,
    )
