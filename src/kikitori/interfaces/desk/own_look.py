"""How somebody wants their desk: its colours and its language, from the menu under their name."""

from __future__ import annotations

from http import HTTPStatus

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from kikitori.casework.errors import Invalid
from kikitori.casework.own_desk import choose_colours, choose_language
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.frame import home_of
from kikitori.interfaces.desk.onward import onward, see
from kikitori.interfaces.look.context import THEME_COOKIE, THEMES
from kikitori.records.access.permissions import Permission
from kikitori.records.people.actor import Actor

_YEAR = 365 * 24 * 3600


@desk_page(Permission.USE_DESK)
@require_POST
def own_look(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """Keep `colours` or `language`, and go back to the page one was on; with `stay`, 204: the page has changed itself.

    The browser keeps it too, for the pages before one is signed in. A word that is none changes nothing.
    """
    try:
        if "language" in request.POST:
            choose_language(actor, request.POST["language"])
            return set_language(request)
        chosen = choose_colours(actor, request.POST.get("colours", ""))
    except Invalid:
        return see(_back(request, actor))
    answer = (
        HttpResponse(status=HTTPStatus.NO_CONTENT) if "stay" in request.POST else see(_back(request, actor))
    )
    if chosen.value in THEMES:
        answer.set_cookie(
            THEME_COOKIE, chosen.value, max_age=_YEAR, secure=settings.LANGUAGE_COOKIE_SECURE, samesite="Lax"
        )
    else:
        answer.delete_cookie(THEME_COOKIE, samesite="Lax")
    return answer


def _back(request: HttpRequest, actor: Actor) -> str:
    return onward(request, reverse(home_of(actor)))
