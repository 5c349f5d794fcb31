"""The supervisor on a real site: what is killed comes back, what is told to stop leaves nothing.

One site for all: each test leaves it running, but the last one.
"""

from __future__ import annotations

import os
import signal
import socket

import psutil  # type: ignore[import-untyped]
import pytest

from tests.config.sites import Up, answers, free_port, is_gone
from tests.waiting import wait_until


@pytest.fixture(scope="module")
def up(site):
    """A running site."""
    running = Up(site).start()
    running.wait_ready()
    yield running
    running.sweep()


def kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)
    wait_until(lambda: is_gone(pid))


def test_it_serves_pages_with_its_headers(up):
    status, body = answers(up.port, "/healthz")
    assert (status, body) == (200, b"ok\n")


def test_an_unknown_page_is_told_and_a_body_far_too_large_is_not_read(up):
    assert answers(up.port, "/nowhere-at-all")[0] == 404
    with socket.create_connection(("127.0.0.1", up.port), timeout=20) as line:
        line.sendall(
            b"POST /language/ HTTP/1.1\r\nHost: localhost\r\nAccept-Language: ja\r\n"
            b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 104857600\r\n\r\n"
            + b"a"
            * 65536
        )
        answer = b""
        while b"</html>" not in answer and (part := line.recv(65536)):
            answer += part
    assert answer.startswith(b"HTTP/1.1 413")
    assert "一度に送れる大きさ" in answer.decode()


def test_a_second_start_says_that_it_runs_already(up, in_this_process, capsys):
    assert in_this_process("up", "--data", str(up.data), "--port", str(free_port()), "--lang", "ja") == 1
    said = capsys.readouterr().err
    assert f"http://localhost:{up.port}" in said
    assert "すでに動いています" in said
    assert up.is_ready()


def test_a_killed_worker_comes_back(up):
    before = up.child("work").pid
    kill(before)
    wait_until(lambda: _has_child(up, "work"))
    assert up.child("work").pid != before


def test_a_killed_web_server_comes_back_and_leaves_no_worker_on_the_port(up):
    server = up.child("serve")
    workers = [one.pid for one in server.children(recursive=True)]
    assert workers
    kill(server.pid)
    wait_until(lambda: all(is_gone(pid) for pid in workers))
    wait_until(lambda: answers(up.port)[0] == 200)
    assert up.child("serve").pid != server.pid


def test_a_killed_web_worker_comes_back(up):
    (before,) = [one.pid for one in up.child("serve").children() if _answers_requests(one)]
    kill(before)
    wait_until(lambda: answers(up.port)[0] == 200)
    assert before not in [one.pid for one in up.child("serve").children()]


def test_a_killed_database_comes_back_and_web_and_worker_with_it(up):
    before = up.postmaster()
    kill(before)
    wait_until(lambda: _postmaster(up) not in (None, before))
    wait_until(up.is_ready)
    assert not is_gone(up.postmaster())


def test_after_kill_of_the_supervisor_nothing_serves_and_the_next_start_adopts_the_database(up):
    children, database = [one.pid for one in up.children()], up.postmaster()
    kill(up.process.pid)
    up.process.wait()
    wait_until(lambda: all(is_gone(pid) for pid in children))
    assert not is_gone(database)
    up.start()
    up.wait_ready()
    assert up.postmaster() == database


def test_a_signal_stops_everything_and_leaves_nothing(up):
    # That a worker lives is believed for a minute: wait until the new one has a pool and listens.
    wait_until(lambda: len(_connections(up, "work")) > 1)
    started = [*[one.pid for one in up.children()], up.postmaster()]
    assert len(started) >= 4
    before = len(up.output())
    assert up.stop() == 0
    assert all(is_gone(pid) for pid in started)
    assert answers(up.port)[0] == 0
    # What was killed before may have left one: the database did not answer for a moment.
    assert "Traceback" not in up.output()[before:]


def _postmaster(up: Up) -> int | None:
    try:
        return up.postmaster()
    except (OSError, ValueError, IndexError):
        return None


def _connections(up: Up, command: str) -> list[object]:
    """Sockets on which a child speaks with the database."""
    try:
        return [
            each for each in up.child(command).net_connections("unix") if each.status != psutil.CONN_LISTEN
        ]
    except (ValueError, psutil.NoSuchProcess):
        return []


def _has_child(up: Up, command: str) -> bool:
    try:
        return up.child(command).is_running()
    except (ValueError, psutil.NoSuchProcess):
        return False


def _answers_requests(process: psutil.Process) -> bool:
    return "resource_tracker" not in " ".join(process.cmdline())
