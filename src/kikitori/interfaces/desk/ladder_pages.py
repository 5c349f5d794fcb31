"""The ladder 上申の段階: who is told of an escalation and who is away, set by leads and administrators.

Shows accounts and settings and no complaint, so an administrator can look after it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise as LazyText
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kikitori.casework.errors import Invalid, NotNow
from kikitori.casework.ladder import (
    able_to_hold,
    as_kept,
    note_absence,
    set_ladder,
    take_back_absence,
    the_levels,
)
from kikitori.casework.settings_kept import newest_change
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.frame import frame_of
from kikitori.interfaces.desk.ladder_form import AbsenceForm, LadderForm
from kikitori.interfaces.look import words
from kikitori.records.access.permissions import Permission
from kikitori.records.escalation.models import Absence
from kikitori.records.people.actor import Actor
from kikitori.records.people.labels import SETTING
from kikitori.records.people.models import SettingChange, Staff
from kikitori.records.people.terms import Setting

#: How many of the newest changes are shown.
_CHANGES = 10


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the record: what was changed by whom, and both values in words."""

    what: str | LazyText
    at: datetime
    by: str
    before: list[str]
    after: list[str]


@desk_page(Permission.MANAGE_LADDER)
@require_http_methods(["GET", "HEAD", "POST"])
def ladder(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The levels and the absences; POST puts the typed levels in the place of those before."""
    if request.method != "POST":
        return _draw(request)
    form = LadderForm(able_to_hold(), the_levels(), newest_change(Setting.LADDER), request.POST)
    if not form.is_valid():
        return _draw(request, ladder_form=form, status=422)
    try:
        set_ladder(actor, form.given(), seen=form.seen_change, now=frame_of(request).now)
    except Invalid as invalid:
        form.blame(invalid.problems)
        return _draw(request, ladder_form=form, status=422)
    except NotNow:
        return _draw(request, ladder_form=form, status=409, changed_meanwhile=True)
    messages.success(request, _("The escalation levels are set."))
    return _back()


@desk_page(Permission.MANAGE_LADDER)
@require_POST
def absences(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Somebody will be away."""
    form = AbsenceForm(able_to_hold(), request.POST)
    if not form.is_valid():
        return _draw(request, absence_form=form, status=422)
    try:
        note_absence(actor, now=frame_of(request).now, **form.values())
    except Invalid as invalid:
        form.blame(invalid.problems)
        return _draw(request, absence_form=form, status=422)
    messages.success(request, _("The absence is noted."))
    return _back()


@desk_page(Permission.MANAGE_LADDER)
@require_POST
def back_at_work(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """An absence is taken back. 404 where there is none of this number."""
    found = Absence.objects.filter(pk=number).first()
    if found is None:
        raise Http404
    take_back_absence(actor, found, now=frame_of(request).now)
    messages.success(request, _("The absence has been taken back."))
    return _back()


def _back() -> HttpResponse:
    answer = redirect("desk:ladder")
    answer.status_code = 303
    return answer


def _draw(
    request: HttpRequest,
    *,
    ladder_form: LadderForm | None = None,
    absence_form: AbsenceForm | None = None,
    status: int = 200,
    changed_meanwhile: bool = False,
) -> HttpResponse:
    """The page, with whichever form was sent as it was typed."""
    able, levels = able_to_hold(), the_levels()
    frame = frame_of(request)
    today = frame.now.astimezone(ZoneInfo(frame.organisation.time_zone)).date()
    changes = list(
        SettingChange.objects.filter(kind__in=[Setting.LADDER.value, Setting.ABSENCE.value])
        .select_related("by")
        .order_by("-id")[:_CHANGES]
    )
    names = dict(Staff.objects.values_list("pk", "name"))
    context = {
        "form": ladder_form or LadderForm(able, levels, newest_change(Setting.LADDER)),
        "absence_form": absence_form or AbsenceForm(able),
        "absences": Absence.objects.filter(last__gte=today).select_related("staff"),
        "configured": bool(levels),
        "changed_meanwhile": changed_meanwhile,
        "stands_now": list(_ladder_lines(as_kept(levels), names)),
        "changes": [_change(one, names) for one in changes],
    }
    return render(request, "desk/ladder.html", context, status=status)


def _change(row: SettingChange, names: dict[int, str]) -> Change:
    lines = _ladder_lines if row.kind == Setting.LADDER.value else _absence_lines
    return Change(
        what=SETTING[Setting(row.kind)],
        at=row.at,
        by=row.by.name if row.by else _("System"),
        before=list(lines(row.before, names)),
        after=list(lines(row.after, names)),
    )


def _ladder_lines(levels: Any, names: dict[int, str]) -> Iterator[str]:
    """One line for each level."""
    ja_first = words.language(get_language()) == "ja"
    for level in levels:
        first, second = ("name_ja", "name_en") if ja_first else ("name_en", "name_ja")
        values = {
            "number": level["number"],
            "name": level[first] or level[second],
            "holder": names.get(level["holder"], ""),
            "deputy": names.get(level["deputy"], ""),
            "minutes": level["answer_within_minutes"],
            "severity": level["from_severity"],
        }
        line = _("%(number)s %(name)s: %(holder)s, %(minutes)s working minutes") % values
        if values["deputy"]:
            line = _("%(line)s, deputy %(deputy)s") % {"line": line, **values}
        if values["severity"]:
            line = _("%(line)s, from %(severity)s") % {"line": line, **values}
        yield line


def _absence_lines(absence: Any, names: dict[int, str]) -> Iterator[str]:
    """One line, or none."""
    if absence:
        tongue = words.language(get_language())
        yield _("%(who)s: %(first)s to %(last)s") % {
            "who": names.get(absence["staff"], ""),
            "first": words.day(date.fromisoformat(absence["first"]), tongue),
            "last": words.day(date.fromisoformat(absence["last"]), tongue),
        }
