"""The rights of the run-time roles, asked of the database itself."""

from __future__ import annotations

import pytest
from django.db import connection

from kikitori.config import grants
from kikitori.foundation.postgres.roles import RUN_TIME_ROLES

pytestmark = [pytest.mark.django_db, pytest.mark.as_owner]
EVERYTHING = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")


def asked(query: str, *values: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return cursor.fetchall()


def rights(role: str, table: str) -> set[str]:
    return {
        right
        for right in EVERYTHING
        if asked("select has_table_privilege(%s, %s, %s)", role, table, right)[0][0]
    }


def tables() -> list[str]:
    return [name for (name,) in asked("select tablename from pg_tables where schemaname = 'public'")]


@pytest.mark.parametrize("role", RUN_TIME_ROLES)
def test_each_table_gives_exactly_what_the_list_says(role):
    assert {table: rights(role, table) for table in tables()} == {
        table: set(grants.EXCEPTIONS.get(table, grants.USUAL)) for table in tables()
    }


@pytest.mark.parametrize("role", RUN_TIME_ROLES)
def test_the_timeline_is_only_ever_added_to(role):
    assert rights(role, "records_event") == {"SELECT", "INSERT"}


def test_every_exception_names_a_table_that_exists():
    assert set(grants.EXCEPTIONS) <= set(tables())


@pytest.mark.parametrize("role", RUN_TIME_ROLES)
def test_run_time_roles_may_use_every_sequence_and_set_none(role):
    found = asked(
        "select bool_and(has_sequence_privilege(%s, c.oid, 'USAGE')),"
        " bool_or(has_sequence_privilege(%s, c.oid, 'UPDATE'))"
        " from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'public' and relkind = 'S'",
        role,
        role,
    )
    assert found == [(True, False)]


@pytest.mark.parametrize("role", RUN_TIME_ROLES)
def test_run_time_roles_may_run_the_queues_functions(role):
    assert asked(
        "select bool_and(has_function_privilege(%s, p.oid, 'EXECUTE')) from pg_proc p"
        " join pg_namespace n on n.oid = p.pronamespace where n.nspname = 'public' and proname like 'procrastinate%%'",
        role,
    ) == [(True,)]


def test_what_is_not_listed_is_taken_away():
    with connection.cursor() as cursor:
        cursor.execute("grant truncate, update on records_event to kikitori_web")
        grants.apply_grants(cursor)
    assert rights("kikitori_web", "records_event") == {"SELECT", "INSERT"}


def test_a_new_table_gets_the_usual_rights():
    with connection.cursor() as cursor:
        cursor.execute("create table brand_new (n int)")
        assert rights("kikitori_web", "brand_new") == set()
        grants.apply_grants(cursor)
    assert rights("kikitori_web", "brand_new") == set(grants.USUAL)


def test_without_the_roles_nothing_is_done(monkeypatch):
    monkeypatch.setattr(grants, "RUN_TIME_ROLES", ("no_such_role",))
    with connection.cursor() as cursor:
        before = rights("kikitori_web", "records_event")
        grants.apply_grants(cursor)
    assert rights("kikitori_web", "records_event") == before


def test_names_are_quoted():
    made = [
        statement.as_string(connection.connection)
        for statement in grants.statements(['a"b'], ["kikitori_web"])
    ]
    assert any('"public"."a""b"' in statement for statement in made)
