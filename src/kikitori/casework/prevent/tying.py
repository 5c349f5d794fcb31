"""Tie a corrective action to a complaint: its timeline says that one was raised from it, tied to it, or not any more.

Internal, and nothing that a writer could overwrite. What everybody may know of it is published apart (publishing.py).
"""

from datetime import datetime
from enum import StrEnum

from kikitori.casework.step import taking
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.actor import Actor
from kikitori.records.prevention.actions import CorrectiveAction


class Tie(StrEnum):
    """How they stand to each other from now on."""

    RAISED = "raised"
    LINKED = "linked"
    UNLINKED = "unlinked"


def tell_of_action(
    actor: Actor, complaint: Complaint, action: CorrectiveAction, tie: Tie, *, now: datetime
) -> None:
    """One entry on the complaint's timeline. Locks the complaint. Raises Unseen, Refused."""
    with taking(actor, complaint, Step.TIE_ACTION, now=now) as step:
        step.say(action=action.pk, reference=action.reference, how=tie.value)
