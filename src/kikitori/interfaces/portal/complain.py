"""The three questions of a complaint, one a page. Nothing typed is lost on the way, and nothing is recorded yet.

A page takes its own answers, keeps the draft and leads on; Back, an example and another language do the same and
stay. What cannot be kept is shown again with what to mend.
"""

from typing import Any
from urllib.parse import urlencode

from django.forms import Form
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import ngettext

from kikitori.casework.parcels import Owner, empty_parcel, in_parcel, touch_parcel
from kikitori.interfaces.portal import drafts
from kikitori.interfaces.portal.complain_forms import STEPS, initial_of
from kikitori.interfaces.portal.door import open_page
from kikitori.interfaces.portal.drafts import Draft
from kikitori.interfaces.portal.holder import limit_session
from kikitori.interfaces.portal.openings import openings, with_opening
from kikitori.interfaces.portal.visit import Visit

ORDER = tuple(STEPS)
CHECK = "check"
#: The box an example writes into.
_BOX = {"story": "story", "wish": "wish"}


@open_page
def story(visit: Visit) -> HttpResponse:
    """`/complain/`: what happened."""
    return _step(visit, "story")


@open_page
def at(_visit: Visit, code: str) -> HttpResponse:
    """`/at/<code>/`: the address on a poster leads to the form, whatever the code is. Nothing is kept by that."""
    return HttpResponseRedirect(f"{reverse('portal:complain_story')}?{urlencode({'at': code})}", status=303)


@open_page
def wish(visit: Visit) -> HttpResponse:
    """`/complain/wish/`: what the person would like."""
    return _step(visit, "wish")


@open_page
def reach(visit: Visit) -> HttpResponse:
    """`/complain/reach/`: how to reach them, or not at all."""
    return _step(visit, "reach")


@open_page
def erase(visit: Visit) -> HttpResponse:
    """`/complain/erase/`: a POST forgets what was written; a GET changes nothing."""
    if not visit.posted:
        return go("story")
    draft = drafts.draft_in(visit.request.session, visit.now)
    if draft is not None:
        empty_parcel(Owner(draft.token))
    drafts.drop(visit.request.session)
    return HttpResponseRedirect(reverse("portal:erased"), status=303)


@open_page
def erased(visit: Visit) -> HttpResponse:
    """The page after erasing."""
    return visit.show("erased")


def go(step: str, *, editing: bool = False) -> HttpResponseRedirect:
    """To a page of the complaint, by GET."""
    return HttpResponseRedirect(
        reverse(f"portal:complain_{step}") + ("?edit=1" if editing else ""), status=303
    )


def draft_of(visit: Visit) -> Draft:
    """The draft this form belongs to: the one in the session, or, where that is gone, the one the form carries."""
    carried = Draft.posted(visit.request.POST)
    kept = drafts.draft_in(visit.request.session, visit.now)
    return kept if kept is not None and kept.token == carried.token else carried


def begun(visit: Visit, draft: Draft, address: str, carried: list[tuple[str, str]]) -> HttpResponse:
    """The first question with a draft that was begun elsewhere. Nothing is kept before this page is sent to `address`.

    It holds no token and sets no cookie: whoever is made to see it loses nothing that lies open elsewhere.
    """
    form = STEPS["story"](initial=initial_of(draft.values, visit.language))
    context = _context(visit, "story", draft, form, editing=False)
    context |= {"begun": True, "own_address": address, "carried": context["carried"] + carried}
    return visit.show("complain_story", context)


def take_begun(visit: Visit) -> HttpResponse:
    """Take the answers of that page as if the first question had asked them. The caller knows that it is our own."""
    return _take(visit, "story")


def _step(visit: Visit, step: str) -> HttpResponse:
    if visit.posted:
        return _take(visit, step)
    draft = drafts.draft_in(visit.request.session, visit.now)
    if draft is None and step != "story":
        return go("story")
    draft = draft or Draft.new()
    draft.came_by(visit.request.GET.get("at", "") if step == "story" else "")
    number = visit.request.GET.get("opening", "")
    _begin(visit, draft, step, number)
    form = STEPS[step](initial=initial_of(draft.values, visit.language))
    return _page(visit, step, draft, form, editing="edit" in visit.request.GET)


def _take(visit: Visit, step: str) -> HttpResponse:
    """Take the answers of one page, keep them, and lead to where the pressed button points."""
    posted = visit.request.POST
    editing = "edit" in posted
    draft = draft_of(visit)
    draft.answer(posted, (*STEPS[step].base_fields, *drafts.CAME_BY))
    _begin(visit, draft, step, posted.get("opening", ""))
    stays = visit.shows_again or "opening" in posted
    leaves = "back" in posted or "to_files" in posted
    form = STEPS[step](posted)
    if not draft.fits or not (stays or leaves or form.is_valid()):
        return _page(visit, step, draft, form, editing=editing, status=422)
    drafts.keep(visit.request.session, draft, visit.now)
    limit_session(visit.request)
    touch_parcel(Owner(draft.token), visit.now)
    if stays:
        return go(step, editing=editing)
    if "to_files" in posted:
        return go("files", editing=editing)
    if "back" in posted:
        return go(ORDER[max(0, ORDER.index(step) - 1)])
    return go(CHECK if editing or step == ORDER[-1] else ORDER[ORDER.index(step) + 1])


def _begin(visit: Visit, draft: Draft, step: str, number: str) -> None:
    box = _BOX.get(step)
    if box and number:
        text = str(draft.values.get(box, ""))
        draft.values[box] = with_opening(text, number, openings(step, visit.organisation))


def _page(
    visit: Visit, step: str, draft: Draft, form: Form, *, editing: bool, status: int = 200
) -> HttpResponse:
    context = _context(visit, step, draft, form, editing=editing)
    return visit.show(f"complain_{step}", context, status=status)


def _context(visit: Visit, step: str, draft: Draft, form: Form, *, editing: bool) -> dict[str, Any]:
    number = ORDER.index(step) + 1
    left = len(ORDER) - number
    return {
        "form": form,
        "step": step,
        "number": number,
        "total": len(ORDER),
        "left": ngettext("%(left)s more question", "%(left)s more questions", left) % {"left": left}
        if left
        else "",
        "carried": draft.carried(form.fields),
        "editing": editing,
        "openings": openings(step, visit.organisation),
        "files": in_parcel(Owner(draft.token)).count() if step == "story" else 0,
        "just_sent": drafts.just_sent(visit.request.session, visit.now) if step == "story" else "",
        "typing_form": "complaint",
        "own_address": reverse(f"portal:complain_{step}"),
    }
