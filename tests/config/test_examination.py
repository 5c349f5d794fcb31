"""What `doctor` finds, wrong in one way each."""

from __future__ import annotations

import psycopg
import pytest

from kikitori.config import examination, stamps
from kikitori.config.environment import load
from kikitori.config.examination import examine
from kikitori.foundation.postgres.embedded import EmbeddedPostgres, database_url
from tests.config.sites import free_port


@pytest.fixture(scope="module")
def database(site):
    """The site's database, kept running so that each examination need not start it."""
    database = EmbeddedPostgres(site)
    database.start()
    with database.server.connect("kikitori") as connection:
        connection.execute("truncate procrastinate_jobs cascade")  # other tests kill its workers
    yield database
    database.stop()


@pytest.fixture(scope="module")
def running(site, database):
    """The site, its database running."""
    return site


def wrong(**settings: object) -> list[str]:
    """English sentences of what is not fine."""
    environment = load(**{"database_url": None, "database_role": "web", "mail": "", **settings})
    return [finding.text.en for finding in examine(environment) if not finding.fine]


def test_a_fresh_site_is_well(running):
    assert wrong(data=running) == []


def test_every_finding_speaks_both_languages(running):
    for finding in examine(load(data=running, database_url=None, database_role="web")):
        assert finding.text.ja
        assert finding.text.en


def test_a_key_that_others_can_read_is_found(running):
    (running / "secret.key").chmod(0o640)
    try:
        (said,) = wrong(data=running)
    finally:
        (running / "secret.key").chmod(0o600)
    assert "chmod 600" in said


def test_a_full_disk_is_found(running, monkeypatch):
    monkeypatch.setattr(examination, "LITTLE_SPACE", 10**18)
    (said,) = wrong(data=running)
    assert "GB free" in said


def test_a_database_of_another_version_is_found(running):
    noted = (running / stamps.NAME).read_text()
    (running / stamps.NAME).write_text(noted.replace('"code": "', '"code": "older'))
    try:
        (said,) = wrong(data=running)
    finally:
        (running / stamps.NAME).write_text(noted)
    assert "kikitori migrate" in said


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (b"update procrastinate_jobs set status = 'failed'", "1 failed"),
        (b"update procrastinate_jobs set scheduled_at = now() - interval '6 minutes'", "1 jobs late"),
    ],
)
def test_jobs_that_are_late_or_failed_are_found(running, change, words):
    address = database_url(running, "owner")
    assert address is not None
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(
            "insert into procrastinate_jobs (queue_name, task_name) values ('default', 'kikitori.x')"
        )
        connection.execute(change)
        try:
            (said,) = wrong(data=running)
        finally:
            connection.execute("delete from procrastinate_jobs where task_name = 'kikitori.x'")
    assert words in said


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("log_statement", "all"),
        ("log_min_error_statement", "error"),
        ("log_parameter_max_length_on_error", "-1"),
    ],
)
def test_database_that_logs_what_people_wrote_is_found(running, database, setting, value):
    """As the run-time login meets it, though the rest of the server is silent."""
    with database.server.connect("kikitori") as connection:
        connection.execute(f"alter database kikitori set {setting} = '{value}'")
        try:
            (said,) = wrong(data=running)
        finally:
            connection.execute(f"alter database kikitori reset {setting}")
    assert f"{setting} = " in said
    assert "may keep what people wrote" in said
    assert wrong(data=running) == []


MAILBOX = """insert into records_mailbox
    (name, kind, address, is_active, settings, secret, token, uid_done, trouble, trouble_since)
    values ('相談', 'imap', 'a@example.jp', {active}, '{{}}', '', '', 0, 'sign_in', now())"""
UNREAD = MAILBOX.replace("{{}}", '{{"secret_at": "2026-11-01T00:00:00+00:00"}}').replace(
    "'sign_in', now()", "'', null"
)
MAIL = """insert into records_mail
    (source, digest, size, tries, message_id, sender, sender_name, sender_key, subject, charset, confidence, flaws,
     read_as, reason, held, state, arrived_at, filed_at, look_by)
    values ('x', 'x', 1, 0, '', '', '', '', '', '', 1, '[]', '', '', """
