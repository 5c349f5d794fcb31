"""Sort 振り分け by hand: what becomes of a mail that only a person can place.

It begins a complaint, is attached to one, or is discarded with a reason. Whatever is decided, its bytes stay, and what
was discarded or only noted can still be filed. Attaching grants the sender nothing: that is said by itself.
"""

from datetime import datetime

from django.db import transaction

from kikitori.casework import file_mail, mail_facts
from kikitori.casework.add_contact import add_contact
from kikitori.casework.errors import Invalid, NotNow, Obstacle, Problem
from kikitori.casework.given import Checked, checked_text
from kikitori.casework.goes_on import where_it_goes_on
from kikitori.casework.mails_seen import locked_mail
from kikitori.casework.write import hear, note
from kikitori.foundation.mail.reading import Reading, read_mail
from kikitori.records.access.visibility import visible_to
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.terms import Channel, PartyRole
from kikitori.records.letters.mail_terms import MailState, Writer
from kikitori.records.letters.mails import Mail
from kikitori.records.letters.models import Message
from kikitori.records.letters.raw import raw_of
from kikitori.records.people.actor import Actor

#: From these a person can take a mail up; what is filed is moved instead (move_message.py).
_CAN_BE_FILED = frozenset({MailState.HELD.value, MailState.NOTED.value, MailState.DISCARDED.value})
_DECIDED = ("state", "complaint", "word", "filed_at", "decided_by", "reason")


def file_held_as_complaint(actor: Actor, number: int, *, now: datetime, tell: bool = True) -> Complaint:
    """It is a complaint. Without `tell` no letter says that it has arrived: the sender may be a machine.

    Nobody is written to twice in a day, nor at an address of our own. Raises Refused, Unseen, NotNow(MAIL_IS_FILED).
    """
    with transaction.atomic():
        mail = _to_be_filed(actor, number)
        reading = _read(mail)
        if mail_facts.is_ours(mail.sender_key):
            # A letter to ourselves would come back as the next mail.
            mail.sender_key = ""
        complaint = file_mail.begin_complaint(mail, reading, now, actor=actor, tell=tell)
        _decide(actor, mail, now, state=MailState.FILED, complaint=complaint)
    return complaint


def attach_held_to(
    actor: Actor,
    number: int,
    complaint: Complaint,
    *,
    writer: str,
    now: datetime,
    remember: bool = False,
) -> Message:
    """It belongs to this complaint: as a word of the complainant or their representative, else as an internal note.

    To a joined one: where it goes on.

    `remember`: the address it came from is theirs from now on, and letters may go there; without it the sender stays
    nobody. A mail by somebody else is never shown to the complainant. Raises Refused, Unseen, Invalid, NotNow.
    """
    check = Checked()
    who = check.word("writer", writer, Writer)
    if remember and who is Writer.OTHER:
        check.problems["remember"] = Problem.UNKNOWN_WORD
    check.done()
    with transaction.atomic():
        mail = _to_be_filed(actor, number)
        if remember and (not mail.sender_key or mail_facts.is_ours(mail.sender_key)):
            raise Invalid({"remember": Problem.NOT_AN_ADDRESS})
        said = file_mail.said_in(mail, _read(mail), whole=who is Writer.OTHER)
        token = f"mail:{mail.source}"
        verb = note if who is Writer.OTHER else hear
        onward = visible_to(actor).filter(pk=where_it_goes_on(complaint).pk).first()
        if onward is not None and onward.pk != complaint.pk:
            complaint = onward
        message = verb(actor, complaint, body=said, now=now, channel=Channel.EMAIL.value, token=token)
        _decide(actor, mail, now, state=MailState.FILED, complaint=complaint, word=message)
        if remember:
            add_contact(actor, complaint, PartyRole(who.value), mail, now=now)
    return message


def discard_held(actor: Actor, number: int, *, reason: str, now: datetime) -> None:
    """Nothing is to be done about it. It stays readable, with who decided and why.

    Raises Refused, Unseen, Invalid, NotNow(MAIL_IS_FILED).
    """
    why = checked_text("reason", reason, longest=2000)
    with transaction.atomic():
        mail = locked_mail(actor, number)
        if mail.state != MailState.HELD.value:
            raise NotNow(Obstacle.MAIL_IS_FILED)
        _decide(actor, mail, now, state=MailState.DISCARDED, complaint=mail.complaint, reason=why)


def _to_be_filed(actor: Actor, number: int) -> Mail:
    mail = locked_mail(actor, number)
    if mail.state not in _CAN_BE_FILED:
        raise NotNow(Obstacle.MAIL_IS_FILED)
    return mail


def _read(mail: Mail) -> Reading:
    with raw_of(mail) as raw:
        return read_mail(raw, charset=mail.read_as)


def _decide(
    actor: Actor,
    mail: Mail,
    now: datetime,
    *,
    state: MailState,
    complaint: Complaint | None,
    word: Message | None = None,
    reason: str = "",
) -> None:
    mail.state, mail.complaint, mail.word, mail.filed_at = state.value, complaint, word, now
    mail.decided_by_id, mail.reason = actor.staff_id, reason
    mail.save(update_fields=_DECIDED)
