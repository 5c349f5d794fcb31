"""The register of experts and bodies: a list everybody at the desk can look into, and a form for each."""

from __future__ import annotations

from dataclasses import asdict
from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kikitori.casework.bodies import BodyGiven, as_kept, newest_change_of, save_body
from kikitori.casework.errors import Invalid, NotNow
from kikitori.interfaces.desk.complaint.fields import choice, line, text
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.frame import frame_of
from kikitori.interfaces.desk.people.forms import CardForm
from kikitori.interfaces.desk.settings.body_words import body_lines, decided
from kikitori.interfaces.desk.settings.leaflet_pages import leaflet_context
from kikitori.records.access.permissions import Permission
from kikitori.records.access.policy import may
from kikitori.records.people.actor import Actor
from kikitori.records.referral.labels import BODY_KIND
from kikitori.records.referral.models import Body
from kikitori.records.referral.terms import BodyKind


def _long(label: Any, help_text: Any = "") -> forms.CharField:
    return text(label, help_text=help_text, required=False, rows=3)


def _days(label: Any, help_text: Any) -> forms.IntegerField:
    widget = forms.TextInput(attrs={"inputmode": "numeric", "class": "w-s"})
    return forms.IntegerField(label=label, help_text=help_text, required=False, widget=widget)


class BodyForm(CardForm):
    """One entry."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    kind = choice(gettext_lazy("What it is"), [(each.value, BODY_KIND[each]) for each in BodyKind])
    name_ja = line(gettext_lazy("Name, in Japanese"), required=False)
    name_en = line(gettext_lazy("Name, in English"), required=False)
    scope_ja = _long(gettext_lazy("What they deal with, in Japanese"))
    scope_en = _long(gettext_lazy("What they deal with, in English"))
    limits_ja = _long(
        gettext_lazy("Conditions, in Japanese"),
        gettext_lazy("Amounts, periods, and what has to be done before one can turn to them."),
    )
    limits_en = _long(gettext_lazy("Conditions, in English"))
    address = _long(gettext_lazy("Address"))
    phone = line(gettext_lazy("Phone number"), required=False, css="w-m")
    url = line(
        gettext_lazy("Address of their site"),
        help_text=gettext_lazy("It begins with https://"),
        required=False,
    )
    contact = line(
        gettext_lazy("Desk we write to there"),
        help_text=gettext_lazy(
            "For ourselves. A desk rather than a person, and no more than the work needs."
        ),
        required=False,
    )
    answer_days = _days(
        gettext_lazy("Days within which they answer"),
        gettext_lazy("As they say themselves. The complainant hears from us by then at the latest."),
    )
    turn_days = _days(
        gettext_lazy("Days within which one turns to them"),
        gettext_lazy("Counted from our letter, which names them. Empty where there is no such limit."),
    )
    leaflet_ja = _long(
        gettext_lazy("Leaflet, in Japanese"),
        gettext_lazy(
            "Goes to the complainant with the letter: how to turn to them, what it costs, what happens then."
        ),
    )
    leaflet_en = _long(gettext_lazy("Leaflet, in English"))
    leaflet_easy = _long(
        gettext_lazy("Leaflet, in easy Japanese"),
        gettext_lazy("Not needed. Whoever chose easy Japanese reads it; without it, the Japanese."),
    )
    in_letters = forms.BooleanField(
        label=gettext_lazy("Name it in decisions and when a complaint is closed without agreement"),
        help_text=gettext_lazy("For external bodies alone."),
        required=False,
    )
    is_active = forms.BooleanField(label=gettext_lazy("Can be chosen"), required=False)

    @property
    def given(self) -> BodyGiven:
        """What was typed, for the verb."""
        typed = self.cleaned_data
        return BodyGiven(**{name: typed[name] for name in BodyGiven.__dataclass_fields__})


@desk_page(Permission.USE_DESK)
@require_safe
def bodies_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Every entry, by kind; for leads and auditors with how often each decided otherwise than we had. Two queries."""
    language = get_language() or "ja"
    figures = decided(actor) if may(actor, Permission.SEE_RESTRICTED).allowed else None
    rows = [
        (
            row,
            row.name_in(language),
            BODY_KIND[BodyKind(row.kind)],
            row.scope_in(language),
            figures.went.get(row.pk, 0) if figures else 0,
            figures.of_body.get(row.pk) if figures else None,
        )
        for row in Body.objects.all()
    ]
    order = list(BodyKind)
    rows.sort(key=lambda each: (not each[0].is_active, order.index(BodyKind(each[0].kind)), each[0].pk))
    context = {
        "rows": rows,
        "figures": figures,
        "may_change": may(actor, Permission.MANAGE_RULES).allowed,
    }
    return render(request, "desk/settings/bodies.html", context)


@desk_page(Permission.MANAGE_RULES)
@require_http_methods(["GET", "HEAD", "POST"])
def body_new_page(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A new entry."""
    return _edit(request, actor, None)


@desk_page(Permission.MANAGE_RULES)
@require_http_methods(["GET", "HEAD", "POST"])
def body_page(request: HttpRequest, actor: Actor, body: int) -> HttpResponse:
    """One entry. 409 where somebody has changed it meanwhile."""
    found = Body.objects.filter(pk=body).first()
    if found is None:
        raise Http404
    return _edit(request, actor, found)


def _edit(request: HttpRequest, actor: Actor, body: Body | None) -> HttpResponse:
    if request.method != "POST":
        return _page(request, body, _form_of(body))
    form = BodyForm(request.POST)
    if not form.is_valid():
        return _page(request, body, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    number, seen = body.pk if body else None, form.cleaned_data["seen"] or 0
    try:
        save_body(actor, form.given, body=number, seen=seen, now=frame_of(request).now)
    except Invalid as invalid:
        form.blame(invalid.problems)
        return _page(request, body, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    except NotNow:
        return _page(request, body, form, HTTPStatus.CONFLICT)
    messages.success(request, _("The entry is kept."))
    answer = redirect("desk:bodies")
    answer.status_code = HTTPStatus.SEE_OTHER
    return answer


def _form_of(body: Body | None) -> BodyForm:
    if body is None:
        return BodyForm(None, **asdict(BodyGiven(kind=BodyKind.EXTERNAL.value)))
    kept: dict[str, Any] = {name: value for name, value in as_kept(body).items() if name != "body"}
    return BodyForm(None, seen=newest_change_of(body.pk), **kept)


def _page(
    request: HttpRequest, body: Body | None, form: BodyForm, status: int = HTTPStatus.OK
) -> HttpResponse:
    overtaken = status == HTTPStatus.CONFLICT
    context = {
        "form": form,
        "body": body,
        "name": body.name_in(get_language() or "ja") if body else "",
        "overtaken": overtaken,
        "stands_now": list(body_lines(as_kept(body))) if overtaken and body else [],
        **(leaflet_context(body, newest_change_of(body.pk)) if body else {}),
    }
    return render(request, "desk/settings/body.html", context, status=status)