WAITING = MAIL + "'', 'waiting', now() - interval '{minutes} minutes', null, null)"
HELD = MAIL + "'failed', 'held', now(), now(), now() + interval '5 minutes' - interval '{minutes} minutes')"


@pytest.mark.parametrize(
    ("insert", "words"),
    [
        (MAILBOX, "Mailbox “相談”: signing in was refused"),
        (UNREAD, "Mailbox “相談”: nobody has read it for 15 minutes"),
        (WAITING, "1 not filed within 5 minutes"),
        (HELD, "1 in quarantine beyond their date"),
    ],
    ids=["mailbox", "unread mailbox", "waiting", "held"],
)
def test_troubles_of_incoming_mail_are_found(running, insert, words):
    address = database_url(running, "owner")
    assert address is not None
    with psycopg.connect(address, autocommit=True) as connection:
        try:
            connection.execute(insert.format(active="true", minutes=6))
            (said,) = wrong(data=running)
            connection.execute("delete from records_mail")
            connection.execute("delete from records_mailbox")
            connection.execute(insert.format(active="false", minutes=4))
            assert wrong(data=running) == []
        finally:
            connection.execute("delete from records_mail")
            connection.execute("delete from records_mailbox")
    assert words in said


STAFF = """insert into records_staff
    (password, login, name, name_kana, email, role, language, is_active, colours, tour, tour_stop)
    values ('', 'hikari', '受田', '', '', 'handler', 'ja', true, '', 'over', '')"""
WEBHOOK = """insert into records_webhook
    (name, host, sealed, secret_at, kinds, set_by_id, made_at, paused_at, pause_reason, failures, staff_id)
    select '{name}', 'hooks.example.com', '', now(), '{{}}', id, now(), now(), '{reason}', 0, {whose}
    from records_staff where login = 'hikari'"""


@pytest.mark.parametrize(
    ("name", "reason", "whose", "words"),
    [
        ("チャット", "failing", "null", "Webhook “チャット”: paused after failing for a day"),
        ("チャット", "gone", "null", "Webhook “チャット”: paused, for the address is gone"),
        (
            "",
            "unreadable",
            "id",
            "Webhook of hikari “hooks.example.com”: paused, for the kept address cannot be",
        ),
        ("チャット", "by_hand", "null", ""),
    ],
)
def test_webhooks_that_have_paused_themselves_are_found(running, name, reason, whose, words):
    address = database_url(running, "owner")
    assert address is not None
    with psycopg.connect(address, autocommit=True) as connection:
        try:
            connection.execute(STAFF)
            connection.execute(WEBHOOK.format(name=name, reason=reason, whose=whose))
            said = wrong(data=running)
        finally:
            connection.execute("delete from records_webhook")
            connection.execute("delete from records_staff where login = 'hikari'")
    assert [each.startswith(words) for each in said] == ([True] if words else [])


def test_a_database_out_of_reach_is_found(running):
    said = wrong(data=running, database_url="postgresql://u@127.0.0.1:1/d")
    assert len(said) == 1
    assert "cannot be reached" in said[0]


def test_a_data_folder_that_cannot_be_used_is_found(tmp_path):
    (tmp_path / "file").touch()
    said = wrong(data=tmp_path / "file")
    assert "cannot be used" in said[0]


def test_a_mail_server_out_of_reach_is_found(running):
    (said,) = wrong(data=running, mail=f"smtp://127.0.0.1:{free_port()}")
    assert "mail server" in said


def test_a_site_for_other_machines_needs_its_address(running):
    (said,) = wrong(data=running, host="0.0.0.0")  # noqa: S104
    assert "KIKITORI_BASE_URL" in said
    assert wrong(data=running, host="0.0.0.0", base_url="https://kujo.example") == []  # noqa: S104


def test_examining_starts_what_is_not_running_and_stops_it_again(site):
    assert wrong(data=site) == []
    database = EmbeddedPostgres(site)
    database.start()
    database.stop()
