"""Error pages: what happened, what it means for what you sent, what to do; in the reader's language.

They need neither the database nor a session nor the hashed stylesheet, for any of those may be what failed.
htmx gets a small fragment instead of a page.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import DisallowedHost, RequestDataTooBig
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import get_language_from_request
from django.utils.translation import gettext_lazy as _

from kikitori.config.door_language import language_at
from kikitori.config.limits import megabytes
from kikitori.foundation.language.readings import written_in
from kikitori.interfaces.look.ruby import with_ruby

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Trouble:
    """The words of one kind of failure."""

    title: Text
    meaning: Text
    advice: Text


TROUBLES: dict[str, Trouble] = {
    "400": Trouble(
        _("What was sent could not be read"),
        _("The address or the form held characters or data that cannot be read. Nothing was saved."),
        _("Please go back, look for unusual characters pasted from another program, and send it again."),
    ),
    "400-host": Trouble(
        _("This site does not answer to that name"),
        _("The address in your browser names a computer that this site does not know itself by."),
        _(
            "Please use the address you were given. Administrators: see KIKITORI_BASE_URL and KIKITORI_ALLOWED_HOSTS."
        ),
    ),
    "403": Trouble(
        _("You cannot open this page"),
        _("Your role does not include this page. Nothing was changed."),
        _("If you need it for your work, please ask the person in charge."),
    ),
    "403-form": Trouble(
        _("This form can no longer be sent"),
        _(
            "For your protection a form is accepted only from a page that this browser opened itself, "
            "with cookies allowed. Nothing was saved."
        ),
        _("Please go back, copy your text, load the page again and send it once more."),
    ),
    "404": Trouble(
        _("There is no page at this address"),
        _("The address may be mistyped, or the page may have moved."),
        _("Please check the address, or begin again from the first page."),
    ),
    "405": Trouble(
        _("This address cannot be used in this way"),
        _(
            "Some addresses are only for reading, others only take what a button on a page sends. Nothing was changed."
        ),
        _("Please go back and use the button there, or begin again from the first page."),
    ),
    "413": Trouble(
        _("This is too large to send"),
        _("At most %(form)s MB of text, or %(files)s MB with files, can be sent at once. Nothing was saved."),
        _("Please go back and send a shorter text, or fewer or smaller files."),
    ),
    "500": Trouble(
        _("Something went wrong on our side"),
        _("This is not your fault. What you just sent was not saved."),
        _(
            "Please go back, copy your text and try again. If it happens again, please tell us the number below."
        ),
    ),
    "503": Trouble(
        _("The site cannot be used at the moment"),
        _("The database is not answering. We cannot confirm that what you just sent was saved."),
        _("Please keep your text, wait a minute, and look before you send it again."),
    ),
}


def error_response(request: HttpRequest, kind: str) -> HttpResponse:
    """Return the answer for one of `TROUBLES`; its status is the number at the start of `kind`."""
    trouble = TROUBLES[kind]
    template = "config/error_part.html" if request.headers.get("HX-Request") else "config/error.html"
    with translation.override(language_at(request.path_info, get_language_from_request(request))):
        figures = megabytes()
        page = render_to_string(
            template,
            {
                "title": str(trouble.title),
                "meaning": str(trouble.meaning) % figures if kind == "413" else str(trouble.meaning),
                "advice": str(trouble.advice),
                "language": written_in(translation.get_language() or ""),
                "number": getattr(request, "request_id", "") if kind in ("500", "503") else "",
                "stylesheets": _stylesheets(),
            },
        )
    response = HttpResponse(with_ruby(page), status=int(kind[:3]))
    response.headers["Vary"] = "Accept-Language, Cookie, HX-Request"
    if kind == "503":
        response.headers["Retry-After"] = "10"
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's handler400; tells what is too large and what came to the wrong name from what cannot be read."""
    if isinstance(exception, RequestDataTooBig):
        return error_response(request, "413")
    return error_response(request, "400-host" if isinstance(exception, DisallowedHost) else "400")


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """Django's handler403."""
    return error_response(request, "403")


def form_refused(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """CSRF_FAILURE_VIEW: a form without its token, or sent from elsewhere."""
    return error_response(request, "403-form")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """Django's handler404. The same for what does not exist and for what this reader may not know of."""
    return error_response(request, "404")


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler500; a database out of reach is told as such (503)."""
    return error_response(request, "503" if _lost_the_database(sys.exc_info()[1]) else "500")


def _lost_the_database(failure: BaseException | None) -> bool:
    """Is this what a lost connection led to? What fails next in the same transaction fails under another name."""
    seen: set[int] = set()
    while failure is not None and id(failure) not in seen:
        if isinstance(failure, OperationalError | InterfaceError):
            return True
        seen.add(id(failure))
        failure = failure.__cause__ or failure.__context__
    return False


def _stylesheets() -> list[str]:
    """Addresses of the stylesheets; none if the manifest of hashed names is what is broken."""
    names: list[Any] = ["look/vendor/dads-tokens-1.1.9.css", "look/kikitori.css"]
    try:
        return [static(name) for name in names]
    except ValueError:
        return []
