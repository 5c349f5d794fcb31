"""Remedy 救済の実施: each thing we owe is done and written down; after the last one the complaint is checked."""

from datetime import datetime

from django.db import transaction

from kikitori.casework.errors import NotNow, Obstacle
from kikitori.casework.given import checked_text
from kikitori.casework.outgoing import remedy_lines
from kikitori.casework.step import Taken, taking
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Complaint
from kikitori.records.letters.kinds import LetterKind
from kikitori.records.people.actor import Actor
from kikitori.records.remedies.models import Remedy
from kikitori.records.remedies.terms import RemedyState


def carry_out_remedy(
    actor: Actor, complaint: Complaint, *, remedy: Remedy, now: datetime, note: str = ""
) -> None:
    """Write down that one remedy has been done. When none is left, the follow-up is promised (invariant 3).

    Raises NotNow(REMEDY_OPEN) when this remedy is not owed (already done, or dropped).
    """
    remark = checked_text("note", note, longest=5000, needed=False)
    with transaction.atomic():
        with taking(actor, complaint, Step.REMEDY, now=now) as step:
            owed = step.complaint.remedies.filter(state=RemedyState.DUE.value)
            for own in owed:
                if own.pk == remedy.pk:
                    break
            else:
                raise NotNow(Obstacle.REMEDY_OPEN, str(remedy.pk))
            left = len(owed) - 1
            own.state, own.done_at, own.done_by_id = RemedyState.DONE.value, now, actor.staff_id
            own.done_note = remark
            own.save(update_fields=["state", "done_at", "done_by", "done_note"])
            step.say(remedy=own.pk, kind=own.kind, left=left)
        if left == 0:
            finish_remedies(actor, complaint, now=now, within=step)


def finish_remedies(
    actor: Actor, complaint: Complaint, *, now: datetime, within: Taken | None = None
) -> None:
    """Everything owed is done: tell the person, and promise to ask days later whether it is solved."""
    with taking(actor, complaint, Step.FINISH_REMEDIES, now=now, within=within) as step:
        remedies = step.complaint.remedies.filter(state__in=(RemedyState.DUE.value, RemedyState.DONE.value))
        done = [remedy for remedy in remedies if remedy.state == RemedyState.DONE.value]
        if len(done) < len(remedies):
            raise NotNow(Obstacle.REMEDY_OPEN, str(len(remedies) - len(done)))
        step.letter(LetterKind.REMEDIES_DONE, remedies=remedy_lines(done, step.complaint.language))
