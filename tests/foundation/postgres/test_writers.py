"""Who is still writing: everybody of this database, nobody of another, and nobody any more who has ended."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction

from kikitori.foundation.postgres.writers import Writers, writers

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def writing(database: str | None = None) -> Iterator[tuple[psycopg.Connection[Any], int]]:
    """Somebody else with a number, and the number; in another database if one is named."""
    connection.ensure_connection()
    info = connection.connection.info
    there = database or info.dbname
    with psycopg.connect(info.dsn, dbname=there, password=info.password, autocommit=False) as other:
        row = other.execute("select pg_current_xact_id()::text::bigint").fetchone()
        assert row is not None
        yield other, row[0]
        other.rollback()


def now() -> Writers:
    with transaction.atomic():
        return writers()


def test_alone_nobody_writes_and_everybody_has_ended() -> None:
    found = now()
    assert found.oldest is None
    assert found.have_ended_before(found.horizon)
    assert found.have_ended_before(2**60)


def test_one_who_began_before_us_is_waited_for_until_he_ends() -> None:
    with writing() as (other, number):
        found = now()
        assert found.oldest == number
        assert not found.have_ended_before(found.horizon)
        assert found.have_ended_before(number)
        assert not found.have_ended_before(number + 1)
        other.commit()
        assert now().oldest is None
        assert now().horizon > found.horizon


def test_one_who_took_a_number_after_ours_lies_below_the_horizon_too() -> None:
    """A watcher has a number as soon as it has locked something, before it reads."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select pg_current_xact_id()::text::bigint")
        own = cursor.fetchone()[0]
        with writing() as (_, number):
            assert own < number
            found = writers()
            assert found == Writers(number, number + 1)
            assert not found.have_ended_before(found.horizon)


def test_of_several_the_oldest_counts_and_the_horizon_is_above_all() -> None:
    with writing() as (_, first), writing() as (_, second):
        found = now()
        assert found.oldest == first
        assert found.horizon > second > first


def test_those_of_another_database_and_those_who_only_read_are_not_waited_for() -> None:
    connection.ensure_connection()
    info = connection.connection.info
    with (
        writing("postgres"),
        psycopg.connect(info.dsn, password=info.password, autocommit=False) as reader,
    ):
        reader.execute("select 1")
        assert now().oldest is None
