"""The web server that is measured: the one that runs on this data folder, or one started for the occasion."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlsplit

from kikitori.config.bench_load import family_of, words_of, working_in
from kikitori.config.environment import Environment
from kikitori.config.lifeline import SUPERVISOR
from kikitori.config.prepared import gather_static, own_command
from kikitori.config.running import LOCK
from kikitori.config.trouble import Trouble
from kikitori.foundation.language.bilingual import Bilingual
from kikitori.foundation.postgres.record import read_record

PATIENCE = 60.0


@dataclass(frozen=True)
class Served:
    """A running web server: its process (with all below it), and where its database works."""

    port: int
    process: int
    cluster: Path | None

    def server(self) -> list[int]:
        """The web server's processes."""
        return family_of(self.process)

    def database(self) -> list[int]:
        """The embedded database's processes, looked for anew each time: they come and go with connections."""
        return working_in(self.cluster) if self.cluster else []


@contextmanager
def served(environment: Environment) -> Iterator[Served]:
    """Find the site's web server or start one; stop only what was started here."""
    running = _running(environment.data)
    if running is not None:
        process_id, port = running
        yield Served(port, process_id, cluster_of(environment.data))
        return
    gather_static(environment)
    port = _free_port()
    process = subprocess.Popen(
        own_command("serve"),
        env={
            **os.environ,
            **environment.as_variables(),
            "KIKITORI_PORT": str(port),
            "KIKITORI_DATABASE_ROLE": "web",
            SUPERVISOR: str(os.getpid()),
        },
        stdin=subprocess.DEVNULL,
        stdout=sys.stderr,  # its log is not among the figures
        start_new_session=True,
    )
    try:
        _await_answer(process, port)
        yield Served(port, process.pid, cluster_of(environment.data))
    finally:
        process.terminate()
        process.wait()


def _running(data: Path) -> tuple[int, int] | None:
    """(process of the web server, port) of the `up` of this data folder, if it answers."""
    try:
        noted = json.loads((data / LOCK).read_text("utf-8"))
        supervisor, port = int(noted["pid"]), urlsplit(noted["address"]).port or 0
    except (OSError, ValueError, KeyError):
        return None
    serving = [each for each in family_of(supervisor) if "serve" in words_of(each)]
    return (serving[0], port) if port and serving and _answers(port) else None


def _answers(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/healthz", headers={"Host": "localhost"})
        return connection.getresponse().status == HTTPStatus.OK
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def _await_answer(process: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while not _answers(port):
        if process.poll() is not None or time.monotonic() > deadline:
            raise Trouble(Bilingual(ja="Web サーバーが応答しません。", en="The web server does not answer."))
        time.sleep(0.1)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def cluster_of(data: Path) -> Path | None:
    """Where the embedded server works; None where the database is somebody else's."""
    record = read_record(data)
    return data / record.home / "cluster" if record else None
