"""Choosing notices お知らせの設定: one's own, and the organisation's for whoever chooses nothing."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kikitori.casework.errors import Invalid, NotNow
from kikitori.casework.house import House
from kikitori.casework.notice_choices import (
    Layers,
    choices_of,
    choose_for_everybody,
    choose_notices,
    follow_the_house,
)
from kikitori.casework.notice_mail import last_trouble
from kikitori.casework.settings_kept import newest_change
from kikitori.casework.webhooks.whose import webhooks_of
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.frame import frame_of
from kikitori.interfaces.desk.notice_form import NoticeForm
from kikitori.interfaces.desk.settings.change_words import Named
from kikitori.interfaces.desk.settings.changes_page import change_rows
from kikitori.interfaces.desk.webhooks.shown import Shown
from kikitori.records.access.permissions import Permission
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import SettingChange, Staff
from kikitori.records.people.terms import Setting

#: How many of the newest changes are shown.
_CHANGES = 5


@desk_page()
@require_http_methods(["GET", "HEAD", "POST"])
def own_choices(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What I am told; with `as_everybody` I give up what I chose otherwise."""
    layers = choices_of(actor.own_staff_id)
    if request.method != "POST":
        return _own_page(request, actor, NoticeForm(layers.own), layers)
    if "as_everybody" in request.POST:
        follow_the_house(actor)
        return _done(request, _("Your notices come as the organisation has chosen."))
    form = NoticeForm(layers.own, request.POST)
    try:
        if form.is_valid():
            choose_notices(actor, form.given(), now=frame_of(request).now)
            return _done(request, _("Your choices are kept. They hold for what happens from now on."))
    except Invalid as invalid:
        form.blame(invalid.problems)
    return _own_page(request, actor, form, layers, HTTPStatus.UNPROCESSABLE_ENTITY)


def _own_page(
    request: HttpRequest, actor: Actor, form: NoticeForm, layers: Layers, status: int = HTTPStatus.OK
) -> HttpResponse:
    context = {
        "form": form,
        "own": True,
        "differs": layers.differs,
        "address": Staff.objects.values_list("email", flat=True).get(pk=actor.own_staff_id),
        "trouble": last_trouble(actor.own_staff_id),
        "webhooks": [Shown(each) for each in webhooks_of(actor.own_staff_id)],
    }
    return render(request, "desk/notice_choices.html", context, status=status)


@desk_page(Permission.MANAGE_NOTICES)
@require_http_methods(["GET", "HEAD", "POST"])
def house_choices(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What everybody is told who has not chosen otherwise."""
    layers = choices_of(None)
    if request.method != "POST":
        return _house_page(request, layers)
    form = NoticeForm(layers.own, request.POST, for_everybody=True)
    try:
        if form.is_valid():
            given = form.given()
            choose_for_everybody(actor, given, seen=form.seen_change, now=frame_of(request).now)
            return _done(request, _("These choices hold for everybody who has not chosen otherwise."))
    except Invalid as invalid:
        form.blame(invalid.problems)
    except NotNow:
        return _house_page(request, layers, form, HTTPStatus.CONFLICT)
    return _house_page(request, layers, form, HTTPStatus.UNPROCESSABLE_ENTITY)


def _house_page(
    request: HttpRequest, layers: Layers, form: NoticeForm | None = None, status: int = HTTPStatus.OK
) -> HttpResponse:
    newest = newest_change(Setting.NOTICES)
    changes = SettingChange.objects.filter(kind=Setting.NOTICES.value).select_related("by").order_by("-id")
    named = Named(House.of(frame_of(request).organisation).packs)
    conflict = status == HTTPStatus.CONFLICT
    context = {
        "form": form or NoticeForm(layers.own, for_everybody=True, seen=newest),
        "own": False,
        "changed_meanwhile": conflict,
        "seen": newest if form is None or conflict else form["seen"].value(),
        "changes": change_rows(changes[:_CHANGES], named),
    }
    return render(request, "desk/notice_choices.html", context, status=status)


def _done(request: HttpRequest, words: str) -> HttpResponse:
    messages.success(request, words)
    answer = redirect(request.path)
    answer.status_code = HTTPStatus.SEE_OTHER
    return answer
