"""Starting and stopping real sites: on signals, one part alone, two sites as a demonstration."""

from __future__ import annotations

import json
import socket

from kikitori.config.filling import note_filled
from tests.config.sites import Up, answers, copy_of, is_gone, migrated_site
from tests.waiting import wait_until


def test_a_signal_during_the_start_stops_it(site):
    up = Up(site).start()
    try:
        wait_until(lambda: (up.data / "up.lock").exists() and "Starting" in up.output())
        assert up.stop() == 0
        assert "Kikitori is running" not in up.output()
        assert "Traceback" not in up.output()
    finally:
        up.sweep()


def test_a_port_that_is_taken_is_told_and_nothing_is_started(site, in_this_process, capsys):
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        assert in_this_process("up", "--data", str(site), "--port", str(port)) == 1
    said = capsys.readouterr().err
    assert str(port) in said
    assert "--port" in said
    assert not list(site.glob("**/postmaster.pid"))


def test_each_part_alone_brings_the_database_and_the_last_one_takes_it_away(folder):
    """In a folder where no worker has ever lived: one that was killed would be thought alive for a minute."""
    copy_of(migrated_site(), folder)
    web, worker = Up(folder, ("serve",)).start(), Up(folder, ("work",))
    try:
        wait_until(lambda: answers(web.port)[0] == 200)
        assert without_a_worker(web.port)
        worker.start()
        wait_until(web.is_ready)
        database = web.postmaster()
        assert web.stop() == 0
        assert not is_gone(database)
        assert worker.stop() == 0
        assert is_gone(database)
        assert "Traceback" not in web.output() + worker.output()
    finally:
        web.sweep()
        worker.sweep()


def without_a_worker(port: int) -> bool:
    status, body = answers(port, "/readyz")
    state = {name: json.loads(body)[name] for name in ("database", "migrations", "worker")}
    return (status, state) == (503, {"database": True, "migrations": True, "worker": False})


def test_the_demonstration_runs_two_sites_and_names_a_sign_in_for_each_role(folder):
    """Both are filled already, which is what a second start finds."""
    people = [{"ja": "担当者", "en": "Handler", "login": "tantou", "password": "hirake-goma"}]
    for data in (folder, folder / "association"):
        copy_of(migrated_site(), data)
        note_filled(data, people)
    running = Up(folder, ("demo",)).start()
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
