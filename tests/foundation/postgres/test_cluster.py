"""Making a cluster: whole or not at all, with nothing secret left beside it; and what is refused in a finished one."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from kikitori.foundation.postgres.account import run_as, server_account
from kikitori.foundation.postgres.cluster import LOCALE, _write_for, check_version, make_cluster
from kikitori.foundation.postgres.errors import DatabaseTrouble
from kikitori.foundation.postgres.places import make_home
from kikitori.foundation.postgres.programs import programs_for


@pytest.fixture
def home(folder: Path) -> Path:
    """Where a cluster may be made: closed to all but the server's account."""
    home = folder / "postgres"
    make_home(home, server_account())
    return home


def finished(folder: Path, version: str) -> Path:
    cluster = folder / "cluster"
    cluster.mkdir()
    (cluster / "PG_VERSION").write_text(version)
    return cluster


def installed() -> tuple[Path, str]:
    """The programs, and the major version they are."""
    programs = programs_for(server_account())
    said = run_as(server_account(), [programs / "postgres", "-V"]).stdout
    return programs, said.split()[-1].split(".")[0]


def test_cluster_that_cannot_be_made_is_told_and_leaves_no_password(home: Path) -> None:
    """A file stands where its draft should be made."""
    (home / "cluster.new").write_text("in the way")
    (home / "cluster.new").chmod(0)
    programs, _ = installed()
    with pytest.raises(DatabaseTrouble) as caught:
        make_cluster(home / "cluster", "geheim", programs, server_account(), for_tests=True)
    assert "could not be created" in caught.value.text.en
    assert "作成できませんでした" in caught.value.text.ja
    assert str(home / "cluster") in caught.value.text.ja
    assert "geheim" not in caught.value.detail
    assert not (home / "cluster").exists()
    assert not (home / "initdb.password").exists()


def test_programs_that_do_not_run_are_told_in_their_own_words(home: Path) -> None:
    (home / "bin").mkdir()
    (home / "bin" / "initdb").write_text("#!/bin/sh\necho 'no space left on device' >&2\nexit 1\n")
    for path in (home / "bin", home / "bin" / "initdb"):
        path.chmod(0o755)
    with pytest.raises(DatabaseTrouble) as caught:
        make_cluster(home / "cluster", "geheim", home / "bin", server_account(), for_tests=True)
    assert "no space left on device" in caught.value.detail
    assert not (home / "initdb.password").exists()


def test_password_lies_closed_and_is_the_accounts_own(home: Path) -> None:
    account = server_account()
    secret = home / "secret"
    secret.write_text("an old one, open to all")
    secret.chmod(0o666)
    _write_for(account, secret, "geheim")
    found = secret.stat()
    assert stat.S_IMODE(found.st_mode) == 0o600
    assert found.st_uid == (account.uid if account else os.geteuid())
    assert secret.read_text() == "geheim"


def test_password_does_not_follow_a_link_somebody_laid(home: Path) -> None:
    (home / "elsewhere").write_text("untouched")
    (home / "secret").symlink_to(home / "elsewhere")
    _write_for(server_account(), home / "secret", "geheim")
    assert (home / "elsewhere").read_text() == "untouched"
    assert not (home / "secret").is_symlink()


def test_locale_is_one_in_which_japanese_has_letters() -> None:
    assert "--encoding=UTF8" in LOCALE
    assert not [word for word in LOCALE if word in {"--locale=C", "--locale=POSIX", "--no-locale"}]


def test_cluster_of_the_installed_version_is_taken(folder: Path) -> None:
    programs, version = installed()
    cluster = finished(folder, f"{version}\n")
    check_version(cluster, programs)
    assert (cluster / "PG_VERSION").read_text() == f"{version}\n"


@pytest.mark.parametrize("version", ["9.6", "15", "17\n", "99", "", "x"])
def test_cluster_of_any_other_version_is_refused_and_named(folder: Path, version: str) -> None:
    programs, ours = installed()
    with pytest.raises(DatabaseTrouble) as caught:
        check_version(finished(folder, version), programs)
    for text in (caught.value.text.ja, caught.value.text.en):
        assert f"PostgreSQL {version.strip()}" in text
        assert ours in text


@pytest.mark.parametrize("damage", ["missing", "a folder", "not a text"])
def test_cluster_that_cannot_be_read_is_told_as_damaged(folder: Path, damage: str) -> None:
    programs, ours = installed()
    mark = finished(folder, ours) / "PG_VERSION"
    mark.unlink()
    if damage == "a folder":
        mark.mkdir()
    elif damage == "not a text":
        mark.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(DatabaseTrouble) as caught:
        check_version(mark.parent, programs)
    assert "壊れている" in caught.value.text.ja
    assert "Restore a backup" in caught.value.text.en
