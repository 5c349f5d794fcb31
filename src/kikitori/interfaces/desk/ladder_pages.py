"""The ladder 上申の段階: who is told of an escalation, set by leads and administrators.

Shows accounts and settings and no complaint, so an administrator can look after it.
"""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kikitori.casework.errors import Invalid, NotNow
from kikitori.casework.house import House
from kikitori.casework.ladder import (
    able_to_hold,
    as_kept,
    set_ladder,
    the_levels,
)
from kikitori.casework.settings_kept import newest_change
from kikitori.interfaces.desk.away.listing import listed
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.frame import frame_of
from kikitori.interfaces.desk.ladder_form import LadderForm
from kikitori.interfaces.desk.settings.change_words import Named
from kikitori.interfaces.desk.settings.changes_page import change_rows
from kikitori.interfaces.desk.settings.ladder_words import ladder_lines
from kikitori.records.access.permissions import Permission
from kikitori.records.people.absences import Absence
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import SettingChange
from kikitori.records.people.terms import Setting

#: How many of the newest changes are shown.
_CHANGES = 10


@desk_page(Permission.MANAGE_LADDER)
@require_http_methods(["GET", "HEAD", "POST"])
def ladder(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The levels, and who is away; POST puts the typed levels in the place of those before."""
    if request.method != "POST":
        return _draw(request)
    form = LadderForm(able_to_hold(), the_levels(), newest_change(Setting.LADDER), request.POST)
    if not form.is_valid():
        return _draw(request, ladder_form=form, status=422)
    try:
        set_ladder(actor, form.given(), seen=form.seen_change, now=frame_of(request).now)
    except Invalid as invalid:
        form.blame(invalid.problems)
        return _draw(request, ladder_form=form, status=422)
    except NotNow:
        return _draw(request, ladder_form=form, status=409, changed_meanwhile=True)
    messages.success(request, _("The escalation levels are set."))
    return _back()


def _back() -> HttpResponse:
    answer = redirect("desk:ladder")
    answer.status_code = 303
    return answer


def _draw(
    request: HttpRequest,
    *,
    ladder_form: LadderForm | None = None,
    status: int = 200,
    changed_meanwhile: bool = False,
) -> HttpResponse:
    """The page, with whichever form was sent as it was typed."""
    able, levels = able_to_hold(), the_levels()
    frame = frame_of(request)
    changes = SettingChange.objects.filter(kind=Setting.LADDER.value)
    named = Named(House.of(frame.organisation).packs)
    context = {
        "form": ladder_form or LadderForm(able, levels, newest_change(Setting.LADDER)),
        "absences": listed(Absence.objects.filter(last__gte=frame.today), frame.today),
        "configured": bool(levels),
        "changed_meanwhile": changed_meanwhile,
        "stands_now": list(ladder_lines(as_kept(levels), named.staff)),
        "changes": change_rows(changes.select_related("by").order_by("-id")[:_CHANGES], named),
    }
    return render(request, "desk/ladder.html", context, status=status)
