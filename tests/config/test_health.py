"""Health answers: what each of them needs, and that they say no more."""

from __future__ import annotations

import pytest
from django.db import OperationalError, connection
from procrastinate.contrib.django.models import ProcrastinateWorker

from kikitori.config import health

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.config.views")]


def a_worker(seconds_ago: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into procrastinate_workers (last_heartbeat) values (now() - make_interval(secs => %s))",
            [seconds_ago],
        )


def test_healthz_answers_without_asking_anybody(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")


def test_readyz_with_database_migrations_and_worker_is_ready(client):
    a_worker(5)
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {"database": True, "migrations": True, "worker": True}


def test_readyz_without_a_worker_is_not_ready(client):
    assert not ProcrastinateWorker.objects.exists()
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["worker"] is False


@pytest.mark.parametrize(("seconds", "alive"), [(59, True), (61, False)])
def test_a_worker_counts_for_a_minute(client, seconds, alive):
    a_worker(seconds)
    assert client.get("/readyz").json()["worker"] is alive


@pytest.mark.as_owner
def test_readyz_with_a_migration_missing_is_not_ready(client):
    with connection.cursor() as cursor:
        cursor.execute("delete from django_migrations where app = 'records'")
    a_worker(1)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"database": True, "migrations": False, "worker": True}


def test_readyz_without_a_database_is_not_ready_and_says_no_more(client):
    def away(*_: object) -> None:
        raise OperationalError("password authentication failed for user kikitori_login")

    with connection.execute_wrapper(away):
        answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"database": False, "migrations": False, "worker": False}


def test_expected_migrations_are_those_of_every_app():
    apps = {app for app, _ in health.expected_migrations()}
    assert {"records", "procrastinate", "auth", "sessions"} <= apps
