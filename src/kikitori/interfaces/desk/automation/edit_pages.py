"""Writing an automation, and writing it anew, version upon version. The parts are drawn again as they were sent.

Without scripts a button draws the form again; with them it happens by itself. Neither keeps anything.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kikitori.casework.automation.keep import rewrite_automation, write_automation
from kikitori.casework.errors import NotNow
from kikitori.foundation.language.bilingual import tongue
from kikitori.foundation.postgres.counted import counts_up_to
from kikitori.interfaces.desk.asked import word_from
from kikitori.interfaces.desk.automation.list_page import automation_or_404, back_to_list, shown_of
from kikitori.interfaces.desk.automation.rule_form import RuleBuilder, kept_rule, named, sent_rule
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.frame import frame_of
from kikitori.interfaces.desk.views.condition_words import flaws_told
from kikitori.interfaces.desk.views.found import Number, meant_for
from kikitori.records.access.permissions import Permission
from kikitori.records.automation.examples import examples
from kikitori.records.automation.labels import WRONG
from kikitori.records.automation.models import Automation
from kikitori.records.automation.rule import Action, OnEvent, Rule, UnreadableRule
from kikitori.records.automation.terms import ActionKind
from kikitori.records.complaints.terms import EventKind
from kikitori.records.people.actor import Actor
from kikitori.records.selection.conditions import Condition, Conditions, UnreadableConditions
from kikitori.records.selection.terms import STILL_OPEN, Field, Operator

SAVE = "save"
#: So many of the newest versions are named.
_SHOWN = 10
_NEW = Rule(
    "",
    "",
    OnEvent((EventKind.RECEIVED,)),
    Conditions((Condition(Field.STATE, Operator.IS, (STILL_OPEN,)),)),
    (Action(ActionKind.TASK),),
)


@desk_page(Permission.MANAGE_AUTOMATION)
@require_http_methods(["GET", "HEAD", "POST"])
def automation_new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """One begins, empty or from `?example=`. POST keeps it, off, or draws the form again."""
    if request.method != "POST":
        wanted = word_from(request, "example", ["", *(each.id for each in examples())], "")
        language = tongue(get_language() or "ja")
        begun = next((each.rule_in(language) for each in examples() if each.id == wanted), _NEW)
        return _draw(request, actor, kept_rule(begun, 0, named()))
    builder = _sent(request)
    if request.POST.get("do") != SAVE:
        return _draw(request, actor, builder)
    rule = builder.rule()
    if rule is None:
        return _draw(request, actor, builder, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        row = write_automation(actor, rule, now=frame_of(request).now)
    except UnreadableRule as unreadable:
        builder.blame(unreadable.faults)
        return _draw(request, actor, builder, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    said = _("“%(name)s” is kept. It is off: try it on past cases, then switch it on.")
    messages.success(request, said % {"name": row.name})
    return back_to_list(f"#automation-{row.pk}")


@desk_page(Permission.MANAGE_AUTOMATION)
@require_http_methods(["GET", "HEAD", "POST"])
def automation_page(request: HttpRequest, actor: Actor, automation: int) -> HttpResponse:
    """One written anew. 422 says beside each control what is wrong; 409 where somebody was quicker."""
    row = automation_or_404(automation)
    if request.method != "POST":
        try:
            rule, flaws = row.read, tuple[str, ...]()
        except UnreadableRule as unreadable:
            rule, flaws = _NEW, tuple(str(WRONG[fault.wrong]) for fault in unreadable.faults)
        return _draw(request, actor, kept_rule(rule, row.version, named()), row, flaws=flaws)
    builder = _sent(request)
    if request.POST.get("do") != SAVE:
        return _draw(request, actor, builder, row)
    rule_now = builder.rule()
    if rule_now is None:
        return _draw(request, actor, builder, row, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        changed = rewrite_automation(actor, row, rule_now, seen=builder.seen, now=frame_of(request).now)
    except UnreadableRule as unreadable:
        builder.blame(unreadable.faults)
        return _draw(request, actor, builder, row, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    except NotNow:
        return _draw(request, actor, builder, row, status=HTTPStatus.CONFLICT)
    if changed is None:
        messages.info(request, _("It says so already. Nothing was changed."))
    else:
        messages.success(request, _("“%(name)s” is written anew.") % {"name": changed.name})
    return back_to_list(f"#automation-{row.pk}")


@desk_page(Permission.MANAGE_AUTOMATION)
@require_POST
def automation_draft(request: HttpRequest, _actor: Actor) -> HttpResponse:
    """What sets it off (`part=when`), or what it does, drawn again as it was sent. Keeps nothing."""
    builder = _sent(request).as_typed()
    part = "_when" if request.POST.get("part") == "when" else "_then"
    return render(request, f"desk/automation/{part}.html", {"builder": builder, "form": builder.form})


def _sent(request: HttpRequest) -> RuleBuilder:
    return sent_rule(request.POST, named(), request.POST.get("do", ""))


def _draw(
    request: HttpRequest,
    actor: Actor,
    builder: RuleBuilder,
    row: Automation | None = None,
    *,
    status: int = HTTPStatus.OK,
    flaws: tuple[str, ...] = (),
) -> HttpResponse:
    sees = frame_of(request).may(Permission.READ)
    number, draft_flaws = _counted(request, actor, builder) if sees else (None, ())
    drawn = builder.as_typed() if status == HTTPStatus.OK else builder
    context: dict[str, Any] = {
        "builder": drawn,
        "form": drawn.form,
        "number": number,
        "draft_flaws": draft_flaws,
        "counts": sees,
        "automation": row,
        "stands": shown_of(row, named()) if row is not None and status == HTTPStatus.CONFLICT else None,
        "flaws": flaws,
        "told": status == HTTPStatus.UNPROCESSABLE_ENTITY,
        "versions": _versions(row) if row is not None else [],
    }
    return render(request, "desk/automation/edit.html", context, status=status)


def _counted(
    request: HttpRequest, actor: Actor, builder: RuleBuilder
) -> tuple[Number | None, tuple[str, ...]]:
    """How many complaints the conditions mean at this moment, among those this person sees."""
    conditions = builder.conditions()
    if conditions is None:
        return None, ()
    try:
        return Number.of(counts_up_to([meant_for(actor, conditions, frame_of(request).reader)])[0]), ()
    except UnreadableConditions as unreadable:
        return None, flaws_told(unreadable)


def _versions(row: Automation) -> list[dict[str, Any]]:
    rows = row.versions.select_related("by").order_by("-number")[:_SHOWN]
    return [{"version": each.number, "by": each.by, "at": each.at} for each in rows]
