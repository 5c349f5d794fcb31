"""Remedy 救済の実施: each thing we owe is done and written down; after the last one the complaint is checked.

Money is paid by somebody else than whoever granted it, and with what shows that it was (ADR 0036).
"""

from datetime import datetime

from django.db import transaction

from kikitori.casework.enclosures import FileGiven
from kikitori.casework.errors import Invalid, NotNow, Obstacle, Problem
from kikitori.casework.filed_with_note import file_with_note
from kikitori.casework.given import Checked
from kikitori.casework.outgoing import remedy_lines
from kikitori.casework.step import Taken, taking
from kikitori.records.access.permissions import OF_ROLE, Permission
from kikitori.records.access.visibility import seen_by
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Complaint
from kikitori.records.letters.kinds import LetterKind
from kikitori.records.people.actor import Actor
from kikitori.records.people.terms import Role
from kikitori.records.remedies.models import Remedy
from kikitori.records.remedies.terms import MONEY, RECEIVED, RemedyState

_HANDS = [role.value for role in Role if Permission.REMEDY in OF_ROLE[role]]
_RECEIVED = [state.value for state in RECEIVED]


def carry_out_remedy(
    actor: Actor,
    complaint: Complaint,
    *,
    remedy: Remedy,
    now: datetime,
    note: str = "",
    proof: str = "",
    file: FileGiven | None = None,
    file_shown: bool = False,
) -> None:
    """Write down that one remedy has been done. When none is left, the follow-up is promised (invariant 3).

    `proof`: what shows it, such as the number of a transfer; money is not paid without. `file`: the same
    as a file, which is kept among ourselves, and with `file_shown` for the complainant too.
    Raises NotNow(REMEDY_OPEN) when this remedy is not owed (already done, or dropped), NotNow(ANOTHER_PAYS) where
    whoever granted the money would pay it though somebody else could, FileNotKept, Invalid.
    """
    check = Checked()
    remark = check.text("note", note, longest=5000)
    shown = check.line("proof", proof, longest=200)
    check.done()
    with transaction.atomic():
        with taking(actor, complaint, Step.REMEDY, now=now) as step:
            owed = step.complaint.remedies.filter(state=RemedyState.DUE.value)
            for own in owed:
                if own.pk == remedy.pk:
                    break
            else:
                raise NotNow(Obstacle.REMEDY_OPEN, str(remedy.pk))
            if is_money(own):
                _require_another_payer(step, own)
                if not shown and file is None:
                    raise Invalid({"proof": Problem.MISSING})
            left = len(owed) - 1
            own.state, own.done_at, own.done_by_id = RemedyState.DONE.value, now, actor.staff_id
            own.done_note, own.proof = remark, shown
            if file is not None:
                own.proof_file = file_with_note(step, file, shown or own.text, shown=file_shown)
            own.save(update_fields=["state", "done_at", "done_by", "done_note", "proof", "proof_file"])
            step.say(remedy=own.pk, kind=own.kind, left=left)
        if left == 0:
            finish_remedies(actor, complaint, now=now, within=step)


def is_money(remedy: Remedy) -> bool:
    """Does money leave the house with it?"""
    return remedy.kind in MONEY and bool(remedy.amount)


def others_who_could_pay(complaint: Complaint, granted_by: int | None) -> bool:
    """Is there anybody beside whoever granted it who sees the complaint and carries things out? One query."""
    return seen_by(complaint).filter(role__in=_HANDS).exclude(pk=granted_by or 0).exists()


def _require_another_payer(step: Taken, own: Remedy) -> None:
    """Where nobody else is there, it is paid all the same, and the entry says so for whoever looks later."""
    if own.granted_by_id is None or own.granted_by_id != step.actor.staff_id:
        return
    if others_who_could_pay(step.complaint, own.granted_by_id):
        raise NotNow(Obstacle.ANOTHER_PAYS)
    step.say(alone=True)


def finish_remedies(
    actor: Actor, complaint: Complaint, *, now: datetime, within: Taken | None = None, told: bool = False
) -> None:
    """Everything owed is done: tell the person, and promise to ask days later whether it is solved.

    `told`: the letter of the step before this one has said so already.
    """
    with taking(actor, complaint, Step.FINISH_REMEDIES, now=now, within=within) as step:
        remedies = step.complaint.remedies.filter(state__in=(RemedyState.DUE.value, *_RECEIVED))
        done = [remedy for remedy in remedies if remedy.state in RECEIVED]
        if len(done) < len(remedies):
            raise NotNow(Obstacle.REMEDY_OPEN, str(len(remedies) - len(done)))
        if not told:
            step.letter(LetterKind.REMEDIES_DONE, remedies=remedy_lines(done, step.complaint.language))
