"""The organisation's own: its colours as a stylesheet, its logo as a picture, both from our own origin.

A stylesheet's address holds the colour and a mark of what is made of it, a logo's its digest: what lies there never
changes, so browsers keep it for good, and a change shows at once under another address. Nothing is inline (ADR 0030).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from kikitori.foundation.contrast import Colour
from kikitori.interfaces.look.shades import shades_of, sheet_of
from kikitori.records.people.logos import Logo
from kikitori.records.people.models import Organisation

_FOR_GOOD = "public, max-age=31536000, immutable"
_NOTHING = "default-src 'none'; sandbox; frame-ancestors 'none'"
_MARK = 10


@dataclass(frozen=True, slots=True)
class Shown:
    """What pages need of it. `sheet` and `logo`: addresses, empty where there is none."""

    sheet: str = ""
    logo: str = ""
    width: int = 0
    height: int = 0


def own_look(organisation: Organisation) -> Shown:
    """The organisation's own look. Asks nothing of the database that the_organisation() has not read."""
    return shown(organisation.accent, organisation.logo)


def shown(accent: str, logo: Logo | None) -> Shown:
    """The look that this colour and this logo make, also before anybody has kept them."""
    sheet = address_of(accent) if accent else ""
    if logo is None:
        return Shown(sheet)
    return Shown(sheet, reverse("look:logo", args=[logo.digest]), logo.width, logo.height)


def address_of(accent: str) -> str:
    """Where the stylesheet of a colour lies."""
    return reverse("look:colours", args=[accent.removeprefix("#"), _mark(_sheet(accent))])


@lru_cache(maxsize=64)
def _sheet(accent: str) -> str:
    return sheet_of(shades_of(Colour.of(accent)))


def _mark(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:_MARK]


@require_safe
def colours(_request: HttpRequest, accent: str, mark: str) -> HttpResponse:
    """The stylesheet of one colour. 404 where the mark is another: it was made by another version of the house."""
    try:
        text = _sheet(str(Colour.of(accent)))
    except ValueError as error:
        raise Http404 from error
    if mark != _mark(text):
        raise Http404
    return _for_good(HttpResponse(text, content_type="text/css; charset=utf-8"))


@require_safe
def logo(_request: HttpRequest, digest: str) -> HttpResponse:
    """The logo's bytes: a PNG that we have painted ourselves."""
    content = Logo.objects.filter(digest=digest).values_list("content", flat=True).first()
    if content is None:
        raise Http404
    return _for_good(HttpResponse(bytes(content), content_type="image/png"))


def _for_good(answer: HttpResponse) -> HttpResponse:
    answer.headers["Cache-Control"] = _FOR_GOOD
    answer.headers["Content-Security-Policy"] = _NOTHING
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
