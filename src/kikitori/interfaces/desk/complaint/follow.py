"""Following a complaint: begin, end, have a colleague follow it; and hearing nothing more of it."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kikitori.casework.errors import Invalid
from kikitori.casework.following import add_follower, follow, mute, unfollow, unmute
from kikitori.interfaces.desk.addresses import complaint_address
from kikitori.interfaces.desk.complaint.standing import Standing, stand
from kikitori.interfaces.desk.door import desk_page
from kikitori.records.people.actor import Actor


@desk_page()
@require_http_methods(["GET", "HEAD", "POST"])
def following(request: HttpRequest, actor: Actor, reference: str) -> HttpResponse:
    """`act`: `follow`, `leave`, `mute`, `unmute`, `add` with a colleague's number in `staff`. Back to it."""
    standing = stand(request, actor, reference)  # before the method: what is unseen does not exist
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    match request.POST.get("act", ""):
        case "leave":
            unfollow(actor, standing.complaint)
            messages.success(request, _("You do not follow this complaint any more."))
        case "mute":
            mute(actor, standing.complaint, now=standing.now)
            messages.success(
                request, _("You hear nothing more of this complaint, but what is said to you in person.")
            )
        case "unmute":
            unmute(actor, standing.complaint)
            messages.success(request, _("You hear of this complaint again."))
        case "add":
            _add(request, standing)
        case _:
            follow(actor, standing.complaint, now=standing.now)
            messages.success(
                request, _("You follow this complaint: what happens in it stands in your notices.")
            )
    return HttpResponseRedirect(complaint_address(reference) + "#followers", status=HTTPStatus.SEE_OTHER)


def _add(request: HttpRequest, standing: Standing) -> None:
    chosen = request.POST.get("staff", "")
    staff = next((each for each in standing.others_seeing if str(each.pk) == chosen), None)
    try:
        if staff is not None:
            add_follower(standing.actor, standing.complaint, staff=staff, now=standing.now)
            done = _("%(name)s follows this complaint now, and has been told.") % {"name": staff.name}
            messages.success(request, done)
            return
    except Invalid:
        pass
    messages.error(request, _("Please choose somebody who sees this complaint. Nothing has been changed."))
