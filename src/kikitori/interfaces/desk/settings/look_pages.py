"""Name, logo and colour: looked at first, on light and on dark pages, and then kept.

„Look at it first“ keeps nothing but the logo that was handed in, for a day, so that it need not be chosen twice.
Whoever keeps theirs over somebody else's reads both first (409).
"""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kikitori.casework.errors import Invalid, NotNow, Problem
from kikitori.casework.look import LARGEST_LOGO, LookGiven, checked_look, keep_logo, look_of, set_look
from kikitori.casework.settings_kept import newest_change
from kikitori.interfaces.desk.complaint.fields import line
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.frame import frame_of
from kikitori.interfaces.desk.people.forms import CardForm
from kikitori.interfaces.desk.settings.look_drawn import Sample, samples_of
from kikitori.interfaces.desk.settings.look_words import look_lines
from kikitori.interfaces.look.own import shown
from kikitori.records.access.permissions import Permission
from kikitori.records.people.actor import Actor
from kikitori.records.people.logos import Logo
from kikitori.records.people.models import Organisation
from kikitori.records.people.terms import Setting

_WRONG = {
    ("accent", Problem.UNKNOWN_WORD): gettext_lazy(
        "This is no colour we can read. Please write it as six digits and letters, such as #0a5c3f."
    ),
    ("logo", Problem.NOT_STORABLE): gettext_lazy(
        "This file cannot be drawn as a picture. Please choose a PNG, JPEG or WebP."
    ),
    ("logo", Problem.TOO_LONG): gettext_lazy("This file is larger than 5 MB. Please choose a smaller one."),
    ("logo", Problem.MISSING): gettext_lazy("The logo you chose is no longer kept. Please choose it again."),
}


class LookForm(CardForm):
    """How the organisation is to look. `logo`: the digest of the one that is kept or was handed in before."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    kept_logo = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    name_ja = line(gettext_lazy("Name, in Japanese"), required=False)
    name_en = line(gettext_lazy("Name, in English"), required=False)
    accent = line(
        gettext_lazy("Colour"),
        required=False,
        css="w-s",
        help_text=gettext_lazy("Six digits and letters, such as #0a5c3f. Empty: the colour of Kikitori."),
    )
    logo = forms.FileField(
        label=gettext_lazy("Logo"),
        required=False,
        help_text=gettext_lazy(
            "PNG, JPEG or WebP, up to 5 MB. It is painted anew, at most 480 by 160 dots; "
            "nothing else of the file is kept."
        ),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
    )
    no_logo = forms.BooleanField(label=gettext_lazy("Show no logo"), required=False)

    @property
    def given(self) -> LookGiven:
        """What was typed, for the verb."""
        typed = self.cleaned_data
        kept = "" if typed["no_logo"] else typed["kept_logo"]
        return LookGiven(
            name_ja=typed["name_ja"], name_en=typed["name_en"], accent=typed["accent"], logo=kept
        )

    def blame(self, problems: Any) -> None:
        """In words of this page, where it has some."""
        for field in [name for name in problems if (name, problems[name]) in _WRONG]:
            self.add_error(field, _WRONG[field, problems[field]])
        super().blame(problems)


@desk_page(Permission.MANAGE_PORTAL)
@require_http_methods(["GET", "HEAD", "POST"])
def look_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """How the organisation looks. POST `look`: as it would be; else it is kept."""
    if request.method != "POST":
        return _page(request, _form_of(look_of(frame_of(request).organisation)))
    form = _handed_in(request, actor)
    if not form.is_valid():
        return _page(request, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        if "look" in request.POST:
            return _page(request, form, planned=checked_look(form.given))
        changed = set_look(actor, form.given, seen=form.cleaned_data["seen"] or 0, now=frame_of(request).now)
    except Invalid as invalid:
        form.blame(invalid.problems)
        return _page(request, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    except NotNow:
        return _page(request, form, planned=form.given, status=HTTPStatus.CONFLICT)
    if changed:
        messages.success(request, _("This is how the organisation looks from now on."))
    else:
        messages.info(request, _("It looks so already. Nothing was changed."))
    answer = redirect("desk:look")
    answer.status_code = HTTPStatus.SEE_OTHER
    return answer


def _handed_in(request: HttpRequest, actor: Actor) -> LookForm:
    """The form as it was sent; a logo that came with it is kept, and known by its digest from now on."""
    posted, file = request.POST.copy(), request.FILES.get("logo")
    problems: dict[str, Problem] = {}
    if file is not None:
        try:
            content = b"" if (file.size or 0) > LARGEST_LOGO else file.read()
            posted["kept_logo"] = keep_logo(actor, content, now=frame_of(request).now).digest
            posted.pop("no_logo", None)
        except Invalid as invalid:
            too_large = (file.size or 0) > LARGEST_LOGO
            problems = {"logo": Problem.TOO_LONG} if too_large else invalid.problems
    form = LookForm(posted)
    form.is_valid()
    form.blame(problems)
    return form


def _form_of(look: LookGiven) -> LookForm:
    return LookForm(
        None,
        seen=newest_change(Setting.LOOK),
        name_ja=look.name_ja,
        name_en=look.name_en,
        accent=look.accent,
        kept_logo=look.logo,
    )


def _page(
    request: HttpRequest, form: LookForm, *, planned: LookGiven | None = None, status: int = HTTPStatus.OK
) -> HttpResponse:
    own = look_of(frame_of(request).organisation)
    chosen = planned or own
    logo = Logo.objects.defer("content").filter(digest=chosen.logo).first() if chosen.logo else None
    context: dict[str, Any] = {
        "form": form,
        "planned": planned,
        "stands_now": list(look_lines(vars(own))) if status == HTTPStatus.CONFLICT else [],
        "samples": _samples(chosen.accent),
    }
    if planned is not None and (name := _name_of(planned)):
        context["organisation_name"] = name
    if planned is not None and context["samples"]:
        context["organisation_look"] = shown(context["samples"][0].given, logo)
    elif planned is not None:
        context["organisation_look"] = shown("", logo)
    context["logo"] = shown("", logo)
    return render(request, "desk/settings/look.html", context, status=status)


def _name_of(look: LookGiven) -> str:
    return Organisation(name_ja=look.name_ja, name_en=look.name_en).name_in(get_language() or "")


def _samples(accent: str) -> list[Sample]:
    """On light and on dark pages; none where the colour is empty or cannot be read."""
    try:
        return samples_of(accent) if accent.strip() else []
    except ValueError:
        return []
