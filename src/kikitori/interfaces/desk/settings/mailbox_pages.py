"""Mailboxes 受信箱: how each stands, and what an administrator can do with it. Shows no mail and no secret."""

import re
from http import HTTPStatus

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from kikitori.casework.errors import Invalid
from kikitori.casework.mailboxes import (
    add_mailbox,
    ask_for_round,
    change_mailbox,
    pause_mailbox,
    resume_mailbox,
)
from kikitori.interfaces.desk.asked import word_from
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.frame import frame_of
from kikitori.interfaces.desk.settings.mailbox_form import MailboxForm
from kikitori.interfaces.desk.settings.mailbox_state import shown
from kikitori.interfaces.desk.settings.mailbox_words import ROADS
from kikitori.records.access.permissions import Permission
from kikitori.records.letters.mail_terms import MailboxKind
from kikitori.records.letters.mails import Mailbox
from kikitori.records.people.actor import Actor

_NUMBER = re.compile("[0-9]{1,18}")


@desk_page(Permission.MANAGE_MAILBOXES)
@require_http_methods(["GET", "HEAD", "POST"])
def mailboxes_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every mailbox and how it stands; POST pauses, resumes or reads one at once. 404 where there is none."""
    if request.method != "POST":
        every = shown(Mailbox.objects.order_by("-is_active", "name"), frame_of(request).now)
        return render(request, "desk/settings/mailboxes.html", {"mailboxes": every})
    for name, do in (("pause", _pause), ("resume", _resume), ("check", _check)):
        if name in request.POST:
            return do(request, actor, _numbered(request.POST[name]))
    return _back()


@sensitive_post_parameters("secret")
@desk_page(Permission.MANAGE_MAILBOXES)
@require_http_methods(["GET", "HEAD", "POST"])
def mailbox_new_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """By which road mails come, then a form for one of that kind. 422 keeps what was typed, but no password."""
    kinds = [kind.value for kind in MailboxKind]
    asked = word_from(request, "kind", ["", *kinds], "")
    if not asked:
        return render(request, "desk/settings/mailbox_new.html", {"roads": ROADS})
    kind = MailboxKind(asked)
    if request.method != "POST":
        return _form(request, MailboxForm(kind, None))
    form = MailboxForm(kind, None, request.POST)
    now = frame_of(request).now
    if form.is_valid():
        try:
            row = add_mailbox(actor, form.given(now), form.secret or {}, now=now)
        except Invalid as invalid:
            form.blame(invalid.problems)
        else:
            messages.success(request, _("“%(name)s” is a mailbox now.") % {"name": row.name})
            return _to(row) if row.token else _back()
    return _form(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)


@sensitive_post_parameters("secret")
@desk_page(Permission.MANAGE_MAILBOXES)
@require_http_methods(["GET", "HEAD", "POST"])
def mailbox_page(request: HttpRequest, actor: Actor, mailbox: int) -> HttpResponse:
    """One mailbox to change; saving takes it into use again. 422 keeps what was typed, but no password."""
    row = _numbered(str(mailbox))
    kind = MailboxKind(row.kind)
    if request.method != "POST":
        return _form(request, MailboxForm(kind, row))
    form = MailboxForm(kind, row, request.POST)
    now = frame_of(request).now
    if form.is_valid():
        try:
            row = change_mailbox(actor, row, form.given(now), form.secret, now=now)
        except Invalid as invalid:
            form.blame(invalid.problems)
        else:
            messages.success(request, _("“%(name)s” is set and in use.") % {"name": row.name})
            return _back()
    return _form(request, form, HTTPStatus.UNPROCESSABLE_ENTITY)


def _pause(request: HttpRequest, actor: Actor, row: Mailbox) -> HttpResponse:
    name = {"name": row.name}
    try:
        pause_mailbox(actor, row, now=frame_of(request).now)
    except Invalid:
        messages.info(request, _("“%(name)s” is not one that is read from here.") % name)
    else:
        told = _("“%(name)s” is paused. What comes meanwhile waits at the mail server.")
        messages.success(request, told % name)
    return _back()


def _resume(request: HttpRequest, actor: Actor, row: Mailbox) -> HttpResponse:
    try:
        resume_mailbox(actor, row, now=frame_of(request).now)
    except Invalid:
        messages.warning(
            request, _("“%(name)s” cannot be resumed as it is. Please complete it here.") % {"name": row.name}
        )
        return _to(row)
    messages.success(request, _("“%(name)s” is in use again.") % {"name": row.name})
    return _back()


def _check(request: HttpRequest, actor: Actor, row: Mailbox) -> HttpResponse:
    if ask_for_round(actor, row, now=frame_of(request).now):
        messages.success(
            request, _("“%(name)s” is read within a minute. The outcome stands here.") % {"name": row.name}
        )
    else:
        messages.info(request, _("“%(name)s” is not one that is read from here.") % {"name": row.name})
    return _back()


def _form(request: HttpRequest, form: MailboxForm, status: int = HTTPStatus.OK) -> HttpResponse:
    row = form.mailbox
    context = {"form": form, "mailbox": row, "road": ROADS[form.kind], "hook": ""}
    if row is not None and row.token:
        context["hook"] = settings.ENVIRONMENT.address + reverse("mail:hook", args=[row.token])
    return render(request, "desk/settings/mailbox.html", context, status=status)


def _numbered(number: str) -> Mailbox:
    row = Mailbox.objects.filter(pk=int(number)).first() if _NUMBER.fullmatch(number) else None
    if row is None:
        raise Http404
    return row


def _back() -> HttpResponse:
    answer = redirect("desk:mailboxes")
    answer.status_code = HTTPStatus.SEE_OTHER
    return answer


def _to(row: Mailbox) -> HttpResponse:
    answer = redirect("desk:mailbox", mailbox=row.pk)
    answer.status_code = HTTPStatus.SEE_OTHER
    return answer
