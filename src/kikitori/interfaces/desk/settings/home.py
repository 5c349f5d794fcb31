"""The first page of the settings: what can be set, and what each is for. The administrator's first page."""

from typing import Any

from django.db.models import Count, Min
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kikitori.casework.barring import undecidable_told_to
from kikitori.casework.webhooks.whose import has_paused_itself
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.settings.places import places_for
from kikitori.records.access.permissions import Permission
from kikitori.records.access.policy import may
from kikitori.records.people.actor import Actor


@desk_page(Permission.MANAGE_RULES)
@require_safe
def settings_home(request: HttpRequest, actor: Actor) -> HttpResponse:
    """One door for each thing that can be set."""
    rests = may(actor, Permission.MANAGE_NOTICES).allowed and has_paused_itself(None)
    context = {"places": places_for(actor), "webhook_rests": rests, "undecided": _undecided(actor)}
    return render(request, "desk/settings/home.html", context)


def _undecided(actor: Actor) -> dict[str, Any] | None:
    """How many requests wait that no lead may decide, and by when the first was to be: no more is told. Two queries."""
    waiting = undecidable_told_to(actor).aggregate(number=Count("pk"), by=Min("due_at"))
    return waiting if waiting["number"] else None
