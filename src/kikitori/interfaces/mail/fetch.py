"""One mailbox: what is new in its folder is kept and committed, and only then marked, moved or deleted there."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from threading import Event

from kikitori.casework.keep_mail import take
from kikitori.casework.mail_progress import begin_folder, keep_item, known_of, note_done, note_round
from kikitori.casework.mailbox_secrets import renew_secret, secret_of
from kikitori.foundation.crypto import NotOurs
from kikitori.foundation.postgres.session import let_go
from kikitori.interfaces.mail.imap import Folder, Item, World, opened
from kikitori.interfaces.mail.troubles import Troubled
from kikitori.records.letters.mail_terms import After, MailTrouble
from kikitori.records.letters.mails import Mailbox
from kikitori.records.people.actor import Actor

#: Mails whose numbers are asked for, noted and marked together. Each is kept in a transaction of its own.
_AT_A_TIME = 50
logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Reader:
    """Reads one mailbox on a connection of its own. `stop` ends it between two mails; `rounds`: how many are done."""

    actor: Actor
    mailbox: Mailbox
    world: World
    now: Callable[[], datetime]
    stop: Event
    rounds: int = 0

    def stay(self, patience: float | None) -> MailTrouble | None:
        """Round after round: whenever the server says that something happened, and after `patience` seconds.

        None: one round. Returns what was wrong with single mails in the last one; raises Troubled for what is worse.
        """
        settings = {name: str(value) for name, value in self.mailbox.settings.items()}
        trouble = None
        with opened(settings, self._secret(), self.world, self._keep_secret) as folder:
            self._tidy(folder, begin_folder(self.actor, self.mailbox, folder.validity))
            while not self.stop.is_set():
                left = self._read_new(folder, first=not self.rounds)
                trouble = MailTrouble.ITEM if left else None
                note_round(self.actor, self.mailbox, trouble, now=self.now())
                self.rounds += 1
                let_go()  # it may be long until there is something to write
                if patience is None:
                    break
                folder.wait(self.stop, patience)
        return trouble

    def _read_new(self, folder: Folder, *, first: bool) -> bool:
        """Keep what is new; tells whether something could not be got, which is tried again in the next round."""
        validity, left = folder.validity, False
        above = begin_folder(self.actor, self.mailbox, validity)
        for chunk in _chunks(folder.numbers(above=above)):
            known = known_of(self.mailbox, validity, chunk)
            kept = sorted(known) if first else []
            wanted = [number for number in chunk if number not in known]
            for number, item in self._items(folder, wanted):
                if self.stop.is_set():
                    return left
                if item is None:
                    left = True
                elif not self._is_too_old(item):
                    if self._keep(folder, number, item):
                        kept.append(number)
                    else:
                        left = True
            if not left:
                note_done(self.actor, self.mailbox, validity, chunk[-1])
            self._afterwards(folder, kept)
        return left

    def _items(self, folder: Folder, numbers: Sequence[int]) -> Iterator[tuple[int, Item | None]]:
        """Each that is still there, with None for one of which the server cannot speak: it must not hide the others."""
        if not numbers:
            return
        try:
            found: Mapping[int, Item | None] = folder.items(numbers)
        except Troubled as trouble:
            if trouble.kind is not MailTrouble.ITEM:
                raise
            found = {number: item for number in numbers for item in self._single(folder, number)}
        for number in numbers:
            if number in found:
                yield number, found[number]

    def _single(self, folder: Folder, number: int) -> list[Item | None]:
        try:
            return [folder.items([number])[number]]
        except KeyError:
            return []
        except Troubled as trouble:
            if trouble.kind is not MailTrouble.ITEM:
                raise
            return [None]

    def _keep(self, folder: Folder, number: int, item: Item) -> bool:
        """Get it, keep it, commit. False where the server cannot give it. Raises Troubled for all that is worse."""
        try:
            taken = take(folder.pieces(number, item.size))
        except Troubled as trouble:
            if trouble.kind is not MailTrouble.ITEM:
                raise
            logger.warning("mail not got", extra={"mailbox": self.mailbox.pk, "number": number})
            return False
        except OSError as full:
            raise Troubled(MailTrouble.STORAGE) from full
        keep_item(
            self.actor,
            taken,
            mailbox=self.mailbox,
            validity=folder.validity,
            number=number,
            arrived_at=item.arrived_at or self.now(),
        )
        return True

    def _is_too_old(self, item: Item) -> bool:
        since = self.mailbox.settings.get("since")
        return bool(since and item.arrived_at and item.arrived_at < datetime.fromisoformat(since))

    def _tidy(self, folder: Folder, done: int) -> None:
        """What was kept before we died, and not moved or deleted any more."""
        if self._after is After.KEEP:
            return
        for chunk in _chunks(folder.numbers(up_to=done)):
            self._afterwards(folder, sorted(known_of(self.mailbox, folder.validity, chunk)))

    def _afterwards(self, folder: Folder, kept: Sequence[int]) -> None:
        """They are kept and committed: now the mailbox may have its way with them."""
        if not kept:
            return
        folder.mark_read(kept)
        match self._after:
            case After.KEEP:
                pass
            case After.MOVE:
                folder.move(kept, self.mailbox.settings["move_to"])
            case After.DELETE:
                folder.erase(kept)

    @property
    def _after(self) -> After:
        return After(self.mailbox.settings.get("after", After.KEEP.value))

    def _secret(self) -> dict[str, str]:
        try:
            return secret_of(self.mailbox)
        except NotOurs as lost:
            raise Troubled(MailTrouble.SECRET) from lost

    def _keep_secret(self, secret: Mapping[str, str]) -> None:
        renew_secret(self.actor, self.mailbox, secret)


def _chunks(numbers: Sequence[int]) -> Iterator[Sequence[int]]:
    for at in range(0, len(numbers), _AT_A_TIME):
        yield numbers[at : at + _AT_A_TIME]
