"""The keyboard map as a page of its own, for whoever opens it without scripts or wants to print it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kikitori.interfaces.desk.door import desk_page
from kikitori.records.access.permissions import Permission
from kikitori.records.people.actor import Actor


@desk_page(Permission.USE_DESK)
@require_safe
def keys_page(request: HttpRequest, _actor: Actor) -> HttpResponse:
    """Every key there is."""
    return render(request, "desk/keys.html")
