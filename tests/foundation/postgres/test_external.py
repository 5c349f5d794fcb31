"""An external database: what its owner may do is done, the rest is told as SQL for its administrator."""

from __future__ import annotations

import psycopg
import pytest

from kikitori.foundation.postgres.check import check_database
from kikitori.foundation.postgres.errors import DatabaseTrouble
from kikitori.foundation.postgres.external import missing, prepare_external


@pytest.fixture
def site(running):
    """Somebody else's server: an owner without special rights, a login, a database without our extensions."""
    with running.server.connect() as admin:
        admin.execute("create role their_owner login password 'o'")
        admin.execute("create role their_login login password 'l'")
        admin.execute("create database theirs owner their_owner template template0")
        yield admin
        admin.execute("drop database theirs with (force)")
        for role in ("their_owner", "their_login"):
            admin.execute(f"drop owned by {role}".encode())
            admin.execute(f"drop role {role}".encode())


@pytest.fixture
def owner(running, site) -> str:
    return f"postgresql://their_owner:o@/theirs?host={running.server.sockets}"


@pytest.fixture
def login(running, site) -> str:
    return f"postgresql://their_login:l@/theirs?host={running.server.sockets}"


def test_an_owner_without_rights_gets_the_sql_for_the_administrator(running, site, owner, login):
    with pytest.raises(DatabaseTrouble) as caught:
        prepare_external(owner, "their_login")
    told = [line.split(";")[0] for line in caught.value.detail.splitlines()]
    assert 'grant "kikitori_web" to "their_login"' in told
    with running.server.connect("theirs") as administrator:
        for statement in told:
            administrator.execute(statement.encode())
    prepare_external(owner, "their_login")
    check_database(login, "kikitori_web")


def test_an_owner_who_may_prepares_all_without_being_told(site, owner, login):
    site.execute("grant kikitori_web, kikitori_worker to their_owner with admin option")
    site.execute("alter role their_owner superuser")
    prepare_external(owner, "their_login")
    prepare_external(owner, "their_login")
    site.execute("alter role their_owner nosuperuser")
    check_database(login, "kikitori_worker")


def test_nothing_is_missing_afterwards(site, owner):
    site.execute("alter role their_owner superuser")
    prepare_external(owner, "their_login")
    with psycopg.connect(owner) as connection:
        assert missing(connection, "their_login") == []


def test_missing_names_roles_memberships_and_extensions_in_that_order(site, owner, monkeypatch):
    monkeypatch.setattr(
        "kikitori.foundation.postgres.external.RUN_TIME_ROLES", ("not_yet_web", "not_yet_worker")
    )
    with psycopg.connect(owner) as connection:
        words = [statement.as_string(connection) for statement in missing(connection, "their_login")]
    assert [word.split()[0] + " " + word.split()[1] for word in words][:2] == ["create role"] * 2
    assert [word.split()[0] for word in words[2:4]] == ["grant", "grant"]
    assert all(word.startswith("create extension") for word in words[4:])
    assert "nosuperuser" in words[0]
    assert "nobypassrls" in words[0]


def test_names_are_quoted(site, owner):
    with psycopg.connect(owner) as connection:
        words = [statement.as_string(connection) for statement in missing(connection, 'a"; drop role b; --')]
    assert any('to "a""; drop role b; --"' in word for word in words)
