"""Fetching from a real IMAP server: exact bytes, committed first, marked afterwards, the same item once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Event

import pytest
from django.conf import settings as site

from kikitori.casework.file_mails import file_waiting
from kikitori.casework.mailboxes import change_mailbox, given_of
from kikitori.interfaces.mail.fetch import Reader
from kikitori.interfaces.mail.imap import World
from kikitori.interfaces.mail.troubles import Troubled
from kikitori.records.complaints.models import Complaint
from kikitori.records.letters.mails import Mail, Mailbox
from kikitori.records.letters.raw import raw_of
from tests.cast import Cast
from tests.interfaces.mail.conftest import box
from tests.mails import POST, raw
from tests.mailservers import Dovecot
from tests.makers import FRIDAY

CAME = datetime(2026, 11, 20, 1, 2, 3, tzinfo=UTC)
ODD = b"From: a@example.com\nSubject: \xe8\x8b\xa6\xff\x00\r\n\r\n.\r\n..\nbare\rcr \x80"


def put(server: Dovecot, user: str, *mails: bytes, at: datetime = CAME, flags: tuple[str, ...] = ()) -> None:
    """Lay mails into somebody's mailbox."""
    with server.signed_in(user) as line:
        for each in mails:
            line.append("INBOX", each, flags, at)


def read(mailbox: Mailbox, world: World) -> None:
    """One round."""
    mailbox.refresh_from_db()
    Reader(POST, mailbox, world, lambda: FRIDAY, Event()).stay(None)


def left(server: Dovecot, user: str, criteria: str = "ALL", folder: str = "INBOX") -> int:
    """How many mails lie there."""
    with server.signed_in(user) as line:
        line.select_folder(folder, readonly=True)
        return len(line.search(criteria))


def bytes_of(mail: Mail) -> bytes:
    with raw_of(mail) as found:
        return bytes(found[:])


@pytest.mark.parametrize("content", [raw(), ODD.replace(b"\x00", b""), raw("長い話です。\r\n" * 150_000)])
def test_mail_is_kept_as_it_lies_there_with_the_moment_it_came(
    cast: Cast, imap, user, world, content
) -> None:
    put(imap, user, content)
    read(box(imap, user), world)
    mail = Mail.objects.get()
    with imap.signed_in(user) as line:
        lies = line.fetch([1], ["BODY.PEEK[]"])[1][b"BODY[]"]
    assert bytes_of(mail) == lies
    assert mail.arrived_at == CAME
    assert mail.source.startswith(f"imap:{mail.mailbox_id}:")


def test_mail_is_filed_with_the_moment_it_came(cast: Cast, imap, user, world) -> None:
    put(imap, user, raw())
    read(box(imap, user), world)
    assert file_waiting(POST, now=lambda: FRIDAY) == {"filed": 1}
    assert Complaint.objects.get().received_at == CAME


def test_read_mails_are_marked_and_never_read_again(cast: Cast, imap, user, world) -> None:
    mailbox = box(imap, user)
    put(imap, user, *[raw(str(n), subject=str(n)) for n in range(120)])
    for _ in range(3):
        read(mailbox, world)
    assert Mail.objects.count() == 120
    assert (left(imap, user, "UNSEEN"), left(imap, user)) == (0, 120)
    put(imap, user, raw("後から", subject="後から"))
    read(mailbox, world)
    assert Mail.objects.count() == 121


def test_mails_somebody_has_read_already_are_read_too(cast: Cast, imap, user, world) -> None:
    put(imap, user, raw(), flags=("\\Seen",))
    read(box(imap, user), world)
    assert Mail.objects.count() == 1


def test_mail_that_cannot_be_kept_stays_as_it_was(cast: Cast, imap, user, world, tmp_path, settings) -> None:
    put(imap, user, raw("長い話です。\r\n" * 30_000))
    mailbox = box(imap, user, after="delete")
    (tmp_path / "mails").write_text("in the way")
    own = site.ENVIRONMENT
    settings.ENVIRONMENT = own.model_copy(update={"data": tmp_path})
    with pytest.raises(Troubled, match="storage"):
        read(mailbox, world)
    assert (Mail.objects.count(), left(imap, user, "UNSEEN")) == (0, 1)
    settings.ENVIRONMENT = own
    read(mailbox, world)
    assert (Mail.objects.count(), left(imap, user)) == (1, 0)


