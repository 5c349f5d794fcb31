"""The form that opens a complaint, and the page it stands on. Shown by the door and by the sign-in itself."""

from http import HTTPStatus
from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from kikitori.foundation.language.bilingual import tongue
from kikitori.interfaces.look.forms import LookRenderer
from kikitori.interfaces.portal import holder, slip_codes
from kikitori.interfaces.portal.holder import Kept
from kikitori.interfaces.portal.visit import Visit

_CODE = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "class": "w-m"}
_TOO_LONG = {"max_length": _("This is too long to be a code from a slip. Please look at your slip again.")}


class SignInForm(forms.Form):
    """Slip number and secret code, taken in any width, with or without blanks and dashes."""

    default_renderer = LookRenderer

    locator = forms.CharField(
        label=_("Slip number"),
        help_text=_("Eight letters and digits, such as K7FM-3QTA. Dashes and blanks do not matter."),
        max_length=slip_codes.LONGEST,
        error_messages={"required": _("Please enter the slip number from your slip."), **_TOO_LONG},
        widget=forms.TextInput(attrs=_CODE),
    )
    secret = forms.CharField(
        label=_("Secret code"),
        help_text=_("Sixteen digits, four groups of four."),
        max_length=slip_codes.LONGEST,
        error_messages={"required": _("Please enter the secret code from your slip."), **_TOO_LONG},
        widget=forms.TextInput(attrs=_CODE | {"inputmode": "numeric", "autocapitalize": "off"}),
    )


def ask(
    visit: Visit,
    *,
    form: SignInForm | None = None,
    kept: Kept | None = None,
    wait: int = 0,
    ticket: str = "",
    status: int = 200,
) -> HttpResponse:
    """The sign-in page. `wait`: seconds to wait first, with the `ticket` that will then let them through.

    Says so when a sign-in has ended by itself, and carries along words that were on their way.
    """
    context: dict[str, Any] = {
        "form": form or SignInForm(),
        "ended": _how_it_ended(visit, kept, status) if form is None else "",
        "kept": kept if kept and kept.words else None,
        "wait": wait,
        "ticket": ticket,
        "typing_form": "sign-in",
    }
    return visit.show("sign_in", context, status=status)


def _how_it_ended(visit: Visit, kept: Kept | None, status: int) -> str:
    """Why the codes are asked for once more, and what became of the words; empty for whoever has just come."""
    before = holder.holder_in(visit.request.session)
    if before is None and status != HTTPStatus.FORBIDDEN:
        return ""
    is_idle = before is not None and before.is_idle(visit.now)
    sentences = [_("Nothing had happened for half an hour.")] if is_idle else []
    if kept and kept.words:
        sentences.append(_("What you wrote is still here: enter your two codes, and you can send it."))
    else:
        sentences.append(_("Please enter your two codes once more."))
    if not is_idle:
        sentences.append(_("If you have been given a new slip since, use the codes on that one."))
    return ("" if tongue(visit.language) == "ja" else " ").join(map(str, sentences))
