"""Keeping out 関与禁止の実行: what a bar does to the work of whoever is barred, here and where the complaint goes on.

It leaves their hands, their open tasks go to somebody who sees them, and what was brought before them is brought before
somebody else: nothing may stay with a person to whom it does not exist any more (invariant 8). Bars go wherever words
of the complaint go, told only to those who may know of them, and no undoing takes them back: lifting.py does.

Whoever moves the words has decided nothing and learns nothing: a bar that comes along does so by itself, what was in
barred hands goes to somebody who decides about people, and the one entry of it is confided.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from django.db.models import QuerySet

from kikitori.casework import escalating
from kikitori.casework.assign import assign_complaint
from kikitori.casework.barring import deciding
from kikitori.casework.house import House
from kikitori.casework.noticing import notice_given
from kikitori.casework.officers import who_answers
from kikitori.casework.step import Taken, write_down
from kikitori.casework.tasks import able_to_take, reassign_task
from kikitori.casework.told_as import EVENT_OF
from kikitori.records.access.visibility import seen_by, visible_to
from kikitori.records.complaints.lifecycle import OPEN, State, Step
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.terms import EventKind, Visibility
from kikitori.records.complaints.timeline import Event
from kikitori.records.deadlines.duties import duty_of_rule
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Staff
from kikitori.records.together.models import Task
from kikitori.records.together.terms import TaskState
from kikitori.records.voices.petitions import Petition
from kikitori.records.voices.terms import PetitionKind

_BY_ITSELF = Actor.system("bar_came_along")


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
    came_from: Complaint | None = None,
    of_another: bool = False,
) -> None:
    """Bar them from another complaint to which words of it go, whatever state that is in; its row is locked.

    Nothing where they are barred there already. `hidden_from`: who else must not learn of it. `came_from`: it comes
    along from there, and the entry of it alone says what becomes of their tasks. `of_another`: somebody else may
    complain there, who has named nobody and is told nothing.
    """
    if not set(out) - set(complaint.barred):
        return
    # The row as it stands: who calls may have read theirs before somebody else was barred.
    row = Complaint.objects.select_related("team").get(pk=complaint.pk)
    missing = sorted(set(out) - set(row.barred))
    if missing:
        step = _unasked(actor, row, now, house)
        was_theirs = row.assignee_id in missing
        leave_hands(step, missing)
        row.version += 1
        row.save(update_fields=["barred", "assignee", "version"])
        step.say(granted=True, barred=missing, hidden_from=sorted({*missing, *hidden_from}))
        step.say(**({"of_another": True} if of_another else {}))
        if came_from is not None:
            step.say(**_given_quietly(step, missing, came_from, {*missing, *hidden_from}))
        write_down(step)
        give_on(actor, row, missing, to if was_theirs else None, now=now, house=house)
    for name in ("barred", "assignee_id", "version"):
        setattr(complaint, name, getattr(row, name))


def carry_bars(
    complaint: Complaint,
    to: Complaint,
    out: Iterable[int],
    *,
    now: datetime,
    house: House,
    of_another: bool = False,
) -> None:
    """Whoever is barred from `complaint` (`out`) is barred from `to`, where words of it are to stand; both are locked.

    Nobody does it: it comes along by itself. Who must not learn of a bar here learns nothing of it there. At most four
    queries beside the bar itself and what is in their hands, and none where nobody is barred.
    """
    kept_out = set(out) - set(to.barred)
    if kept_out:
        keep_out_there(
            *(_BY_ITSELF, to, kept_out),
            now=now,
            house=house,
            hidden_from=unseen_of(complaint),
            came_from=complaint,
            of_another=of_another,
        )


def share_bars(
    one: Complaint,
    other: Complaint,
    barred: Mapping[int, Collection[int]],
    *,
    now: datetime,
    house: House,
) -> None:
    """Whoever is barred from either is barred from both: the same matter lies in both, and words of each in the other.

    `barred`: who is, by complaint, as the locked rows say (`lock_both`).
    """
    for each in (one, other):
        each.barred = list(barred[each.pk])
    carry_bars(one, other, barred[one.pk], now=now, house=house)
    carry_bars(other, one, barred[other.pk], now=now, house=house)


def unseen_of(complaint: Complaint) -> set[int]:
    """Everybody who must not learn of what was confided in it, or of a bar that came into it. Two queries."""
    named = Petition.objects.filter(complaint=complaint, kind=PetitionKind.BAR.value)
    entries = Event.objects.filter(complaint=complaint, kind=EventKind.BAR_DECIDED.value)
    lists = [*named.values_list("hidden_from", flat=True)]
    lists += [data.get("hidden_from", ()) for data in entries.values_list("data", flat=True)]
    return {number for each in lists for number in each}


def _unasked(actor: Actor, row: Complaint, now: datetime, house: House) -> Taken:
    """The step of a bar that comes from another complaint; no state stands in its way."""
    return Taken(*(actor, row, Step.DECIDE_BAR, now, Visibility.CONFIDED, EVENT_OF[Step.DECIDE_BAR], house))


def _given_quietly(
    step: Taken, out: Collection[int], came_from: Complaint, unseen: Collection[int]
) -> dict[str, object]:
    """Their open tasks, given to a lead who is told; values for the entry: each task with whose it was, and to whom.

    No entry of their own, which everybody reads and which would tell who was kept out. Where no lead may know of it,
    they stay whose they are.
    """
    tasks = list(_open_tasks(step.complaint, out))
    takers = _takers(step.complaint, out, came_from, unseen) if tasks else []
    if not takers:
        return {}
    was = [[task.pk, task.assignee_id] for task in tasks]
    for task in tasks:
        task.assignee_id = takers[0]
        task.save(update_fields=["assignee"])
    notice_given(step.actor, step.complaint, takers[0], now=step.now)
    return {"tasks": was, "to": takers[0]}


def _takers(row: Complaint, out: Collection[int], came_from: Complaint, unseen: Collection[int]) -> list[int]:
    """Leads who see both and may know of it; before all others whoever has decided it, the last first."""
    entries = came_from.events.filter(kind=EventKind.BAR_DECIDED.value, actor_staff__isnull=False)
    by = [
        decider
        for decider, data in entries.order_by("-pk").values_list("actor_staff", "data")
        if not set(out).isdisjoint(data.get("barred", ()))
    ]
    here, there = deciding(row, unseen), set(seen_by(came_from).values_list("pk", flat=True))
    return sorted(there.intersection(here), key=lambda one: (by.index(one) if one in by else len(by), one))


def _open_tasks(complaint: Complaint, out: Collection[int]) -> QuerySet[Task]:
    theirs = Task.objects.filter(complaint=complaint, assignee__in=out, state=TaskState.OPEN.value)
    return theirs.select_related("duty_of").order_by("pk")


def give_on(
    actor: Actor, complaint: Complaint, out: Collection[int], to: Staff | None, *, now: datetime, house: House
) -> None:
    """What was in their hands comes into others, told on the timeline but for whose it was; the bar itself is written.

    Tasks go to `to`, else to whoever keeps them out. What came along by itself is in other hands already.
    """
    escalating.place_anew(complaint, out, now, house)
    tasks = list(_open_tasks(complaint, out)) if actor.staff_id is not None else []
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
        # A legal duty goes to whoever is in charge of it after them, not to whoever happens to decide this.
        duty = duty_of_rule(task.duty_of.rule) if task.duty_of else None
        after = who_answers(duty[0], complaint, house.roster_at(now)) if duty else None
        reassign_task(actor, complaint, task=task, to=after or receiver, now=now, say_whose=False)
