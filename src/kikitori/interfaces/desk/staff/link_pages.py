"""What links in mails about accounts open. Opening changes nothing; the button does, once.

Nobody is signed in here: the link itself is the proof. A link that is not good (any more) says so, and no more.
"""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from kikitori.casework.account_mail import mail_of
from kikitori.casework.errors import NotNow
from kikitori.casework.members import WeakPassword, choose_password
from kikitori.casework.members import confirm_address as confirm
from kikitori.interfaces.desk.door import open_page
from kikitori.interfaces.desk.onward import see
from kikitori.interfaces.desk.staff.forms import PasswordForm
from kikitori.interfaces.look.own import own_look
from kikitori.records.people.accounts import MailAbout
from kikitori.records.people.queries import the_organisation


@open_page
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_address(request: HttpRequest, token: str) -> HttpResponse:
    """Is this address yours? POST: it is."""
    now = timezone.now()
    mail = mail_of(token, MailAbout.CONFIRM, now=now)
    if mail is None:
        return _gone(request)
    if request.method != "POST":
        return _page(request, "desk/staff/confirm.html", {"mail": mail})
    try:
        confirm(token, now=now)
    except NotNow:
        return _gone(request)
    messages.success(request, _("The address is confirmed. Mails go there from now on."))
    return see(reverse("desk:sign_in"))


@open_page
@sensitive_post_parameters("password", "again")
@require_http_methods(["GET", "HEAD", "POST"])
def new_password(request: HttpRequest, token: str) -> HttpResponse:
    """Choose a password; afterwards sign in with it."""
    now = timezone.now()
    mail = mail_of(token, MailAbout.PASSWORD, now=now)
    if mail is None:
        return _gone(request)
    form = PasswordForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            choose_password(token, password=form.cleaned_data["password"], now=now)
        except WeakPassword as weak:
            for said in weak.messages:
                form.add_error("password", said)
        except NotNow:
            return _gone(request)
        else:
            messages.success(request, _("Your password is set. Please sign in with it."))
            return see(reverse("desk:sign_in"))
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return _page(request, "desk/staff/password.html", {"form": form, "mail": mail}, status)


def _gone(request: HttpRequest) -> HttpResponse:
    return _page(request, "desk/staff/gone.html", {}, HTTPStatus.NOT_FOUND)


def _page(
    request: HttpRequest, template: str, context: dict[str, object], status: int = HTTPStatus.OK
) -> HttpResponse:
    organisation = the_organisation()
    house = {
        "organisation_look": own_look(organisation),
        "organisation_name": organisation.name_in(get_language() or ""),
    }
    answer = render(request, template, {**context, **house}, status=status)
    answer["Cache-Control"] = "no-store"
    return answer
