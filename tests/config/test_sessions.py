"""A session that cannot be saved: is the row gone, or the database?"""

from __future__ import annotations

import os

import psycopg
import pytest
from django.db import OperationalError, connection

from kikitori.config.sessions import SessionStore

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def session():
    kept = SessionStore()
    kept["words"] = "今日の約束"
    kept.save()
    return kept


def test_session_saved_is_found_again(session):
    assert SessionStore(session.session_key)["words"] == "今日の約束"


def test_session_ended_meanwhile_stays_ended_and_hinders_nobody(session):
    SessionStore(session.session_key).delete()
    session["words"] = "明日の約束"
    session.save()
    assert not SessionStore().exists(session.session_key)
    assert SessionStore(session.session_key).get("words") is None


def test_session_of_a_lost_database_is_not_taken_for_a_deleted_one(session):
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as other:
        backend = connection.connection.info.backend_pid
        assert other.execute("select pg_terminate_backend(%s, 5000)", [backend]).fetchone() == (True,)
    session["words"] = "明日の約束"
    with pytest.raises(OperationalError):
        session.save()
    connection.close()
    assert SessionStore(session.session_key)["words"] == "今日の約束"
