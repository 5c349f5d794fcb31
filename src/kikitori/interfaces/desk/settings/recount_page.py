"""Counting the house anew: what would change is looked at, a reason is given, and a job does it.

A GET changes nothing. The sample is bounded, and shows what its reader may see.
"""

from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kikitori.casework.errors import Invalid, NotNow, Problem
from kikitori.casework.house import House
from kikitori.casework.recount import Outlook, ask_for_recount, recount_outlook
from kikitori.interfaces.desk.complaint.clock_words import name_of_clock
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.frame import frame_of
from kikitori.interfaces.desk.sentences import PROBLEM
from kikitori.interfaces.desk.settings.recount_words import recount_offer
from kikitori.interfaces.look import words
from kikitori.records.access.permissions import NEEDED
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Complaint
from kikitori.records.deadlines.clock import is_late
from kikitori.records.people.actor import Actor

#: So many of those that would move are shown.
SHOWN = 20
_MISSING = gettext_lazy("Please write why the deadlines are counted anew.")


class RecountForm(forms.Form):
    """Why the house is counted anew."""

    reason = forms.CharField(
        label=gettext_lazy("Why they are counted anew"),
        help_text=gettext_lazy("It stands on the timeline of each complaint whose dates change."),
        strip=False,
        error_messages={"required": _MISSING},
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "w-l"}),
    )


@dataclass(frozen=True, slots=True)
class MoveRow:
    """One deadline that would get another date. `at_once_late`: that one has passed already, the present one not."""

    complaint: Complaint
    name: str
    before: datetime
    after: datetime
    at_once_late: bool


@desk_page(NEEDED[Step.RECOUNT_CLOCKS])
@require_http_methods(["GET", "HEAD", "POST"])
def recount_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What would change; a POST has it done. 422 and 409 keep the reason."""
    if request.method != "POST":
        return _page(request, actor, RecountForm())
    form = RecountForm(request.POST)
    try:
        typed = form.cleaned_data.get("reason", "") if form.is_valid() else ""
        ask_for_recount(actor, reason=typed, now=frame_of(request).now)
    except Invalid as invalid:
        if not form.errors:
            problem = invalid.problems["reason"]
            form.add_error("reason", _MISSING if problem is Problem.MISSING else PROBLEM[problem])
        return _page(request, actor, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    except NotNow:
        return _page(request, actor, form, HTTPStatus.CONFLICT)
    messages.success(request, _("The deadlines are being counted anew. The outcome will stand on this page."))
    answer = redirect("desk:calendar")
    answer.status_code = HTTPStatus.SEE_OTHER
    return answer


def _page(request: HttpRequest, actor: Actor, form: RecountForm, status: int = HTTPStatus.OK) -> HttpResponse:
    now = frame_of(request).now
    outlook = recount_outlook(actor, now)
    all_looked_at = outlook.looked_at >= outlook.running
    context = {
        "form": form,
        "conflict": status == HTTPStatus.CONFLICT,
        "offer": recount_offer(actor),
        "outlook": outlook,
        "all_looked_at": all_looked_at,
        "something_to_do": bool(outlook.moves) or not all_looked_at or form.is_bound,
        "rows": _rows(outlook, House.of(frame_of(request).organisation), now),
        "further": max(len(outlook.moves) - SHOWN, 0),
    }
    return render(request, "desk/settings/recount.html", context, status=status)


def _rows(outlook: Outlook, house: House, now: datetime) -> list[MoveRow]:
    tongue = words.language(get_language())
    return [
        MoveRow(
            move.clock.complaint,
            name_of_clock(move.clock, tongue, house),
            move.clock.due_at,
            move.due_at,
            at_once_late=is_late(move.due_at, now) and not is_late(move.clock.due_at, now),
        )
        for move in outlook.moves[:SHOWN]
    ]
