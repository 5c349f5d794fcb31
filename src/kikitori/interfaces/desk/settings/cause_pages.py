"""Causes in the organisation's words: a list of all there are, and a form for each."""

from __future__ import annotations

from http import HTTPStatus

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kikitori.casework.cause_terms import CauseTermGiven, newest_change_of, save_cause
from kikitori.casework.errors import Invalid, NotNow
from kikitori.interfaces.desk.complaint.fields import choice, line
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.frame import frame_of
from kikitori.interfaces.desk.people.forms import CardForm
from kikitori.interfaces.desk.settings.cause_words import CAUSE_NEEDS, cause_lines
from kikitori.records.access.permissions import Permission
from kikitori.records.inquiry.causes import Cause, causes_with, shipped_causes
from kikitori.records.inquiry.models import CauseTerm
from kikitori.records.people.actor import Actor


class CauseForm(CardForm):
    """One cause."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name_ja = line(gettext_lazy("Name, in Japanese"), required=False)
    name_en = line(gettext_lazy("Name, in English"), required=False)
    needs = choice(
        gettext_lazy("What has to be said with it"),
        [(each.value, words) for each, words in CAUSE_NEEDS.items()],
        required=False,
    )
    is_offered = forms.BooleanField(label=gettext_lazy("Can be chosen"), required=False)

    @property
    def given(self) -> CauseTermGiven:
        """What was typed, for the verb."""
        typed = self.cleaned_data
        return CauseTermGiven(**{name: typed[name] for name in CauseTermGiven.__dataclass_fields__})


@desk_page(Permission.MANAGE_RULES)
@require_safe
def causes_page(request: HttpRequest, _actor: Actor) -> HttpResponse:
    """Every cause, in the order in which they are offered. One query."""
    own = list(CauseTerm.objects.all())
    ours, language = {row.code for row in own}, get_language() or ""
    rows = [
        (cause, *_names(cause, language), CAUSE_NEEDS[cause.needs] if cause.needs else "", cause.code in ours)
        for cause in causes_with(own).values()
    ]
    return render(request, "desk/settings/causes.html", {"rows": rows})


@desk_page(Permission.MANAGE_RULES)
@require_http_methods(["GET", "HEAD", "POST"])
def cause_new_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A cause of our own."""
    return _edit(request, actor, None)


@desk_page(Permission.MANAGE_RULES)
@require_http_methods(["GET", "HEAD", "POST"])
def cause_page(request: HttpRequest, actor: Actor, cause: str) -> HttpResponse:
    """One cause, by its code. 409 where somebody has changed it meanwhile."""
    found = causes_with(CauseTerm.objects.all()).get(cause)
    if found is None:
        raise Http404
    return _edit(request, actor, found)


def _names(cause: Cause, language: str) -> tuple[str, str]:
    """In the reader's language, and in the other one where that is another word."""
    own = cause.name.in_(language)
    other = cause.name.en if own == cause.name.ja else cause.name.ja
    return own, "" if other == own else other


def _edit(request: HttpRequest, actor: Actor, cause: Cause | None) -> HttpResponse:
    if request.method != "POST":
        return _page(request, cause, _form_of(cause))
    form = CauseForm(request.POST)
    if not form.is_valid():
        return _page(request, cause, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    code, seen = cause.code if cause else "", form.cleaned_data["seen"] or 0
    try:
        save_cause(actor, form.given, code=code, seen=seen, now=frame_of(request).now)
    except Invalid as invalid:
        form.blame(invalid.problems)
        return _page(request, cause, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    except NotNow:
        return _page(request, cause, form, HTTPStatus.CONFLICT)
    messages.success(request, _("The cause is kept."))
    answer = redirect("desk:causes")
    answer.status_code = HTTPStatus.SEE_OTHER
    return answer


def _form_of(cause: Cause | None) -> CauseForm:
    if cause is None:
        return CauseForm(None, is_offered=True)
    return CauseForm(
        None,
        seen=newest_change_of(cause.code),
        name_ja=cause.name.ja,
        name_en=cause.name.en,
        needs=cause.needs.value,
        is_offered=cause.offered,
    )


def _page(
    request: HttpRequest, cause: Cause | None, form: CauseForm, status: int = HTTPStatus.OK
) -> HttpResponse:
    overtaken = status == HTTPStatus.CONFLICT
    kept = (
        {"name_ja": cause.name.ja, "name_en": cause.name.en, "needs": cause.needs, "offered": cause.offered}
        if cause
        else {}
    )
    context = {
        "form": form,
        "cause": cause,
        "name": _names(cause, get_language() or "")[0] if cause else "",
        "ours": shipped_causes().get(cause.code) if cause else None,
        "overtaken": overtaken,
        "stands_now": list(cause_lines(kept)) if overtaken else [],
    }
    return render(request, "desk/settings/cause.html", context, status=status)
