"""Real sites run by real processes: what a person at a terminal would do and see."""

from __future__ import annotations

import contextlib
import fcntl
import http.client
import json
import os
import signal
import socket
import subprocess
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

import psutil  # type: ignore[import-untyped]

from kikitori.config.prepared import own_command
from tests.waiting import PATIENCE, wait_until


def free_port() -> int:
    """A port that nobody listens on, and neither on the next one."""
    while True:
        with socket.socket() as first, socket.socket() as second:
            first.bind(("127.0.0.1", 0))
            port = int(first.getsockname()[1])
            with contextlib.suppress(OSError, OverflowError):
                second.bind(("127.0.0.1", port + 1))
                return port


def surroundings(data: Path, **more: str) -> dict[str, str]:
    """The environment of a terminal in which nothing was set but this."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return {**kept, "LANG": "C.UTF-8", "KIKITORI_DATA": str(data), "KIKITORI_STATIC": "plain", **more}


def kikitori(data: Path, *words: str, said: str = "", **more: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(
        own_command(*words),
        env=surroundings(data, **more),
        input=said,
        capture_output=True,
        text=True,
        timeout=PATIENCE * 2,
        check=False,
    )


def migrated_site() -> Path:
    """A migrated site, made once for all workers of a run: to be copied, for that takes no time, and never started."""
    shared = Path(os.environ["KIKITORI_DATA"])
    finished = shared / "site"
    with (shared / "site.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not finished.exists():
            draft = Path(tempfile.mkdtemp(prefix="site-", dir=shared))
            draft.chmod(0o711)
            done = kikitori(draft, "migrate")
            assert done.returncode == 0, done.stderr
            draft.rename(finished)
    return finished


def copy_of(data: Path, copied: Path) -> Path:
    """Copy a site that is not running, with the owners of its files."""
    subprocess.run(["cp", "-a", f"{data}/.", copied], check=True)
    return copied


def answers(port: int, path: str = "/healthz") -> tuple[int, bytes]:
    """Status and body of a page; status 0 if nobody answers."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path, headers={"Host": "localhost"})
        response = connection.getresponse()
        return response.status, response.read()
    except (OSError, http.client.HTTPException):
        return 0, b""
    finally:
        connection.close()


@dataclass
class Up:
    """A `kikitori up` (or another long-running command) at work."""

    data: Path
    words: tuple[str, ...] = ("up",)
    port: int = field(default_factory=free_port)
    started: subprocess.Popen[bytes] | None = None
    said: IO[bytes] = field(default_factory=tempfile.TemporaryFile)

    @property
    def process(self) -> subprocess.Popen[bytes]:
        """The process, once started."""
        assert self.started is not None
        return self.started

    def start(self) -> Up:
        """Start it, without waiting."""
        self.started = subprocess.Popen(
            own_command(*self.words, *([] if self.words == ("work",) else ["--port", str(self.port)])),
            env=surroundings(self.data),
            stdout=self.said,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
        )
        return self

    def is_ready(self) -> bool:
        """Database, migrations and a living worker."""
        status, body = answers(self.port, "/readyz")
        return status == 200 and all(json.loads(body).values())

    def wait_ready(self) -> None:
        """Wait until pages are served and jobs are run."""
        wait_until(lambda: self.is_ready() or self.process.poll() is not None)
        assert self.process.poll() is None, self.output()

    def children(self) -> list[psutil.Process]:
        """Every process the supervisor started, and theirs. The database is not among them: it stands by itself."""
        return psutil.Process(self.process.pid).children(recursive=True)

    def child(self, command: str) -> psutil.Process:
        """The direct child that runs `serve` or `work`."""
        (found,) = [one for one in psutil.Process(self.process.pid).children() if command in _words(one)]
        return found

    def postmaster(self) -> int:
        """Process id of the database server."""
        home = json.loads((self.data / "database.json").read_text())["home"]
        return int((self.data / home / "cluster" / "postmaster.pid").read_text().split()[0])

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        """Tell it to stop and wait for the end; returns the exit code."""
        self.process.send_signal(how)
        return self.process.wait(PATIENCE)

    def output(self) -> str:
        """What it said so far, on both streams."""
        return os.pread(self.said.fileno(), os.fstat(self.said.fileno()).st_size, 0).decode()

    def sweep(self) -> None:
        """Leave nothing behind, whatever a test did."""
        if self.started is not None and self.started.poll() is None:
            self.stop()
        self.said.close()


def _words(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []


def is_gone(pid: int) -> bool:
    """Tell whether the process has ended; one that only waits to be collected has."""
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True
