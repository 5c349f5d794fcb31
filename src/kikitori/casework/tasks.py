"""Tasks やること: what somebody of ours is to do in a complaint, and by when. Told to nobody outside.

A verb each: add, finish, take up again, give to somebody else, change the day, drop. The complaint's lock holds them
apart; finishing what is finished, or taking up what is open, leaves everything as it is.
"""

from datetime import date, datetime

from kikitori.casework.errors import Invalid, NotNow, Obstacle, Problem
from kikitori.casework.given import Checked, checked_text, known_years
from kikitori.casework.house import House
from kikitori.casework.step import Taken, taking
from kikitori.records.access.permissions import OF_ROLE, Permission
from kikitori.records.access.visibility import seen_by
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Complaint
from kikitori.records.deadlines.models import Clock
from kikitori.records.deadlines.working_time import end_of_day
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Staff
from kikitori.records.people.terms import Role
from kikitori.records.together.models import Task
from kikitori.records.together.terms import TaskState

LONGEST = 200
_LONGEST_REASON = 2000
_HANDS = [role for role in Role if Permission.NOTE in OF_ROLE[role]]


def able_to_take(complaint: Complaint) -> list[Staff]:
    """Who can be given a task in this complaint: at work, seeing it and handling complaints; by name. One query."""
    rows = seen_by(complaint).filter(role__in=[role.value for role in _HANDS])
    return list(rows.select_related("team").order_by("name", "pk"))


def add_task(
    actor: Actor,
    complaint: Complaint,
    *,
    title: str,
    to: Staff,
    by: date | datetime,
    now: datetime,
    for_what: str = "",
    duty_of: Clock | None = None,
) -> Task:
    """Something for `to` to do by a moment, or by a day, which lasts until our work ends. Raises Invalid.

    `for_what`: a word on the timeline for one that has come up by itself. `duty_of`: the deadline of a legal duty for
    which it has; that one may lie behind us already.
    """
    check, house = Checked(), House()
    what = check.line("title", title, longest=LONGEST, needed=True)
    if duty_of is None:
        _check_day(check, by, now, house)
    check.done()
    with taking(actor, complaint, Step.ADD_TASK, now=now, house=house) as step:
        _check_hands(step.complaint, to)
        task = Task.objects.create(
            complaint=step.complaint,
            title=what,
            assignee=to,
            due_at=_moment(step, by),
            made_by_id=actor.staff_id,
            made_at=now,
            duty_of=duty_of,
        )
        step.say(**_told(task), to=to.pk, due_at=task.due_at.isoformat())
        if for_what:
            step.say(**{"for": for_what})
    return task


def finish_task(
    actor: Actor, complaint: Complaint, *, task: Task, now: datetime, within: Taken | None = None
) -> None:
    """It is done, whoever did it. Raises NotNow(TASK_NOT_OPEN) where it was dropped."""
    with taking(actor, complaint, Step.FINISH_TASK, now=now, within=within) as step:
        own = _of(step, task)
        if own.state == TaskState.DONE.value:
            step.let_be()
            return
        _require_open(own)
        _end(own, TaskState.DONE, actor, now)
        step.say(**_told(own), **({"late": True} if now > own.due_at else {}))


def take_up_task(actor: Actor, complaint: Complaint, *, task: Task, now: datetime) -> None:
    """It is to be done after all: undoes finishing and dropping."""
    with taking(actor, complaint, Step.TAKE_UP_TASK, now=now) as step:
        own = _of(step, task)
        if own.is_open:
            step.let_be()
            return
        _open_again(own)
        step.say(**_told(own))


