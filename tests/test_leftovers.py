"""No test meets what another has left: neither what was rolled back nor what was committed."""

from __future__ import annotations

import os

import pytest
from django.core.management import call_command
from django.db import connection

from tests import makers
from tests.cast import summon
from tests.leftovers import KEPT

FILLED = pytest.mark.parametrize("turn", ["first", "second"])


def filled() -> set[str]:
    """The tables that hold a row, whoever manages them."""
    with connection.cursor() as cursor:
        tables = connection.introspection.table_names(cursor)
        cursor.execute(
            " union all ".join(f"select '{name}' where exists (select from \"{name}\")" for name in tables)
        )
        return {name for (name,) in cursor.fetchall()}


def leave_much(turn: str) -> None:
    """Rows in many tables, jobs and counts among them."""
    makers.confirming(summon())
    with connection.cursor() as cursor:
        cursor.execute("insert into kikitori_cache values (%s, 'x', now())", [turn])


@FILLED
@pytest.mark.django_db(transaction=True)
@pytest.mark.as_owner
def test_what_was_committed_is_gone_before_the_next_test(turn: str) -> None:
    assert filled() == {*KEPT}
    leave_much(turn)
    assert {"records_event", "procrastinate_jobs", "kikitori_cache"} < filled()


@FILLED
@pytest.mark.django_db
@pytest.mark.as_owner
def test_what_was_rolled_back_is_gone_before_the_next_test(turn: str) -> None:
    assert filled() == {*KEPT}
    leave_much(turn)
    assert {"records_event", "procrastinate_jobs", "kikitori_cache"} < filled()


@pytest.mark.django_db(transaction=True)
@pytest.mark.as_owner
def test_what_migrations_wrote_stays() -> None:
    assert filled() == {*KEPT}


@pytest.mark.django_db
def test_every_worker_has_a_migrated_database_of_its_own() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select current_database()")
        assert cursor.fetchone() == (f"test_kikitori_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}",)
    call_command("migrate", check_unapplied=True, verbosity=0)
