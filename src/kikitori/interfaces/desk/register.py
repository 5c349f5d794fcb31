"""Taking down a complaint that came by phone, at the counter, by post: one page in, the slip out.

The slip is the answer to the form itself, for its secret is shown once. Sending the form again, by a second
click or by loading the page anew, is the same complaint and shows the same slip (hidden token).
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from kikitori.casework.errors import Invalid
from kikitori.casework.intake import checked
from kikitori.casework.way_in import problems_of, receive_brought
from kikitori.foundation.crypto import new_token
from kikitori.interfaces.desk.brought_form import BroughtForm, scans_given
from kikitori.interfaces.desk.complaint.uploads import refused_in_words
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.frame import frame_of
from kikitori.interfaces.desk.people.caller import Caller, known_caller
from kikitori.interfaces.desk.register_form import LOCAL
from kikitori.interfaces.desk.slip import slip_of
from kikitori.records.access.permissions import Permission
from kikitori.records.complaints.terms import Channel
from kikitori.records.people.actor import Actor
from kikitori.records.people.terms import PersonKind


@desk_page(Permission.RECEIVE)
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the form; take it and answer with the slip. 422 keeps everything that was typed.

    `?person=`: the form begins with what is known of somebody, whose page the reader came from.
    """
    if request.method != "POST":
        return _page(
            request, _fresh_form(request, known_caller(request, actor, request.GET.get("person", "")))
        )
    form, now = BroughtForm(request.POST), timezone.now()
    scans = scans_given(request.FILES)
    valid = form.is_valid()  # before what was typed is read
    given, way = form.intake(now), form.way(scans)
    try:
        if not valid:
            form.blame(problems_of(way, given, now))
            checked(given, now)  # so that everything that is wrong is said at once
            return _page(request, form, 422)
        brought = receive_brought(actor, given, way, token=form.cleaned_data["token"], now=now)
    except Invalid as invalid:
        form.blame(invalid.problems)
        return _page(request, form, 422)
    slip = slip_of(brought.received, frame_of(request).organisation)
    context = {"slip": slip, "refused": refused_in_words(brought.refused)}
    return render(request, "desk/slip.html", context)


def _fresh_form(request: HttpRequest, caller: Caller | None) -> BroughtForm:
    now = timezone.localtime(frame_of(request).now)
    return BroughtForm(
        initial={
            "token": new_token(),
            "channel": Channel.PHONE.value,
            "person_kind": PersonKind.INDIVIDUAL.value,
            "received_at": now.strftime(LOCAL),
            **(caller.as_typed() if caller else {}),
        }
    )


def _page(request: HttpRequest, form: BroughtForm, status: int = 200) -> HttpResponse:
    """A form whose token was lost or forged gets a new one; it says so, and keeps the rest."""
    token = form["token"].value() if not form.errors.get("token") else new_token()
    caller = known_caller(request, frame_of(request).actor, str(form["person"].value() or ""))
    context = {"form": form, "token": token, "caller": caller, "files_lost": bool(request.FILES)}
    return render(request, "desk/register.html", context, status=status)
