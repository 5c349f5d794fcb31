"""Webhooks of the organisation: all of them, a new one, one of them. For whoever chooses notices for everybody."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from kikitori.casework.errors import Unseen
from kikitori.casework.webhooks.whose import its_webhook, webhooks_of
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.webhooks.one import Where, adding, keeping
from kikitori.interfaces.desk.webhooks.shown import Shown
from kikitori.records.access.permissions import Permission
from kikitori.records.people.actor import Actor


@desk_page(Permission.MANAGE_NOTICES)
@require_safe
def webhooks_page(request: HttpRequest, _actor: Actor) -> HttpResponse:
    """Every one of the organisation's, and how it does."""
    context = {"webhooks": [Shown(row) for row in webhooks_of(None)]}
    return render(request, "desk/webhooks/list.html", context)


@sensitive_post_parameters("url")
@desk_page(Permission.MANAGE_NOTICES)
@require_http_methods(["GET", "HEAD", "POST"])
def webhook_new_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A new one. 422 keeps what was typed, but not the address."""
    return adding(request, actor, _where())


@sensitive_post_parameters("url")
@desk_page(Permission.MANAGE_NOTICES)
@require_http_methods(["GET", "HEAD", "POST"])
def webhook_page(request: HttpRequest, actor: Actor, webhook: int) -> HttpResponse:
    """One of them. 404 for one that is a person's own, as for one that does not exist."""
    row = its_webhook(actor, webhook)
    if not row.is_of_house:
        raise Unseen
    return keeping(request, actor, row, _where())


def _where() -> Where:
    return Where(own=False, back=reverse("desk:webhooks"))
