"""LMTP and SMTP: 250 only after commit, an answer for each recipient, and nothing smuggled in."""

from __future__ import annotations

import asyncio
import smtplib
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection

from kikitori.casework.file_mails import file_waiting
from kikitori.casework.mailboxes import MailboxGiven, add_mailbox, retire_mailbox
from kikitori.interfaces.mail import transfer
from kikitori.interfaces.mail.listen import Place, Porter, listen
from kikitori.records.complaints.models import Complaint
from kikitori.records.letters.mails import Mail
from kikitori.records.letters.raw import raw_of
from tests.cast import summon
from tests.config.sites import free_port
from tests.mails import POST, raw
from tests.makers import FRIDAY

pytestmark = pytest.mark.django_db(transaction=True)
OURS, ALSO, NOT = "kujo@example.jp", "soudan@example.jp", "nobody@example.jp"


@contextmanager
def listening(place: Place, *, smtp: bool = False) -> Iterator[None]:
    """A listener at work in a thread of its own."""
    summon()
    for number, address in enumerate((OURS, ALSO)):
        add_mailbox(POST, MailboxGiven(name=f"{number}", kind="lmtp", address=address), {}, now=FRIDAY)
    loop, ready = asyncio.new_event_loop(), threading.Event()
    stop = asyncio.Event()
    porter = Porter(POST, lambda: FRIDAY)

    def run() -> None:
        asyncio.set_event_loop(loop)
        try:
            loop.run_until_complete(listen(place, porter, stop, smtp=smtp, ready=ready.set))
            loop.run_until_complete(loop.shutdown_default_executor())
        finally:
            loop.close()

    thread = threading.Thread(target=run)
    thread.start()
    assert ready.wait(30)
    try:
        yield
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(30)
    assert not thread.is_alive()


@pytest.fixture
def way(tmp_path: Path) -> Iterator[Path]:
    """The socket of an LMTP listener."""
    path = tmp_path / "s"
    with listening(Place(path)):
        yield path


class Line:
    """Somebody who speaks the protocol byte by byte."""

    def __init__(self, path: Path) -> None:
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(30)
        self.socket.connect(str(path))
        self.stream = self.socket.makefile("rwb")
        self.heard()

    def heard(self) -> str:
        """One answer, however many lines it has."""
        while (line := self.stream.readline().decode())[3:4] == "-":
            pass
        return line.rstrip()

    def say(self, *lines: str) -> list[str]:
        """Commands, each with its answer."""
        answers = []
        for each in lines:
            self.stream.write(each.encode() + b"\r\n")
            self.stream.flush()
            answers.append(self.heard())
        return answers

    def give(self, content: bytes, *recipients: str, sender: str = "a@example.com") -> list[str]:
        """A whole mail as it stands, end and all: the answers to its end."""
        self.say("LHLO me", f"MAIL FROM:<{sender}>", *(f"RCPT TO:<{each}>" for each in recipients), "DATA")
        self.stream.write(content)
        self.stream.flush()
        return [self.heard() for _ in recipients]

    def close(self) -> None:
        """Go away without a word."""
        self.stream.close()
        self.socket.close()


def bytes_of(mail: Mail) -> bytes:
    with raw_of(mail) as found:
        return bytes(found[:])


def test_mail_is_kept_before_it_is_answered_and_becomes_a_complaint(way: Path) -> None:
    with smtplib.LMTP(str(way)) as line:
        assert line.sendmail("hanako@example.com", [OURS], raw()) == {}
        mail = Mail.objects.get()
    assert bytes_of(mail) == b"Return-Path: <hanako@example.com>\r\n" + raw()
    assert mail.mailbox is not None
    assert mail.mailbox.address == OURS
    assert file_waiting(POST, now=lambda: FRIDAY) == {"filed": 1}
    assert Complaint.objects.count() == 1


