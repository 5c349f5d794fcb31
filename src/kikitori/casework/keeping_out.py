"""Keeping out 関与禁止の実行: what a bar does to the work of whoever is barred, here and where the complaint goes on.

It leaves their hands, their open tasks go to somebody who sees them, and what was brought before them is brought before
somebody else: nothing may stay with a person to whom it does not exist any more (invariant 8).
"""

from collections.abc import Collection, Iterable
from datetime import datetime

from kikitori.casework import escalating
from kikitori.casework.assign import assign_complaint
from kikitori.casework.house import House
from kikitori.casework.step import Taken, write_down
from kikitori.casework.tasks import able_to_take, reassign_task
from kikitori.casework.told_as import EVENT_OF
from kikitori.records.access.visibility import visible_to
from kikitori.records.complaints.lifecycle import OPEN, State, Step
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.terms import Visibility
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Staff
from kikitori.records.together.models import Task
from kikitori.records.together.terms import TaskState


def leave_hands(step: Taken, out: Collection[int]) -> None:
    """They see it no more; it leaves their hands."""
    row = step.complaint
    row.barred = sorted({*row.barred, *out})
    if row.assignee_id in out:
        step.say(before=row.assignee_id)
        row.assignee = None


def keep_out_there(
    actor: Actor,
    complaint: Complaint,
    out: Iterable[int],
    *,
    now: datetime,
    house: House,
    hidden_from: Iterable[int] = (),
    to: Staff | None = None,
) -> None:
    """Bar them from another complaint in which the same matter lies, whatever state that is in; its row is locked.

    Nothing where they are barred there already. `hidden_from`: who else must not learn of it.
    """
    missing = sorted(set(out) - set(complaint.barred))
    if not missing:
        return
    unseen = sorted({*missing, *hidden_from})
    step = Taken(
        *(actor, complaint, Step.DECIDE_BAR, now, Visibility.CONFIDED, EVENT_OF[Step.DECIDE_BAR], house)
    )
    was_theirs = complaint.assignee_id in missing
    leave_hands(step, missing)
    complaint.version += 1
    complaint.save(update_fields=["barred", "assignee", "version"])
    step.say(granted=True, barred=missing, hidden_from=unseen)
    write_down(step)
    give_on(actor, complaint, missing, to if was_theirs else None, now=now, house=house)


def give_on(
    actor: Actor, complaint: Complaint, out: Collection[int], to: Staff | None, *, now: datetime, house: House
) -> None:
    """What was in their hands comes into others, each told on the timeline as ever; the bar itself is written.

    Tasks go to `to`, else to whoever keeps them out.
    """
    escalating.place_anew(complaint, out, now, house)
    theirs = Task.objects.filter(complaint=complaint, assignee__in=out, state=TaskState.OPEN.value)
    tasks = list(theirs.order_by("pk"))
    free = complaint.assignee_id is None and State(complaint.state) in OPEN
    takes = to is not None and free and to.pk not in complaint.barred
    if not (tasks or takes) or not visible_to(actor).filter(pk=complaint.pk).exists():
        return
    if takes and to is not None:
        assign_complaint(actor, complaint, to=to, now=now)
    able = {one.pk: one for one in able_to_take(complaint)} if tasks else {}
    receiver = able.get(to.pk if to is not None else 0) or able.get(actor.staff_id or 0)
    if receiver is None:
        return
    for task in tasks:
        reassign_task(actor, complaint, task=task, to=receiver, now=now)
