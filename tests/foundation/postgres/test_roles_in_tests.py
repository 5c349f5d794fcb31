"""Database tests work as the web role, so that a missing or surplus right shows in the test of the feature."""

from __future__ import annotations

import threading

import pytest
from django.db import ProgrammingError, connection, connections, transaction

from kikitori.records.complaints.timeline import Event


def who() -> tuple[str, ...]:
    with connection.cursor() as cursor:
        cursor.execute("select current_user, session_user")
        return tuple(cursor.fetchone())


@pytest.mark.django_db
def test_a_marked_test_works_as_the_web_role():
    assert who() == ("kikitori_web", "kikitori_owner")


def test_a_test_by_fixture_works_as_the_web_role(db):
    assert who()[0] == "kikitori_web"


@pytest.mark.django_db
@pytest.mark.as_owner
def test_a_test_marked_so_stays_the_owner():
    assert who()[0] == "kikitori_owner"


@pytest.mark.django_db(transaction=True)
def test_a_connection_opened_anew_has_the_role_too():
    connection.close()
    assert who()[0] == "kikitori_web"


@pytest.mark.django_db(transaction=True)
def test_a_connection_of_another_thread_has_the_role_too():
    found: list[str] = []

    def look() -> None:
        found.append(who()[0])
        connections.close_all()

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    assert found == ["kikitori_web"]


@pytest.mark.django_db
@pytest.mark.parametrize("statement", ["delete from records_event", "update records_event set kind = ''"])
def test_what_the_web_role_may_not_do_fails_in_a_test(statement: str):
    with (
        connection.cursor() as cursor,
        pytest.raises(ProgrammingError, match="permission denied"),
        transaction.atomic(),
    ):
        cursor.execute(statement)
    assert not Event.objects.exists()
