"""One webhook, whosever it is: its page, and what its buttons do. The two doors lie beside (house_pages, own_page)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from kikitori.casework.errors import Invalid, NotNow
from kikitori.casework.webhooks.keep import (
    Shown,
    add_webhook,
    change_webhook,
    pause_webhook,
    remove_webhook,
    renew_webhook,
    resume_webhook,
)
from kikitori.casework.webhooks.leave import leave_test
from kikitori.interfaces.desk.asked import slice_from, ways_on
from kikitori.interfaces.desk.frame import frame_of
from kikitori.interfaces.desk.onward import see
from kikitori.interfaces.desk.webhooks import shown
from kikitori.interfaces.desk.webhooks.form import WebhookForm
from kikitori.records.people.actor import Actor
from kikitori.records.together.terms import CallFate
from kikitori.records.together.webhooks import TEST, Webhook

PAGE = 30


@dataclass(frozen=True, slots=True)
class Where:
    """Whose webhooks these are, and where one comes from and goes back to."""

    own: bool
    back: str


def adding(request: HttpRequest, actor: Actor, where: Where) -> HttpResponse:
    """The form for a new one; POST adds it and shows its secret this once."""
    if request.method != "POST":
        return _page(request, where, WebhookForm(None, own=where.own), None)
    form = WebhookForm(None, request.POST, own=where.own)
    try:
        if form.is_valid():
            made = add_webhook(actor, form.given(), own=where.own, now=frame_of(request).now)
            return _secret(request, made, is_new=True)
    except Invalid as invalid:
        form.blame(invalid.problems)
    return _page(request, where, form, None, HTTPStatus.UNPROCESSABLE_ENTITY)


def keeping(request: HttpRequest, actor: Actor, webhook: Webhook, where: Where) -> HttpResponse:
    """One of them; POST saves it, or does what its button says."""
    if request.method != "POST":
        return _page(request, where, WebhookForm(webhook, own=where.own), webhook)
    do = _DO.get(request.POST.get("do", ""))
    if do is not None:
        return do(request, actor, webhook, where)
    form = WebhookForm(webhook, request.POST, own=where.own)
    try:
        if form.is_valid():
            change_webhook(actor, webhook.pk, form.given(), now=frame_of(request).now)
            return _told(request, _("It is saved and in use."))
    except Invalid as invalid:
        form.blame(invalid.problems)
    return _page(request, where, form, webhook, HTTPStatus.UNPROCESSABLE_ENTITY)


def _test(request: HttpRequest, actor: Actor, webhook: Webhook, _where: Where) -> HttpResponse:
    fine = leave_test(actor, webhook.pk, now=frame_of(request).now)
    words = (
        _("A test is being sent. The answer appears below in a moment.")
        if fine
        else _("A test waits already, or ten were sent within the hour. Please wait a little.")
    )
    return _told(request, words, fine=fine, to=f"{request.path}#tries")


def _pause(request: HttpRequest, actor: Actor, webhook: Webhook, _where: Where) -> HttpResponse:
    pause_webhook(actor, webhook.pk, now=frame_of(request).now)
    return _told(request, _("It is paused. What happens meanwhile is not told to it, not even later."))


def _resume(request: HttpRequest, actor: Actor, webhook: Webhook, _where: Where) -> HttpResponse:
    try:
        resume_webhook(actor, webhook.pk, now=frame_of(request).now)
    except Invalid:
        return _told(request, _("Please give the address anew and save it."), fine=False)
    return _told(request, _("It is in use again, for what happens from now on."))


def _renew(request: HttpRequest, actor: Actor, webhook: Webhook, _where: Where) -> HttpResponse:
    seen = request.POST.get("seen", "")
    try:
        made = renew_webhook(actor, webhook.pk, seen=seen, now=frame_of(request).now)
    except NotNow:
        return _told(
            request, _("The secret was renewed in the meantime. Nothing was changed just now."), fine=False
        )
    except Invalid:
        return _told(request, _("Please give the address anew and save it."), fine=False)
    return _secret(request, made, is_new=False)


def _remove(request: HttpRequest, actor: Actor, webhook: Webhook, where: Where) -> HttpResponse:
    remove_webhook(actor, webhook.pk, now=frame_of(request).now)
    return _told(request, _("The webhook is removed, with its secret and its record."), to=where.back)


_Button = Callable[[HttpRequest, Actor, Webhook, Where], HttpResponse]
_DO: Mapping[str, _Button] = {
    "test": _test,
    "pause": _pause,
    "resume": _resume,
    "renew": _renew,
    "remove": _remove,
}


def _page(
    request: HttpRequest,
    where: Where,
    form: WebhookForm,
    webhook: Webhook | None,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    context = {"form": form, "where": where, "webhook": webhook}
    if webhook is not None:
        page = slice_from(request, webhook.attempts.select_related("call"), "at", size=PAGE)
        waiting = webhook.calls.filter(fate=CallFate.WAITING.value)
        kinds = list(waiting.order_by().values_list("kind", flat=True)[: shown.MOST_WAITING + 1])
        context |= {
            "each": shown.Shown(webhook),
            "seen": webhook.secret_since,
            "tries": shown.tries(page.rows),
            "waiting": len(kinds),
            "most": shown.MOST_WAITING,
            "watches": TEST in kinds,
            **ways_on(request, page),
        }
    return render(request, "desk/webhooks/webhook.html", context, status=status)


def _secret(request: HttpRequest, made: Shown, *, is_new: bool) -> HttpResponse:
    """The one answer that holds the secret. It is not kept anywhere by whoever reads it (config/headers.py)."""
    context = {"webhook": made.webhook, "secret": made.secret, "is_new": is_new}
    return render(request, "desk/webhooks/secret.html", context)


def _told(request: HttpRequest, words: str, *, fine: bool = True, to: str = "") -> HttpResponse:
    (messages.success if fine else messages.warning)(request, words)
    return see(to or request.path)
