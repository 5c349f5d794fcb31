"""Letting people go 退職・異動: what somebody holds, handed on to others, and then the account closed.

Complaints go by rounds (rounds.py), each by its own verb; here are the numbers, tasks in others' complaints, and the
end. Numbers say nothing of what is in a complaint: whoever may not see complaints reads them too.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from kikitori.casework.errors import CaseworkError, Invalid, Problem, Refused
from kikitori.casework.settings_kept import note_change
from kikitori.casework.tasks import reassign_task
from kikitori.records.access.permissions import OF_ROLE, Permission
from kikitori.records.access.policy import may, permissions_of
from kikitori.records.access.visibility import visible_to
from kikitori.records.complaints.lifecycle import OPEN, StepNotPossible
from kikitori.records.complaints.models import Complaint
from kikitori.records.escalation.models import OPEN as UNANSWERED
from kikitori.records.escalation.models import Escalation, Level
from kikitori.records.inquiry.conversations import Conversation
from kikitori.records.letters.drafts import Draft, PendingReply
from kikitori.records.letters.kinds import PENDING_SEEN
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Staff
from kikitori.records.people.terms import Role, Setting
from kikitori.records.selection.models import SavedView
from kikitori.records.together.models import Following, Task
from kikitori.records.together.terms import Holding, TaskState
from kikitori.records.together.webhooks import Webhook

#: What nobody else would find: it is handed on before an account is closed, whoever asks.
MUST_GO = (Holding.COMPLAINTS, Holding.TASKS, Holding.LEVELS)


def complaints_held(staff: Staff) -> QuerySet[Complaint]:
    """Open complaints in their hands."""
    return Complaint.objects.filter(assignee=staff, state__in=[state.value for state in OPEN])


def tasks_held(staff: Staff) -> QuerySet[Task]:
    """What they are still to do, in whosever complaint."""
    return Task.objects.filter(assignee=staff, state=TaskState.OPEN.value)


def levels_held(staff: Staff) -> QuerySet[Level]:
    """Levels of the ladder on which they stand, in their own name or as deputy."""
    return Level.objects.filter(Q(holder=staff) | Q(deputy=staff))


def holdings_of(staff: Staff) -> dict[Holding, int]:
    """How much of everything they hold; what there is none of is absent. Nine queries."""
    rows: dict[Holding, QuerySet[Any, Any]] = {
        Holding.COMPLAINTS: complaints_held(staff),
        Holding.TASKS: tasks_held(staff),
        Holding.LEVELS: levels_held(staff),
        Holding.ESCALATIONS: Escalation.objects.filter(UNANSWERED, holder=staff),
        Holding.REPLIES: PendingReply.objects.filter(author=staff, state__in=sorted(PENDING_SEEN)),
        Holding.DRAFTS: Draft.objects.filter(staff=staff, is_sent=False),
        Holding.CONVERSATIONS: Conversation.objects.filter(staff=staff, ended_at__isnull=True),
        Holding.FOLLOWED: Following.objects.filter(staff=staff),
        Holding.VIEWS: SavedView.objects.filter(owner=staff),
    }
    return {kind: number for kind, each in rows.items() if (number := each.count())}


def is_alone_in_team(staff: Staff) -> bool:
    """Are they the only one at work in their team who handles complaints? Then nobody is left there."""
    if staff.team_id is None or Permission.INVESTIGATE not in OF_ROLE[Role(staff.role)]:
        return False
    able = [role.value for role, granted in OF_ROLE.items() if Permission.INVESTIGATE in granted]
    others = Staff.objects.filter(team=staff.team_id, is_active=True, role__in=able).exclude(pk=staff.pk)
    return not others.exists()


@dataclass(frozen=True, slots=True)
class GivenOn:
    """What came of handing on tasks: how many went, and those that could not be given, as they were."""

    done: int
    left: list[Task]


def hand_on_tasks(actor: Actor, staff: Staff, *, tasks: Sequence[int], to: Staff, now: datetime) -> GivenOn:
    """Give these tasks of theirs to `to`, each by its own verb; where `to` does not see the complaint it stays.

    Only tasks of complaints the actor sees are touched. One's own, or whoever lets people go anybody's. Raises Refused.
    """
    if staff.pk != actor.staff_id:
        require_letting_go(actor)
    done, left = 0, []
    seen = tasks_held(staff).filter(pk__in=tasks, complaint__in=visible_to(actor))
    for task in seen.select_related("complaint").order_by("due_at", "pk"):
        try:
            reassign_task(actor, task.complaint, task=task, to=to, now=now)
        except (CaseworkError, StepNotPossible):
            left.append(task)
        else:
            done += 1
    return GivenOn(done, left)


def close_account(actor: Actor, staff: Staff, *, left: Collection[Holding], now: datetime) -> None:
    """They cannot sign in any more, and whatever they have open shuts. `left`: what is knowingly left as it is.

    Raises Refused (an administrator's account is closed by an administrator); Invalid, by the words of Holding:
    OUT_OF_RANGE for what must be handed on first, MISSING for what is held and not in `left`; `staff` for oneself and
    for the last administrator. What they follow tells them nothing more, and their own webhook is forgotten; all else
    stays as it stands.
    """
    require_letting_go(actor)
    with transaction.atomic():
        own = Staff.objects.select_for_update().get(pk=staff.pk)
        if own.role == Role.ADMINISTRATOR.value and Permission.MANAGE_STAFF not in permissions_of(actor):
            raise Refused(may(actor, Permission.MANAGE_STAFF))
        if not own.is_active:
            return
        held = holdings_of(own)
        problems = _in_the_way(held, left)
        if own.pk == actor.staff_id or is_last_administrator(own):
            problems["staff"] = Problem.OUT_OF_RANGE
        if problems:
            raise Invalid(problems)
        own.is_active = False
        # Every session is bound to the password: none outlives it.
        own.set_unusable_password()
        own.save(update_fields=["is_active", "password"])
        Following.objects.filter(staff=own).delete()
        Webhook.objects.filter(staff=own).delete()
        before = {"staff": own.pk, "active": True}
        rest = {kind.value: number for kind, number in held.items()}
        note_change(actor, Setting.ACCOUNTS, before, {"staff": own.pk, "active": False, "left": rest}, now)


def require_letting_go(actor: Actor) -> None:
    """Raises Refused."""
    decision = may(actor, Permission.LET_GO)
    if not decision.allowed:
        raise Refused(decision)


def _in_the_way(held: dict[Holding, int], left: Collection[Holding]) -> dict[str, Problem]:
    return {
        kind.value: Problem.OUT_OF_RANGE if kind in MUST_GO else Problem.MISSING
        for kind in held
        if kind in MUST_GO or kind not in left
    }


def is_last_administrator(staff: Staff) -> bool:
    """Is nobody else left who could look after accounts?"""
    if staff.role != Role.ADMINISTRATOR.value:
        return False
    others = Staff.objects.filter(role=staff.role, is_active=True).exclude(pk=staff.pk)
    return not others.exists()
