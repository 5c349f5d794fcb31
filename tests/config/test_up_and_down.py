"""Starting and stopping real sites: on signals, after kill -9 of the supervisor, on a port that is taken."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import tempfile
from pathlib import Path

import psycopg
import pytest

from kikitori.config.filling import note_filled
from kikitori.foundation.postgres.embedded import database_url
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


def test_the_web_server_alone_brings_its_database_and_takes_it_away_again(site):
    alone = Up(site, ("serve",)).start()
    try:
        wait_until(lambda: answers(alone.port)[0] == 200)
        status, body = answers(alone.port, "/readyz")
        assert (status, json.loads(body)) == (503, {"database": True, "migrations": True, "worker": False})
        database = alone.postmaster()
        assert alone.stop() == 0
        assert is_gone(database)
    finally:
        alone.sweep()


def test_the_worker_alone_lives_and_stops_when_told(site):
    alone = Up(site, ("work",)).start()
    try:
        wait_until(lambda: _workers_alive(site) == 1)
        assert alone.stop() == 0
        assert "Traceback" not in alone.output()
    finally:
        alone.sweep()


def _workers_alive(site: Path) -> int:
    address = database_url(site, "login")
    assert address is not None
    try:
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute("set role kikitori_web")
            row = connection.execute(
                "select count(*) from procrastinate_workers where last_heartbeat > now() - interval '20 seconds'"
            ).fetchone()
    except psycopg.OperationalError:
        return 0
    return int(row[0]) if row else 0


def test_the_demonstration_runs_two_sites_and_names_a_sign_in_for_each_role(site):
    """Both are filled already, which is what a second start finds."""
    demo = Path(tempfile.mkdtemp(prefix="kk-"))
    demo.chmod(0o711)
    people = [{"ja": "担当者", "en": "Handler", "login": "tantou", "password": "hirake-goma"}]
    subprocess.run(["cp", "-a", f"{site}/.", demo], check=True)
    subprocess.run(["cp", "-a", site, demo / "association"], check=True)
    note_filled(demo, people)
    note_filled(demo / "association", people)
    running = Up(demo, ("demo",)).start()
    try:
        running.wait_ready()
        wait_until(lambda: answers(running.port + 1)[0] == 200 and "Ctrl-C" in running.output())
        said = running.output()
        for words in (
            f"localhost:{running.port}/",
            f"localhost:{running.port + 1}/",
            "Handler: tantou / hirake-goma",
        ):
            assert words in said
        started = [one.pid for one in running.children()]
        assert len(started) >= 6
        assert running.stop() == 0
        assert all(is_gone(pid) for pid in started)
    finally:
        running.sweep()
        shutil.rmtree(demo)
