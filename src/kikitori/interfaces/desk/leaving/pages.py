"""One person who is let go: what they hold, handed on part by part, and their account closed.

Whoever sees no complaints reads numbers, and hands on none: lists come from what the reader sees, as everywhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kikitori.casework.errors import Invalid
from kikitori.casework.leaving import (
    MUST_GO,
    close_account,
    complaints_held,
    holdings_of,
    is_alone_in_team,
    levels_held,
    tasks_held,
)
from kikitori.interfaces.desk.complaint.sent_once import fresh_token
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.frame import frame_of
from kikitori.interfaces.desk.leaving.closing_form import ClosingForm
from kikitori.interfaces.desk.leaving.forms import ReceiversForm, TasksForm
from kikitori.interfaces.desk.leaving.giving import chosen_complaints, give_complaints, give_tasks
from kikitori.interfaces.desk.leaving.holding_words import HOLDING
from kikitori.interfaces.desk.onward import see
from kikitori.records.access.permissions import Permission
from kikitori.records.access.visibility import visible_to
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Staff

#: So many are listed; „all of them“ takes those beyond as well.
SHOWN = 200


@dataclass(frozen=True, slots=True)
class Held:
    """One kind of what somebody holds, counted. `must_go`: the account cannot be closed before."""

    words: Any
    number: int
    must_go: bool


@desk_page(Permission.LET_GO)
@require_http_methods(["GET", "HEAD", "POST"])
def leaver(request: HttpRequest, actor: Actor, staff: int) -> HttpResponse:
    """One person. POST `do`: `complaints`, `tasks` or `close`; 422 says what stands in the way."""
    found = Staff.objects.select_related("team").filter(pk=staff).first()
    if found is None:
        raise Http404
    if request.method != "POST":
        return _page(request, actor, found)
    match request.POST.get("do", ""):
        case "complaints":
            return _give_complaints(request, actor, found)
        case "tasks":
            return _give_tasks(request, actor, found)
    return _close(request, actor, found)


def _give_complaints(request: HttpRequest, actor: Actor, found: Staff) -> HttpResponse:
    """A round for each receiver; the first one's page shows how far it is."""
    form = ReceiversForm(found, request.POST, frame_of(request).roster)
    if not form.is_valid():
        return _page(request, actor, found, receivers=form)
    try:
        onward = give_complaints(request, actor, found, form, chosen_complaints(request, actor, found))
    except Invalid as invalid:
        form.blame(invalid.problems)
        return _page(request, actor, found, receivers=form)
    return see(onward)


def _give_tasks(request: HttpRequest, actor: Actor, found: Staff) -> HttpResponse:
    form = TasksForm(found, request.POST, frame_of(request).roster)
    if not form.is_valid():
        return _page(request, actor, found, tasks=form)
    give_tasks(request, actor, found, form)
    return see(reverse("desk:leaver", args=[found.pk]))


def _close(request: HttpRequest, actor: Actor, found: Staff) -> HttpResponse:
    form = ClosingForm(holdings_of(found), request.POST)
    if form.is_valid():
        try:
            close_account(actor, found, left=form.left(), now=frame_of(request).now)
        except Invalid as invalid:
            form.blame(invalid.problems)
        else:
            messages.success(
                request,
                _("The account of %(name)s is closed. Nobody can sign in with it.") % {"name": found.name},
            )
            return see(reverse("desk:leaving"))
    return _page(request, actor, found, closing=form)


def _page(
    request: HttpRequest,
    actor: Actor,
    found: Staff,
    *,
    receivers: ReceiversForm | None = None,
    tasks: TasksForm | None = None,
    closing: ClosingForm | None = None,
) -> HttpResponse:
    held = holdings_of(found)
    complaints = visible_to(actor).filter(pk__in=complaints_held(found)).order_by("received_at", "pk")
    to_do = tasks_held(found).filter(complaint__in=visible_to(actor)).select_related("complaint")
    may_give = frame_of(request).may(Permission.ASSIGN)
    context = {
        "person": found,
        "held": [Held(HOLDING[kind], number, kind in MUST_GO) for kind, number in held.items()],
        "alone": is_alone_in_team(found),
        "complaints": complaints[:SHOWN] if may_give else [],
        "tasks": to_do.order_by("due_at", "pk")[:SHOWN] if may_give else [],
        "levels": levels_held(found),
        "may_give": may_give,
        "in_the_way": [HOLDING[kind] for kind in MUST_GO if kind in held],
        "receivers": receivers or ReceiversForm(found, roster=frame_of(request).roster),
        "tasks_form": tasks or TasksForm(found, roster=frame_of(request).roster),
        "closing": closing or ClosingForm(held),
        "token": fresh_token(),
        "shown": SHOWN,
    }
    wrong = any(form is not None for form in (receivers, tasks, closing))
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    return render(request, "desk/leaving/person.html", context, status=status)
