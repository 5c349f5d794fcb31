"""The ladder 上申の段階: who is told of an escalation and who is away, set by leads and administrators.

Shows accounts and settings and no complaint, so an administrator can look after it.
"""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kikitori.casework.errors import Invalid, NotNow
from kikitori.casework.house import House
from kikitori.casework.ladder import (
    able_to_hold,
    as_kept,
    note_absence,
    set_ladder,
    take_back_absence,
    the_levels,
)
from kikitori.casework.settings_kept import newest_change
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.frame import frame_of
from kikitori.interfaces.desk.ladder_form import AbsenceForm, LadderForm
from kikitori.interfaces.desk.settings.change_words import Named
from kikitori.interfaces.desk.settings.changes_page import change_rows
from kikitori.interfaces.desk.settings.ladder_words import ladder_lines
from kikitori.records.access.permissions import Permission
from kikitori.records.escalation.models import Absence
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import SettingChange
from kikitori.records.people.terms import Setting

#: How many of the newest changes are shown.
_CHANGES = 10


@desk_page(Permission.MANAGE_LADDER)
@require_http_methods(["GET", "HEAD", "POST"])
def ladder(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The levels and the absences; POST puts the typed levels in the place of those before."""
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


@desk_page(Permission.MANAGE_LADDER)
@require_POST
def absences(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Somebody will be away."""
    form = AbsenceForm(able_to_hold(), request.POST)
    if not form.is_valid():
        return _draw(request, absence_form=form, status=422)
    try:
        note_absence(actor, now=frame_of(request).now, **form.values())
    except Invalid as invalid:
        form.blame(invalid.problems)
        return _draw(request, absence_form=form, status=422)
    messages.success(request, _("The absence is noted."))
    return _back()


@desk_page(Permission.MANAGE_LADDER)
@require_POST
def back_at_work(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """An absence is taken back. 404 where there is none of this number."""
    found = Absence.objects.filter(pk=number).first()
    if found is None:
        raise Http404
    take_back_absence(actor, found, now=frame_of(request).now)
    messages.success(request, _("The absence has been taken back."))
    return _back()


def _back() -> HttpResponse:
    answer = redirect("desk:ladder")
    answer.status_code = 303
    return answer


def _draw(
    request: HttpRequest,
    *,
    ladder_form: LadderForm | None = None,
    absence_form: AbsenceForm | None = None,
    status: int = 200,
    changed_meanwhile: bool = False,
) -> HttpResponse:
    """The page, with whichever form was sent as it was typed."""
    able, levels = able_to_hold(), the_levels()
    frame = frame_of(request)
    today = frame.now.astimezone(ZoneInfo(frame.organisation.time_zone)).date()
    changes = SettingChange.objects.filter(kind__in=[Setting.LADDER.value, Setting.ABSENCE.value])
    named = Named(House.of(frame.organisation).packs)
    context = {
        "form": ladder_form or LadderForm(able, levels, newest_change(Setting.LADDER)),
        "absence_form": absence_form or AbsenceForm(able),
        "absences": Absence.objects.filter(last__gte=today).select_related("staff"),
        "configured": bool(levels),
        "changed_meanwhile": changed_meanwhile,
        "stands_now": list(ladder_lines(as_kept(levels), named.staff)),
        "changes": change_rows(changes.select_related("by").order_by("-id")[:_CHANGES], named),
    }
    return render(request, "desk/ladder.html", context, status=status)
