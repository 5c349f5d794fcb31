"""The beginning of the form in a frame of another site, and where it goes on: in a page of its own (ADR 0031).

In a frame browsers give a page no cookies, and none is needed here: neither a session nor a token. What is typed is
posted into a new page, which keeps nothing and sets no cookie either: any site could make any browser open it, and a
new token would spoil the forms that lie open there. So the first step is taken without one, from a page of ours alone,
as the browser itself says; everything after that is as for everybody.
"""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt

from kikitori.foundation.language.text import clean_text
from kikitori.interfaces.portal import drafts
from kikitori.interfaces.portal.complain import begun, go, take_begun
from kikitori.interfaces.portal.door import open_page, remember_language
from kikitori.interfaces.portal.visit import Visit

#: The language in which the frame was read; it goes along until the first step is taken.
_READ_IN = "read_in"


@open_page
def embed(visit: Visit) -> HttpResponse:
    """`/embed/`: one question. `?in=`: the language; `?at=`: the code of a branch. Shown by allowed sites alone."""
    wanted = visit.request.GET.get("in", "")
    origins = visit.organisation.embed_origins
    with translation.override(wanted if wanted in dict(settings.LANGUAGES) else visit.language):
        answer = visit.show("embed", {"at": visit.request.GET.get("at", ""), "read_in": visit.language})
    if origins:
        answer._csp_replace = {"frame-ancestors": list(origins)}  # type: ignore[attr-defined]  # noqa: SLF001 - django-csp reads it
        answer.xframe_options_exempt = True
        answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer


@csrf_exempt
@open_page
def begin(visit: Visit) -> HttpResponse:
    """`/complain/begin/`: the first question with what was typed in the frame, in the language it was typed in.

    Whoever makes somebody send this makes them see a form filled in, and no more: nothing is kept, nothing is read, no
    cookie is set. What that form sends is taken, if it comes from a page of ours.
    """
    if not visit.posted:
        return go("story")
    posted = visit.request.POST
    wanted = "" if visit.shows_again else posted.get(_READ_IN, "")
    known = wanted in dict(settings.LANGUAGES)
    with translation.override(wanted if known else visit.language):
        if "token" in posted and is_from_us(visit.request):
            taken = take_begun(visit)
            return remember_language(visit, taken) if known else taken
        visit.shows_again = False
        draft = drafts.Draft.new()
        draft.values["story"] = clean_text(posted.get("story", ""))
        draft.came_by(posted.get("at", ""))
        return begun(visit, draft, reverse("portal:begin"), [(_READ_IN, visit.language)])


def is_from_us(request: HttpRequest) -> bool:
    """A page of ours sent this. Browsers say so themselves, and let no page of others say it.

    Browsers of before 2020, which send neither Sec-Fetch-Site nor Origin, say it with Referer.
    """
    if "Sec-Fetch-Site" in request.headers:
        return request.headers["Sec-Fetch-Site"] == "same-origin"
    said = request.headers.get("Origin") or request.headers.get("Referer", "")
    ours = (f"{request.scheme}://{request.get_host()}", *settings.CSRF_TRUSTED_ORIGINS)
    return any(said == each or said.startswith(f"{each}/") for each in ours)
