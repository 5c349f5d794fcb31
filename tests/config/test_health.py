"""Health answers: what each of them needs, and that they say no more."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateWorker

from kikitori.casework.keep_mail import keep_mail
from kikitori.config import health
from kikitori.records.letters.mails import Mailbox
from kikitori.records.people.actor import Actor

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
    assert answer.json() == {"database": True, "migrations": True, "worker": True, "mail": True}


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
    assert answer.json() == {"database": True, "migrations": False, "worker": True, "mail": True}


def test_readyz_without_a_database_is_not_ready_and_says_no_more(client):
    def away(*_: object) -> None:
        raise OperationalError("password authentication failed for user kikitori_login")

    with connection.execute_wrapper(away):
        answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"database": False, "migrations": False, "worker": False, "mail": False}


@pytest.mark.parametrize(
    ("trouble", "ago", "fine"),
    [
        ("", timedelta(minutes=1), True),
        ("sign_in", timedelta(minutes=1), True),
        ("sign_in", timedelta(minutes=16), False),
        ("", timedelta(minutes=16), False),
    ],
    ids=["read just now", "in trouble just now", "in trouble for long", "read by nobody for long"],
)
def test_mailbox_in_trouble_is_told_and_takes_no_server_out_of_rotation(client, trouble, ago, fine):
    a_worker(5)
    at = timezone.now() - ago
    box = Mailbox.objects.create(
        name="相談室", kind="imap", address="a@example.jp", trouble=trouble, trouble_since=at if trouble else None,
        seen_at=at,
    )  # fmt: skip
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["mail"]) == (200, fine)
    Mailbox.objects.filter(pk=box.pk).update(is_active=False)
    assert client.get("/readyz").json()["mail"] is True


@pytest.mark.parametrize(("kind", "fine"), [("imap", False), ("lmtp", True), ("webhook", True)])
def test_only_a_mailbox_that_is_fetched_must_be_read(client, kind, fine):
    Mailbox.objects.create(name="相談室", kind=kind, address="a@example.jp")
    assert client.get("/readyz").json()["mail"] is fine


def test_mailbox_that_was_just_added_is_given_its_time(client):
    settings = {"secret_at": timezone.now().isoformat()}
    Mailbox.objects.create(name="相談室", kind="imap", address="a@example.jp", settings=settings)
    assert client.get("/readyz").json()["mail"] is True


@pytest.mark.parametrize(("minutes", "fine"), [(4, True), (6, False)])
def test_mails_that_nobody_files_are_told(client, minutes, fine):
    keep_mail(
        Actor.system("mail"), [b"From: a@example.jp\r\n\r\nx\r\n"], mailbox=None, source="pipe:1",
        arrived_at=timezone.now() - timedelta(minutes=minutes),
    )  # fmt: skip
    assert client.get("/readyz").json()["mail"] is fine


def test_expected_migrations_are_those_of_every_app():
    apps = {app for app, _ in health.expected_migrations()}
    assert {"records", "procrastinate", "auth", "sessions"} <= apps
