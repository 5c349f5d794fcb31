"""Automations in their order: what each does, whether it is on, how it has fared; moved and switched by a button."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kikitori.casework.automation.keep import move_automation, switch_automation
from kikitori.foundation.language.bilingual import tongue
from kikitori.interfaces.desk.automation.action_form import Named
from kikitori.interfaces.desk.automation.rule_form import named
from kikitori.interfaces.desk.automation.rule_lines import if_lines, then_lines, when_line
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.frame import frame_of
from kikitori.records.access.permissions import Permission
from kikitori.records.access.visibility import visible_to
from kikitori.records.automation.examples import examples
from kikitori.records.automation.models import Automation, Firing
from kikitori.records.automation.rule import Rule, UnreadableRule
from kikitori.records.automation.terms import Outcome
from kikitori.records.people.actor import Actor

#: For so long what went wrong is shown here.
LATELY = timedelta(days=7)


@dataclass
class Shown:
    """One automation as the list has it; `rule` is None where it cannot be read any more."""

    row: Automation
    rule: Rule | None
    when: str = ""
    conditions: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    failed: int = 0
    guarded: int = 0

    @property
    def name(self) -> str:
        """Its name, also where the rest cannot be read."""
        return self.row.name


def shown_of(row: Automation, named: Named) -> Shown:
    """An automation in words."""
    try:
        rule = row.read
    except UnreadableRule:
        return Shown(row, None)
    return Shown(
        row, rule, when_line(rule.when), tuple(if_lines(rule, named)), tuple(then_lines(rule, named))
    )


@desk_page(Permission.MANAGE_AUTOMATION)
@require_safe
def automations_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """All of them in their order, and those that come with Kikitori to begin with."""
    names = named()
    shown = [shown_of(row, names) for row in Automation.objects.order_by("position")]
    found = _trouble(actor, frame_of(request).now - LATELY)
    for each in shown:
        each.failed, each.guarded = (
            found.get((each.row.pk, "failed"), 0),
            found.get((each.row.pk, "guarded"), 0),
        )
    language = tongue(get_language() or "ja")
    context: dict[str, Any] = {
        "automations": shown,
        "troubled": [each for each in shown if each.row.paused_at or each.failed or each.guarded],
        "examples": [
            {"id": each.id, "name": each.name.in_(language), "why": each.why.in_(language)}
            for each in examples()
        ],
    }
    return render(request, "desk/automation/list.html", context)


def _trouble(actor: Actor, since: Any) -> dict[tuple[int, str], int]:
    """How often each has failed or was held back since then, on complaints the reader sees."""
    rows = Firing.objects.filter(
        at__gte=since,
        outcome__in=[Outcome.FAILED.value, Outcome.GUARDED.value],
        complaint__in=visible_to(actor),
    )
    counted = rows.order_by().values_list("automation", "outcome").annotate(number=Count("pk"))
    return {(automation, outcome): number for automation, outcome, number in counted}


@desk_page(Permission.MANAGE_AUTOMATION)
@require_POST
def automation_move(request: HttpRequest, actor: Actor, automation: int) -> HttpResponse:
    """One place up (`way=up`) or down in the order."""
    row = automation_or_404(automation)
    move_automation(actor, row, up=request.POST.get("way") == "up", now=frame_of(request).now)
    return back_to_list(f"#automation-{row.pk}")


@desk_page(Permission.MANAGE_AUTOMATION)
@require_POST
def automation_switch(request: HttpRequest, actor: Actor, automation: int) -> HttpResponse:
    """On (`on=1`) or off."""
    row, on = automation_or_404(automation), request.POST.get("on") == "1"
    switch_automation(actor, row, on=on, now=frame_of(request).now)
    said = (
        _("“%(name)s” is on. It looks at what happens from now on.")
        if on
        else _("“%(name)s” is off. What it has done stays.")
    )
    messages.success(request, said % {"name": row.name})
    return back_to_list(f"#automation-{row.pk}")


def automation_or_404(number: int) -> Automation:
    """The automation of this number."""
    found = Automation.objects.filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def back_to_list(place: str = "") -> HttpResponse:
    """To the list, to this place in it."""
    return HttpResponseRedirect(reverse("desk:automations") + place, status=HTTPStatus.SEE_OTHER)
