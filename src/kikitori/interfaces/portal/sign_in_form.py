"""The form that opens a complaint, and the page it stands on. Shown by the door and by the sign-in itself."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

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
    ended = holder.holder_in(visit.request.session) is not None or status == 403  # noqa: PLR2004 - HTTP
    context: dict[str, Any] = {
        "form": form or SignInForm(),
        "ended": ended and form is None,
        "kept": kept if kept and kept.words else None,
        "wait": wait,
        "ticket": ticket,
        "typing_form": "sign-in",
    }
    return visit.show("sign_in", context, status=status)
