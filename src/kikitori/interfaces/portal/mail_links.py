"""The pages around a link from a mail: the button behind it, and the form that asks for a new one.

Opening a link changes nothing and tells nothing: the page is the same for every link, good, over or made up. Only its
button does something; programs that look into mails press none (DESIGN §3.9).
"""

import re
import unicodedata
from http import HTTPStatus
from typing import Any

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kikitori.casework.mail_link import ask_for_link, open_by_link
from kikitori.foundation.language.contact import BadMailAddress, mail_address
from kikitori.interfaces.look.forms import LookRenderer
from kikitori.interfaces.portal import holder, slip_codes
from kikitori.interfaces.portal.door import open_page
from kikitori.interfaces.portal.pace_store import network_of, seconds_before_link
from kikitori.interfaces.portal.visit import Visit

_REFERENCE = re.compile(r"[A-Z]-\d{4}-\d{6,}", re.ASCII)
_LONGEST_ADDRESS = 254


class AskForm(forms.Form):
    """By what we find a complaint, and to whom we write about it."""

    default_renderer = LookRenderer

    code = forms.CharField(
        label=_("Number of your complaint"),
        help_text=_(
            "It stands in the subject of our mails, such as K-2026-000123. The number on your slip will do as well."
        ),
        max_length=slip_codes.LONGEST,
        error_messages={
            "required": _("Please enter the number of your complaint or of your slip."),
            "max_length": _("This is too long to be a number of ours. Please look at our mail again."),
        },
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "class": "w-m",
            }
        ),
    )
    email = forms.CharField(
        label=_("Your mail address"),
        help_text=_("The one to which our mails go."),
        max_length=_LONGEST_ADDRESS,
        error_messages={
            "required": _("Please enter your mail address."),
            "max_length": _("This is too long to be a mail address. Please look at it again."),
        },
        widget=forms.TextInput(
            attrs={"type": "email", "inputmode": "email", "autocomplete": "email", "spellcheck": "false"}
        ),
    )

    def clean_email(self) -> str:
        """The address, as lax as we are with those we write to."""
        typed = str(self.cleaned_data["email"]).strip()
        try:
            mail_address(typed)
        except BadMailAddress as bad:
            raise forms.ValidationError(_("This does not look like a mail address: name@example.jp")) from bad
        return typed


@open_page
def mail_link(visit: Visit, token: str) -> HttpResponse:
    """`/follow/link/…/`: where a link leads. The button lets its reader in, once."""
    if not visit.posted or visit.shows_again:
        return visit.show("mail_link")
    opened = open_by_link(token, now=visit.now)
    if opened is None:
        return visit.show("mail_link_over", {"token": token}, status=HTTPStatus.GONE)
    holder.enter(visit.request, opened.receipt, opened.person, visit.now)
    return HttpResponseRedirect(reverse("portal:follow"), status=303)


@open_page
def ask(visit: Visit) -> HttpResponse:
    """`/follow/link/`: who asks gets the same answer, whatever they typed and whoever they are."""
    if not visit.posted:
        return _show(visit, AskForm())
    posted = visit.request.POST
    token = posted.get("over", "")
    form = AskForm(posted)
    again = AskForm(initial={name: posted.get(name, "") for name in form.fields})
    if visit.shows_again:
        return _show(visit, again, token=token)
    if not token and not form.is_valid():
        return _show(visit, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    wait = seconds_before_link(network_of(visit.request), visit.now)
    if wait:
        return _wait(visit, again, wait, token)
    if token:
        ask_for_link(token, "", now=visit.now)
    else:
        ask_for_link(code_in(form.cleaned_data["code"]), form.cleaned_data["email"], now=visit.now)
    return HttpResponseRedirect(reverse("portal:link_asked"), status=303)


@open_page
def asked(visit: Visit) -> HttpResponse:
    """`/follow/link/asked/`: what happens now, and what to do if nothing does."""
    return visit.show("link_asked")


def code_in(typed: str) -> str:
    """`Ｋ－２０２６－０００１２３` → `K-2026-000123`; anything else as a number on a slip."""
    plain = unicodedata.normalize("NFKC", typed[: slip_codes.LONGEST]).upper()
    plain = re.sub(r"[\s\u2010-\u2015\u2212\u30fc]", lambda found: "" if found[0].isspace() else "-", plain)
    return plain if _REFERENCE.fullmatch(plain) else slip_codes.read_locator(typed)


def _show(visit: Visit, form: AskForm, *, status: int = 200, **context: Any) -> HttpResponse:
    return visit.show("ask_link", {"form": form, "typing_form": "ask-link", **context}, status=status)


def _wait(visit: Visit, form: AskForm, wait: int, token: str) -> HttpResponse:
    response = _show(visit, form, status=HTTPStatus.TOO_MANY_REQUESTS, wait=wait, token=token)
    response.headers["Retry-After"] = str(wait)
    return response
