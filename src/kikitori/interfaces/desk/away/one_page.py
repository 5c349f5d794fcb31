"""One absence: what falls due in it, handed over here; and when it is over, what happened meanwhile."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kikitori.casework.absences import change_absence, end_absence, take_back_absence
from kikitori.casework.errors import Invalid, NotNow, Obstacle
from kikitori.interfaces.desk.away.falling_due import falling_due
from kikitori.interfaces.desk.away.forms import AbsenceForm
from kikitori.interfaces.desk.away.listing import Shown
from kikitori.interfaces.desk.away.meanwhile import meanwhile
from kikitori.interfaces.desk.away.standing_for import zone_of
from kikitori.interfaces.desk.complaint.sent_once import fresh_token
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.frame import frame_of
from kikitori.interfaces.desk.leaving.forms import ReceiversForm, TasksForm
from kikitori.interfaces.desk.leaving.giving import chosen_complaints, give_complaints, give_tasks
from kikitori.interfaces.desk.onward import see
from kikitori.records.access.permissions import Permission
from kikitori.records.people.absences import Absence, told
from kikitori.records.people.actor import Actor


@desk_page()
@require_http_methods(["GET", "HEAD", "POST"])
def one_absence(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """POST `do`: `change`, `end`, `back`, `complaints` or `tasks`. 404 for others', unless one looks after them."""
    found = Absence.objects.select_related("staff").filter(pk=number).first()
    if found is None or not _is_theirs(request, actor, found):
        raise Http404
    if request.method != "POST":
        return _page(request, actor, found)
    does = _DOES.get(request.POST.get("do", ""))
    if does is None:
        return _page(request, actor, found)
    answer: HttpResponse = does(request, actor, found)
    return answer


def _is_theirs(request: HttpRequest, actor: Actor, found: Absence) -> bool:
    return found.staff_id == actor.staff_id or frame_of(request).may(Permission.MANAGE_LADDER)


def _change(request: HttpRequest, actor: Actor, found: Absence) -> HttpResponse:
    frame = frame_of(request)
    form = AbsenceForm(frame.roster, request.POST, whose=found.staff)
    if form.is_valid():
        try:
            change_absence(actor, found, now=frame.now, **form.values())
        except (Invalid, NotNow) as refused:
            if isinstance(refused, NotNow) and refused.obstacle is Obstacle.GONE_MEANWHILE:
                messages.warning(request, _("This absence has been taken back already. Nothing was changed."))
                return see(_list_of(actor, found))
            form.blame(refused)
        else:
            messages.success(request, _("The absence is changed."))
            return see(request.path)
    return _page(request, actor, Absence.objects.select_related("staff").get(pk=found.pk), form=form)


def _end(request: HttpRequest, actor: Actor, found: Absence) -> HttpResponse:
    end_absence(actor, found, now=frame_of(request).now)
    messages.success(request, _("The absence has ended: they are there from today on."))
    is_left = Absence.objects.filter(pk=found.pk).exists()
    return see(request.path if is_left else _list_of(actor, found))


def _take_back(request: HttpRequest, actor: Actor, found: Absence) -> HttpResponse:
    take_back_absence(actor, found, now=frame_of(request).now)
    messages.success(request, _("The absence has been taken back."))
    return see(_list_of(actor, found))


def _list_of(actor: Actor, found: Absence) -> str:
    return reverse("desk:away" if found.staff_id == actor.staff_id else "desk:absences")


def _give_complaints(request: HttpRequest, actor: Actor, found: Absence) -> HttpResponse:
    form = ReceiversForm(found.staff, request.POST, frame_of(request).roster)
    if not form.is_valid():
        return _page(request, actor, found, receivers=form)
    numbers = chosen_complaints(request, actor, found.staff)
    try:
        onward = give_complaints(request, actor, found.staff, form, numbers)
    except Invalid as invalid:
        form.blame(invalid.problems)
        return _page(request, actor, found, receivers=form)
    return see(onward)


def _give_tasks(request: HttpRequest, actor: Actor, found: Absence) -> HttpResponse:
    form = TasksForm(found.staff, request.POST, frame_of(request).roster)
    if not form.is_valid():
        return _page(request, actor, found, tasks=form)
    give_tasks(request, actor, found.staff, form)
    return see(request.path)


_DOES = {
    "change": _change,
    "end": _end,
    "back": _take_back,
    "complaints": _give_complaints,
    "tasks": _give_tasks,
}


def _page(
    request: HttpRequest,
    actor: Actor,
    found: Absence,
    *,
    form: AbsenceForm | None = None,
    receivers: ReceiversForm | None = None,
    tasks: TasksForm | None = None,
) -> HttpResponse:
    frame = frame_of(request)
    (absence,) = told(Absence.objects.filter(pk=found.pk))
    shown, zone = Shown(absence, frame.today), zone_of(frame)
    context: dict[str, Any] = {
        "person": found.staff,
        "is_mine": found.staff_id == actor.staff_id,
        "shown": shown,
        "absence": absence,
        "token": fresh_token(),
        "may_give": frame.may(Permission.ASSIGN),
    }
    if shown.is_over:
        context["meanwhile"] = meanwhile(actor, found.staff, absence, zone)
    else:
        deputy = str(absence.deputy or "")
        first = {"first": absence.first, "last": absence.last, "deputy": deputy}
        context["form"] = form or AbsenceForm(frame.roster, whose=found.staff, initial=first)
        context["due"] = falling_due(actor, found.staff, absence, zone)
        context["receivers"] = receivers or ReceiversForm(found.staff, roster=frame.roster)
        context["tasks_form"] = tasks or TasksForm(found.staff, roster=frame.roster)
        if deputy:
            context["receivers"].initial = {"to": [deputy]}
            context["tasks_form"].initial = {"to": deputy}
    wrong = any(each is not None for each in (form, receivers, tasks))
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    return render(request, "desk/away/one.html", context, status=status)
