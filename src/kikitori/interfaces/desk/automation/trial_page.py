"""Trial 試運転: what an automation would have done on past cases, in a table. A GET; nothing is written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from kikitori.casework.automation.trial import MOST_CASES, MOST_LINES, Trial, try_out
from kikitori.interfaces.desk.asked import word_from
from kikitori.interfaces.desk.automation.done_lines import DoneLine, foreseen_lines
from kikitori.interfaces.desk.automation.list_page import automation_or_404, shown_of
from kikitori.interfaces.desk.automation.rule_form import named
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.frame import frame_of
from kikitori.interfaces.desk.views.condition_words import flaws_told
from kikitori.records.access.permissions import Permission
from kikitori.records.complaints.event_labels import EVENT
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.terms import EventKind
from kikitori.records.people.actor import Actor
from kikitori.records.selection.conditions import UnreadableConditions

#: How far one may look back, in days, and on how many cases.
PERIODS = {"30": _("The last 30 days"), "90": _("The last 90 days"), "365": _("The last year")}
AMOUNTS = ("50", "200", str(MOST_CASES))


@dataclass(frozen=True, slots=True)
class TriedShown:
    """One firing that would have been."""

    complaint: Complaint
    at: datetime
    cause: Any
    lines: list[DoneLine]


@desk_page(Permission.MANAGE_AUTOMATION)
@require_safe
def automation_trial(request: HttpRequest, actor: Actor, automation: int) -> HttpResponse:
    """On the newest `?cases=` of the last `?days=`. Somebody who sees no complaint is told so, and shown none."""
    row = automation_or_404(automation)
    names = named()
    shown = shown_of(row, names)
    days = word_from(request, "days", list(PERIODS), "90")
    cases = word_from(request, "cases", AMOUNTS, AMOUNTS[1])
    frame = frame_of(request)
    trial: Trial | None = None
    flaws: tuple[str, ...] = ()
    if shown.rule is not None and frame.may(Permission.READ):
        try:
            since = frame.now - timedelta(days=int(days))
            trial = try_out(actor, shown.rule, since=since, now=frame.now, most=int(cases))
        except UnreadableConditions as unreadable:
            flaws = flaws_told(unreadable)
    context = {
        "automation": row,
        "shown": shown,
        "periods": [(word, label, word == days) for word, label in PERIODS.items()],
        "amounts": [(word, word == cases) for word in AMOUNTS],
        "trial": trial,
        "flaws": flaws,
        "sees": frame.may(Permission.READ),
        "most": MOST_LINES,
        "lines": [
            TriedShown(
                each.complaint,
                each.at,
                EVENT[EventKind(each.kind)] if each.kind else None,
                foreseen_lines(each.foreseen, names),
            )
            for each in (trial.lines if trial else ())
        ],
    }
    return render(request, "desk/automation/trial.html", context)
