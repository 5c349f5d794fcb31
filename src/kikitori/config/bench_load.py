"""Asking for pages and timing the answers: a closed loop of c readers without think time, and what it cost in CPU.

Knows nothing of Django. CPU is read from /proc, so that other programs on the machine do not count; elsewhere it is 0.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from statistics import median

PROC = Path("/proc")
TICKS = os.sysconf("SC_CLK_TCK")
_GOOD = range(200, 400)

#: Process ids, as they are at this moment.
Processes = Callable[[], Iterable[int]]


@dataclass(frozen=True, slots=True)
class Ask:
    """One request. `body` makes it a POST of a form."""

    path: str
    cookie: str = ""
    body: bytes = b""


@dataclass(frozen=True)
class Page:
    """Something to measure: its name, and the request (a POST gives a new one each time)."""

    name: str
    ask: Callable[[], Ask]
    #: Refused after sixty from one network: each of these comes from another address of this machine.
    from_many: bool = False


@dataclass(frozen=True)
class Taken:
    """One round of one page: milliseconds of each answer, and CPU milliseconds per request."""

    times: tuple[float, ...]
    server: float
    database: float


@dataclass(frozen=True)
class Figure:
    """The median over the rounds."""

    page: str
    readers: int
    p50: float
    p95: float
    per_second: float
    server: float
    database: float


class Refused(Exception):
    """A page answered with an error, so its time would mean nothing."""


def measure(
    port: int,
    page: Page,
    *,
    readers: int,
    requests: int,
    server: Processes = tuple,
    database: Processes = tuple,
) -> Taken:
    """Ask `requests` times in all, `readers` at a time. `server`, `database`: whose CPU is counted.

    Both are asked for their processes before and after: a connection opened meanwhile brings a process of its own,
    and what an ended one has used stands in the account of its parent.
    """
    addresses = count(1)

    def reader(_number: int) -> list[float]:
        times: list[float] = []
        asking = max(1, requests // readers)
        while len(times) < asking:
            own_address = next(addresses) + os.getpid() % 50 * 1000 if page.from_many else 0
            with closing(_connect(port, own_address)) as connection:
                times += [_time(connection, page) for _ in range(1 if page.from_many else asking)]
        return times

    before = cpu_of(server()), cpu_of(database())
    with ThreadPoolExecutor(readers) as crowd:
        times = [each for those in crowd.map(reader, range(readers)) for each in those]
    used = cpu_of(server()) - before[0], cpu_of(database()) - before[1]
    return Taken(tuple(times), *(max(0.0, 1000 * seconds / len(times)) for seconds in used))


def figure(page: str, readers: int, rounds: Sequence[Taken]) -> Figure:
    """Medians over the rounds, so that one disturbed round does not count."""
    mean = median(sum(each.times) / len(each.times) for each in rounds)
    return Figure(
        page=page,
        readers=readers,
        p50=median(share(each.times, 0.5) for each in rounds),
        p95=median(share(each.times, 0.95) for each in rounds),
        per_second=1000 * readers / mean,
        server=median(each.server for each in rounds),
        database=median(each.database for each in rounds),
    )


def share(times: Sequence[float], part: float) -> float:
    """The time within which this part of the answers had come (nearest rank)."""
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


def cpu_of(processes: Iterable[int]) -> float:
    """Seconds of CPU these processes have used, with those of their children that have ended."""
    return sum(_cpu(process) for process in processes)


def working_in(directory: Path) -> list[int]:
    """Processes whose working directory this is: those of a PostgreSQL server on its cluster."""
    return [process for process in _processes() if _is_at(process, directory)]


def family_of(process: int) -> list[int]:
    """A process and everything below it."""
    parents = {each: _parent(each) for each in _processes()}
    found = [process]
    for each in found:
        found += [child for child, parent in parents.items() if parent == each]
    return found


def words_of(process: int) -> list[str]:
    """The command line of a process; empty for one that is gone."""
    try:
        return (PROC / str(process) / "cmdline").read_bytes().decode("utf-8", "replace").split("\0")
    except OSError:
        return []


def _connect(port: int, number: int = 0) -> HTTPConnection:
    own = sys.platform.startswith("linux") and number
    source = (
        (f"127.{100 + number // 62500 % 100}.{number // 250 % 250}.{2 + number % 250}", 0) if own else None
    )
    return HTTPConnection("127.0.0.1", port, timeout=60, source_address=source)


def _time(connection: HTTPConnection, page: Page) -> float:
    ask = page.ask()
    headers = {"Host": "localhost", "Cookie": ask.cookie, "Accept-Language": "ja"}
    if ask.body:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    began = time.perf_counter()
    connection.request("POST" if ask.body else "GET", ask.path, ask.body or None, headers)
    answer = connection.getresponse()
    answer.read()
    taken = 1000 * (time.perf_counter() - began)
    if answer.status not in _GOOD or "/sign-in/" in (answer.headers.get("Location") or ""):
        raise Refused(f"{page.name}: {answer.status}")
    return taken


def _processes() -> list[int]:
    return [int(entry.name) for entry in PROC.iterdir() if entry.name.isdigit()] if PROC.is_dir() else []


def _fields(process: int) -> list[str]:
    """/proc/PID/stat from the third field on: state, parent, …; empty for a process that is gone."""
    try:
        return (PROC / str(process) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _cpu(process: int) -> float:
    return sum(int(field) for field in _fields(process)[11:15]) / TICKS


def _parent(process: int) -> int:
    fields = _fields(process)
    return int(fields[1]) if fields else 0


def _is_at(process: int, directory: Path) -> bool:
    try:
        return (PROC / str(process) / "cwd").samefile(directory)
    except OSError:
        return False
