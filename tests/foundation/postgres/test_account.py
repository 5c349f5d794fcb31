"""Whose account the server runs under, and what a program run under it may do."""

from __future__ import annotations

import os
import pwd
import stat
import sys
from pathlib import Path

import pytest

from kikitori.foundation.postgres.account import (
    CANDIDATES,
    TIMED_OUT,
    Account,
    can_enter,
    clean_environment,
    run_as,
    server_account,
)
from kikitori.foundation.postgres.errors import DatabaseTrouble

is_root = os.geteuid() == 0
needs_root = pytest.mark.skipif(not is_root, reason="only root can lend the server another account")


def test_server_account_of_an_ordinary_user_is_the_user(monkeypatch):
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    assert server_account({}) is None


def test_server_account_of_an_ordinary_user_ignores_the_wish_for_another(monkeypatch):
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    assert server_account({"KIKITORI_DB_ACCOUNT": "nobody"}) is None


def test_server_account_of_root_is_never_root(monkeypatch):
    monkeypatch.setattr("os.geteuid", lambda: 0)
    found = server_account({})
    assert found is not None
    assert found.uid != 0
    assert found.name in CANDIDATES


def test_server_account_of_root_can_be_named(monkeypatch):
    monkeypatch.setattr("os.geteuid", lambda: 0)
    nobody = pwd.getpwnam("nobody")
    assert server_account({"KIKITORI_DB_ACCOUNT": "nobody"}) == Account(
        "nobody", nobody.pw_uid, nobody.pw_gid
    )


def test_server_account_falls_back_to_nobody_where_there_is_no_postgres(monkeypatch):
    def without_postgres(name: str, find=pwd.getpwnam) -> pwd.struct_passwd:
        if name == "postgres":
            raise KeyError(name)
        return find(name)

    monkeypatch.setattr("os.geteuid", lambda: 0)
    monkeypatch.setattr("pwd.getpwnam", without_postgres)
    found = server_account({})
    assert found is not None
    assert found.name == "nobody"


@pytest.mark.parametrize("name", ["no-such-account", "root"])
def test_server_account_that_is_unknown_or_root_is_refused_in_both_languages(monkeypatch, name):
    monkeypatch.setattr("os.geteuid", lambda: 0)
    with pytest.raises(DatabaseTrouble) as caught:
        server_account({"KIKITORI_DB_ACCOUNT": name})
    assert name in caught.value.text.ja
    assert "KIKITORI_DB_ACCOUNT" in caught.value.text.en


def test_clean_environment_hides_the_callers_database_settings(monkeypatch):
    monkeypatch.setenv("PGDATA", "/somewhere")
    monkeypatch.setenv("PGOPTIONS", "-c fsync=off")
    assert not [name for name in clean_environment() if name.startswith("PG")]


def test_run_as_returns_what_was_said_and_the_code():
    done = run_as(None, ["/bin/sh", "-c", "echo out; echo err >&2; exit 3"])
    assert done.returncode == 3
    assert done.stdout == "out\nerr\n"


def test_run_as_does_not_wait_for_a_server_left_behind():
    done = run_as(None, ["/bin/sh", "-c", "sleep 30 & echo $!"], timeout=10)
    os.kill(int(done.stdout), 9)
    assert done.returncode == 0


def test_run_as_makes_closed_files(folder):
    run_as(None, ["/bin/sh", "-c", f"touch {folder}/new"])
    assert stat.S_IMODE((folder / "new").stat().st_mode) == 0o600


@needs_root
def test_run_as_gives_up_every_right_of_root():
    account = server_account({})
    done = run_as(account, ["/bin/sh", "-c", "id -u; id -G"])
    assert account is not None
    assert done.stdout.split() == [str(account.uid), str(account.gid)]


@needs_root
def test_can_enter_tells_closed_from_passable(folder):
    account = server_account({})
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    (closed / "inside").mkdir()
    assert can_enter(account, folder)
    assert not can_enter(account, closed)
    assert not can_enter(account, closed / "inside")
    assert can_enter(None, closed / "inside")


def test_can_enter_tells_what_is_missing(folder):
    assert not can_enter(None, folder / "missing")


@pytest.mark.parametrize("said", ["", "作成中"])
def test_run_as_does_not_wait_for_ever_and_tells_what_was_said_until_then(said):
    endless = f"import signal; print({said!r}, flush=True); signal.pause()"
    done = run_as(None, [sys.executable, "-X", "utf8", "-c", endless], timeout=1)
    assert done.returncode == TIMED_OUT
    assert done.stdout.split("\n") == [said, "", "no end after 1 s"]


@pytest.mark.parametrize("code", [0, 1, 3, 124, 127])
def test_run_as_hands_on_every_exit_code(code):
    done = run_as(None, ["/bin/sh", "-c", f"echo x; exit {code}"])
    assert (done.returncode, done.stdout) == (code, "x\n")


def test_run_as_reads_whatever_a_program_says():
    done = run_as(None, ["/bin/sh", "-c", r"printf '\343\201\202\377'; echo 苦情 >&2"])
    assert done.stdout == "あ\ufffd苦情\n"


def test_run_as_of_a_program_that_is_not_there_says_so(tmp_path):
    with pytest.raises(FileNotFoundError):
        run_as(None, [tmp_path / "postgres"])
    with pytest.raises(NotADirectoryError):
        run_as(None, ["/bin/true"], directory=Path("/bin/sh"))
