"""File a conversation: take in the complaint that came of it, or write down what somebody added to one they have."""

from __future__ import annotations

from datetime import datetime

from kikitori.casework import once
from kikitori.casework.converse import held
from kikitori.casework.errors import NotNow, Obstacle
from kikitori.casework.goes_on import where_it_goes_on
from kikitori.casework.intake import Intake
from kikitori.casework.receive import Received, receive_complaint
from kikitori.casework.write import hear
from kikitori.records.complaints.models import Complaint
from kikitori.records.letters.models import Message
from kikitori.records.people.actor import Actor


def file_conversation(
    actor: Actor, conversation: int, given: Intake, *, token: str, now: datetime
) -> Received | Complaint:
    """Take in what came of it: the complaint with its slip, or, where it has been filed already, the complaint.

    The slip's secret follows from `token`, as for every form; a second filing by the same form shows the same slip.
    Raises Unseen, Refused, Invalid.
    """
    with held(actor, conversation, ended=True) as row:
        if row.dropped or (row.complaint is not None and row.ended_at is None):
            raise NotNow(Obstacle.CONVERSATION_OVER)
        if row.complaint is not None and row.complaint.intake_key != once.key_of("intake", token):
            return row.complaint
        received = receive_complaint(actor, given, token=token, now=now)
        row.complaint, row.ended_at = received.complaint, now
        row.save(update_fields=["complaint", "ended_at"])
        return received


def file_interview(actor: Actor, conversation: int, *, body: str, token: str, now: datetime) -> Message:
    """Write down in the complaint, or where it goes on since it was joined, what its complainant has added. Filed once.

    Raises Unseen (also where it goes on unseen), Refused, Invalid, NotNow, StepNotPossible.
    """
    with held(actor, conversation) as row:
        if row.complaint is None:
            raise NotNow(Obstacle.CONVERSATION_OVER)
        onward = where_it_goes_on(row.complaint)
        message = hear(actor, onward, body=body, channel=row.channel, token=token, now=now)
        row.ended_at = now
        row.save(update_fields=["ended_at"])
        return message
