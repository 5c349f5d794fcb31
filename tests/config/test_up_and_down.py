"""Starting and stopping real sites: on signals, after kill -9 of the supervisor, on a port that is taken."""

from __future__ import annotations

import os
import signal
import socket

import pytest

from tests.config.sites import Up, answers, is_gone
from tests.waiting import wait_until


@pytest.fixture
def up(site):
    """A site on its way up."""
    running = Up(site).start()
    yield running
    running.sweep()


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_stops_everything_and_leaves_nothing(up, how):
    up.wait_ready()
    started = [*[one.pid for one in up.children()], up.postmaster()]
    assert len(started) >= 4
    assert up.stop(how) == 0
    assert all(is_gone(pid) for pid in started)
    assert answers(up.port)[0] == 0
    assert "Kikitori is running" in up.output()
    assert "Traceback" not in up.output()


def test_a_signal_during_the_start_stops_it(up):
    wait_until(lambda: (up.data / "up.lock").exists() and "Starting" in up.output())
    assert up.stop() == 0
    assert "Kikitori is running" not in up.output()


def test_after_kill_of_the_supervisor_nothing_serves_and_the_next_start_adopts_the_database(up, site):
    up.wait_ready()
    children, database = [one.pid for one in up.children()], up.postmaster()
    os.kill(up.process.pid, signal.SIGKILL)
    up.process.wait()
    wait_until(lambda: all(is_gone(pid) for pid in children))
    assert not is_gone(database)
    again = Up(site, port=up.port).start()
    try:
        again.wait_ready()
        assert again.postmaster() == database
        assert again.stop() == 0
        assert is_gone(database)
    finally:
        again.sweep()


def test_a_port_that_is_taken_is_told_and_nothing_stays_behind(site):
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        up = Up(site, port=listener.getsockname()[1]).start()
        try:
            assert up.process.wait(60) == 1
            assert "--port" in up.output()
            assert "Traceback" not in up.output()
            with pytest.raises(OSError, match="postmaster"):
                up.postmaster()
        finally:
            up.sweep()
