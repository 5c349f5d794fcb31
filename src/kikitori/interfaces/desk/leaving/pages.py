"""One person who is let go: what they hold, handed on part by part, and their account closed.

Whoever sees no complaints reads numbers, and hands on none: lists come from what the reader sees, as everywhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from kikitori.casework.errors import Invalid
from kikitori.casework.leaving import (
    MUST_GO,
    close_account,
    complaints_held,
    hand_on_tasks,
    holdings_of,
    is_alone_in_team,
    levels_held,
    tasks_held,
)
from kikitori.casework.rounds import MOST, begin_round
from kikitori.interfaces.desk.complaint.sent_once import fresh_token
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.frame import frame_of
from kikitori.interfaces.desk.leaving.closing_form import ClosingForm
from kikitori.interfaces.desk.leaving.forms import ReceiversForm, TasksForm
from kikitori.interfaces.desk.leaving.holding_words import HOLDING
from kikitori.records.access.permissions import Permission
from kikitori.records.access.visibility import visible_to
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Staff
from kikitori.records.selection.terms import RoundKind

#: So many are listed; „all of them“ takes those beyond as well.
SHOWN = 200
_DIGITS = 18


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
    form = ReceiversForm(found, request.POST)
    if not form.is_valid():
        return _page(request, actor, found, receivers=form)
    numbers, people = _chosen(request, actor, found), form.cleaned_data["to"]
    token, begun = request.POST.get("token", ""), []
    try:
        for place, key in enumerate(people):
            share = numbers[place :: len(people)]
            if place and not share:
                break
            values = {"to": int(key), "giver": found.pk, "reason": form.cleaned_data["reason"]}
            begun.append(
                begin_round(
                    actor,
                    RoundKind.HAND_OVER.value,
                    share,
                    values=values,
                    token=f"{token} {key}",
                    now=frame_of(request).now,
                )
            )
    except Invalid as invalid:
        form.blame(invalid.problems)
        return _page(request, actor, found, receivers=form)
    if len(begun) == 1:
        return _see_other(reverse("desk:round", args=[begun[0].pk]))
    for each in begun:
        name = form.people[str(each.values["to"])].name
        number = each.items.count()
        said = ngettext("%(n)s complaint goes to %(name)s.", "%(n)s complaints go to %(name)s.", number)
        messages.success(request, said % {"n": number, "name": name})
    return _see_other(reverse("desk:leaver", args=[found.pk]))


def _chosen(request: HttpRequest, actor: Actor, found: Staff) -> list[int]:
    """The complaints that were ticked, or all of theirs, as far as the actor sees them."""
    theirs = complaints_held(found).filter(pk__in=visible_to(actor)).order_by("received_at", "pk")
    if request.POST.get("everything") != "1":
        theirs = theirs.filter(pk__in=_numbers(request, "picked"))
    return list(theirs.values_list("pk", flat=True)[: MOST + 1])


def _give_tasks(request: HttpRequest, actor: Actor, found: Staff) -> HttpResponse:
    form = TasksForm(found, request.POST)
    if not form.is_valid():
        return _page(request, actor, found, tasks=form)
    to = form.people[form.cleaned_data["to"]]
    given = hand_on_tasks(actor, found, tasks=_numbers(request, "task"), to=to, now=frame_of(request).now)
    said = ngettext("%(n)s task is with %(name)s now.", "%(n)s tasks are with %(name)s now.", given.done)
    messages.success(request, said % {"n": given.done, "name": to.name})
    for task in given.left:
        values = {"title": task.title, "name": to.name}
        messages.warning(
            request, _("“%(title)s” stays where it was: %(name)s does not see its complaint.") % values
        )
    return _see_other(reverse("desk:leaver", args=[found.pk]))


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
            return _see_other(reverse("desk:leaving"))
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
        "receivers": receivers or ReceiversForm(found),
        "tasks_form": tasks or TasksForm(found),
        "closing": closing or ClosingForm(held),
        "token": fresh_token(),
        "shown": SHOWN,
    }
    wrong = any(form is not None for form in (receivers, tasks, closing))
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    return render(request, "desk/leaving/person.html", context, status=status)


def _numbers(request: HttpRequest, name: str) -> list[int]:
    given = request.POST.getlist(name)[: MOST + 1]
    return [int(one) for one in given if one.isascii() and one.isdigit() and len(one) <= _DIGITS]


def _see_other(address: str) -> HttpResponse:
    return HttpResponseRedirect(address, status=HTTPStatus.SEE_OTHER)
