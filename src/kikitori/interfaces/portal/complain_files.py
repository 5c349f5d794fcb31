"""The page for photographs and documents of a complaint that is being written. It is no question: nobody has to see it.

A page of its own, so that whatever becomes of a large file on a slow line, no word is on its way together with it.
"""

from http import HTTPStatus

from django.http import HttpResponse

from kikitori.casework.parcels import Owner
from kikitori.interfaces.portal import drafts
from kikitori.interfaces.portal.complain import CHECK, draft_of, go
from kikitori.interfaces.portal.door import open_page
from kikitori.interfaces.portal.drafts import Draft
from kikitori.interfaces.portal.enclosing import (
    ADD,
    HandedIn,
    has_files,
    limits,
    shown_files,
    take_files,
    takes_away,
)
from kikitori.interfaces.portal.holder import limit_session
from kikitori.interfaces.portal.visit import Visit


@open_page
def files(visit: Visit) -> HttpResponse:
    """`/complain/files/`: what shows what happened."""
    if visit.posted:
        return _take(visit)
    draft = drafts.draft_in(visit.request.session, visit.now)
    if draft is None:
        return go("story")
    return _page(visit, draft, editing="edit" in visit.request.GET)


def _take(visit: Visit) -> HttpResponse:
    """Keep what was chosen; stay where that was asked for or something was refused, else go where the button points."""
    posted = visit.request.POST
    editing = "edit" in posted
    draft = draft_of(visit)
    drafts.keep(visit.request.session, draft, visit.now)
    limit_session(visit.request)
    done = take_files(visit, Owner(draft.token)) if has_files(visit) else HandedIn()
    if done.refused:
        return _page(visit, draft, editing=editing, done=done)
    if _stays(visit):
        return go("files", editing=editing)
    if "back" in posted:
        return go("story")
    return go(CHECK if editing else "wish")


def _stays(visit: Visit) -> bool:
    return ADD in visit.request.POST or takes_away(visit) or visit.shows_again


def _page(visit: Visit, draft: Draft, *, editing: bool, done: HandedIn | None = None) -> HttpResponse:
    status = HTTPStatus.OK
    if done is not None:
        status = HTTPStatus.TOO_MANY_REQUESTS if done.wait else HTTPStatus.UNPROCESSABLE_ENTITY
    context = {
        "files": shown_files(Owner(draft.token)),
        "refused": done.refused if done else [],
        "limits": limits(),
        "carried": draft.carried({}),
        "editing": editing,
        "typing_form": "complaint",
    }
    response = visit.show("complain_files", context, status=status)
    if done is not None and done.wait:
        response.headers["Retry-After"] = str(done.wait)
    return response