def test_each_recipient_has_an_answer_and_unknown_ones_are_refused(way: Path) -> None:
    line = Line(way)
    answers = line.say(
        "LHLO me", "MAIL FROM:<a@example.com>", f"RCPT TO:<{OURS}>", f"RCPT TO:<{NOT}>", f"RCPT TO:<{ALSO.upper()}>",
        "RCPT TO:<a-$USER@example.jp>", "RCPT TO:<`id`@example.jp>", "DATA",
    )  # fmt: skip
    assert [each[:3] for each in answers] == ["250", "250", "250", "550", "250", "550", "550", "354"]
    line.stream.write(raw() + b".\r\n")
    line.stream.flush()
    assert [line.heard()[:3] for _ in range(2)] == ["250", "250"]
    assert line.say("QUIT")[0].startswith("221")
    line.close()
    assert sorted(mail.mailbox.address for mail in Mail.objects.all() if mail.mailbox) == [OURS, ALSO]


def test_reports_come_from_nobody_and_are_taken(way: Path) -> None:
    line = Line(way)
    assert line.give(raw() + b".\r\n", OURS, sender="")[0][:3] == "250"
    line.close()
    assert bytes_of(Mail.objects.get()).startswith(b"Return-Path: <>\r\n")


def test_mail_brought_again_after_a_lost_answer_is_the_same(way: Path) -> None:
    for _ in range(3):
        with smtplib.LMTP(str(way)) as line:
            line.sendmail("a@example.com", [OURS], raw())
    assert Mail.objects.count() == 1


@pytest.mark.parametrize(
    "smuggled",
    [
        b"\n.\r\nMAIL FROM:<x@example.com>\r\nRCPT TO:<%s>\r\nDATA\r\nSubject: second\r\n\r\nsecond"
        % OURS.encode(),
        b"\n.\nMAIL FROM:<x@example.com>\nRCPT TO:<%s>\nDATA\nSubject: second\n\nsecond" % OURS.encode(),
        b"\r\n.\nMAIL FROM:<x@example.com>\r\nDATA\r\nsecond",
        b"bare\nline",
    ],
)
def test_bare_lf_makes_no_second_mail_and_is_refused(way: Path, smuggled: bytes) -> None:
    line = Line(way)
    answers = line.give(b"Subject: first\r\n\r\nfirst" + smuggled + b"\r\n.\r\n", OURS)
    assert answers == [transfer.BARE_LF]
    assert line.say("NOOP")[0].startswith("250")
    line.close()
    assert not Mail.objects.exists()


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        (b"..\r\n..x\r\n.y\r\n", b".\r\n.x\r\ny\r\n"),
        (
            b"x" * 200_000 + b"\r\n.." + b"y" * 200_000 + b"\r\n",
            b"x" * 200_000 + b"\r\n." + b"y" * 200_000 + b"\r\n",
        ),
        (b"\r\x00\xff\x80\r\n", b"\r\x00\xff\x80\r\n"),
        (b"", b""),
    ],
)
def test_dots_and_long_lines_arrive_as_they_were(way: Path, sent: bytes, kept: bytes) -> None:
    line = Line(way)
    assert line.give(sent + b".\r\n", OURS)[0][:3] == "250"
    line.close()
    assert bytes_of(Mail.objects.get()) == b"Return-Path: <a@example.com>\r\n" + kept


def test_too_large_mail_is_read_to_its_end_and_refused(way: Path, monkeypatch) -> None:
    monkeypatch.setattr(transfer, "LARGEST", 10_000)
    line = Line(way)
    assert line.give(b"x" * 70 + b"\r\n" + b"y" * 20_000 + b"\r\n.\r\n", OURS) == [transfer.TOO_LARGE]
    assert line.give(b"small\r\n.\r\n", OURS)[0][:3] == "250"
    line.close()
    assert Mail.objects.count() == 1


def test_mail_announced_as_too_large_is_refused_before_it_comes(way: Path) -> None:
    line = Line(way)
    answers = line.say("LHLO me", f"MAIL FROM:<a@example.com> SIZE={transfer.LARGEST + 1}")
    line.close()
    assert answers[1].startswith("552")


