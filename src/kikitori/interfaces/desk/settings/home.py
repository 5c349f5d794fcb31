"""The first page of the settings: what can be set, and what each is for. The administrator's first page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

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
    return render(request, "desk/settings/home.html", {"places": places_for(actor), "webhook_rests": rests})
