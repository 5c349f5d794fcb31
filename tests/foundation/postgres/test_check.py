"""The start-up check on real databases that are wrong in one way each."""

from __future__ import annotations

import psycopg
import pytest

from kikitori.foundation.postgres.check import check_database
from kikitori.foundation.postgres.embedded import database_url
from kikitori.foundation.postgres.errors import DatabaseTrouble


@pytest.fixture
def login_address(running) -> str:
    address = database_url(running.data, "login")
    assert address is not None
    return address


@pytest.fixture
def superuser_address(running) -> str:
    return (
        f"postgresql://postgres:{running.server.superuser_password}@/kikitori?host={running.server.sockets}"
    )


@pytest.fixture
def other_database(running):
    """Make a database by a clause of CREATE DATABASE; it is dropped afterwards."""
    made: list[str] = []

    def make(clause: str, *, with_trigrams: bool = True) -> str:
        name = f"other_{len(made)}"
        with running.server.connect() as connection:
            connection.execute(f"create database {name} {clause}".encode())
        made.append(name)
        if with_trigrams:
            with running.server.connect(name) as connection:
                connection.execute("create extension if not exists pg_trgm")
        address = database_url(running.data, "login")
        assert address is not None
        return address.replace("/kikitori?", f"/{name}?")

    yield make
    with running.server.connect() as connection:
        for name in made:
            connection.execute(f"drop database {name} with (force)".encode())


@pytest.mark.parametrize("role", ["kikitori_web", "kikitori_worker"])
def test_check_passes_what_the_launcher_made(login_address, role):
    check_database(login_address, role)


def test_check_refuses_a_database_blind_to_japanese(other_database):
    blind = other_database("template template0 locale_provider builtin builtin_locale 'C' locale 'C'")
    with pytest.raises(DatabaseTrouble) as caught:
        check_database(blind, "kikitori_web")
    assert "日本語" in caught.value.text.ja
    assert "C.UTF-8" in caught.value.text.en


def test_check_refuses_a_database_without_trigrams(other_database):
    bare = other_database("template template0", with_trigrams=False)
    with pytest.raises(DatabaseTrouble) as caught:
        check_database(bare, "kikitori_web")
    assert "pg_trgm" in caught.value.text.ja


def test_check_refuses_a_superuser(superuser_address):
    with pytest.raises(DatabaseTrouble) as caught:
        check_database(superuser_address, "postgres")
    assert "SUPERUSER" in caught.value.detail


def test_check_refuses_a_role_that_bypasses_row_level_security(running, superuser_address):
    with running.server.connect() as connection:
        connection.execute("create role passer bypassrls")
        try:
            with pytest.raises(DatabaseTrouble) as caught:
                check_database(superuser_address, "passer")
        finally:
            connection.execute("drop role passer")
    assert "BYPASSRLS" in caught.value.detail


def test_check_refuses_a_role_that_owns_a_table(running, superuser_address):
    with running.server.connect("kikitori") as connection:
        connection.execute("create table owned (n int); alter table owned owner to kikitori_worker")
        try:
            with pytest.raises(DatabaseTrouble) as caught:
                check_database(superuser_address, "kikitori_worker")
        finally:
            connection.execute("drop table owned")
    assert "owns 1 table" in caught.value.detail


def test_check_refuses_a_login_that_may_not_take_on_the_role(running, superuser_address):
    with running.server.connect() as connection:
        connection.execute("create role lonely login password 'lonely'")
        connection.execute("grant connect on database kikitori to lonely")
        address = f"postgresql://lonely:lonely@/kikitori?host={running.server.sockets}"
        try:
            with pytest.raises(DatabaseTrouble) as caught:
                check_database(address, "kikitori_web")
        finally:
            connection.execute("drop owned by lonely")
            connection.execute("drop role lonely")
    assert "migrate" in caught.value.text.ja
    assert "permission denied" in caught.value.detail


@pytest.mark.parametrize("address", ["postgresql://u@/d?host=/nowhere", "postgresql://u@127.0.0.1:1/d"])
def test_check_of_a_database_out_of_reach_is_told(address):
    with pytest.raises(DatabaseTrouble) as caught:
        check_database(address, "kikitori_web")
    assert "DATABASE_URL" in caught.value.text.ja
    assert caught.value.detail


def test_check_refuses_an_old_server(login_address, monkeypatch):
    monkeypatch.setattr("kikitori.foundation.postgres.check.OLDEST", 990000)
    with pytest.raises(DatabaseTrouble) as caught:
        check_database(login_address, "kikitori_web")
    assert "15" in caught.value.text.en


def test_check_leaves_no_session_behind(running, login_address):
    check_database(login_address, "kikitori_web")
    with running.server.connect() as connection:
        connection.execute("select pg_sleep(0)")
        rows = connection.execute(
            "select count(*) from pg_stat_activity where usename = 'kikitori_login'"
        ).fetchone()
    assert rows == (0,)


def test_check_writes_nothing(login_address):
    with psycopg.connect(login_address, autocommit=True) as connection:
        before = connection.execute("select pg_current_wal_insert_lsn()").fetchone()
        check_database(login_address, "kikitori_web")
        assert connection.execute("select pg_current_wal_insert_lsn()").fetchone() == before
