"""Asking and timing: the arithmetic of the figures, the crowd of readers, and CPU counted on processes that really work."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from kikitori.config.bench_load import (
    Ask,
    Figure,
    Page,
    Refused,
    Taken,
    cpu_of,
    family_of,
    figure,
    measure,
    share,
    words_of,
    working_in,
)

#: The clock of /proc counts in hundredths; a process whose account is read a moment later may have gone on a little.
NEAR = 0.15
BURN = (
    "import sys, time\n"
    "while time.process_time() < float(sys.argv[1]): pass\n"
    "print(time.process_time(), flush=True)\n"
    "sys.stdin.read()\n"
)


@pytest.mark.parametrize(
    ("times", "part", "within"),
    [
        ([7.0], 0.5, 7.0),
        ([7.0], 0.95, 7.0),
        ([3.0, 1.0, 2.0], 0.5, 2.0),
        ([4.0, 3.0, 2.0, 1.0], 0.5, 3.0),
        (list(map(float, range(1, 101))), 0.95, 96.0),
        (list(map(float, range(1, 101))), 0.0, 1.0),
        (list(map(float, range(1, 101))), 1.0, 100.0),
    ],
)
def test_share_is_the_time_within_which_that_part_had_come(times, part, within):
    assert share(times, part) == within


def test_figure_is_the_median_of_rounds_and_one_disturbed_round_changes_nothing():
    quiet = [Taken((10.0, 20.0, 30.0), 5.0, 2.0), Taken((11.0, 21.0, 31.0), 6.0, 3.0)]
    disturbed = Taken((900.0, 950.0, 990.0), 400.0, 200.0)
    assert figure("Today", 8, [*quiet, disturbed]) == Figure(
        page="Today", readers=8, p50=21.0, p95=31.0, per_second=8000 / 21.0, server=6.0, database=3.0
    )


def test_figure_of_one_round_is_that_round():
    found = figure("Today", 1, [Taken((10.0, 30.0), 5.0, 2.0)])
    assert (found.p50, found.p95, found.per_second) == (30.0, 30.0, 50.0)


class Site(ThreadingHTTPServer):
    """Answers by path and remembers who asked for what."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.asked: Counter[str] = Counter()
        self.senders: set[str] = set()
        self.cookies: set[str] = set()
        self.bodies: list[bytes] = []