def test_kept_mails_are_moved_where_the_mailbox_says(cast: Cast, imap, user, world) -> None:
    put(imap, user, raw("一"), raw("二", subject="二"))
    mailbox = box(imap, user, after="move", move_to="受付済み")
    read(mailbox, world)
    assert (Mail.objects.count(), left(imap, user), left(imap, user, folder="受付済み")) == (2, 0, 2)
    read(mailbox, world)
    assert Mail.objects.count() == 2


def test_mails_kept_before_a_crash_are_moved_after_it(cast: Cast, imap, user, world) -> None:
    put(imap, user, raw("一"), raw("二", subject="二"))
    mailbox = box(imap, user)
    read(mailbox, world)
    mailbox.refresh_from_db()
    change_mailbox(POST, mailbox, replace(given_of(mailbox), after="delete"), None, now=FRIDAY)
    put(imap, user, raw("三", subject="三"))
    read(mailbox, world)
    assert (Mail.objects.count(), left(imap, user)) == (3, 0)


def test_progress_lost_in_a_crash_doubles_nothing(cast: Cast, imap, user, world) -> None:
    put(imap, user, *[raw(str(n), subject=str(n)) for n in range(7)])
    mailbox = box(imap, user)
    read(mailbox, world)
    Mailbox.objects.update(uid_done=3)
    read(mailbox, world)
    mailbox.refresh_from_db()
    assert (Mail.objects.count(), mailbox.uid_done) == (7, 7)


def test_numbers_given_anew_double_nothing_and_lose_nothing(cast: Cast, imap, user, world) -> None:
    twice = raw("二度届いた")
    put(imap, user, raw("一"), twice, twice)
    mailbox = box(imap, user)
    read(mailbox, world)
    before = Mail.objects.get(subject="", source__endswith=":1").source
    imap.renumber(user)
    # A third copy comes while the numbers change: it is a third mail.
    put(imap, user, twice, raw("新しい", subject="新"))
    read(mailbox, world)
    assert Mail.objects.count() == 5
    assert not Mail.objects.filter(source=before).exists()
    read(mailbox, world)
    assert Mail.objects.count() == 5


def test_mails_from_before_the_day_are_left_alone(cast: Cast, imap, user, world) -> None:
    put(imap, user, raw("昔"), at=CAME - timedelta(days=400))
    put(imap, user, raw("今", subject="今"), at=CAME)
    read(box(imap, user, since=CAME - timedelta(days=1), after="delete"), world)
    assert Mail.objects.get().arrived_at == CAME
    assert left(imap, user) == 1


def test_moment_of_the_last_round_is_noted(cast: Cast, imap, user, world) -> None:
    mailbox = box(imap, user)
    read(mailbox, world)
    mailbox.refresh_from_db()
    assert (mailbox.seen_at, mailbox.trouble, mailbox.trouble_since) == (FRIDAY, "", None)


@pytest.mark.parametrize(
    ("changed", "trouble"),
    [
        ({"port": 9}, "unreachable"),
        ({"host": "127.0.0.2"}, "certificate"),
        ({"host": "no-such-host.invalid"}, "unreachable"),
        ({"folder": "無い"}, "folder"),
        ({"user": "x" * 200 + '"\\'}, "sign_in"),
    ],
)
def test_trouble_is_told_by_its_class(cast: Cast, imap, user, world, changed, trouble) -> None:
    with pytest.raises(Troubled) as raised:
        read(box(imap, user, **changed), world)
    assert raised.value.kind.value == trouble


def test_unknown_certificate_gets_no_password(cast: Cast, imap, user) -> None:
    with pytest.raises(Troubled, match="certificate"):
        read(box(imap, user), World())


def test_starttls_is_used_where_it_is_wished_for(cast: Cast, imap, user, world) -> None:
    put(imap, user, raw())
    read(box(imap, user, security="starttls", port=imap.port), world)
    assert Mail.objects.count() == 1
