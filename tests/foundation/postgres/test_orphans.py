"""Whose process a number is: told by where it works, and where that is hidden by whose account it is."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kikitori.foundation.postgres import orphans
from tests.waiting import wait_until


@pytest.fixture
def stranger(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A living process at work in a folder of the test's own."""
    process = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE, cwd=tmp_path)
    yield process
    process.kill()
    process.communicate()


@pytest.fixture
def hidden(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A /proc as an ordinary user sees it: of other people's processes only what everybody may read."""
    proc = tmp_path_factory.mktemp("proc")
    monkeypatch.setattr(orphans, "PROC", proc)
    return proc


def put(proc: Path, pid: int, status: str, state: str = "S") -> None:
    (proc / str(pid)).mkdir()
    (proc / str(pid) / "status").write_text(status)
    (proc / str(pid) / "stat").write_text(f"{pid} (a (strange) name) {state} 1 1")


def status_of(uid: int) -> str:
    return f"Name:\tpostgres\nState:\tS (sleeping)\nUid:\t{uid}\t{uid}\t{uid}\t{uid}\nGid:\t0\t0\t0\t0\n"


def test_process_belongs_to_the_folder_it_works_in(stranger: subprocess.Popen[bytes], tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    assert orphans.works_in(stranger.pid, tmp_path)
    assert not orphans.works_elsewhere(stranger.pid, tmp_path)
    assert not orphans.works_in(stranger.pid, other)
    assert orphans.works_elsewhere(stranger.pid, other)


def test_folder_is_known_by_any_of_its_names(stranger: subprocess.Popen[bytes], tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(tmp_path)
    assert orphans.works_in(stranger.pid, link)


def test_dead_process_works_nowhere(stranger: subprocess.Popen[bytes], tmp_path: Path) -> None:
    stranger.kill()
    wait_until(lambda: not orphans.is_alive(stranger.pid))
    assert not orphans.works_in(stranger.pid, tmp_path)
    assert orphans.works_elsewhere(stranger.pid, tmp_path), "a corpse is known to be no server"


def test_process_hidden_from_us_is_a_stranger_if_it_is_of_another_account(
    hidden: Path, tmp_path: Path
) -> None:
    """After a reboot the number of a crashed server may be a daemon's, whose place an ordinary user cannot see."""
    put(hidden, os.getpid(), status_of(tmp_path.stat().st_uid + 1))
    assert orphans.works_elsewhere(os.getpid(), tmp_path)
    assert not orphans.works_in(os.getpid(), tmp_path)


def test_process_hidden_from_us_is_believed_if_it_is_of_the_same_account(
    hidden: Path, tmp_path: Path
) -> None:
    put(hidden, os.getpid(), status_of(tmp_path.stat().st_uid))
    assert not orphans.works_elsewhere(os.getpid(), tmp_path)
    assert orphans.works_in(os.getpid(), tmp_path)


@pytest.mark.parametrize("status", ["", "Name:\tx\n", "Uid:", "\nUid:\t", "\nUid:\tnobody\t0"])
def test_where_nothing_can_be_known_the_number_is_believed(hidden: Path, tmp_path: Path, status: str) -> None:
    put(hidden, os.getpid(), status)
    assert not orphans.works_elsewhere(os.getpid(), tmp_path)
    assert orphans.works_in(os.getpid(), tmp_path)


def test_without_a_proc_a_living_number_is_believed(hidden: Path, tmp_path: Path) -> None:
    assert orphans.works_in(os.getpid(), tmp_path)
    assert orphans.dismiss(tmp_path) == []


@pytest.mark.parametrize(
    ("state", "alive"), [("S", True), ("R", True), ("D", True), ("Z", False), ("X", False)]
)
def test_corpse_is_known_by_its_state_whatever_its_name(hidden: Path, state: str, alive: bool) -> None:
    put(hidden, os.getpid(), status_of(0), state)
    assert orphans.is_alive(os.getpid()) is alive


def test_only_servers_of_this_cluster_are_asked_to_leave(
    stranger: subprocess.Popen[bytes], tmp_path: Path
) -> None:
    """It works in the cluster's folder, yet it is no backend: an administrator's shell, say."""
    assert orphans.dismiss(tmp_path) == []
    assert stranger.poll() is None
