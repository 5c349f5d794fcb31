"""One's own webhook: the form for it, and once there is one, its page. For everybody who gets notices."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from kikitori.casework.webhooks.whose import webhooks_of
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.webhooks.one import Where, adding, keeping
from kikitori.records.people.actor import Actor


@sensitive_post_parameters("url")
@desk_page()
@require_http_methods(["GET", "HEAD", "POST"])
def own_webhook_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Mine, if there is one. 422 keeps what was typed, but not the address."""
    where = Where(own=True, back=reverse("desk:notice_choices"))
    mine = webhooks_of(actor.own_staff_id)
    return keeping(request, actor, mine[0], where) if mine else adding(request, actor, where)
