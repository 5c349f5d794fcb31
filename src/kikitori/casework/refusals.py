"""Refusals 拒否: a step that was refused leaves nothing behind but a line that it was tried (ADR 0033).

The doorway takes back whatever the step had begun; whoever catches the refusal notes it then, in the transaction of the
request. No step, no timeline, no version: nothing about the complaint has changed.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import F

from kikitori.casework.errors import Refused
from kikitori.records.access.permissions import NEEDED, Permission
from kikitori.records.access.policy import may
from kikitori.records.access.refusals import STATE, Refusal
from kikitori.records.complaints.lifecycle import State, Step, StepNotPossible, is_possible
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Staff
from kikitori.records.people.queries import the_organisation


def note_refusal(
    actor: Actor,
    complaint: Complaint,
    wanted: Step | Permission,
    why: str,
    *,
    now: datetime,
    state: State | None = None,
) -> None:
    """Keep one line, or count up that of today. `why`: a Reason of the policy, or STATE. `state`: where it stood.

    A few queries, which only a refusal costs.
    """
    row, fresh = Refusal.objects.get_or_create(
        complaint=complaint,
        day=now.astimezone(ZoneInfo(the_organisation().time_zone)).date(),
        actor_kind=actor.kind.value,
        staff=Staff.objects.get(pk=actor.staff_id) if actor.staff_id else None,
        role=actor.role.value if actor.role else "",
        wanted=wanted.value,
        why=why,
        state=str(state or complaint.state),
        defaults={"last_at": now},
    )
    if not fresh:
        Refusal.objects.filter(pk=row.pk).update(times=F("times") + 1, last_at=now)


def note_if_forbidden(actor: Actor, complaint: Complaint, step: Step, *, now: datetime) -> None:
    """The same for a page that saw by itself that role or state forbid the step. What facts stand against is not."""
    decision = may(actor, NEEDED[step], complaint)
    if not decision.allowed:
        note_refusal(actor, complaint, step, decision.reason.value, now=now)
    elif not is_possible(State(complaint.state), step):
        note_refusal(actor, complaint, step, STATE, now=now)


def note_caught(
    actor: Actor, refusal: Exception, complaint: Complaint | None = None, *, now: datetime
) -> None:
    """The same for what a verb raised. Nothing is noted of what forbids nothing, or was about no complaint."""
    match refusal:
        case StepNotPossible(step=step, state=state) if complaint is not None:
            note_refusal(actor, complaint, step, STATE, now=now, state=state)
        case Refused(decision=decision, step=step, complaint=refused) if step and refused:
            note_refusal(actor, refused, step, decision.reason.value, now=now)
