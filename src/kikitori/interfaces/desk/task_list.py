"""Tasks of all complaints one sees: my own or everybody's, what is due first; the few of them that Today shows."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_POST, require_safe

from kikitori.casework.errors import NotNow
from kikitori.casework.tasks import finish_task, take_up_task
from kikitori.interfaces.desk.asked import slice_from, ways_on, word_from
from kikitori.interfaces.desk.away.standing_for import as_deputy, attendance
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.frame import Frame, frame_of
from kikitori.records.access.permissions import Permission
from kikitori.records.access.visibility import sees, visible_to
from kikitori.records.people.actor import Actor
from kikitori.records.together.models import Task
from kikitori.records.together.terms import TaskState

PAGE = 50
_IN_TODAY = 5
_DIGITS = 18
_LONG = ("complaint__story", "complaint__desired_outcome", "complaint__accommodation")


class Whose(StrEnum):
    """Whose tasks."""

    MINE = "mine"
    DEPUTY = "deputy"
    ALL = "all"


TITLE = {
    Whose.MINE: pgettext_lazy("tasks", "Mine"),
    Whose.DEPUTY: pgettext_lazy("tasks", "As deputy"),
    Whose.ALL: pgettext_lazy("tasks", "Everybody's"),
}


def tasks_seen(actor: Actor) -> QuerySet[Task]:
    """Every task of the complaints this actor sees, with what a list says of them, in no order."""
    rows = Task.objects.filter(complaint__in=visible_to(actor)).select_related("complaint", "assignee")
    return rows.defer(*_LONG)


def open_tasks(actor: Actor, whose: Whose, stood_in: Q | None = None) -> QuerySet[Task]:
    """What is still to be done. `stood_in`: which are those of people this actor stands in for."""
    if whose is Whose.DEPUTY:
        own = stood_in or Q(pk__in=())
    else:
        own = Q(assignee=actor.staff_id) if whose is Whose.MINE else Q()
    return tasks_seen(actor).filter(own, state=TaskState.OPEN.value)


def due_today(actor: Actor, until: datetime) -> list[Task]:
    """What I am to do before this moment, soonest first: the first few. One query."""
    rows = open_tasks(actor, Whose.MINE).filter(due_at__lt=until)
    return list(rows.order_by("due_at", "id")[:_IN_TODAY])


@desk_page()
@require_safe
def tasks(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What is to be done, soonest first. `?whose=`; `?done=`: the one just finished, which can be taken up again."""
    whose = Whose(word_from(request, "whose", list(Whose), Whose.MINE.value))
    frame = frame_of(request)
    rows = open_tasks(actor, whose, as_deputy(frame, "assignee"))
    page = slice_from(request, rows, "due_at", size=PAGE, descending=False)
    context = {
        "tasks": page.rows,
        # Whoever was to do it does not see the complaint any more, and will not find it among their own.
        "ownerless": {task.pk for task in page.rows if not sees(task.assignee, task.complaint)},
        "whose": whose,
        "tabs": _tabs(frame, whose),
        "done": _just_done(request.GET, actor),
        "may_finish": frame.may(Permission.NOTE),
        **ways_on(request, page),
    }
    return render(request, "desk/tasks.html", context)


@desk_page(Permission.NOTE)
@require_POST
def end_task(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """Finish a task from the list, or with `again` take it up again; back to the list. 404 for an unseen one."""
    found = tasks_seen(actor).filter(pk=number).first()
    if found is None:
        raise Http404
    again, frame = "again" in request.POST, frame_of(request)
    try:
        (take_up_task if again else finish_task)(actor, found.complaint, task=found, now=frame.now)
    except NotNow:
        messages.info(request, _("This task is not open any more: somebody has finished or dropped it."))
    whose = request.POST.get("whose", "")
    query = f"?whose={whose if whose in set(Whose) else Whose.MINE}"
    address = reverse("desk:tasks") + query + ("" if again else f"&done={found.pk}")
    return HttpResponseRedirect(address, status=HTTPStatus.SEE_OTHER)


def in_today(frame: Frame) -> dict[str, Any]:
    """For Today: my tasks until tonight, and those of whom I stand in for."""
    found: dict[str, Any] = {"my_tasks": due_today(frame.actor, frame.horizon.tonight)}
    if attendance(frame).stood_in:
        rows = open_tasks(frame.actor, Whose.DEPUTY, as_deputy(frame, "assignee"))
        rows = rows.filter(due_at__lt=frame.horizon.tonight)
        found["deputy_tasks"] = list(rows.order_by("due_at", "id")[:_IN_TODAY])
    return found


def _just_done(asked: Mapping[str, str], actor: Actor) -> Task | None:
    given = asked.get("done", "")
    if not (given.isascii() and given.isdigit() and len(given) <= _DIGITS):
        return None
    return tasks_seen(actor).filter(pk=int(given), state=TaskState.DONE.value).first()


def _tabs(frame: Frame, whose: Whose) -> list[dict[str, object]]:
    address = reverse("desk:tasks")
    return [
        {
            "url": address if each is Whose.MINE else f"{address}?whose={each.value}",
            "label": TITLE[each],
            "current": each is whose,
        }
        for each in Whose
        if each is not Whose.DEPUTY or each is whose or attendance(frame).stood_in
    ]
