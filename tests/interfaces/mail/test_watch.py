"""All mailboxes at once: each by itself, new ones noticed, what comes is there at once, trouble holds nobody up."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from threading import Event, Thread

import pytest
from django.db import connection

from kikitori.casework.mailboxes import ask_for_round, change_mailbox, given_of, retire_mailbox
from kikitori.interfaces.mail.imap import World
from kikitori.interfaces.mail.watch import Pace, Watch
from kikitori.records.letters.mails import Mail, Mailbox
from tests.cast import summon
from tests.interfaces.mail.conftest import box
from tests.interfaces.mail.test_fetch import put
from tests.mails import POST, raw
from tests.makers import FRIDAY
from tests.waiting import wait_until

pytestmark = pytest.mark.django_db(transaction=True)
#: Only what the server tells by itself is quick enough for this.
IDLE = Pace(poll=600, look=0.1, first_pause=0.1, longest_pause=0.4)


@contextmanager
def watching(world: World, pace: Pace = IDLE) -> Iterator[Watch]:
    """A watch at work."""
    watch = Watch(POST, lambda: FRIDAY, Event(), world, pace)

    def run() -> None:
        try:
            watch.run()
        finally:
            connection.close()

    thread = Thread(target=run)
    thread.start()
    try:
        yield watch
    finally:
        watch.stop.set()
        thread.join(30)
    assert not thread.is_alive()


def test_mail_is_there_as_soon_as_it_comes(imap, user, world) -> None:
    summon()
    mailbox = box(imap, user)
    with watching(world):
        wait_until(lambda: Mailbox.objects.get(pk=mailbox.pk).seen_at)
        put(imap, user, raw())
        wait_until(Mail.objects.exists)
    assert Mail.objects.count() == 1


def test_mailbox_in_trouble_holds_up_no_other_and_recovers(imap, user, world) -> None:
    summon()
    bad, good = box(imap, f"{user}a", folder="まだ無い"), box(imap, f"{user}b")
    put(imap, f"{user}b", raw())
    with watching(world):
        wait_until(Mail.objects.filter(mailbox=good).exists)
        wait_until(Mailbox.objects.filter(pk=bad.pk, trouble="folder", trouble_since=FRIDAY).exists)
        with imap.signed_in(f"{user}a") as line:
            line.create_folder("まだ無い")
            line.append("まだ無い", raw("直った", subject="直った"))
        wait_until(Mail.objects.filter(mailbox=bad).exists)
        wait_until(Mailbox.objects.filter(pk=bad.pk, trouble="", trouble_since=None).exists)
    assert Mail.objects.count() == 2


def test_mailboxes_added_changed_and_retired_are_noticed(imap, user, world) -> None:
    summon()
    with watching(world) as watch:
        put(imap, user, raw())
        mailbox = box(imap, user)
        wait_until(Mail.objects.exists)
        with imap.signed_in(user) as line:
            line.create_folder("別")
            line.append("別", raw("別の箱", subject="別"))
        change_mailbox(POST, mailbox, replace(given_of(mailbox), folder="別"), None, now=FRIDAY)
        wait_until(lambda: Mail.objects.count() == 2)
        retire_mailbox(POST, mailbox, now=FRIDAY)
        wait_until(lambda: not watch._tended)
    assert Mail.objects.count() == 2


def test_round_that_is_asked_for_is_read_at_once_however_long_the_pause(imap, user, world) -> None:
    summon()
    mailbox = box(imap, user, folder="まだ無い")
    with watching(world, replace(IDLE, first_pause=600, longest_pause=600)):
        wait_until(Mailbox.objects.filter(trouble="folder").exists)
        with imap.signed_in(user) as line:
            line.create_folder("まだ無い")
        assert ask_for_round(POST, mailbox, now=FRIDAY)
        wait_until(Mailbox.objects.filter(trouble="", round_asked_at=None, seen_at=FRIDAY).exists)


def test_server_without_idle_is_asked_now_and_then(user) -> None:
    from tests.interfaces.mail.peer import Peer
    from tests.interfaces.mail.test_bad_servers import box as plain_box

    summon()
    with Peer({}).listening() as peer:
        plain_box(peer)
        with watching(World(), replace(IDLE, poll=0.1)):
            wait_until(lambda: sum("SEARCH" in each for each in peer.told) > 3)
            peer.mails[4] = raw()
            wait_until(Mail.objects.exists)
    assert not any("IDLE" in each for each in peer.told)


def test_pause_grows_and_ends_growing() -> None:
    pauses = [Pace().after(failures) for failures in (1, 2, 3, 8, 9, 1000)]
    assert pauses == [2, 4, 8, 256, 300, 300]