def reassign_task(
    actor: Actor,
    complaint: Complaint,
    *,
    task: Task,
    to: Staff,
    now: datetime,
    within: Taken | None = None,
    say_whose: bool = True,
) -> None:
    """Somebody else is to do it, who must see the complaint. `within`: the step this follows from.

    `say_whose`: may everybody who reads the timeline know who was to do it before?
    Raises Invalid, NotNow(TASK_NOT_OPEN, ALREADY_THERE).
    """
    with taking(actor, complaint, Step.REASSIGN_TASK, now=now, within=within) as step:
        own = _of(step, task)
        _require_open(own)
        if own.assignee_id == to.pk:
            raise NotNow(Obstacle.ALREADY_THERE)
        _check_hands(step.complaint, to)
        step.say(**_told(own), **({"before": own.assignee_id} if say_whose else {}), to=to.pk)
        own.assignee = to
        own.save(update_fields=["assignee"])


def reschedule_task(
    actor: Actor, complaint: Complaint, *, task: Task, by: date | datetime, now: datetime, reason: str = ""
) -> None:
    """Another day. Both stand on the timeline. Raises Invalid, NotNow(TASK_NOT_OPEN, NOTHING_CHANGED)."""
    check, house = Checked(), House()
    why = check.text("reason", reason, longest=_LONGEST_REASON)
    _check_day(check, by, now, house)
    check.done()
    with taking(actor, complaint, Step.RESCHEDULE_TASK, now=now, house=house) as step:
        own = _of(step, task)
        _require_open(own)
        before, own.due_at = own.due_at, _moment(step, by)
        if own.due_at == before:
            raise NotNow(Obstacle.NOTHING_CHANGED)
        own.save(update_fields=["due_at"])
        step.say(**_told(own), before=before.isoformat(), due_at=own.due_at.isoformat())
        if why:
            step.say(reason=why)


def drop_task(actor: Actor, complaint: Complaint, *, task: Task, reason: str, now: datetime) -> None:
    """It is not to be done any more, and why. Raises Invalid, NotNow(TASK_NOT_OPEN)."""
    why = checked_text("reason", reason, longest=_LONGEST_REASON)
    with taking(actor, complaint, Step.DROP_TASK, now=now) as step:
        own = _of(step, task)
        _require_open(own)
        _end(own, TaskState.DROPPED, actor, now)
        step.say(**_told(own), reason=why)


def _of(step: Taken, task: Task) -> Task:
    """The task as it stands under the complaint's lock. Raises NotNow where it is another complaint's."""
    for own in Task.objects.filter(pk=task.pk, complaint=step.complaint):
        return own
    raise NotNow(Obstacle.TASK_NOT_OPEN)


def _require_open(task: Task) -> None:
    if not task.is_open:
        raise NotNow(Obstacle.TASK_NOT_OPEN)


def _end(task: Task, state: TaskState, actor: Actor, now: datetime) -> None:
    task.state, task.ended_at, task.ended_by_id = state.value, now, actor.staff_id
    task.save(update_fields=["state", "ended_at", "ended_by"])


def _open_again(task: Task) -> None:
    task.state, task.ended_at, task.ended_by = TaskState.OPEN.value, None, None
    task.save(update_fields=["state", "ended_at", "ended_by"])


def _told(task: Task) -> dict[str, object]:
    """What every entry says of it; the title never changes."""
    return {"task": task.pk, "title": task.title}


def _check_hands(complaint: Complaint, to: Staff) -> None:
    if Role(to.role) not in _HANDS or not seen_by(complaint).filter(pk=to.pk).exists():
        raise Invalid({"to": Problem.OUT_OF_RANGE})


def _check_day(check: Checked, by: date | datetime, now: datetime, house: House) -> None:
    if not isinstance(by, datetime):
        check.coming_day("by", by, house.day_of(now))
    elif by <= now:
        check.problems["by"] = Problem.IN_THE_PAST
    elif by.year > known_years().last_year:
        check.problems["by"] = Problem.OUT_OF_RANGE


def _moment(step: Taken, by: date | datetime) -> datetime:
    """The moment itself, or the end of that day's work with the team that has the complaint. Raises Invalid."""
    if isinstance(by, datetime):
        return by.replace(microsecond=0)
    due_at = end_of_day(step.house.calendar_for(step.complaint), by)
    if due_at <= step.now:
        raise Invalid({"by": Problem.IN_THE_PAST})
    return due_at
