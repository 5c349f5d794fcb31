"""Raise a corrective action: from a complaint (`?complaint=`), a mass complaint (`?mass=`), or a report."""

from __future__ import annotations

from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from kikitori.casework.errors import Invalid
from kikitori.casework.prevent.raising import raise_action
from kikitori.interfaces.desk.actions.forms import RaiseForm
from kikitori.interfaces.desk.door import complaint_or_404, desk_page
from kikitori.interfaces.desk.frame import frame_of
from kikitori.interfaces.desk.mass.found import mass_or_404
from kikitori.records.access.permissions import Permission
from kikitori.records.complaints.mass import MassComplaint
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.actor import Actor

_DIGITS = 18


@desk_page(Permission.PREVENT)
@require_http_methods(["GET", "HEAD", "POST"])
def action_new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Write down what is to change, and whose it is."""
    complaint, mass = _from_where(request, actor)
    me = actor.own_staff_id
    if request.method != "POST":
        title = mass.title if mass else complaint.title if complaint else ""
        problem = (mass.found or mass.story) if mass else ""
        return _page(request, RaiseForm(me=me, title=title, problem=problem), complaint, mass)
    form = RaiseForm(request.POST, me=me)
    if form.is_valid():
        now = frame_of(request).now
        try:
            action = raise_action(actor, form.given, now=now, complaint=complaint, mass=mass)
        except Invalid as invalid:
            form.blame(invalid.problems)
        else:
            answer = redirect("desk:action", action.reference)
            answer.status_code = HTTPStatus.SEE_OTHER
            return answer
    return _page(request, form, complaint, mass, HTTPStatus.UNPROCESSABLE_ENTITY)


def _from_where(request: HttpRequest, actor: Actor) -> tuple[Complaint | None, MassComplaint | None]:
    reference, number = request.GET.get("complaint", ""), request.GET.get("mass", "")
    if number and not (number.isascii() and number.isdigit() and len(number) <= _DIGITS):
        raise Http404
    complaint = complaint_or_404(actor, reference) if reference else None
    return complaint, mass_or_404(actor, int(number)) if number else None


def _page(
    request: HttpRequest,
    form: RaiseForm,
    complaint: Complaint | None,
    mass: MassComplaint | None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    context = {"form": form, "complaint": complaint, "mass": mass}
    return render(request, "desk/actions/raise.html", context, status=status)
