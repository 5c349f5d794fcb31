"""Everybody's absences, for whoever looks after them: no complaint, so an administrator can do it too."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kikitori.casework.absences import can_be_away, end_absence, note_absence, take_back_absence
from kikitori.casework.errors import Invalid, NotNow
from kikitori.casework.house import House
from kikitori.interfaces.desk.away.forms import AbsenceForm
from kikitori.interfaces.desk.away.listing import listed
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.frame import frame_of
from kikitori.interfaces.desk.onward import see
from kikitori.interfaces.desk.settings.change_words import Named
from kikitori.interfaces.desk.settings.changes_page import change_rows
from kikitori.records.access.permissions import Permission
from kikitori.records.people.absences import Absence
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import SettingChange
from kikitori.records.people.terms import Setting

#: How many of the newest changes are shown.
_CHANGES = 10


@desk_page(Permission.MANAGE_LADDER)
@require_http_methods(["GET", "HEAD", "POST"])
def absences(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Who is or will be away; POST notes one more."""
    frame, people = frame_of(request), can_be_away()
    if request.method != "POST":
        return _page(request, AbsenceForm(frame.roster, people=people))
    form = AbsenceForm(frame.roster, request.POST, people=people)
    if form.is_valid():
        try:
            note_absence(actor, now=frame.now, **form.values())
        except (Invalid, NotNow) as refused:
            form.blame(refused)
        else:
            messages.success(request, _("The absence is noted."))
            return _back()
    return _page(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)


@desk_page(Permission.MANAGE_LADDER)
@require_POST
def absence(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """`do=end`: they are back from today on; else it is taken back. 404 where there is none of this number."""
    found = Absence.objects.filter(pk=number).first()
    if found is None:
        raise Http404
    now = frame_of(request).now
    if request.POST.get("do") == "end":
        end_absence(actor, found, now=now)
        messages.success(request, _("The absence has ended: they are there from today on."))
    else:
        take_back_absence(actor, found, now=now)
        messages.success(request, _("The absence has been taken back."))
    return _back()


def _page(request: HttpRequest, form: AbsenceForm, status: int = HTTPStatus.OK) -> HttpResponse:
    frame = frame_of(request)
    changes = SettingChange.objects.filter(kind=Setting.ABSENCE.value).select_related("by").order_by("-id")
    named = Named(House.of(frame.organisation).packs)
    context = {
        "form": form,
        "absences": listed(Absence.objects.filter(last__gte=frame.today), frame.today),
        "may_read": frame.may(Permission.READ),
        "changes": change_rows(changes[:_CHANGES], named),
    }
    return render(request, "desk/away/house.html", context, status=status)


def _back() -> HttpResponse:
    return see(reverse("desk:absences"))