class Answer(BaseHTTPRequestHandler):
    """`/500`: that status; `/away`: to a sign-in page; anything else: a page."""

    protocol_version = "HTTP/1.1"
    server: Site

    def do_GET(self) -> None:
        self.server.asked[self.path] += 1
        self.server.senders.add(self.client_address[0])
        self.server.cookies.add(self.headers.get("Cookie", ""))
        self.send_response(
            int(self.path[1:]) if self.path[1:].isdigit() else 302 if "away" in self.path else 200
        )
        if "away" in self.path:
            self.send_header(
                "Location", "/desk/sign-in/?next=/desk/" if self.path == "/away" else "/desk/complaints/K/"
            )
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def do_POST(self) -> None:
        self.server.bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
        self.do_GET()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Say nothing."""


@pytest.fixture
def site() -> Iterator[Site]:
    server = Site()
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize(("readers", "requests", "answers"), [(1, 5, 5), (4, 20, 20), (8, 20, 16), (8, 3, 8)])
def test_each_reader_asks_for_its_part_and_at_least_once(site: Site, readers, requests, answers):
    page = Page("page", lambda: Ask("/page", "session=1"))
    taken = measure(site.server_port, page, readers=readers, requests=requests)
    assert len(taken.times) == answers == site.asked["/page"]
    assert all(time > 0 for time in taken.times)
    assert site.cookies == {"session=1"}


def test_a_form_is_posted_anew_each_time_and_from_another_address(site: Site):
    forms = iter(range(100))
    page = Page("post", lambda: Ask("/form", body=f"token={next(forms)}".encode()), from_many=True)
    measure(site.server_port, page, readers=1, requests=4)
    assert site.bodies == [b"token=0", b"token=1", b"token=2", b"token=3"]
    assert len(site.senders) == (4 if sys.platform.startswith("linux") else 1)


@pytest.mark.parametrize("path", ["/500", "/404", "/429", "/away"])
def test_a_refusal_is_no_figure(site: Site, path):
    with pytest.raises(Refused):
        measure(site.server_port, Page("page", lambda: Ask(path)), readers=1, requests=1)


def test_being_sent_on_to_the_one_thing_found_is_an_answer(site: Site):
    taken = measure(site.server_port, Page("find", lambda: Ask("/away/found")), readers=1, requests=1)
    assert len(taken.times) == 1


def test_cpu_is_counted_per_request_and_of_processes_that_came_meanwhile(site: Site):
    """Before: nobody. After: this process, with all it ever used, as a connection opened meanwhile would be."""
    processes = iter([[], [os.getpid()]])
    used = cpu_of([os.getpid()])
    taken = measure(
        site.server_port,
        Page("page", lambda: Ask("/")),
        readers=1,
        requests=4,
        server=lambda: next(processes),
    )
    assert taken.server >= 1000 * used / 4
    assert taken.database == 0


needs_proc = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="CPU is read from /proc")


def busy_child(seconds: float, folder: Path, *, through: str = "") -> tuple[subprocess.Popen[str], float]:
    """A process that has used so much CPU by now, and how much it says it was."""
    command = [sys.executable, "-c", through or BURN, *([BURN] if through else []), str(seconds)]
    child = subprocess.Popen(command, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    return child, float(child.stdout.readline())


def end(child: subprocess.Popen[str]) -> None:
    child.communicate("")


@needs_proc
def test_cpu_of_a_busy_process_is_what_it_says_itself(tmp_path):
    child, said = busy_child(0.3, tmp_path)
    try:
        assert said >= 0.3
        assert cpu_of([child.pid]) == pytest.approx(said, abs=NEAR)
        assert cpu_of([child.pid, child.pid]) == pytest.approx(2 * said, abs=2 * NEAR)
    finally:
        end(child)
    assert cpu_of([child.pid]) == 0.0


@needs_proc
def test_cpu_of_an_ended_child_stands_in_the_account_of_its_parent(tmp_path):
    """As with a database connection that was closed: its server has waited for it."""
    through = (
        "import subprocess, sys\n"
        "done = subprocess.run([sys.executable, '-c', sys.argv[1], sys.argv[2]], input='', capture_output=True, text=True)\n"
        "print(done.stdout.strip(), flush=True)\n"
        "sys.stdin.read()\n"
    )
    child, said = busy_child(0.3, tmp_path, through=through)
    try:
        assert said >= 0.3
        assert cpu_of([child.pid]) >= said - 0.02
    finally:
        end(child)


@needs_proc
def test_family_is_a_process_with_all_below_it_and_nobody_else(tmp_path):
    through = (
        "import subprocess, sys\n"
        "child = subprocess.Popen([sys.executable, '-c', sys.argv[1], sys.argv[2]], stdin=subprocess.PIPE)\n"
        "print(child.pid, flush=True)\n"
        "sys.stdin.read()\n"
        "child.communicate(b'')\n"
    )
    child, grandchild = busy_child(0.0, tmp_path, through=through)
    try:
        assert family_of(child.pid) == [child.pid, int(grandchild)]
        assert {child.pid, int(grandchild)} <= set(family_of(os.getpid()))
        assert words_of(child.pid)[1] == "-c"
    finally:
        end(child)
    assert family_of(child.pid) == [child.pid]
    assert words_of(child.pid) == []


@needs_proc
def test_processes_at_work_in_a_directory_are_found_by_it_alone(tmp_path):
    (tmp_path / "cluster").mkdir()
    (tmp_path / "beside").mkdir()
    inside, _ = busy_child(0.0, tmp_path / "cluster")
    beside, _ = busy_child(0.0, tmp_path / "beside")
    try:
        assert working_in(tmp_path / "cluster") == [inside.pid]
        assert working_in(tmp_path / "nowhere") == []
    finally:
        end(inside)
        end(beside)
    assert working_in(tmp_path / "cluster") == []
