"""Signing in and out. What is answered never tells whether a name exists."""

from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from kikitori.interfaces.desk.brake import brakes_for
from kikitori.interfaces.desk.door import open_page
from kikitori.interfaces.desk.frame import home_of
from kikitori.interfaces.desk.known_browser import browser_mark, remember_browser
from kikitori.interfaces.desk.onward import onward as page_asked_for
from kikitori.interfaces.look.own import own_look
from kikitori.interfaces.look.words import clock
from kikitori.records.people.models import Staff
from kikitori.records.people.queries import actor_for, the_organisation

_LANGUAGES = {code for code, _name in settings.STAFF_LANGUAGES}
_LANGUAGE_YEAR = 365 * 24 * 3600


class SignInForm(forms.Form):
    """Name and password. Neither is judged before both are tried together."""

    login = forms.CharField(
        label=_("Sign-in name"),
        strip=True,
        max_length=150,
        error_messages={"required": _("Please write your sign-in name.")},
        widget=forms.TextInput(
            attrs={
                "autocomplete": "username",
                "autocapitalize": "none",
                "spellcheck": "false",
                "class": "w-l",
            }
        ),
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=4096,
        error_messages={"required": _("Please write your password.")},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "class": "w-l"}),
    )


@open_page
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Show the form; take it. 422 with one text for every wrong pair, 429 while the brake is on."""
    onward = page_asked_for(request, reverse("desk:today"))
    if request.method != "POST":
        if isinstance(request.user, Staff):
            return redirect(_begin(request.user, onward))
        return _page(request, SignInForm(), onward)
    form = SignInForm(request.POST)
    if not form.is_valid():
        return _page(request, form, onward, 422)
    name, now = form.cleaned_data["login"], timezone.now()
    brakes = brakes_for(name, request.META.get("REMOTE_ADDR", ""), browser_mark(request, name))
    pauses = [until for brake in brakes if (until := brake.pause_until(now))]
    if pauses:
        form.add_error(
            None,
            _("Too many attempts. For safety, please wait until %(time)s, or ask your administrator.")
            % {"time": clock(max(pauses), ZoneInfo(the_organisation().time_zone))},
        )
        return _page(request, form, onward, 429)
    staff = authenticate(request, username=name, password=form.cleaned_data["password"])
    if not isinstance(staff, Staff):
        for brake in brakes:
            brake.note_failure(now)
        form.add_error(None, _("The name and the password do not belong together. Please check both."))
        return _page(request, form, onward, 422)
    brakes[0].release()
    return _come_in(request, staff, onward)


@open_page
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session. By POST alone: a link in a mail must not sign anybody out."""
    logout(request)
    return redirect("desk:sign_in")


def _come_in(request: HttpRequest, staff: Staff, onward: str) -> HttpResponse:
    """Begin a session; a browser without a language of its own gets the one of its person."""
    login(request, staff)
    response = redirect(_begin(staff, onward))
    remember_browser(response, staff.login)
    if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES and staff.language in _LANGUAGES:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            staff.language,
            max_age=_LANGUAGE_YEAR,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
            samesite="Lax",
        )
    return response


def _begin(staff: Staff, onward: str) -> str:
    """Where this person's day begins, unless they asked for another page."""
    return reverse(home_of(actor_for(staff))) if onward == reverse("desk:today") else onward


def _page(request: HttpRequest, form: SignInForm, onward: str, status: int = 200) -> HttpResponse:
    organisation = the_organisation()
    context = {
        "form": form,
        "next": onward,
        "organisation": organisation,
        "organisation_look": own_look(organisation),
        "organisation_name": organisation.name_in(get_language() or ""),
    }
    return render(request, "desk/sign_in.html", context, status=status)
