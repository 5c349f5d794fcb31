"""Changing what stands on somebody's card: details, ways to reach them, where they belong."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kikitori.casework.change_person import change_person, newest_details
from kikitori.casework.contact_points import (
    add_contact_point,
    prefer_contact_point,
    retire_contact_point,
)
from kikitori.casework.errors import Invalid, NotNow
from kikitori.casework.memberships import add_membership, end_membership
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.people.answers import back_to, gone_meanwhile
from kikitori.interfaces.desk.people.forms import (
    CardForm,
    ContactForm,
    DetailsForm,
    MembershipForm,
    ReasonForm,
    UntilForm,
)
from kikitori.interfaces.desk.people.known import Known, known_or_404
from kikitori.interfaces.desk.reach import reach_of
from kikitori.records.access.permissions import Permission
from kikitori.records.people.actor import Actor

_HERE = "person_change"


@desk_page(Permission.CHANGE_PERSON)
@require_http_methods(["GET", "HEAD", "POST"])
def person_change(request: HttpRequest, actor: Actor, person: int) -> HttpResponse:
    """The forms. POST: the details. 422 keeps what was typed; 409 shows it beside what stands now."""
    known = known_or_404(request, actor, person)
    if request.method != "POST":
        return _draw(request, known)
    form = DetailsForm.of(known.person, 0, request.POST)
    if not form.is_valid():
        return _draw(request, known, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    seen, why = form.cleaned_data["seen"] or 0, form.cleaned_data["reason"]
    try:
        changed = change_person(actor, known.person, form.given, seen=seen, now=known.now, reason=why)
    except Invalid as invalid:
        form.blame(invalid.problems)
        return _draw(request, known, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    except NotNow:
        return _draw(request, known, form, status=HTTPStatus.CONFLICT)
    if changed:
        messages.success(request, _("The details are changed. What stood there before is kept."))
    else:
        messages.info(request, _("It says so already. Nothing was changed."))
    return back_to("person", person)


@desk_page(Permission.CHANGE_PERSON)
@require_POST
def person_contacts(request: HttpRequest, actor: Actor, person: int) -> HttpResponse:
    """Another way to reach them."""
    known = known_or_404(request, actor, person)
    form = ContactForm(request.POST)
    if form.is_valid():
        try:
            heard = form.cleaned_data["heard"]
            add_contact_point(actor, known.person, form.given, now=known.now, heard=heard)
        except Invalid as invalid:
            form.blame(invalid.problems)
        else:
            messages.success(request, _("The contact point is added."))
            return back_to(_HERE, person)
    return _draw(request, known, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)


@desk_page(Permission.CHANGE_PERSON)
@require_POST
def person_contact(request: HttpRequest, actor: Actor, person: int, number: int) -> HttpResponse:
    """`act=prefer`: this one first. Else it is taken out, with the reason."""
    known = known_or_404(request, actor, person)
    form = ReasonForm(request.POST, about=number)
    try:
        if request.POST.get("act") == "prefer":
            prefer_contact_point(actor, known.person, number, now=known.now)
            messages.success(request, _("This is the preferred way from now on."))
            return back_to(_HERE, person)
        form.is_valid()
        why = form.cleaned_data.get("reason", "")
        retire_contact_point(actor, known.person, number, reason=why, now=known.now)
    except Invalid as invalid:
        form.blame(invalid.problems)
        return _draw(request, known, form, about=number, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    except NotNow:
        gone_meanwhile(request)
    else:
        messages.success(request, _("The contact point is taken out. The record keeps what it was."))
    return back_to(_HERE, person)


@desk_page(Permission.CHANGE_PERSON)
@require_POST
def person_memberships(request: HttpRequest, actor: Actor, person: int) -> HttpResponse:
    """They belong to an organisation."""
    known = known_or_404(request, actor, person)
    form = MembershipForm(request.POST)
    if form.is_valid():
        try:
            add_membership(actor, known.person, form.given, now=known.now)
        except Invalid as invalid:
            form.blame(invalid.problems)
        else:
            messages.success(request, _("The membership is noted."))
            return back_to(_HERE, person)
    return _draw(request, known, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)


@desk_page(Permission.CHANGE_PERSON)
@require_POST
def person_membership(request: HttpRequest, actor: Actor, person: int, number: int) -> HttpResponse:
    """They belong to it until a day."""
    known = known_or_404(request, actor, person)
    form = UntilForm(request.POST, about=number)
    form.is_valid()
    try:
        until = form.cleaned_data.get("until")
        end_membership(actor, known.person, number, until=until, now=known.now)
    except Invalid as invalid:
        form.blame(invalid.problems)
        return _draw(request, known, form, about=number, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    except NotNow:
        gone_meanwhile(request)
    else:
        messages.success(request, _("The end of the membership is noted."))
    return back_to(_HERE, person)


def _draw(
    request: HttpRequest,
    known: Known,
    typed: CardForm | None = None,
    *,
    about: int = 0,
    status: int = HTTPStatus.OK,
) -> HttpResponse:
    """The page, with whichever form was sent as it was typed. `about`: the row the form is for."""
    seen, person, today = newest_details(known.person), known.person, known.today.isoformat()
    forms = {
        "details": typed if isinstance(typed, DetailsForm) else DetailsForm.of(person, seen),
        "contact": typed if isinstance(typed, ContactForm) else ContactForm(),
        "membership": typed if isinstance(typed, MembershipForm) else MembershipForm(),
    }
    context = {
        "person": person,
        **{f"{name}_form": form for name, form in forms.items()},
        "reaches": [
            (reach_of(point), _of_row(typed, ReasonForm(about=point.pk), about, point.pk))
            for point in person.contact_points.all()
        ],
        "memberships": [
            (row, _of_row(typed, UntilForm(about=row.pk, until=today), about, row.pk))
            for row in person.memberships.select_related("organisation")
        ],
        "typed": typed,
        "changed_meanwhile": status == HTTPStatus.CONFLICT,
        "stands_now": DetailsForm.of(person, seen) if status == HTTPStatus.CONFLICT else None,
    }
    return render(request, "desk/people/change.html", context, status=status)


def _of_row(typed: CardForm | None, empty: CardForm, about: int, row: int) -> CardForm:
    """The form of one row: as it was typed, or empty."""
    return typed if isinstance(typed, type(empty)) and about == row else empty
