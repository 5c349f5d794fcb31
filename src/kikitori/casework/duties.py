"""Duties 法令報告のやること: where a deadline towards an authority runs, its officer has a task by itself.

A watcher (config/schedule.py, every minute) looks at deadlines that run without a task, however they were begun: by a
safety question, by hand, by an import. It may run twice, and beside itself: a deadline has one task (`Task.duty_of`).
The task ends with its deadline: at once where the report is marked as sent or as not needed, else by the watcher.
"""

from collections.abc import Collection
from datetime import datetime
from functools import partial

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from kikitori.casework.clocks import RUNNING
from kikitori.casework.house import House
from kikitori.casework.officers import who_answers
from kikitori.casework.singly import done_singly
from kikitori.casework.step import Taken
from kikitori.casework.tasks import add_task, finish_task, reassign_task
from kikitori.records.access.visibility import sees
from kikitori.records.complaints.models import Complaint
from kikitori.records.deadlines.duties import duty_of_rule
from kikitori.records.deadlines.labels import REPORT_KIND
from kikitori.records.deadlines.models import Clock
from kikitori.records.deadlines.report_forms import report_forms
from kikitori.records.people.actor import Actor
from kikitori.records.together.models import Task
from kikitori.records.together.terms import TaskState

FOR_DUTY = "legal_duty"
_AT_MOST = 200


def watch_duties(actor: Actor, *, now: datetime) -> int:
    """Give what has no task, take back what has ended, and pass on what its holder does not see any more; how many."""
    waiting = Clock.objects.filter(RUNNING, asks_for_report(), duty_task__isnull=True)
    given = [partial(_give, actor, number, now) for number in _first(waiting)]
    open_tasks = Task.objects.filter(state=TaskState.OPEN.value, duty_of__isnull=False)
    over = open_tasks.exclude(duty_of__in=Clock.objects.filter(RUNNING))
    ended = [partial(_end, actor, number, now) for number in _first(over)]
    running = open_tasks.filter(duty_of__in=Clock.objects.filter(RUNNING))
    # Few: as many as there are reports to authorities that nobody has sent yet.
    unseen = [
        task.pk
        for task in running.select_related("assignee", "complaint")[:_AT_MOST]
        if not sees(task.assignee, task.complaint)
    ]
    passed = [partial(_pass_on, actor, number, now) for number in unseen]
    return sum(done_singly(actor, each) for each in (*given, *ended, *passed))


def asks_for_report() -> Q:
    """Clocks of rules that ask for a report to an authority, whatever the version of the pack."""
    found = Q()
    for form in report_forms().values():
        for name in form.rules:
            pack, _slash, rule = name.partition("/")
            found |= Q(rule__startswith=f"{pack}/", rule__endswith=f"/{rule}")
    return found


def finish_duties(step: Taken, clocks: Collection[Clock]) -> None:
    """The tasks of deadlines that this step has ended are done with it. One query, and each task's own."""
    tasks = Task.objects.filter(duty_of__in=[clock.pk for clock in clocks], state=TaskState.OPEN.value)
    for task in tasks.order_by("pk"):
        finish_task(step.actor, step.complaint, task=task, now=step.now, within=step)


def _first(rows: QuerySet[Clock] | QuerySet[Task]) -> list[int]:
    return list(rows.order_by("pk").values_list("pk", flat=True)[:_AT_MOST])


def _give(actor: Actor, number: int, now: datetime) -> None:
    clock = Clock.objects.select_for_update(of=("self",)).select_related("complaint__team").get(pk=number)
    wanted = duty_of_rule(clock.rule)
    if wanted is None or Task.objects.filter(duty_of=clock).exists():
        return
    house = House()
    to = who_answers(wanted[0], clock.complaint, house.roster_at(now))
    if to is None:
        return
    with override(to.language):
        title = _("To the authority: %(report)s") % {"report": REPORT_KIND[wanted[1]]}
    add_task(
        actor,
        clock.complaint,
        title=title,
        to=to,
        by=clock.due_at,
        now=now,
        for_what=FOR_DUTY,
        duty_of=clock,
    )


def _end(actor: Actor, number: int, now: datetime) -> None:
    task = Task.objects.select_related("complaint").get(pk=number)
    finish_task(actor, task.complaint, task=task, now=now)


def _pass_on(actor: Actor, number: int, now: datetime) -> None:
    task = Task.objects.select_related("complaint__team", "duty_of").get(pk=number)
    wanted = duty_of_rule(task.duty_of.rule) if task.duty_of else None
    complaint: Complaint = task.complaint
    to = who_answers(wanted[0], complaint, House().roster_at(now)) if wanted else None
    if to is not None and to.pk != task.assignee_id:
        reassign_task(actor, complaint, task=task, to=to, now=now, say_whose=False)
