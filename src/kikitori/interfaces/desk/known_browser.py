"""A browser that has signed in before is known by a signed cookie: it may try again while strangers must wait.

The cookie opens nothing. It holds a random mark and whose it is, as a fingerprint; only this site can write it.
"""

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from kikitori.foundation.crypto import fingerprint, new_token

_YEAR = 365 * 24 * 3600
_SALT = "desk.known-browser"


def browser_mark(request: HttpRequest, login: str) -> str:
    """The mark of this browser if it has signed in as `login` before, else empty."""
    try:
        whose, _, mark = signing.loads(request.COOKIES.get(_name(), ""), salt=_SALT, max_age=_YEAR).partition(
            " "
        )
    except (signing.BadSignature, AttributeError):
        return ""
    return mark if whose == _whose(login) else ""


def remember_browser(response: HttpResponse, login: str) -> None:
    """Let this browser be known for `login` from now on; whoever it was known for before is forgotten."""
    response.set_cookie(
        _name(),
        signing.dumps(f"{_whose(login)} {new_token()}", salt=_SALT),
        max_age=_YEAR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _name() -> str:
    return f"{settings.SESSION_COOKIE_NAME}-known"


def _whose(login: str) -> str:
    return fingerprint("known browser", login, settings.SECRET_KEY)
