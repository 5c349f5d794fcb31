"""Commands on a real site, as a person or a script runs them."""

from __future__ import annotations

import shutil
import stat
import tempfile
from pathlib import Path

import psycopg
import pytest

from kikitori.config import stamps
from kikitori.foundation.postgres.embedded import EmbeddedPostgres, database_url
from tests.config.sites import copy_of, kikitori, migrated_site

PASSWORD = "kirin-no-ashiato-2026"


def in_database(site, query: str) -> list[tuple]:
    address = database_url(site, "owner")
    assert address is not None
    with psycopg.connect(address) as connection:
        return connection.execute(query.encode()).fetchall()


def test_migrate_makes_a_site_that_is_stamped_and_closed(site):
    assert (site / stamps.NAME).exists()
    assert stat.S_IMODE((site / "secret.key").stat().st_mode) == 0o600
    assert stat.S_IMODE((site / "database.json").stat().st_mode) == 0o600


def test_migrate_leaves_no_server_behind(site):
    database = EmbeddedPostgres(site)
    assert database.start() == "started"
    database.stop()


def test_migrate_may_be_repeated(running):
    done = kikitori(running, "migrate", "--lang", "ja")
    assert done.returncode == 0, done.stderr
    assert "準備ができました" in done.stderr
    assert done.stdout == ""


def test_tables_belong_to_the_owner_and_the_web_may_not_change_the_timeline(running):
    owners = in_database(running, "select distinct tableowner from pg_tables where schemaname = 'public'")
    assert owners == [("kikitori_owner",)]
    assert in_database(running, "select has_table_privilege('kikitori_web', 'records_event', 'update')") == [
        (False,)
    ]


def test_manage_passes_words_on_to_django_as_the_owner(running):
    done = kikitori(running, "manage", "migrate", "--check")
    assert done.returncode == 0, done.stderr


def test_create_admin_registers_somebody_who_sees_no_complaint(running):
    done = kikitori(
        running,
        "create-admin",
        "--login",
        "kanri",
        "--name",
        "管理 太郎",
        "--password-stdin",
        said=f"{PASSWORD}\n",
    )
    assert done.returncode == 0, done.stderr
    ((name, role, password),) = in_database(
        running, "select name, role, password from records_staff where login = 'kanri'"
    )
    assert (name, role) == ("管理 太郎", "administrator")
    assert password.startswith("argon2$argon2id$")
    assert PASSWORD not in done.stdout + done.stderr


@pytest.fixture
def fresh():
    """A site nobody has used: what others leave behind is late after five minutes without a worker."""
    data = Path(tempfile.mkdtemp(prefix="kk-"))
    data.chmod(0o711)
    yield copy_of(migrated_site(), data)
    shutil.rmtree(data, ignore_errors=True)


def test_doctor_finds_a_fresh_site_well(fresh, in_this_process, capsys):
    code = in_this_process("doctor", "--data", str(fresh), "--lang", "ja")
    said = capsys.readouterr().out
    assert code == 0, said
    assert "✗" not in said
    assert "日本語の検索ができ" in said


def test_an_external_database_that_does_not_answer_is_told(tmp_path):
    done = kikitori(tmp_path / "data", "migrate", "--lang", "ja", DATABASE_URL="postgresql://u@127.0.0.1:1/d")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "接続" in done.stderr


def test_an_external_database_is_prepared_migrated_and_checked(
    running, tmp_path, in_this_process, monkeypatch, capsys
):
    """The embedded server plays the external one: an owner and a login of somebody else's naming."""
    database = EmbeddedPostgres(running)
    database.start()
    with database.server.connect() as administrator:
        administrator.execute("create role outside_owner login superuser password 'o'")
        administrator.execute("create role outside_login login noinherit password 'l'")
        administrator.execute("create database outside owner outside_owner template template0")
    place = f"/outside?host={database.server.sockets}"
    try:
        surroundings = {
            "DATABASE_URL": f"postgresql://outside_login:l@{place}",
            "DATABASE_OWNER_URL": f"postgresql://outside_owner:o@{place}",
        }
        done = kikitori(tmp_path / "data", "migrate", **surroundings)
        assert done.returncode == 0, done.stderr
        assert not (tmp_path / "data" / "database.json").exists()
        for name, value in surroundings.items():
            monkeypatch.setenv(name, value)
        assert in_this_process("doctor", "--data", str(tmp_path / "data")) == 0, capsys.readouterr().out
    finally:
        database.stop()


def test_a_data_folder_that_is_a_file_is_told(tmp_path, in_this_process, capsys):
    (tmp_path / "file").touch()
    assert in_this_process("migrate", "--data", str(tmp_path / "file")) == 1
    assert "--data" in capsys.readouterr().err
