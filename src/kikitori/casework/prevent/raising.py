"""Raise a corrective action 是正処置, say where it comes from, hand it on, begin it anew, or drop it with a reason."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from kikitori.casework.errors import Invalid, NotNow, Obstacle, Problem, Unseen
from kikitori.casework.given import Checked, checked_text
from kikitori.casework.house import House
from kikitori.casework.prevent.doorway import (
    Acting,
    acting,
    next_action_reference,
    note_on_action,
    require,
)
from kikitori.casework.prevent.sight import HANDS
from kikitori.casework.prevent.telling import tell
from kikitori.casework.prevent.tying import Tie, tell_of_action
from kikitori.records.access.permissions import Permission
from kikitori.records.access.visibility import masses_seen_by, visible_to
from kikitori.records.complaints.mass import MassComplaint
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Staff
from kikitori.records.prevention.actions import ActionCycle, ActionSource, CorrectiveAction, NoAction
from kikitori.records.prevention.lifecycle import BOUND, ActionStep
from kikitori.records.prevention.terms import ActionState

LONGEST = 5000


@dataclass(frozen=True, kw_only=True)
class ActionGiven:
    """What somebody raises. `seen_in`: where it was seen, where no complaint is its source."""

    title: str
    problem: str
    owner: Staff | None = None
    seen_in: str = ""


def raise_action(
    actor: Actor,
    given: ActionGiven,
    *,
    now: datetime,
    complaint: Complaint | None = None,
    mass: MassComplaint | None = None,
) -> CorrectiveAction:
    """Raise one, from a complaint, a mass complaint, or what was seen elsewhere. Its owner is told.

    Without an owner named it is whoever raises it. Locks the year's counter. Raises Refused, Invalid, Unseen.
    """
    require(actor, Permission.PREVENT)
    check, house = Checked(), House()
    title = check.line("title", given.title, longest=200, needed=True)
    problem = check.text("problem", given.problem, longest=LONGEST, needed=True)
    seen_in = check.line("seen_in", given.seen_in, longest=200)
    if given.owner is not None and not _can_own(given.owner):
        check.problems["owner"] = Problem.OUT_OF_RANGE
    check.done()
    with transaction.atomic():
        action = CorrectiveAction.objects.create(
            reference=next_action_reference(now, house),
            title=title,
            problem=problem,
            seen_in=seen_in,
            owner_id=given.owner.pk if given.owner else actor.own_staff_id,
            raised_by_id=actor.own_staff_id,
            raised_at=now,
        )
        cycle = ActionCycle.objects.create(action=action, number=1, begun_at=now)
        if complaint is not None or mass is not None:
            _add_source(actor, action, complaint, mass, tie=Tie.RAISED, now=now)
        told: dict[str, object] = {"owner": action.owner_id}
        note_on_action(actor, action, ActionStep.RAISE, now, **told, **_named(complaint, mass))
        tell(Acting(actor, action, cycle, now, house), [action.owner_id])
    return action


def link_action(
    actor: Actor,
    action: CorrectiveAction,
    *,
    now: datetime,
    complaint: Complaint | None = None,
    mass: MassComplaint | None = None,
) -> None:
    """It comes from this one, too; twice is once. Raises Unseen, Refused, ActionStepNotPossible."""
    with acting(actor, action, ActionStep.LINK, now=now) as step:
        _add_source(actor, step.action, complaint, mass, tie=Tie.LINKED, now=now)
        step.say(**_named(complaint, mass))


def unlink_action(actor: Actor, action: CorrectiveAction, *, source: int, now: datetime) -> None:
    """It does not come from there after all. Raises Unseen, Refused, NotNow(NOT_LINKED)."""
    with acting(actor, action, ActionStep.UNLINK, now=now) as step:
        row = (
            ActionSource.objects.filter(pk=source, action=step.action)
            .select_related("complaint", "mass")
            .first()
        )
        if row is None:
            raise NotNow(Obstacle.NOT_LINKED)
        _require_sight(actor, row.complaint, row.mass)
        step.say(**_named(row.complaint, row.mass))
        row.delete()
        if row.complaint is not None:
            tell_of_action(actor, row.complaint, step.action, Tie.UNLINKED, now=now)


def hand_over_action(
    actor: Actor, action: CorrectiveAction, *, to: Staff, now: datetime, seen: int | None = None
) -> None:
    """Somebody else carries it out, and is told. Raises Invalid, NotNow(ALREADY_THERE, OWNER_APPROVES)."""
    if not _can_own(to):
        raise Invalid({"owner": Problem.OUT_OF_RANGE})
    with acting(actor, action, ActionStep.HAND_OVER, now=now, seen=seen) as step:
        if step.action.owner_id == to.pk:
            raise NotNow(Obstacle.ALREADY_THERE)
        if ActionState(step.action.state) in BOUND and step.cycle.approved_by_id == to.pk:
            raise NotNow(Obstacle.OWNER_APPROVES)
        step.say(before=step.action.owner_id, owner=to.pk)
        step.action.owner = to
        tell(step, [to.pk])


def begin_action_anew(
    actor: Actor, action: CorrectiveAction, *, reason: str, now: datetime, seen: int | None = None
) -> None:
    """Cause, plan and measure are open again; what was fixed stays on record. With a reason. Raises Invalid."""
    why = checked_text("reason", reason, longest=LONGEST)
    with acting(actor, action, ActionStep.ANEW, now=now, seen=seen, writes=False) as step:
        tell(step, {step.action.owner_id, step.cycle.approved_by_id or 0})
        step.say(reason=why)
        step.begin_anew(why)


def drop_action(
    actor: Actor, action: CorrectiveAction, *, reason: str, now: datetime, seen: int | None = None
) -> None:
    """It is not carried out, and why. Raises Invalid, ActionStepNotPossible once it has been carried out."""
    why = checked_text("reason", reason, longest=LONGEST)
    with acting(actor, action, ActionStep.DROP, now=now, seen=seen) as step:
        step.say(reason=why)
        tell(step, [step.action.owner_id])


def _can_own(staff: Staff) -> bool:
    return staff.is_active and staff.role in HANDS


def _add_source(
    actor: Actor,
    action: CorrectiveAction,
    complaint: Complaint | None,
    mass: MassComplaint | None,
    *,
    tie: Tie,
    now: datetime,
) -> None:
    """What answers the question why nothing changes is taken away: now something does."""
    _require_sight(actor, complaint, mass)
    _row, is_new = ActionSource.objects.get_or_create(
        action=action, complaint=complaint, mass=mass, defaults={"at": now}
    )
    if complaint is not None:
        NoAction.objects.filter(complaint=complaint).delete()
        if is_new:
            tell_of_action(actor, complaint, action, tie, now=now)


def _require_sight(actor: Actor, complaint: Complaint | None, mass: MassComplaint | None) -> None:
    if complaint is not None and not visible_to(actor).filter(pk=complaint.pk).exists():
        raise Unseen
    if mass is not None and not masses_seen_by(actor).filter(pk=mass.pk).exists():
        raise Unseen


def _named(complaint: Complaint | None, mass: MassComplaint | None) -> dict[str, object]:
    """In the record by number alone: who reads it may not see the complaint."""
    found: dict[str, object] = {}
    if complaint is not None:
        found["complaint"] = complaint.pk
    if mass is not None:
        found["mass"] = mass.pk
    return found
