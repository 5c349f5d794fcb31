"""Keep a mail 受信: its bytes are committed before anything looks at them (invariant 8). Then its source may forget it.

What becomes of it is file_mail.py's, by a job that this transaction leaves behind. The same item of the same source,
however often it is brought and by however many at once, is one mail.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from django.db import IntegrityError, transaction

from kikitori.casework.errors import Refused
from kikitori.foundation import jobs
from kikitori.foundation.storage import Stored
from kikitori.records.access.permissions import Permission
from kikitori.records.access.policy import may
from kikitori.records.letters.mails import Mail, Mailbox
from kikitori.records.letters.raw import LARGEST_IN_ROW, mail_store
from kikitori.records.people.actor import Actor

#: How many mails one job files; they are one transaction each.
_LOCK = "file_mails"


@dataclass(frozen=True, slots=True)
class Kept:
    """The mail, and whether it had been kept before."""

    mail: Mail
    repeated: bool


def keep_mail(
    actor: Actor,
    pieces: Iterable[bytes],
    *,
    mailbox: Mailbox | None,
    source: str = "",
    arrived_at: datetime,
) -> Kept:
    """Keep these bytes; when this returns and its transaction commits, nothing of them can be lost.

    `source`: the item's name where it lies (`imap:<mailbox>:<validity>:<uid>`); empty: its content is its name.
    `pieces` are taken one by one: a large mail goes to the disk as it comes. Raises Refused, OSError (no room).
    """
    decision = may(actor, Permission.KEEP_MAIL)
    if not decision.allowed:
        raise Refused(decision)
    small, stored = _take(pieces)
    name = source or f"sha256:{mailbox.pk if mailbox else 0}:{stored.digest}"
    known = Mail.objects.filter(source=name).first()
    if known is not None:
        return Kept(known, repeated=True)
    try:
        with transaction.atomic():
            mail = Mail.objects.create(
                mailbox=mailbox,
                source=name,
                digest=stored.digest,
                size=stored.size,
                raw=small,
                arrived_at=arrived_at,
            )
            jobs.defer("file_mails", queueing_lock=_LOCK)
    except IntegrityError:
        # Somebody else has brought it at the same moment.
        return Kept(Mail.objects.get(source=name), repeated=True)
    return Kept(mail, repeated=False)


def _take(pieces: Iterable[bytes]) -> tuple[bytes | None, Stored]:
    """A small one in memory, a large one into the store."""
    waiting = iter(pieces)
    head: list[bytes] = []
    size = 0
    for piece in waiting:
        head.append(piece)
        size += len(piece)
        if size > LARGEST_IN_ROW:
            return None, mail_store().put(chain(head, waiting))
    raw = b"".join(head)
    return raw, Stored(hashlib.sha256(raw).hexdigest(), len(raw))
