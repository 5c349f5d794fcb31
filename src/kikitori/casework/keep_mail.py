"""Keep a mail 受信: its bytes are committed before anything looks at them (invariant 8). Then its source may forget it.

What becomes of it is file_mail.py's, by a job that this transaction leaves behind. The same item of the same source,
however often it is brought and by however many at once, is one mail.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from django.db import transaction
from django.db.models import QuerySet

from kikitori.casework.errors import Refused
from kikitori.foundation import jobs
from kikitori.foundation.postgres.insert import insert_unless_there
from kikitori.foundation.storage import Stored
from kikitori.records.access.permissions import Permission
from kikitori.records.access.policy import may
from kikitori.records.letters.mails import Mail, Mailbox
from kikitori.records.letters.raw import LARGEST_IN_ROW, mail_store
from kikitori.records.people.actor import Actor

#: The queueing lock: one waiting job files whatever waits.
_LOCK = "file_mails"


@dataclass(frozen=True, slots=True)
class Kept:
    """The mail, and whether it had been kept before."""

    mail: Mail
    repeated: bool


@dataclass(frozen=True, slots=True)
class Taken:
    """Bytes that are ours, and not kept yet: a small one in memory, a large one on the disk."""

    small: bytes | None
    stored: Stored


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
    return keep_taken(actor, take(pieces), mailbox=mailbox, source=source, arrived_at=arrived_at)


def take(pieces: Iterable[bytes]) -> Taken:
    """Get them in, without the database: they may come slowly. Raises OSError (no room), and what `pieces` raises."""
    waiting = iter(pieces)
    head: list[bytes] = []
    size = 0
    for piece in waiting:
        head.append(piece)
        size += len(piece)
        if size > LARGEST_IN_ROW:
            return Taken(None, mail_store().put(chain(head, waiting)))
    raw = b"".join(head)
    return Taken(raw, Stored(hashlib.sha256(raw).hexdigest(), len(raw)))


def keep_taken(
    actor: Actor,
    taken: Taken,
    *,
    mailbox: Mailbox | None,
    source: str = "",
    formerly: str = "",
    arrived_at: datetime,
) -> Kept:
    """As keep_mail, of bytes that were taken before.

    `formerly`: how names in this place begin. A place may give its items new names (IMAP: a new UIDVALIDITY, RFC 3501
    §2.3.1.1); the same bytes with the same moment under an old one are the same mail, which bears the new name from
    then on. So each old one is found again once, and a second copy in the place is still a second mail.
    """
    decision = may(actor, Permission.KEEP_MAIL)
    if not decision.allowed:
        raise Refused(decision)
    digest = taken.stored.digest
    name = source or f"sha256:{mailbox.pk if mailbox else 0}:{digest}"
    with transaction.atomic(savepoint=False):
        if formerly and (again := _found_again(name, formerly, digest, arrived_at)) is not None:
            return Kept(again, repeated=True)
        mail = Mail(
            mailbox=mailbox,
            source=name,
            digest=digest,
            size=taken.stored.size,
            raw=taken.small,
            arrived_at=arrived_at,
        )
        if not insert_unless_there(mail, by="source"):
            return Kept(Mail.objects.get(source=name), repeated=True)
        jobs.defer("file_mails", queueing_lock=_LOCK)
    return Kept(mail, repeated=False)


def _found_again(name: str, formerly: str, digest: str, arrived_at: datetime) -> Mail | None:
    """The same mail: under its name, or under an old one, which it loses here. Locks its row."""
    known = Mail.objects.filter(source=name).first()
    if known is not None:
        return known
    series = name.rpartition(":")[0] + ":"
    found: QuerySet[Mail] = Mail.objects.filter(
        digest=digest, arrived_at=arrived_at, source__startswith=formerly
    )
    mail = found.exclude(source__startswith=series).select_for_update(of=("self",)).order_by("id").first()
    if mail is not None:
        mail.source = name
        mail.save(update_fields=["source"])
    return mail
