"""My absences: those to come and those lately over, and a new one."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kikitori.casework.absences import note_absence
from kikitori.casework.errors import Invalid, NotNow
from kikitori.interfaces.desk.away.forms import AbsenceForm
from kikitori.interfaces.desk.away.listing import listed
from kikitori.interfaces.desk.away.standing_for import attendance
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.frame import frame_of
from kikitori.interfaces.desk.onward import see
from kikitori.records.people.absences import Absence
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Staff


@desk_page()
@require_http_methods(["GET", "HEAD", "POST"])
def own_absences(request: HttpRequest, actor: Actor) -> HttpResponse:
    """POST notes one, and leads to what falls due in it."""
    frame = frame_of(request)
    me = Staff.objects.get(pk=actor.own_staff_id)
    if request.method != "POST":
        return _page(request, me, AbsenceForm(frame.roster, whose=me))
    form = AbsenceForm(frame.roster, request.POST, whose=me)
    if form.is_valid():
        try:
            noted = note_absence(actor, me, now=frame.now, **form.values())
        except (Invalid, NotNow) as refused:
            form.blame(refused)
        else:
            messages.success(request, _("The absence is noted."))
            return see(reverse("desk:away_days", args=[noted.pk]))
    return _page(request, me, form, HTTPStatus.UNPROCESSABLE_ENTITY)


def _page(request: HttpRequest, me: Staff, form: AbsenceForm, status: int = HTTPStatus.OK) -> HttpResponse:
    frame = frame_of(request)
    rows = Absence.objects.filter(staff=me, last__gte=frame.today - frame.roster.after)
    context = {
        "form": form,
        "absences": listed(rows, frame.today),
        "attendance": attendance(frame),
    }
    return render(request, "desk/away/own.html", context, status=status)
