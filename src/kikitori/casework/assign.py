"""Assign 担当割当: whose hands it is in. Anybody who handles may take one or pass it on, with a reason."""

from datetime import datetime

from kikitori.casework.apart import require_no_part
from kikitori.casework.errors import Invalid, NotNow, Obstacle, Problem
from kikitori.casework.given import checked_text
from kikitori.casework.step import Taken, taking
from kikitori.records.access.permissions import OF_ROLE, Permission
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Staff
from kikitori.records.people.terms import Role


def assign_complaint(
    actor: Actor, complaint: Complaint, *, to: Staff, now: datetime, reason: str = ""
) -> None:
    """Put the complaint into the hands of `to`, who must be at work and allowed to investigate."""
    reason = checked_text("reason", reason, longest=2000, needed=False)
    require_able(to)
    with taking(actor, complaint, Step.ASSIGN, now=now) as step:
        assign_within(step, to)
        if reason:
            step.say(reason=reason)


def require_able(to: Staff) -> None:
    """Is `to` at work, and allowed to investigate? Raises Invalid."""
    if not to.is_active or Permission.INVESTIGATE not in OF_ROLE[Role(to.role)]:
        raise Invalid({"to": Problem.OUT_OF_RANGE})


def assign_within(step: Taken, to: Staff) -> None:
    """The assignment itself, inside a step that puts it into these hands, and to their team.

    Raises NotNow: IS_BARRED, and under review HAD_A_PART, where they had a part in what is reviewed.
    """
    if to.pk in step.complaint.barred:
        raise NotNow(Obstacle.IS_BARRED, to.name)
    require_no_part(step, to.pk, to.name)
    before = step.complaint.assignee_id
    step.complaint.assignee = to
    step.complaint.team = to.team
    step.say(to=to.pk, **({"before": before} if before else {}))
