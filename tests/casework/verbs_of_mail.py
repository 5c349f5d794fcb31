"""The verbs that put right what mails have become, in the same table as all others."""

from __future__ import annotations

from kikitori.casework.add_contact import add_contact
from kikitori.casework.merge import merge_complaint, separate_complaint
from kikitori.casework.move_message import move_message
from kikitori.casework.read_again import read_again
from kikitori.casework.write import hear
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.terms import PartyRole
from kikitori.records.letters.mails import Mail
from kikitori.records.people.actor import Actor
from tests import makers
from tests.casework.verbs import LATER, STAFF, Case
from tests.cast import Cast
from tests.mails import filed, raw

STRANGER = "evil@example.org"


def begun_by_mail(cast: Cast) -> Complaint:
    """A complaint that came by mail."""
    complaint = filed(raw()).complaint
    assert complaint is not None
    return complaint


def with_a_word(cast: Cast) -> Complaint:
    """Acknowledged, with a word of the complainant; another complaint is there."""
    makers.acknowledged(cast)
    complaint = makers.acknowledged(cast)
    hear(makers.complainant_of(complaint), complaint, body="箱の写真です。", now=LATER)
    return complaint


def beside_another(cast: Cast) -> Complaint:
    """Acknowledged; another complaint is there."""
    makers.acknowledged(cast)
    return makers.acknowledged(cast)


def joined(cast: Cast) -> Complaint:
    """Joined with another."""
    complaint = beside_another(cast)
    merge_complaint(cast.actor("handler"), complaint, to=other_than(complaint), now=LATER)
    complaint.refresh_from_db()
    return complaint


def other_than(complaint: Complaint) -> Complaint:
    """The other complaint."""
    return Complaint.objects.exclude(pk=complaint.pk).get()


def asked_for_again(actor: Actor, complaint: Complaint) -> None:
    mail = Mail.objects.filter(complaint=complaint).first() or Mail(pk=0)
    read_again(actor, mail.pk, charset="shift_jis", now=LATER)
    complaint.refresh_from_db()


def moved_away(actor: Actor, complaint: Complaint) -> None:
    message = complaint.messages.get()
    move_message(actor, complaint, message=message.pk, to=other_than(complaint), now=LATER)


MAIL_CASES = [
    Case(
        Step.READ_AGAIN,
        begun_by_mail,
        asked_for_again,
        may=STAFF,
        state="acknowledged",
        event="read_again",
        says="mail before after digest",
        internal=True,
        statements=14,
    ),
    Case(
        Step.ADD_CONTACT,
        makers.acknowledged,
        lambda actor, complaint: add_contact(
            actor,
            complaint,
            PartyRole.COMPLAINANT,
            Mail(sender=STRANGER, sender_key=STRANGER),
            now=LATER,
        ),
        may=STAFF,
        state="acknowledged",
        event="contact_added",
        says="role person contact new",
        internal=True,
        statements=7,
    ),
    Case(
        Step.MOVE_MESSAGE,
        with_a_word,
        moved_away,
        may=STAFF,
        state="acknowledged",
        event="message_moved",
        says="message to",
        internal=True,
        statements=25,
    ),
    Case(
        Step.MERGE,
        beside_another,
        lambda actor, complaint: merge_complaint(actor, complaint, to=other_than(complaint), now=LATER),
        may=STAFF,
        state="merged",
        event="merged",
        says="to message carried clocks",
        statements=30,
    ),
    Case(
        Step.SEPARATE,
        joined,
        lambda actor, complaint: separate_complaint(actor, complaint, now=LATER),
        may=STAFF,
        state="reopened",
        event="separated",
        says="came_from clocks",
        statements=32,
    ),
]
