"""The signature of a transaction: there inside it, gone after it, never carried to the next."""

from __future__ import annotations

import os

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction

from kikitori.foundation.postgres.session import (
    comes_back,
    is_lost,
    sign_transaction,
    signature,
    signed_transaction,
)

pytestmark = pytest.mark.django_db(transaction=True)


def test_sign_transaction_outside_a_transaction_is_refused():
    with pytest.raises(RuntimeError):
        sign_transaction("staff:1", "r")
    assert signature() == ("", "")


def test_a_signed_transaction_knows_actor_and_request():
    with signed_transaction("staff:1", "abc"):
        assert signature() == ("staff:1", "abc")


def test_the_signature_ends_with_the_transaction():
    with signed_transaction("staff:1", "abc"):
        pass
    assert signature() == ("", "")


def test_the_signature_ends_with_a_rollback():
    with pytest.raises(ZeroDivisionError), signed_transaction("staff:1", "abc"):
        raise ZeroDivisionError
    assert signature() == ("", "")


def test_an_inner_failure_gives_the_outer_signature_back():
    with signed_transaction("staff:1", "abc"):
        with transaction.atomic():
            sign_transaction("staff:2", "def")
            transaction.set_rollback(True)
        assert signature() == ("staff:1", "abc")


@pytest.mark.parametrize("actor", ["", "staff:1'; drop table x; --", "苦情係:申出者", "a" * 1000])
def test_any_actor_is_kept_as_it_is(actor):
    with signed_transaction(actor, ""):
        assert signature() == (actor, "")


def test_the_database_sees_the_signature_in_sql():
    with signed_transaction("system:sweep", "job:7"), connection.cursor() as cursor:
        cursor.execute("select current_setting('kikitori.actor'), current_setting('kikitori.request')")
        assert cursor.fetchone() == ("system:sweep", "job:7")


def test_connection_that_ended_is_known_as_lost():
    assert connection.is_usable()
    assert not is_lost(connection)
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as other:
        other.execute("select pg_terminate_backend(%s, 5000)", [connection.connection.info.backend_pid])
    assert is_lost(connection)
    connection.close()
    assert is_lost(connection)


def test_statement_that_fails_loses_no_connection():
    with connection.cursor() as cursor, pytest.raises(DatabaseError):
        cursor.execute("select 1/0")
    assert not is_lost(connection)


def test_connection_that_was_lost_comes_back_or_does_not() -> None:
    mine = connection.copy()
    mine.ensure_connection()
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as other:
        other.execute("select pg_terminate_backend(%s, 5000)", [mine.connection.info.backend_pid])
    assert comes_back(mine, within=0)
    assert mine.is_usable()
    mine.close()
    nowhere = connection.copy()
    nowhere.settings_dict = {**connection.settings_dict, "HOST": "/nowhere"}
    assert not comes_back(nowhere, within=0)
