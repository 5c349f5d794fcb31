"""The beginning of the form in a frame of another site, and where it goes on: in a page of its own (ADR 0031).

In a frame browsers give a page no cookies, and none is needed here: neither a session nor a token. What is typed is
posted into a new page, which keeps nothing; everything after that happens at our own address, as for everybody.
"""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt

from kikitori.foundation.language.text import clean_text
from kikitori.interfaces.portal import drafts
from kikitori.interfaces.portal.complain import begun, go
from kikitori.interfaces.portal.door import open_page
from kikitori.interfaces.portal.visit import Visit


@open_page
def embed(visit: Visit) -> HttpResponse:
    """`/embed/`: one question. `?in=`: the language; `?at=`: the code of a branch. Shown by allowed sites alone."""
    wanted = visit.request.GET.get("in", "")
    origins = visit.organisation.embed_origins
    with translation.override(wanted if wanted in dict(settings.LANGUAGES) else visit.language):
        answer = visit.show("embed", {"at": visit.request.GET.get("at", ""), "shown_in": visit.language})
    if origins:
        answer._csp_replace = {"frame-ancestors": list(origins)}  # type: ignore[attr-defined]  # noqa: SLF001 - django-csp reads it
        answer.xframe_options_exempt = True
        answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer


@csrf_exempt
@open_page
def begin(visit: Visit) -> HttpResponse:
    """`/complain/begin/`: the first question with what was typed in the frame, in the language it was typed in.

    Whoever makes somebody send this makes them see a form filled in, and no more: nothing is kept, nothing is read.
    """
    if not visit.posted:
        return go("story")
    draft = drafts.Draft.new()
    draft.values["story"] = clean_text(visit.request.POST.get("story", ""))
    draft.came_by(visit.request.POST.get("at", ""))
    return begun(visit, draft)
