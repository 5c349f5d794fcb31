"""Giving, confirming and taking away customer types; what is suggested is accepted or dismissed here by people."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from http import HTTPStatus
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kikitori.casework.customer_types import (
    USUAL_DAYS,
    confirm_type,
    dismiss_suggestion,
    end_type,
    give_type,
)
from kikitori.casework.errors import Invalid, NotNow
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.frame import frame_of
from kikitori.interfaces.desk.people.answers import back_to, gone_meanwhile
from kikitori.interfaces.desk.people.forms import CardForm, ReasonForm, ReviewForm, TypeForm
from kikitori.interfaces.desk.people.known import Known, known_or_404
from kikitori.interfaces.desk.people.suggested import Suggested, suggested
from kikitori.interfaces.desk.people.type_panel import as_shown, types_shown
from kikitori.records.access.permissions import Permission
from kikitori.records.access.visibility import people_seen_by, visible_to
from kikitori.records.people.actor import Actor
from kikitori.records.people.customer_types import GivenType

_HERE = "person_types"
#: So many of those to be looked at are shown; who has looked sees the next.
_MOST = 100
_COMPLAINTS = 12
_DIGITS = 18


@desk_page(Permission.CHANGE_PERSON)
@require_http_methods(["GET", "HEAD", "POST"])
def person_types(request: HttpRequest, actor: Actor, person: int) -> HttpResponse:
    """Their types and a form for another. `?type=`, `?why=`: a suggestion to be accepted. POST gives one."""
    known = known_or_404(request, actor, person)
    if request.method != "POST":
        return _draw(request, known)
    form = TypeForm(request.POST)
    if not form.is_valid():
        return _draw(request, known, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    numbers = [int(each) for each in request.POST.getlist("complaints") if _is_number(each)]
    try:
        give_type(actor, known.person, replace(form.given, complaints=numbers), now=known.now)
    except Invalid as invalid:
        form.blame(invalid.problems)
        return _draw(request, known, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    messages.success(request, _("The customer type is given. It is shown in their complaints from now on."))
    return back_to("person", person)


@desk_page(Permission.CHANGE_PERSON)
@require_POST
def person_type(request: HttpRequest, actor: Actor, person: int, number: int) -> HttpResponse:
    """`act=confirm`: it still holds, until another day. Else it is taken away, with the reason."""
    known = known_or_404(request, actor, person)
    row = GivenType.objects.filter(pk=number, person__in=known.cards).select_related("person").first()
    own = row.person if row else known.person
    form: CardForm = (
        ReviewForm(request.POST, about=number)
        if request.POST.get("act") == "confirm"
        else ReasonForm(request.POST, about=number)
    )
    form.is_valid()
    try:
        if isinstance(form, ReviewForm):
            day = form.cleaned_data.get("review_on")
            confirm_type(actor, own, number, review_on=day, now=known.now)
            done = _("Somebody has looked: it holds until the new day.")
        else:
            end_type(actor, own, number, reason=form.cleaned_data.get("reason", ""), now=known.now)
            done = _("The customer type is taken away. The record keeps it.")
    except Invalid as invalid:
        form.blame(invalid.problems)
        return _draw(request, known, form, about=number, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    except NotNow:
        gone_meanwhile(request)
    else:
        messages.success(request, done)
    return back_to(_HERE, person)


@desk_page(Permission.CHANGE_PERSON)
@require_POST
def person_dismiss(request: HttpRequest, actor: Actor, person: int) -> HttpResponse:
    """A suggestion does not fit."""
    known = known_or_404(request, actor, person)
    given = {name: request.POST.get(name, "") for name in ("because", "measure")}
    try:
        dismiss_suggestion(actor, known.person, kind=request.POST.get("type", ""), now=known.now, **given)
    except Invalid:
        gone_meanwhile(request)
    else:
        messages.success(request, _("The suggestion is dismissed. It is not made again for a year."))
    return back_to("person", person)


@desk_page()
@require_safe
def types_to_review(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Types whose day of review has passed, the longest first; as far as the reader sees their people."""
    frame = frame_of(request)
    today = frame.now.astimezone(ZoneInfo(frame.organisation.time_zone)).date()
    rows = GivenType.objects.filter(ended_at=None, review_on__lt=today, person__in=people_seen_by(actor))
    found = list(rows.select_related("person", "given_by").order_by("review_on", "pk")[: _MOST + 1])
    context = {"types": as_shown(found[:_MOST], today), "has_more": len(found) > _MOST, "most": _MOST}
    return render(request, "desk/people/to_review.html", context)


def _draw(
    request: HttpRequest,
    known: Known,
    typed: CardForm | None = None,
    *,
    about: int = 0,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    """The page, with whichever form was sent as it was typed. `about`: the type the form is for."""
    next_look = (known.today + timedelta(days=USUAL_DAYS)).isoformat()
    suggestions = suggested(known)
    form = typed if isinstance(typed, TypeForm) else _fresh(request, next_look, suggestions)
    shown = types_shown(known.actor, [known.person.group], known.today)
    evident = {number for each in shown for number in each.row.complaints}
    seen = visible_to(known.actor).filter(pk__in=evident).only("reference", "title", "language")
    by_number = seen.in_bulk() if evident else {}
    context = {
        "person": known.person,
        "form": form,
        "types": [
            {
                "shown": each,
                "complaints": [by_number[n] for n in each.row.complaints if n in by_number],
                **_forms_of(each.row.pk, typed, about, next_look),
            }
            for each in shown
        ],
        "suggested": suggestions,
        "recent": known.complaints.only("reference", "title", "language", "received_at").order_by(
            F("received_at").desc(), "-pk"
        )[:_COMPLAINTS],
        "ticked": request.POST.getlist("complaints"),
        "typed": typed,
    }
    return render(request, "desk/people/types.html", context, status=status)


def _forms_of(row: int, typed: CardForm | None, about: int, next_look: str) -> dict[str, CardForm]:
    """The two forms of one type: whichever was sent as it was typed."""
    sent = typed if about == row else None
    return {
        "review_form": sent if isinstance(sent, ReviewForm) else ReviewForm(about=row, review_on=next_look),
        "reason_form": sent if isinstance(sent, ReasonForm) else ReasonForm(about=row),
    }


def _fresh(request: HttpRequest, next_look: str, suggestions: list[Suggested]) -> TypeForm:
    """An empty form; or with the suggestion that is to be accepted, if it is still made."""
    for each in suggestions:
        if each.type == request.GET.get("type"):
            return TypeForm(review_on=next_look, type=each.type, evidence=each.reason, suggested=each.because)
    return TypeForm(review_on=next_look)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= _DIGITS
