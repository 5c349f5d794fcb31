"""Servers that cut, refuse, repeat or lie: nothing is lost, nothing is doubled, and their words are kept nowhere."""

from __future__ import annotations

import logging
from threading import Event

import pytest
from django.db import connection

from kikitori.casework.mailboxes import MailboxGiven, add_mailbox
from kikitori.interfaces.mail.fetch import Reader
from kikitori.interfaces.mail.imap import PIECE, World
from kikitori.interfaces.mail.troubles import Troubled
from kikitori.interfaces.mail.watch import attend
from kikitori.records.letters.mails import Mail, Mailbox
from kikitori.records.letters.raw import raw_of
from tests.cast import Cast, summon
from tests.interfaces.mail.peer import Peer
from tests.mails import POST, raw
from tests.makers import FRIDAY

MAILS = {3: raw("一"), 5: raw("二", subject="二"), 8: raw("三", subject="三")}
SECRET = "do-not-tell-anybody"


def box(peer: Peer, **more: object) -> Mailbox:
    given = {
        "name": "箱", "address": "box@example.jp", "host": "127.0.0.1", "port": peer.port,
        "security": "plain", "user": "somebody", **more,
    }  # fmt: skip
    return add_mailbox(POST, MailboxGiven(**given), {"password": SECRET}, now=FRIDAY)


def read(mailbox: Mailbox) -> object:
    mailbox.refresh_from_db()
    return Reader(POST, mailbox, World(), lambda: FRIDAY, Event()).stay(None)


def kept() -> list[bytes]:
    """What has been kept, in order."""
    found = []
    for mail in Mail.objects.order_by("pk"):
        with raw_of(mail) as content:
            found.append(bytes(content[:]))
    return found


@pytest.mark.parametrize("faults", [(), ("twice",), ("small",), ("large",), ("date 5",)])
def test_servers_that_repeat_or_lie_about_sizes_give_each_mail_once_and_whole(cast: Cast, faults) -> None:
    mails = {**MAILS, 9: b"x" * PIECE, 10: b"y" * (2 * PIECE + 7)}
    with Peer(mails, frozenset(faults)).listening() as peer:
        mailbox = box(peer)
        assert read(mailbox) is None
        assert read(mailbox) is None
    assert kept() == list(mails.values())


def test_line_that_is_cut_within_a_mail_keeps_what_was_whole_and_gets_the_rest_later(cast: Cast) -> None:
    with Peer(MAILS, frozenset({"cut 5"})).listening() as peer:
        mailbox = box(peer)
        with pytest.raises(Troubled, match="unreachable"):
            read(mailbox)
        assert kept() == [MAILS[3]]
        peer.faults = frozenset()
        assert read(mailbox) is None
    assert kept() == list(MAILS.values())


@pytest.mark.parametrize("fault", ["broken 5", "speechless 5"])
def test_mail_the_server_cannot_give_stops_no_other_and_is_got_later(cast: Cast, fault: str) -> None:
    with Peer(MAILS, frozenset({fault})).listening() as peer:
        mailbox = box(peer)
        assert read(mailbox) == "item"
        mailbox.refresh_from_db()
        assert (kept(), mailbox.uid_done, mailbox.trouble) == ([MAILS[3], MAILS[8]], 0, "item")
        peer.faults = frozenset()
        assert read(mailbox) is None
        mailbox.refresh_from_db()
    assert (kept(), mailbox.uid_done, mailbox.trouble) == ([MAILS[3], MAILS[8], MAILS[5]], 8, "")


def test_mail_that_somebody_else_removes_is_no_trouble(cast: Cast) -> None:
    class Vanishing(Peer):
        def _fetch(self, stream, tag, rest):
            self.mails.pop(5, None)
            return super()._fetch(stream, tag, rest)

    with Vanishing(dict(MAILS)).listening() as peer:
        mailbox = box(peer)
        assert read(mailbox) is None
        mailbox.refresh_from_db()
    assert (len(kept()), mailbox.uid_done) == (2, 8)


def test_server_without_starttls_is_told_nothing(cast: Cast) -> None:
    with Peer(MAILS).listening() as peer:
        with pytest.raises(Troubled, match="not_secure"):
            read(box(peer, security="starttls"))
        assert not any("LOGIN" in each.upper() for each in peer.told)
    assert kept() == []


@pytest.mark.django_db(transaction=True)
def test_words_of_a_server_and_the_password_stand_nowhere(caplog) -> None:
    summon()
    caplog.set_level(logging.DEBUG, logger="kikitori")
    with Peer(MAILS, frozenset({"login"})).listening() as peer:
        mailbox = box(peer)
        assert attend(POST, mailbox.pk, World(), lambda: FRIDAY, Event(), patience=None).well is False
        assert any(SECRET in each for each in peer.told)
    with connection.cursor() as cursor:
        cursor.execute("select b::text from records_mailbox b")
        rows = str(cursor.fetchall())
    mailbox.refresh_from_db()
    assert (mailbox.trouble, mailbox.trouble_since) == ("sign_in", FRIDAY)
    assert SECRET not in rows + caplog.text
    assert "tell everybody" not in rows + caplog.text


@pytest.mark.parametrize(
    "greeting", [b"", b"\x00\xff\r\n", b"* BYE go away\r\n", b"HTTP/1.1 400 Bad\r\n\r\n"]
)
def test_whatever_else_answers_on_the_port_is_a_trouble_of_the_mailbox(cast: Cast, greeting: bytes) -> None:
    class Stranger(Peer):
        def _talk(self, line):
            with line:
                line.sendall(greeting)

    with Stranger({}).listening() as peer, pytest.raises(Troubled):
        read(box(peer))
