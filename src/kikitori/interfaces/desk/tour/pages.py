"""The tour as a page of its own, to be read at one go, and the buttons that lead through it."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kikitori.casework.errors import Invalid
from kikitori.casework.tour import begin_tour, go_back, go_on, set_tour_aside, take_up_tour
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.frame import home_of
from kikitori.interfaces.desk.onward import onward, see
from kikitori.interfaces.desk.tour.panel import progress_of
from kikitori.interfaces.desk.tour.stops import address_of
from kikitori.records.access.permissions import Permission
from kikitori.records.people.actor import Actor
from kikitori.records.people.tour import Stop

#: Where the panel begins on a page: whoever listens or goes by keyboard is led to its heading.
_PANEL = "#tour"


#: What a button does: from where one is (`at`) to the stop whose page comes next, or to the end.
_WAYS: dict[str, Callable[[Actor, str], Stop | None]] = {
    "begin": lambda actor, _at: begin_tour(actor),
    "take_up": lambda actor, _at: take_up_tour(actor),
    "next": lambda actor, at: go_on(actor, after=at),
    "back": lambda actor, at: go_back(actor, before=at),
}


@desk_page(Permission.USE_DESK)
@require_http_methods(["GET", "HEAD", "POST"])
def tour(request: HttpRequest, actor: Actor) -> HttpResponse:
    """All stops of one's role. A button sends `go` (a word of _WAYS, or `leave`) and, from a panel, `at`.

    On a page from before one's role was changed it does nothing: the tour itself says where one is.
    """
    if request.method != "POST":
        return render(request, "desk/tour/page.html", {"progress": progress_of(request.user)})
    go = request.POST.get("go", "")
    if go == "leave":
        return _leave(request, actor)
    if go not in _WAYS:
        return see(reverse("desk:tour"))
    try:
        return _to(request, actor, _WAYS[go](actor, request.POST.get("at", "")))
    except Invalid:
        return see(reverse("desk:tour"))


def _to(request: HttpRequest, actor: Actor, stop: Stop | None) -> HttpResponse:
    """To the page of the stop; after the last one to where one's day begins."""
    if stop is not None:
        return see(address_of(stop, actor) + _PANEL)
    messages.success(request, _("That was the tour. You find it again in the menu under your name."))
    return see(reverse(home_of(actor)))


def _leave(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Back to the page one was on."""
    set_tour_aside(actor)
    messages.info(request, _("The tour is set aside. It waits in the menu under your name."))
    return see(onward(request, reverse(home_of(actor))))
