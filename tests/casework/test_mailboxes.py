"""Mailboxes: who may set them, what is kept of a change, and where their secrets are not."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection

from kikitori.casework.errors import Invalid, Refused
from kikitori.casework.mail_progress import note_round
from kikitori.casework.mailbox_secrets import renew_secret, seal_anew, secret_of
from kikitori.casework.mailboxes import (
    MailboxGiven,
    add_mailbox,
    ask_for_round,
    change_mailbox,
    given_of,
    is_this_machine,
    pause_mailbox,
    resume_mailbox,
    retire_mailbox,
)
from kikitori.foundation.crypto import NotOurs
from kikitori.records.letters.mail_terms import MailTrouble
from kikitori.records.letters.mails import Mailbox
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import SettingChange
from tests.cast import Cast
from tests.mails import POST
from tests.makers import FRIDAY

SECRET = {"password": "ひみつ-correct horse"}
IMAP = MailboxGiven(
    name="相談室", address="Soudan@Example.jp", host="imap.example.jp", user="soudan", folder="INBOX"
)


def made(given: MailboxGiven = IMAP, secret: dict[str, str] = SECRET) -> Mailbox:
    return add_mailbox(POST, given, secret, now=FRIDAY)


def test_mailbox_is_kept_without_its_secret_in_the_record(cast: Cast) -> None:
    mailbox = made()
    assert (mailbox.address, mailbox.settings["port"], mailbox.settings["security"]) == (
        "soudan@example.jp",
        993,
        "tls",
    )
    assert secret_of(mailbox) == SECRET
    change = SettingChange.objects.get(kind="mailboxes")
    assert (change.before, change.after["host"]) == ({}, "imap.example.jp")
    change_mailbox(POST, mailbox, replace(IMAP, folder="苦情"), {"password": "別のひみつ"}, now=FRIDAY)
    retire_mailbox(POST, mailbox, now=FRIDAY)
    kept = json.dumps(list(SettingChange.objects.values("before", "after")), ensure_ascii=False)
    assert "ひみつ" not in kept
    assert SettingChange.objects.filter(kind="mailboxes").count() == 3


def test_change_of_the_secret_alone_is_a_change(cast: Cast) -> None:
    mailbox = made()
    again = change_mailbox(
        POST, mailbox, given_of(mailbox), {"password": "neu"}, now=FRIDAY + timedelta(hours=1)
    )
    assert again.settings != mailbox.settings
    assert SettingChange.objects.filter(kind="mailboxes").count() == 2


def test_secret_stands_nowhere_in_the_clear(cast: Cast) -> None:
    mailbox = made()
    with connection.cursor() as cursor:
        cursor.execute("select b::text from records_mailbox b where id = %s", [mailbox.pk])
        assert "correct horse" not in cursor.fetchone()[0]


def test_secret_of_one_mailbox_does_not_open_in_another(cast: Cast) -> None:
    one, other = made(), made(replace(IMAP, name="別の箱"))
    Mailbox.objects.filter(pk=other.pk).update(secret=one.secret)
    other.refresh_from_db()
    with pytest.raises(NotOurs):
        secret_of(other)


def test_new_key_on_top_opens_and_seals_anew(cast: Cast, settings) -> None:
    mailbox, old = made(), settings.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "n" * 48, [old]
    assert secret_of(mailbox) == SECRET
    assert (seal_anew(POST), seal_anew(POST)) == (1, 0)
    settings.SECRET_KEY_FALLBACKS = []
    mailbox.refresh_from_db()
    assert secret_of(mailbox) == SECRET


def test_secret_that_no_key_opens_is_said_to_be_lost(cast: Cast, settings) -> None:
    mailbox = made()
    settings.SECRET_KEY = "x" * 48
    with pytest.raises(NotOurs):
        secret_of(mailbox)
    assert seal_anew(POST) == 0


def test_new_token_of_a_provider_takes_the_place_of_the_old(cast: Cast) -> None:
    mailbox = made(replace(IMAP, sign_in="microsoft", client_id="c"), {"refresh_token": "1"})
    renew_secret(POST, mailbox, {"refresh_token": "2"})
    mailbox.refresh_from_db()
    assert secret_of(mailbox) == {"refresh_token": "2"}


@pytest.mark.parametrize("role", ["handler", "lead", "auditor"])
def test_mailboxes_are_set_by_administrators_alone(cast: Cast, role: str) -> None:
    with pytest.raises(Refused):
        add_mailbox(cast.actor(role), IMAP, SECRET, now=FRIDAY)
    assert add_mailbox(cast.actor("administrator"), IMAP, SECRET, now=FRIDAY).pk
    with pytest.raises(Refused):
        renew_secret(Actor.newcomer(), Mailbox.objects.get(), {})


@pytest.mark.parametrize(
    ("given", "secret", "field"),
    [
        (replace(IMAP, name=""), SECRET, "name"),
        (replace(IMAP, kind="fax"), SECRET, "kind"),
        (replace(IMAP, address="nobody"), SECRET, "address"),
        (replace(IMAP, address="a@b.jp\r\nBcc: x@y.jp"), SECRET, "address"),
        (replace(IMAP, host=""), SECRET, "host"),
        (replace(IMAP, port=70_000), SECRET, "port"),
        (replace(IMAP, security="plain"), SECRET, "security"),
        (replace(IMAP, user=""), SECRET, "user"),
        (replace(IMAP, sign_in="google"), SECRET, "client_id"),
        (replace(IMAP, after="move"), SECRET, "move_to"),
        (replace(IMAP, after="move", move_to="INBOX"), SECRET, "move_to"),
        (IMAP, {}, "secret"),
        (replace(IMAP, kind="webhook", provider="pigeon"), SECRET, "provider"),
        (replace(IMAP, kind="webhook", provider="mailgun"), {}, "secret"),
    ],
)
def test_mailbox_that_cannot_be_is_refused_with_its_field(
    cast: Cast, given: MailboxGiven, secret: dict[str, str], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        made(given, secret)
    assert field in refused.value.problems
    assert not Mailbox.objects.exists()


def test_plain_is_for_this_machine_or_for_who_says_so(cast: Cast) -> None:
    assert made(replace(IMAP, host="127.0.0.1", security="plain")).settings["port"] == 143
    assert made(replace(IMAP, name="二", security="plain", unencrypted=True)).pk


@pytest.mark.parametrize(
    ("host", "own"),
    [
        ("localhost", True), ("::1", True), ("127.8.8.8", True), ("127.0.0.1.example.jp", False),
        ("10.0.0.1", False), ("localhost.example.jp", False),
    ],
)  # fmt: skip
def test_machine_itself_is_known_by_its_names(host: str, own: bool) -> None:
    assert is_this_machine(host) is own


def test_another_folder_is_read_from_its_beginning_and_the_same_is_not(cast: Cast) -> None:
    mailbox = made()
    Mailbox.objects.filter(pk=mailbox.pk).update(uid_validity=7, uid_done=42, trouble="sign_in")
    same = change_mailbox(POST, mailbox, replace(given_of(mailbox), after="delete"), None, now=FRIDAY)
    assert (same.uid_validity, same.uid_done, same.trouble, secret_of(same)) == (7, 42, "", SECRET)
    other = change_mailbox(POST, mailbox, replace(given_of(same), folder="窓口"), None, now=FRIDAY)
    assert (other.uid_validity, other.uid_done) == (None, 0)


def test_retired_one_keeps_no_secret_and_can_come_back_with_one(cast: Cast) -> None:
    mailbox = made(replace(IMAP, since=FRIDAY))
    retire_mailbox(POST, mailbox, now=FRIDAY + timedelta(days=1))
    mailbox.refresh_from_db()
    assert (mailbox.is_active, mailbox.secret) == (False, "")
    with pytest.raises(Invalid):
        change_mailbox(POST, mailbox, given_of(mailbox), None, now=FRIDAY)
    assert change_mailbox(POST, mailbox, given_of(mailbox), SECRET, now=FRIDAY).is_active


def test_paused_one_keeps_its_secret_and_goes_on_where_it_was(cast: Cast) -> None:
    mailbox = made()
    Mailbox.objects.filter(pk=mailbox.pk).update(uid_validity=7, uid_done=42, trouble="sign_in")
    pause_mailbox(POST, mailbox, now=FRIDAY)
    pause_mailbox(POST, mailbox, now=FRIDAY)
    mailbox.refresh_from_db()
    assert (mailbox.is_active, mailbox.trouble, secret_of(mailbox)) == (False, "", SECRET)
    again = resume_mailbox(POST, mailbox, now=FRIDAY)
    assert (again.is_active, again.uid_validity, again.uid_done, secret_of(again)) == (True, 7, 42, SECRET)
    kept = SettingChange.objects.order_by("id").values_list("after__is_active", flat=True)
    assert list(kept) == [True, False, True]


@pytest.mark.parametrize("kind", ["lmtp", "pipe", "webhook"])
def test_mails_that_are_handed_over_cannot_wait_for_a_paused_mailbox(cast: Cast, kind: str) -> None:
    given = MailboxGiven(name="二", kind=kind, address="k@example.jp", provider="mailgun")
    mailbox = made(given, {"key": "k"} if kind == "webhook" else {})
    with pytest.raises(Invalid):
        pause_mailbox(POST, mailbox, now=FRIDAY)
    assert Mailbox.objects.get(pk=mailbox.pk).is_active


def test_retired_one_cannot_be_resumed_without_a_secret(cast: Cast) -> None:
    mailbox = made()
    retire_mailbox(POST, mailbox, now=FRIDAY)
    mailbox.refresh_from_db()
    with pytest.raises(Invalid) as refused:
        resume_mailbox(POST, mailbox, now=FRIDAY)
    assert refused.value.problems.keys() == {"secret"}


def test_round_is_asked_for_of_what_is_fetched_and_had_when_it_was_read(cast: Cast) -> None:
    mailbox, listened = made(), made(MailboxGiven(name="二", kind="lmtp", address="k@example.jp"), {})
    assert ask_for_round(POST, mailbox, now=FRIDAY)
    assert Mailbox.objects.get(pk=mailbox.pk).round_asked_at == FRIDAY
    assert not ask_for_round(POST, listened, now=FRIDAY)
    note_round(POST, mailbox, MailTrouble.SIGN_IN, now=FRIDAY)
    assert Mailbox.objects.filter(pk=mailbox.pk, round_asked_at=None, trouble="sign_in").exists()
    pause_mailbox(POST, mailbox, now=FRIDAY)
    assert not ask_for_round(POST, mailbox, now=FRIDAY)
    assert SettingChange.objects.count() == 3


@pytest.mark.parametrize("verb", [pause_mailbox, resume_mailbox, retire_mailbox, ask_for_round])
@pytest.mark.parametrize("role", ["handler", "lead", "auditor"])
def test_what_is_done_with_a_mailbox_is_for_administrators_alone(cast: Cast, verb, role: str) -> None:
    mailbox = made()
    with pytest.raises(Refused):
        verb(cast.actor(role), mailbox, now=FRIDAY)
    verb(cast.actor("administrator"), mailbox, now=FRIDAY)


def test_two_listeners_for_one_address_are_refused(cast: Cast) -> None:
    lmtp = MailboxGiven(name="一", kind="lmtp", address="kujo@example.jp")
    assert made(lmtp, {}).settings == {}
    with pytest.raises(Invalid):
        made(replace(lmtp, name="二", address="KUJO@example.jp"), {})
