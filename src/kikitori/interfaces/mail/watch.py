"""All IMAP mailboxes at once, a thread each; what is new, changed, retired or asked for is noticed within a minute.

A mailbox with trouble is tried again after a pause that grows, and holds up no other.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from threading import Event, Thread
from typing import Any

from django.db import InterfaceError, OperationalError, connection

from kikitori.casework.mail_progress import note_round
from kikitori.casework.mailbox_secrets import seal_anew
from kikitori.casework.webhooks.secrets import seal_webhooks_anew
from kikitori.foundation.postgres.session import let_go
from kikitori.interfaces.mail.fetch import Reader
from kikitori.interfaces.mail.imap import World
from kikitori.interfaces.mail.troubles import Troubled
from kikitori.records.letters.mail_terms import MailboxKind, MailTrouble
from kikitori.records.letters.mails import Mailbox
from kikitori.records.people.actor import Actor

logger = logging.getLogger(__name__)
#: Seconds that all of them together are given to end; what hangs on a line then dies with the process.
_GRACE = 5.0


@dataclass(frozen=True, slots=True)
class Pace:
    """Seconds: between two rounds where a server cannot call us, between looks at the settings, after failures."""

    poll: float = 60.0
    look: float = 30.0
    first_pause: float = 2.0
    longest_pause: float = 300.0

    def after(self, failures: int) -> float:
        """How long to wait after so many failures in a row."""
        return float(min(self.first_pause * 2.0 ** min(failures - 1, 30), self.longest_pause))


@dataclass
class _Tended:
    """A mailbox that has a thread, and how it stood when that was begun."""

    settings: dict[str, Any]
    asked_at: datetime | None
    stop: Event
    thread: Thread

    def is_as_wanted(self, mailbox: Mailbox | None) -> bool:
        """May the thread go on? Not where the mailbox is gone or set otherwise, or somebody wants it read at once."""
        if mailbox is None or mailbox.settings != self.settings:
            return False
        return mailbox.round_asked_at in (None, self.asked_at)


@dataclass
class Watch:
    """Runs until `stop` is set."""

    actor: Actor
    now: Callable[[], datetime]
    stop: Event
    world: World = field(default_factory=World)
    pace: Pace = field(default_factory=Pace)
    _tended: dict[int, _Tended] = field(default_factory=dict, init=False)

    def run(self) -> None:
        """Look after every mailbox; all threads have ended, or are left to die with the process, when this returns."""
        self._begin()
        while not self.stop.is_set():
            self.look()
            self.stop.wait(self.pace.look)
        self._end(self._tended.values())

    def look(self) -> None:
        """End threads of mailboxes that are not as they were, begin those that have none."""
        try:
            wanted = {mailbox.pk: mailbox for mailbox in active_mailboxes()}
        except (OperationalError, InterfaceError):
            logger.warning("the database does not answer; mailboxes as before")
            connection.close()
            return
        let_go()
        gone = [pk for pk, each in self._tended.items() if not each.is_as_wanted(wanted.get(pk))]
        self._end([self._tended.pop(pk) for pk in gone])
        for pk in wanted.keys() - self._tended.keys():
            stop = Event()
            thread = Thread(target=self._tend, args=(pk, stop), name=f"mailbox {pk}", daemon=True)
            self._tended[pk] = _Tended(wanted[pk].settings, wanted[pk].round_asked_at, stop, thread)
            thread.start()

    def _begin(self) -> None:
        try:
            seal_anew(self.actor)
            seal_webhooks_anew(self.actor)
        except (OperationalError, InterfaceError):
            connection.close()  # the next start will do it

    def _end(self, some: Iterable[_Tended]) -> None:
        ending = list(some)
        for each in ending:
            each.stop.set()
        until = time.monotonic() + _GRACE
        for each in ending:
            each.thread.join(max(until - time.monotonic(), 0))

    def _tend(self, number: int, stop: Event) -> None:
        """One mailbox for as long as it is wanted."""
        failures = 0
        while not stop.is_set():
            rounds = attend(self.actor, number, self.world, self.now, stop, patience=self.pace.poll).rounds
            failures = 1 if rounds else failures + 1
            stop.wait(self.pace.after(failures))


@dataclass(frozen=True, slots=True)
class Attended:
    """How it went with a mailbox: rounds that came to their end, and what ended it. Not `well`: something did."""

    rounds: int
    trouble: MailTrouble | None = None
    well: bool = True


def attend(
    actor: Actor,
    number: int,
    world: World,
    now: Callable[[], datetime],
    stop: Event,
    *,
    patience: float | None,
) -> Attended:
    """Read one mailbox, once (`patience` None) or until told to stop or something fails. Never raises.

    What fails is noted with the mailbox as a class and in the log as a kind: a server's own words are repeated nowhere,
    for they may hold anything, a password too.
    """
    reader = None
    try:
        mailbox = Mailbox.objects.filter(pk=number, is_active=True).first()
        if mailbox is None:
            return Attended(0)
        reader = Reader(actor, mailbox, world, now, stop)
        return _noting(reader, patience)
    except (OperationalError, InterfaceError):
        logger.warning("the database does not answer", extra={"mailbox": number})
    except Exception as failure:  # noqa: BLE001 - one mailbox must never end the others; its kind is logged
        logger.error(  # noqa: TRY400 - a traceback may end in the server's words
            "mailbox not read", extra={"mailbox": number, "failure": type(failure).__qualname__}
        )
    finally:
        connection.close()
    return Attended(reader.rounds if reader else 0, None, well=False)


def _noting(reader: Reader, patience: float | None) -> Attended:
    try:
        trouble = reader.stay(patience)
    except Troubled as troubled:
        logger.warning(
            "mailbox in trouble", extra={"mailbox": reader.mailbox.pk, "trouble": troubled.kind.value}
        )
        let_go()
        note_round(reader.actor, reader.mailbox, troubled.kind, now=reader.now())
        return Attended(reader.rounds, troubled.kind, well=False)
    return Attended(reader.rounds, trouble, well=trouble is None)


def active_mailboxes() -> list[Mailbox]:
    """The IMAP mailboxes in use. One query."""
    return list(Mailbox.objects.filter(kind=MailboxKind.IMAP.value, is_active=True).order_by("pk"))
