"""Giving on what somebody holds: complaints by rounds, one for each receiver; tasks each by its own verb."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kikitori.casework.leaving import complaints_held, hand_on_tasks
from kikitori.casework.rounds import MOST, begin_round
from kikitori.interfaces.desk.frame import frame_of
from kikitori.interfaces.desk.leaving.forms import ReceiversForm, TasksForm
from kikitori.records.access.visibility import visible_to
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Staff
from kikitori.records.selection.terms import RoundKind

_DIGITS = 18


def chosen_complaints(request: HttpRequest, actor: Actor, giver: Staff) -> list[int]:
    """The complaints that were ticked, or all of theirs, as far as the actor sees them."""
    theirs = complaints_held(giver).filter(pk__in=visible_to(actor)).order_by("received_at", "pk")
    if request.POST.get("everything") != "1":
        theirs = theirs.filter(pk__in=_numbers(request, "picked"))
    return list(theirs.values_list("pk", flat=True)[: MOST + 1])


def give_complaints(
    request: HttpRequest, actor: Actor, giver: Staff, form: ReceiversForm, numbers: Sequence[int]
) -> str:
    """A round for each receiver. Returns where to go: the round's page, or with several this page. Raises Invalid."""
    people, token, begun = form.cleaned_data["to"], request.POST.get("token", ""), []
    for place, key in enumerate(people):
        share = numbers[place :: len(people)]
        if place and not share:
            break
        values = {"to": int(key), "giver": giver.pk, "reason": form.cleaned_data["reason"]}
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
    if len(begun) == 1:
        return reverse("desk:round", args=[begun[0].pk])
    for each in begun:
        name = form.people[str(each.values["to"])].name
        number = each.items.count()
        said = ngettext("%(n)s complaint goes to %(name)s.", "%(n)s complaints go to %(name)s.", number)
        messages.success(request, said % {"n": number, "name": name})
    return request.path


def give_tasks(request: HttpRequest, actor: Actor, giver: Staff, form: TasksForm) -> None:
    """Those that were ticked; what stays where it was is said."""
    to = form.people[form.cleaned_data["to"]]
    given = hand_on_tasks(actor, giver, tasks=_numbers(request, "task"), to=to, now=frame_of(request).now)
    said = ngettext("%(n)s task is with %(name)s now.", "%(n)s tasks are with %(name)s now.", given.done)
    messages.success(request, said % {"n": given.done, "name": to.name})
    for task in given.left:
        values = {"title": task.title, "name": to.name}
        messages.warning(
            request, _("“%(title)s” stays where it was: %(name)s does not see its complaint.") % values
        )


def _numbers(request: HttpRequest, name: str) -> list[int]:
    given = request.POST.getlist(name)[: MOST + 1]
    return [int(one) for one in given if one.isascii() and one.isdigit() and len(one) <= _DIGITS]
