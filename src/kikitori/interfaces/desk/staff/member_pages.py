"""One account: added, changed, its address set, and a link by which its owner chooses a password."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.hashers import is_password_usable
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kikitori.casework.account_mail import link_of
from kikitori.casework.errors import Invalid
from kikitori.casework.members import add_member, change_member, offer_password, set_address, waiting_address
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.frame import frame_of
from kikitori.interfaces.desk.onward import see
from kikitori.interfaces.desk.staff.forms import AddressForm, MemberForm
from kikitori.records.access.permissions import Permission
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Staff


@desk_page(Permission.MANAGE_STAFF)
@require_http_methods(["GET", "HEAD", "POST"])
def add_staff(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A new account; afterwards the page from which the link for the password is made."""
    form = MemberForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            added = add_member(actor, form.given(), now=frame_of(request).now)
        except Invalid as invalid:
            form.blame(invalid.problems)
        else:
            said = _("%(name)s has an account now. Make the link by which they choose a password.")
            messages.success(request, said % {"name": added.name})
            return see(reverse("desk:staff_member", args=[added.pk]))
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render(request, "desk/staff/new.html", {"form": form}, status=status)


@desk_page(Permission.MANAGE_STAFF)
@require_http_methods(["GET", "HEAD", "POST"])
def staff_member(request: HttpRequest, actor: Actor, staff: int) -> HttpResponse:
    """POST `do`: `change`, `address` or `link`. The link is shown in the answer, this once."""
    found = Staff.objects.select_related("team").filter(pk=staff).first()
    if found is None:
        raise Http404
    if request.method == "POST":
        match request.POST.get("do", ""):
            case "address":
                return _set_address(request, actor, found)
            case "link":
                return _make_link(request, actor, found)
            case "change":
                return _change(request, actor, found)
    return _page(request, found)


def _change(request: HttpRequest, actor: Actor, found: Staff) -> HttpResponse:
    form = MemberForm(request.POST, member=found)
    if form.is_valid():
        try:
            change_member(actor, found, form.given(), now=frame_of(request).now)
        except Invalid as invalid:
            if "staff" in invalid.problems:
                return _is_closed(request)
            form.blame(invalid.problems)
        else:
            messages.success(request, _("The account is changed."))
            return see(request.path)
    return _page(request, found, form=form)


def _set_address(request: HttpRequest, actor: Actor, found: Staff) -> HttpResponse:
    form = AddressForm(request.POST)
    if form.is_valid():
        try:
            set_address(actor, found, email=form.cleaned_data["email"], now=frame_of(request).now)
        except Invalid as invalid:
            if "staff" in invalid.problems:
                return _is_closed(request)
            form.blame(invalid.problems)
        else:
            messages.success(request, _("The address is set. The one before, if there was one, is told."))
            return see(request.path)
    return _page(request, found, address=form)


def _make_link(request: HttpRequest, actor: Actor, found: Staff) -> HttpResponse:
    try:
        mail = offer_password(actor, found, now=frame_of(request).now)
    except Invalid:
        return _is_closed(request)
    return _page(request, found, link=link_of(mail))


def _page(
    request: HttpRequest,
    found: Staff,
    *,
    form: MemberForm | None = None,
    address: AddressForm | None = None,
    link: str = "",
) -> HttpResponse:
    context = {
        "person": found,
        "form": form or MemberForm(member=found),
        "address_form": address or AddressForm(now=found.email),
        "asked": waiting_address(found, now=frame_of(request).now),
        "can_sign_in": is_password_usable(found.password),
        "link": link,
    }
    wrong = form is not None or address is not None
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK
    answer = render(request, "desk/staff/member.html", context, status=status)
    answer["Cache-Control"] = "no-store"
    return answer


def _is_closed(request: HttpRequest) -> HttpResponse:
    messages.warning(request, _("This account is closed. Nothing was changed."))
    return see(request.path)