def test_line_that_breaks_within_a_mail_leaves_nothing(way: Path) -> None:
    line = Line(way)
    line.say("LHLO me", "MAIL FROM:<a@example.com>", f"RCPT TO:<{OURS}>", "DATA")
    line.stream.write(b"Subject: half")
    line.stream.flush()
    line.close()
    again = Line(way)
    assert again.give(b"whole\r\n.\r\n", OURS)[0][:3] == "250"
    again.close()
    assert Mail.objects.count() == 1


def test_sender_that_would_write_a_header_does_not(way: Path) -> None:
    line = Line(way)
    line.give(b"x\r\n.\r\n", OURS, sender='"a>\tX-Evil: 1"@example.com')
    line.close()
    assert all(b"\nX-Evil" not in bytes_of(mail) for mail in Mail.objects.all())


def test_mailbox_retired_meanwhile_is_unknown(way: Path) -> None:
    line = Line(way)
    line.say("LHLO me", "MAIL FROM:<a@example.com>", f"RCPT TO:<{OURS}>", f"RCPT TO:<{ALSO}>", "DATA")
    from kikitori.records.letters.mails import Mailbox

    retire_mailbox(POST, Mailbox.objects.get(address=OURS), now=FRIDAY)
    line.stream.write(b"x\r\n.\r\n")
    line.stream.flush()
    assert [line.heard()[:3] for _ in range(2)] == ["550", "250"]
    line.close()


@pytest.mark.as_owner
def test_without_the_database_nothing_is_taken_and_the_sender_tries_again(way: Path) -> None:
    line = Line(way)
    line.say("LHLO me", "MAIL FROM:<a@example.com>", f"RCPT TO:<{OURS}>", "DATA")
    with connection.cursor() as cursor:
        cursor.execute("alter table records_mail rename to records_mail_away")
    try:
        line.stream.write(b"x\r\n.\r\n")
        line.stream.flush()
        assert line.heard() == transfer.LATER
    finally:
        with connection.cursor() as cursor:
            cursor.execute("alter table records_mail_away rename to records_mail")
    assert line.give(b"x\r\n.\r\n", OURS)[0][:3] == "250"
    line.close()


def test_full_disk_is_a_reason_to_try_again(way: Path, settings, tmp_path: Path) -> None:
    (tmp_path / "mails").write_text("in the way")
    settings.ENVIRONMENT = settings.ENVIRONMENT.model_copy(update={"data": tmp_path})
    line = Line(way)
    assert line.give(b"x" * 300_000 + b"\r\n.\r\n", OURS) == [transfer.NO_ROOM]
    line.close()
    assert not Mail.objects.exists()


def test_crowd_is_told_to_come_later(way: Path, monkeypatch) -> None:
    monkeypatch.setattr(transfer, "MOST_LINES", 2)
    first, second = Line(way), Line(way)
    third = socket.socket(socket.AF_UNIX)
    third.settimeout(30)
    third.connect(str(way))
    assert third.recv(3) == b"421"
    third.close()
    assert first.give(b"x\r\n.\r\n", OURS)[0][:3] == "250"
    first.close()
    second.close()


def test_smtp_gives_one_answer_for_all(tmp_path: Path) -> None:
    port = free_port()
    with listening(Place(port=port), smtp=True), smtplib.SMTP("127.0.0.1", port) as line:
        refused = line.sendmail("a@example.com", [OURS, ALSO, NOT], raw())
        assert list(refused) == [NOT]
        assert Mail.objects.count() == 2


def test_socket_of_a_killed_listener_is_replaced_and_that_of_a_living_one_is_not(tmp_path: Path) -> None:
    path = tmp_path / "s"
    dead = socket.socket(socket.AF_UNIX)
    dead.bind(str(path))
    dead.close()
    with listening(Place(path)):
        line = Line(path)
        assert line.say("LHLO me")[0].startswith("250")
        line.close()
        with pytest.raises(OSError, match="in use"):
            asyncio.run(
                listen(Place(path), Porter(POST, lambda: FRIDAY), asyncio.Event(), smtp=False, ready=int)
            )
    assert not path.exists()
