"""What the run-time roles are: nobody special, owners of nothing."""

from __future__ import annotations

import psycopg
import pytest

from kikitori.foundation.postgres import bootstrap, roles
from kikitori.foundation.postgres.embedded import database_url
from kikitori.foundation.postgres.record import read_record


@pytest.fixture
def login(running):
    """A connection as the run-time login."""
    address = database_url(running.data, "login")
    assert address is not None
    with psycopg.connect(address, autocommit=True) as connection:
        yield connection


@pytest.fixture
def table(running):
    """A table of the owner that the web role may read."""
    address = database_url(running.data, "owner")
    assert address is not None
    with psycopg.connect(address, autocommit=True) as owner:
        owner.execute("create table told (words text)")
        owner.execute("grant select on told to kikitori_web")
        yield "select * from told"
        owner.execute("drop table told")


@pytest.mark.parametrize("role", [roles.OWNER, roles.LOGIN, roles.WEB, roles.WORKER])
def test_no_role_of_ours_is_special(running, role):
    with running.server.connect() as connection:
        row = connection.execute(
            "select rolsuper, rolbypassrls, rolcreaterole, rolreplication, rolinherit from pg_roles where rolname = %s",
            [role],
        ).fetchone()
    assert row == (False,) * 5


@pytest.mark.parametrize(("role", "may"), [(roles.OWNER, True), (roles.LOGIN, True), (roles.WEB, False)])
def test_only_those_who_connect_may_log_in(running, role, may):
    with running.server.connect() as connection:
        assert connection.execute(
            "select rolcanlogin from pg_roles where rolname = %s", [role]
        ).fetchone() == (may,)


def test_the_login_inherits_nothing(login, table):
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        login.execute(table)


def test_the_login_becomes_the_web_role_by_set_role(login, table):
    login.execute("set role kikitori_web")
    assert login.execute(table).fetchall() == []
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        login.execute("delete from told")


@pytest.mark.parametrize("role", [roles.OWNER, "postgres"])
def test_the_login_cannot_become_anybody_else(login, role):
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        login.execute(f"set role {role}")


@pytest.mark.parametrize("role", [roles.LOGIN, roles.WEB, roles.WORKER])
def test_run_time_roles_may_create_nothing(login, role):
    if role != roles.LOGIN:
        login.execute(f"set role {role}")
    for statement in (
        "create table t (n int)",
        "create schema s",
        "create role r",
        "create temp table t (n int)",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            login.execute(statement)


def test_a_forgotten_transaction_does_not_hold_its_locks_for_ever(login):
    assert login.execute("show idle_in_transaction_session_timeout").fetchone() == ("5min",)


def test_bootstrap_may_be_repeated_and_sets_the_passwords_of_the_record(running):
    record = read_record(running.data)
    assert record is not None
    bootstrap.bootstrap(running.server, record)
    address = database_url(running.data, "login")
    assert address is not None
    psycopg.connect(address).close()


def test_nobody_else_may_enter_the_database(running):
    with running.server.connect() as connection:
        connection.execute("create role stranger login password 'stranger'")
        with pytest.raises(psycopg.OperationalError, match="CONNECT"):
            psycopg.connect(
                host=str(running.server.sockets),
                user="stranger",
                password="stranger",
                dbname=bootstrap.DATABASE,
            )
        connection.execute("drop role stranger")
