"""The record of automations: what fired, on which complaint, what it saw, what it did, or why it was held back.

Only of complaints that the reader sees; how many are shown says nothing about any other.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kikitori.interfaces.desk.asked import slice_from, ways_on, word_from
from kikitori.interfaces.desk.automation.action_form import Named
from kikitori.interfaces.desk.automation.done_lines import DoneLine, done_lines, seen_lines, why_line
from kikitori.interfaces.desk.automation.list_page import automation_or_404
from kikitori.interfaces.desk.automation.rule_form import named
from kikitori.interfaces.desk.door import complaint_or_404, desk_page
from kikitori.records.access.permissions import Permission
from kikitori.records.access.visibility import visible_to
from kikitori.records.automation.labels import OUTCOME
from kikitori.records.automation.models import Firing
from kikitori.records.automation.terms import Outcome
from kikitori.records.complaints.event_labels import EVENT
from kikitori.records.complaints.terms import EventKind
from kikitori.records.people.actor import Actor

PAGE = 30
_EVERY, _TROUBLE = "all", "trouble"


@dataclass(frozen=True, slots=True)
class FiringShown:
    """One line of the record in words."""

    row: Firing
    outcome: Any
    cause: Any
    why: str
    seen: list[str]
    done: list[DoneLine]

    @property
    def name(self) -> str:
        """Of the automation, as it is called now."""
        return self.row.automation.name


def firings_shown(rows: Iterable[Firing], names: Named) -> list[FiringShown]:
    """These in the reader's language. Automation, complaint and event should have been read with them."""
    return [
        FiringShown(
            row,
            OUTCOME[Outcome(row.outcome)],
            EVENT[EventKind(row.event.kind)] if row.event is not None else None,
            why_line(row.why),
            seen_lines(row.seen, names),
            done_lines(row.done, names),
        )
        for row in rows
    ]


@desk_page(Permission.MANAGE_AUTOMATION)
@require_safe
def automation_log(request: HttpRequest, actor: Actor, automation: int) -> HttpResponse:
    """What one automation did, the newest first; `?only=trouble`: what failed or was held back."""
    row = automation_or_404(automation)
    only = word_from(request, "only", [_EVERY, _TROUBLE], _EVERY)
    rows = Firing.objects.filter(automation=row, complaint__in=visible_to(actor))
    if only == _TROUBLE:
        rows = rows.exclude(outcome=Outcome.DONE.value)
    page = slice_from(request, rows.select_related("automation", "complaint", "event"), "at", size=PAGE)
    context = {
        "automation": row,
        "only": only,
        "lines": firings_shown(page.rows, named()),
        **ways_on(request, page),
    }
    return render(request, "desk/automation/log.html", context)


@desk_page()
@require_safe
def complaint_automation(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """自動処理の記録 of one complaint: everything that happened to it by itself, and why. 404 where it is unseen."""
    complaint = complaint_or_404(actor, reference)
    rows = Firing.objects.filter(complaint=complaint).select_related("automation", "complaint", "event")
    page = slice_from(request, rows, "at", size=PAGE)
    context = {
        "complaint": complaint,
        "lines": firings_shown(page.rows, named()),
        **ways_on(request, page),
    }
    return render(request, "desk/automation/of_complaint.html", context)
