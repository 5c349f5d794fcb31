"""How far a mailbox has been read, and what is wrong with it 受信の進み具合. Written by whoever fetches.

Everything up to `uid_done` has been kept; above it, the mails themselves say which are. A worker that dies between two
mails goes on where it was; one that dies within a mail gets it again, and it is the same.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q
from django.db.models.functions import Greatest

from kikitori.casework.errors import Refused
from kikitori.casework.keep_mail import Kept, Taken, keep_taken
from kikitori.foundation.postgres.session import signed_transaction
from kikitori.records.access.permissions import Permission
from kikitori.records.access.policy import may
from kikitori.records.letters.mail_terms import MailTrouble
from kikitori.records.letters.mails import Mail, Mailbox
from kikitori.records.people.actor import Actor

_REQUEST = "mails"


def place_name(mailbox: Mailbox) -> str:
    """How the names of its items begin, whatever the validity of their numbers."""
    return f"imap:{mailbox.pk}:"


def item_name(mailbox: Mailbox, validity: int, number: int) -> str:
    """The name of one item: it is the same as long as its server says so."""
    return f"{place_name(mailbox)}{validity}:{number}"


def begin_folder(actor: Actor, mailbox: Mailbox, validity: int) -> int:
    """How far this folder has been read; nothing of it, where its server has numbered it anew. Raises Refused."""
    _require(actor)
    with signed_transaction(actor.signature, _REQUEST):
        anew = ~Q(uid_validity=validity) | Q(uid_validity__isnull=True)
        Mailbox.objects.filter(anew, pk=mailbox.pk).update(uid_validity=validity, uid_done=0)
        return Mailbox.objects.values_list("uid_done", flat=True).get(pk=mailbox.pk)


def known_of(mailbox: Mailbox, validity: int, numbers: Iterable[int]) -> set[int]:
    """Which of these are kept. One query."""
    names = {item_name(mailbox, validity, number): number for number in numbers}
    found = Mail.objects.filter(source__in=names).values_list("source", flat=True)
    return {names[each] for each in found}


def keep_item(
    actor: Actor, taken: Taken, *, mailbox: Mailbox, validity: int, number: int, arrived_at: datetime
) -> Kept:
    """Keep one item of a folder; committed when this returns. Raises Refused."""
    with signed_transaction(actor.signature, _REQUEST):
        return keep_taken(
            actor,
            taken,
            mailbox=mailbox,
            source=item_name(mailbox, validity, number),
            formerly=place_name(mailbox),
            arrived_at=arrived_at,
        )


def note_done(actor: Actor, mailbox: Mailbox, validity: int, number: int) -> None:
    """Every item up to this number is kept, or left alone for a reason of its own. Raises Refused."""
    _require(actor)
    with signed_transaction(actor.signature, _REQUEST):
        Mailbox.objects.filter(pk=mailbox.pk, uid_validity=validity).update(
            uid_done=Greatest("uid_done", number)
        )


def note_round(actor: Actor, mailbox: Mailbox, trouble: MailTrouble | None, *, now: datetime) -> None:
    """It has just been read, with no trouble or with this; since when there is any stays. Raises Refused.

    Who asked for a round has had it.
    """
    _require(actor)
    with signed_transaction(actor.signature, _REQUEST):
        own = Mailbox.objects.select_for_update().filter(pk=mailbox.pk).first()
        if own is None:
            return
        own.trouble_since = (own.trouble_since or now) if trouble else None
        own.trouble = trouble.value if trouble else ""
        if trouble in (None, MailTrouble.ITEM):
            own.seen_at = now
        own.round_asked_at = None
        own.save(update_fields=["trouble", "trouble_since", "seen_at", "round_asked_at"])


def _require(actor: Actor) -> None:
    decision = may(actor, Permission.KEEP_MAIL)
    if not decision.allowed:
        raise Refused(decision)
