"""Making a site ready: its folder, its database, its migrations, its static files."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys

import pytest

from kikitori.config.environment import load
from kikitori.config.prepared import bring_up_to_date, ensure_folder, own_command, running_database
from kikitori.config.trouble import Trouble
from kikitori.foundation.postgres.errors import DatabaseTrouble
from tests.config.sites import kikitori, surroundings


def mode(path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_new_folder_is_closed_or_for_root_passable(tmp_path):
    ensure_folder(tmp_path / "a" / "data")
    assert mode(tmp_path / "a" / "data") == (0o711 if os.geteuid() == 0 else 0o700)


@pytest.mark.parametrize("before", [0o700, 0o755])
def test_an_existing_folder_keeps_its_mode(tmp_path, before):
    (tmp_path / "data").mkdir()
    (tmp_path / "data").chmod(before)
    ensure_folder(tmp_path / "data")
    assert mode(tmp_path / "data") == before


@pytest.mark.parametrize("below", ["", "data"])
def test_a_folder_that_cannot_be_is_told(tmp_path, below):
    (tmp_path / "file").touch()
    with pytest.raises(Trouble) as caught:
        ensure_folder(tmp_path / "file" / below)
    assert str(tmp_path / "file") in caught.value.text.ja


def test_an_external_database_is_left_to_those_who_run_it(tmp_path):
    with running_database(load(data=tmp_path, database_url="postgresql://u@h/d")) as server:
        assert server is None
    assert list(tmp_path.iterdir()) == []


def test_our_own_command_is_found_from_any_directory(tmp_path):
    """A file in the current directory must not be imported in place of the standard library's."""
    (tmp_path / "secrets.py").write_text("raise SystemExit('wrong module')")
    done = subprocess.run(
        own_command("--help"),
        cwd=tmp_path,
        env=surroundings(tmp_path),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert own_command("up")[0] == sys.executable


def test_a_second_preparation_does_not_migrate(site):
    environment = load(data=site, database_url=None, database_role="web", static="plain")
    with running_database(environment) as server:
        assert server is not None
        with server.server.connect("kikitori") as administrator:
            administrator.execute("alter table django_migrations rename to out_of_the_way")
            administrator.execute("create table django_migrations as select * from out_of_the_way")
            administrator.execute("grant select on django_migrations to kikitori_web")
            try:
                bring_up_to_date(environment)  # a migration would stumble over the table without its key
                rows = administrator.execute("select count(*) from django_migrations").fetchone()
                assert rows == administrator.execute("select count(*) from out_of_the_way").fetchone()
            finally:
                administrator.execute("drop table django_migrations")
                administrator.execute("alter table out_of_the_way rename to django_migrations")


def test_a_database_that_is_wrong_is_refused_at_every_start(site):
    environment = load(data=site, database_url=None, database_role="web", static="plain")
    with running_database(environment) as server:
        assert server is not None
        with server.server.connect("kikitori") as administrator:
            administrator.execute("alter role kikitori_web bypassrls")
            try:
                with pytest.raises(DatabaseTrouble) as caught:
                    bring_up_to_date(environment)
            finally:
                administrator.execute("alter role kikitori_web nobypassrls")
    assert "BYPASSRLS" in caught.value.detail


def test_static_files_are_gathered_once_with_hashed_names(site):
    done = kikitori(site, "manage", "collectstatic", "--noinput", "-v", "0", KIKITORI_STATIC="hashed")
    assert done.returncode == 0, done.stderr
    names = json.loads((site / "static" / "staticfiles.json").read_text())["paths"]
    assert names["look/kikitori.css"] != "look/kikitori.css"
    assert (site / "static" / names["look/kikitori.css"]).exists()
