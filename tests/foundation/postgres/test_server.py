"""The launcher on a real server: adopt, kill -9, stale pid files, passwords, locale."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import psycopg
import pytest

from kikitori.foundation.postgres import orphans, roles
from kikitori.foundation.postgres.account import run_as
from kikitori.foundation.postgres.embedded import EmbeddedPostgres, database_url
from kikitori.foundation.postgres.errors import DatabaseTrouble
from kikitori.foundation.postgres.server import Server
from tests.waiting import PATIENCE, wait_until


def pid_of(embedded: EmbeddedPostgres) -> int:
    pid = embedded.server.postmaster()
    assert pid is not None
    return pid


def kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)
    wait_until(lambda: not orphans.is_alive(pid))


def ask(embedded: EmbeddedPostgres, query: str) -> Any:
    with embedded.server.connect("kikitori") as connection:
        row = connection.execute(query.encode()).fetchone()
    assert row is not None
    return row[0]


def test_start_of_a_running_server_adopts_it(running):
    before = pid_of(running)
    second = EmbeddedPostgres(running.data, for_tests=True)
    assert second.start() == "adopted"
    assert pid_of(second) == before
    assert second.stop() is False
    assert pid_of(running) == before


def test_trigrams_see_japanese(running):
    assert ask(running, "select cardinality(show_trgm('苦情'))") > 0
    assert ask(running, "select similarity('苦情受付', '苦情') > 0.2")


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("data_checksums", "on"),
        ("listen_addresses", ""),
        ("server_encoding", "UTF8"),
        ("TimeZone", "UTC"),
        ("password_encryption", "scram-sha-256"),
        ("default_text_search_config", "pg_catalog.simple"),
    ],
)
def test_the_server_is_set_up_as_it_should_be(running, setting, value):
    assert ask(running, f"show {setting}") == value


def test_the_database_has_its_extensions(running):
    assert set(roles.EXTENSIONS) <= set(ask(running, "select array_agg(extname::text) from pg_extension"))


def test_case_is_folded_beyond_ascii(running):
    assert ask(running, "select upper('straße é ａ')") == "STRASSE É Ａ"


def test_the_socket_is_closed_to_others(running):
    sockets = running.server.sockets
    assert sockets.stat().st_mode & 0o077 == 0


def test_the_server_listens_on_no_port(running):
    pid = pid_of(running)
    inodes = {
        str(link.readlink()) for link in Path(f"/proc/{pid}/fd").iterdir() if "socket" in str(link.readlink())
    }
    network = "".join(Path(f"/proc/net/{kind}").read_text() for kind in ("tcp", "tcp6"))
    assert inodes
    assert not [inode for inode in inodes if f" {inode.strip('socket:[]')} " in network]


@pytest.mark.parametrize("password", ["wrong", ""])
def test_a_wrong_password_is_refused_even_on_the_socket(running, password):
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(
            host=str(running.server.sockets), user="postgres", password=password, dbname="kikitori"
        )


def test_the_log_does_not_hold_what_people_wrote(running):
    address = database_url(running.data, "owner")
    assert address is not None
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("create table log_of_words (words text primary key)")
        connection.execute("insert into log_of_words values ('内緒のはなし')")
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute("insert into log_of_words values ('内緒のはなし')")
        connection.execute("drop table log_of_words")
    log = running.server.log.read_text("utf-8")
    assert "duplicate key" in log
    assert "内緒" not in log


def test_start_after_kill_while_a_backend_is_deep_in_work(running):
    """The orphan holds the shared memory and, computing, does not notice that its server is gone."""
    before = pid_of(running)
    busy = running.server.connect("kikitori")
    backend = busy.info.backend_pid
    failed: list[BaseException] = []

    def compute() -> None:
        try:
            busy.execute("select count(*) from generate_series(1, 100000) a, generate_series(1, 100000) b")
        except psycopg.Error as error:
            failed.append(error)

    computing = threading.Thread(target=compute)
    computing.start()
    with running.server.connect("kikitori") as watcher:
        wait_until(
            lambda: (
                watcher.execute("select state from pg_stat_activity where pid = %s", [backend]).fetchone()
                == ("active",)
            )
        )
    kill(before)
    assert running.start() == "started"
    assert not orphans.is_alive(backend)
    computing.join(PATIENCE)
    assert failed
    assert pid_of(running) != before


def test_start_does_not_believe_a_pid_file_that_names_somebody_else(running):
    """As after a reboot, or in a restarted container: the number belongs to another program by now."""
    kill(pid_of(running))
    pid_file = running.server.cluster / "postmaster.pid"
    lines = pid_file.read_text().split("\n")
    stranger = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE, cwd="/")
    try:
        pid_file.write_text("\n".join([str(stranger.pid), *lines[1:]]))
        assert running.server.postmaster() is None
        assert running.start() == "started"
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.communicate()


def test_start_does_not_adopt_a_server_that_is_just_dying(stopped):
    """It lives when it is looked for and has gone before it answers: then another one is started."""
    pid_file = stopped.server.cluster / "postmaster.pid"
    dying = subprocess.Popen(
        [sys.executable, "-c", "input()"], stdin=subprocess.PIPE, cwd=stopped.server.cluster
    )
    pid_file.write_text(f"{dying.pid}\n{stopped.server.cluster}\n")
    looked_for = threading.Timer(0.5, dying.kill)
    looked_for.start()
    try:
        assert stopped.server.postmaster() == dying.pid
        assert stopped.start() == "started"
        assert ask(stopped, "select 1") == 1
    finally:
        looked_for.cancel()
        dying.kill()
        dying.communicate()
        stopped.stop()


def test_a_corpse_is_not_alive():
    """Where nobody collects dead children, kill(2) still finds them."""
    child = subprocess.Popen(["/bin/true"])
    wait_until(lambda: not orphans.is_alive(child.pid))
    os.kill(child.pid, 0)
    assert not orphans.works_in(child.pid, Path.cwd())
    child.wait()
    assert not orphans.is_alive(child.pid)


@pytest.mark.parametrize("pid", [0, -1, 2**22 + 1])
def test_numbers_that_are_no_process_are_not_alive(pid):
    assert not orphans.is_alive(pid)


def test_stop_leaves_no_process_and_may_be_repeated(stopped):
    stopped.start()
    pid, socket_path = pid_of(stopped), stopped.server.sockets / ".s.PGSQL.5432"
    assert socket_path.exists()
    assert stopped.stop() is True
    wait_until(lambda: not orphans.is_alive(pid))
    assert not socket_path.exists()
    assert stopped.stop() is False
    stopped.server.stop()


def test_a_server_that_cannot_start_is_told_with_its_own_words(stopped):
    control = stopped.server.cluster / "global" / "pg_control"
    saved = control.rename(control.with_suffix(".away"))
    with pytest.raises(DatabaseTrouble) as caught:
        stopped.start()
    assert "did not start" in caught.value.text.en
    assert "pg_control" in caught.value.detail
    saved.rename(control)
    assert stopped.start() == "started"
    stopped.stop()


def test_an_overlong_log_is_set_aside_at_start(stopped, monkeypatch):
    monkeypatch.setattr("kikitori.foundation.postgres.server.LOG_LIMIT", 10)
    stopped.start()
    stopped.stop()
    assert stopped.server.log.with_suffix(".log.old").stat().st_size > 10


def test_in_normal_mode_the_server_keeps_every_commit_through_kill(stopped):
    stopped.start()
    try:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            assert ask(stopped, f"show {setting}") == "on"
        with stopped.server.connect("kikitori") as connection:
            connection.execute("create table kept as select 1 as n")
            kill(pid_of(stopped))
        assert stopped.start() == "started"
        assert ask(stopped, "select n from kept") == 1
    finally:
        stopped.stop()


def test_pg_ctl_is_never_run_as_root(running):
    said = run_as(running.server.account, ["/bin/sh", "-c", "id -u"])
    assert said.stdout.strip() != "0"


def test_a_socket_file_alone_is_no_server(folder):
    (folder / "cluster").mkdir()
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(folder / ".s.PGSQL.5432"))
        server = Server(folder / "cluster", folder, folder, None, "x")
        assert server.postmaster() is None
        server.stop()
