"""Putting a draft into force as the next version, and taking a guideline out of use: each with its reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from kikitori.casework.errors import Invalid, NotNow, Obstacle
from kikitori.casework.guidelines import put_into_force, take_out_of_use
from kikitori.interfaces.desk.complaint.fields import DayField, text
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.frame import frame_of
from kikitori.interfaces.desk.guidelines.kept_lines import text_lines
from kikitori.interfaces.desk.guidelines.one_page import guideline_or_404
from kikitori.interfaces.desk.guidelines.shown import GuidelineShown
from kikitori.interfaces.desk.people.forms import CardForm
from kikitori.interfaces.desk.settings.versions import difference
from kikitori.records.access.permissions import Permission
from kikitori.records.people.actor import Actor
from kikitori.records.prevention.guidelines import Guideline, GuidelineVersion

_WRONG: dict[Obstacle, Any] = {
    Obstacle.SET_MEANWHILE: gettext_lazy(
        "Somebody else has changed this guideline meanwhile. Nothing was done. Please look at it as it stands below."
    ),
    Obstacle.NOTHING_CHANGED: gettext_lazy("The newest version says the same already. Nothing was done."),
    Obstacle.NO_GUIDELINE: gettext_lazy("No version of it is in use. Nothing was done."),
}


class ForceForm(CardForm):
    """From which day, and why."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    from_day = DayField(
        label=gettext_lazy("In force from"),
        required=False,
        help_text=gettext_lazy("Complaints assessed from this day on get it. Those under way keep theirs."),
    )
    reason = text(
        gettext_lazy("Why it is changed"),
        required=False,
        rows=3,
        help_text=gettext_lazy("Everybody who works by it can read it."),
    )


class EndForm(CardForm):
    """Why it is not used any more."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    reason = text(gettext_lazy("Why it is taken out of use"), required=False, rows=3)


@desk_page(Permission.MANAGE_GUIDELINES)
@require_http_methods(["GET", "HEAD", "POST"])
def guideline_force_page(request: HttpRequest, actor: Actor, guideline: int) -> HttpResponse:
    """The draft as everybody will read it, what is new in it, and the button."""

    def act(row: Guideline, form: CardForm) -> str:
        version = put_into_force(
            actor,
            row.pk,
            from_day=form.cleaned_data["from_day"],
            reason=form.cleaned_data["reason"],
            seen=form.cleaned_data["seen"] or 0,
            now=frame_of(request).now,
        )
        return _("Version %(number)s is kept. Everybody is asked to read it.") % {"number": version.number}

    return _answer(request, guideline, ForceForm, act, "desk/guidelines/force.html")


@desk_page(Permission.MANAGE_GUIDELINES)
@require_http_methods(["GET", "HEAD", "POST"])
def guideline_end_page(request: HttpRequest, actor: Actor, guideline: int) -> HttpResponse:
    """Out of use; complaints under way go on by it."""

    def act(row: Guideline, form: CardForm) -> str:
        reason, seen = form.cleaned_data["reason"], form.cleaned_data["seen"] or 0
        take_out_of_use(actor, row.pk, reason=reason, seen=seen, now=frame_of(request).now)
        return _("It is out of use. Whoever goes by it already can read it as ever.")

    return _answer(request, guideline, EndForm, act, "desk/guidelines/end.html")


def _answer(
    request: HttpRequest,
    guideline: int,
    kind: type[CardForm],
    act: Callable[[Guideline, CardForm], str],
    page: str,
) -> HttpResponse:
    """GET shows the form; POST acts. 422 what can be mended, 409 where somebody was faster."""
    frame = frame_of(request)
    row, versions = guideline_or_404(guideline, frame)
    at = _Page(page, row, versions)
    if request.method != "POST":
        first: dict[str, Any] = {"from_day": frame.today} if kind is ForceForm else {}
        return _draw(request, at, kind(None, seen=row.revision, **first))
    form = kind(request.POST)
    if not form.is_valid():
        return _draw(request, at, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        told = act(row, form)
    except Invalid as invalid:
        form.blame(invalid.problems)
        return _draw(request, at, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    except NotNow as refusal:
        typed = {name: request.POST.get(name, "") for name in form.fields}
        again = kind({**typed, "seen": str(row.revision)})
        again.is_valid()
        again.add_error(None, _WRONG[refusal.obstacle])
        return _draw(request, at, again, HTTPStatus.CONFLICT)
    messages.success(request, told)
    answer = redirect("desk:guideline", row.pk)
    answer.status_code = HTTPStatus.SEE_OTHER
    return answer


@dataclass(frozen=True, slots=True)
class _Page:
    """What is shown, whatever came of it."""

    template: str
    row: Guideline
    versions: list[GuidelineVersion]


def _draw(request: HttpRequest, page: _Page, form: CardForm, status: int = HTTPStatus.OK) -> HttpResponse:
    row, versions = page.row, page.versions
    newest = versions[0] if versions else None
    before, after = ("\n".join(text_lines(kept)) for kept in (newest.words if newest else {}, row.draft))
    context = {
        "guideline": row,
        "newest": newest,
        "shown": GuidelineShown(row.text),
        "title": GuidelineShown(newest.text if newest else row.text).title,
        "form": form,
        "lines": difference(before, after) if newest else [],
        "says_the_same": newest is not None and not row.ended_at and newest.words == row.draft,
        "next": newest.number + 1 if newest else 1,
    }
    return render(request, page.template, context, status=status)
