"""My e-mail address: asked for here, used once it was confirmed from there."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kikitori.casework.errors import Invalid, NotNow, Obstacle
from kikitori.casework.members import ask_for_address, waiting_address
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.frame import frame_of
from kikitori.interfaces.desk.onward import see
from kikitori.interfaces.desk.staff.forms import AddressForm
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Staff


@desk_page()
@require_http_methods(["GET", "HEAD", "POST"])
def own_address(request: HttpRequest, actor: Actor) -> HttpResponse:
    """POST asks the new address; empty gives the old one up."""
    me, now = Staff.objects.get(pk=actor.own_staff_id), frame_of(request).now
    form = AddressForm(request.POST) if request.method == "POST" else AddressForm(now=me.email)
    if form.is_bound and form.is_valid():
        try:
            asked = ask_for_address(actor, email=form.cleaned_data["email"], now=now)
        except Invalid as invalid:
            form.blame(invalid.problems)
        except NotNow as refused:
            form.add_error("email", _why_not(refused))
        else:
            if asked is None:
                messages.success(request, _("No address is used any more. Notices come in the desk alone."))
            else:
                said = _("A mail is on its way to %(to)s. Please press the button on the page it leads to.")
                messages.success(request, said % {"to": asked.to})
            return see(request.path)
    context = {"form": form, "person": me, "asked": waiting_address(me, now=now)}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "desk/staff/own_address.html", context, status=status)


def _why_not(refused: NotNow) -> str:
    if refused.obstacle is not Obstacle.ASKED_OFTEN_ENOUGH:
        return _("This address is yours already.")
    return _(
        "Several mails have been sent within the hour. Please look whether one has come, also in the junk folder; in an"
        " hour you can ask again."
    )
