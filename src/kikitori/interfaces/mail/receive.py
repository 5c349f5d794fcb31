"""One mail on standard input, as a mail server pipes it to us (Postfix `pipe`, `.forward`, procmail)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import IO

from kikitori.casework.keep_mail import Kept, keep_taken, take
from kikitori.foundation.postgres.session import signed_transaction
from kikitori.records.letters.mails import Mailbox
from kikitori.records.people.actor import Actor

_PIECE = 1024 * 1024


class NothingThere(Exception):
    """Not one byte came: that is a broken pipe, and no mail."""


def receive(actor: Actor, stream: IO[bytes], mailbox: Mailbox | None, *, now: datetime) -> Kept:
    """Keep what comes, to its end; committed when this returns. The same bytes twice are one mail.

    Raises NothingThere, Refused, OSError (no room), and what the database raises.
    """
    taken = take(_pieces(stream))
    if taken.stored.size == 0:
        raise NothingThere
    with signed_transaction(actor.signature, "mails"):
        return keep_taken(actor, taken, mailbox=mailbox, arrived_at=now)


def _pieces(stream: IO[bytes]) -> Iterator[bytes]:
    while piece := stream.read(_PIECE):
        yield piece
