"""Reopen 再開: closed was not the end. New promises are made, the old ones stay as they were.

Help that fell with a withdrawal is promised anew (casework/falling.py).
"""

from datetime import datetime

from kikitori.casework.falling import stand_again
from kikitori.casework.given import checked_text
from kikitori.casework.step import taking
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Complaint
from kikitori.records.letters.kinds import LetterKind
from kikitori.records.people.actor import Actor


def reopen_complaint(actor: Actor, complaint: Complaint, *, reason: str, now: datetime) -> None:
    """Take a closed or withdrawn complaint up again; by the complainant or by staff, with a reason."""
    text = checked_text("reason", reason, longest=10_000)
    with taking(actor, complaint, Step.REOPEN, now=now) as step:
        stand_again(step)
        step.say(reason=text)
        step.letter(LetterKind.REOPENED)
