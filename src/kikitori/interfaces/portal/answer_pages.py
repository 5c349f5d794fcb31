"""The pages on which the holder of a slip says something. A GET shows the form, a POST does it, then back to the story.

What cannot be taken is shown again with the words still there; where a step is not possible any more, the words can be
sent as a message instead.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.functional import Promise as Text
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kikitori.casework import once
from kikitori.casework.errors import Invalid, NotNow, Obstacle
from kikitori.casework.refusals import note_caught
from kikitori.foundation.crypto import new_token
from kikitori.interfaces.portal import holder
from kikitori.interfaces.portal.answer_forms import AnswerForm, WriteForm
from kikitori.interfaces.portal.answer_kind import Answer
from kikitori.interfaces.portal.answers import ANSWERS
from kikitori.interfaces.portal.door import View, holder_page
from kikitori.interfaces.portal.enclosing import (
    ADD,
    DROP,
    IN_FILES,
    SHOWN,
    HandedIn,
    has_files,
    limits,
    numbers_of,
    obstacle_in_words,
    owner_of,
    shown_files,
    take_files,
)
from kikitori.interfaces.portal.queries import File
from kikitori.interfaces.portal.sentences import PROBLEM, why_not_now, why_not_possible
from kikitori.interfaces.portal.standing import ANSWER
from kikitori.interfaces.portal.story_page import shown_proposal
from kikitori.interfaces.portal.visit import HolderVisit
from kikitori.records.access.permissions import NEEDED
from kikitori.records.complaints.lifecycle import State, StepNotPossible

_OVERTAKEN = gettext_lazy(
    "While you were reading, we sent you another proposal. Please read it before you answer."
)


def page_for(name: str) -> View:
    """The view of one answer."""
    found = ANSWERS[name]

    @holder_page(NEEDED[found.step])
    def view(visit: HolderVisit) -> HttpResponse:
        return _take(visit, found) if visit.posted else _offer(visit, found)

    view.__name__ = name
    return view


def _offer(visit: HolderVisit, found: Answer) -> HttpResponse:
    """The form, with words kept over a new sign-in; or the reason why it is not the time for it."""
    file = File(visit.actor, visit.complaint)
    words = holder.kept_for(visit.request.session, found.page)
    if not file.can(found.step):
        return _not_possible(visit, why_not_possible(file.state, found.step), words)
    asked = {name: visit.request.GET[name] for name in found.form.from_address if name in visit.request.GET}
    return _page(visit, found, file, _form(found, file, initial={"words": words, **asked}))


def _take(visit: HolderVisit, found: Answer) -> HttpResponse:
    posted = visit.request.POST
    file = File(visit.actor, visit.complaint)
    form = _form(found, file, posted)
    handed = _keep_files(visit, found)
    refused = handed.refused
    if visit.shows_again or refused or ADD in posted or DROP in posted:
        typed = {
            name: field.widget.value_from_datadict(posted, {}, name) for name, field in form.fields.items()
        }
        status = 422 if refused else 200
        again = _form(found, file, initial=typed)
        return _page(visit, found, file, again, status=status, refused=refused)
    if not form.is_valid():
        if not file.can(found.step):
            return _not_possible(visit, why_not_possible(file.state, found.step), posted.get("words", ""))
        return _page(visit, found, file, form, status=422)
    form.sent_along = (*numbers_of(posted.getlist(SHOWN)), *handed.numbers)
    return _say(visit, found, file, form)


def _form(
    found: Answer, file: File, posted: QueryDict | None = None, initial: dict[str, Any] | None = None
) -> AnswerForm:
    """The form, made ready for what is on record."""
    form = found.form(posted, initial=initial or {})
    found.prepare(form, file)
    return form


def _keep_files(visit: HolderVisit, found: Answer) -> HandedIn:
    """Files that came with the form are kept before anything else is looked at; those that are not, in words."""
    if not (found.takes_files and has_files(visit)):
        return HandedIn()
    return take_files(visit, owner_of(visit))


def _say(visit: HolderVisit, found: Answer, file: File, form: AnswerForm) -> HttpResponse:
    """The step, once; or why it is not possible, with the words still there."""
    words = visit.request.POST.get("words", "")
    try:
        _once(visit, found, form)
    except StepNotPossible as not_possible:
        note_caught(visit.actor, not_possible, visit.complaint, now=visit.now)
        return _not_possible(visit, why_not_possible(not_possible.state, found.step), words)
    except NotNow as not_now:
        if not_now.obstacle in IN_FILES:
            return _page(visit, found, file, form, status=409, refused=[obstacle_in_words(not_now)])
        overtaken = not_now.obstacle is Obstacle.NO_OPEN_PROPOSAL and file.open_proposal
        return _not_possible(visit, [_OVERTAKEN] if overtaken else why_not_now(not_now.obstacle), words)
    except Invalid as invalid:
        for place, problem in invalid.problems.items():
            form.add_error(place if place in form.fields else "words", str(PROBLEM[problem]))
        return _page(visit, found, file, form, status=422)
    holder.forget_kept(visit.request.session)
    messages.success(visit.request, str(found.thanks))
    return HttpResponseRedirect(reverse("portal:follow"), status=303)


def _once(visit: HolderVisit, found: Answer, form: AnswerForm) -> None:
    """Do it, unless exactly this has been done. Holds the turn of this complaint until the transaction ends."""
    once.wait_for_turn(once.key_of("portal-answer", str(visit.complaint.pk)))
    visit.complaint.refresh_from_db()
    if not found.already(visit, form):
        found.do(visit, form)


def _page(
    visit: HolderVisit,
    found: Answer,
    file: File,
    form: AnswerForm,
    *,
    status: int = 200,
    refused: Sequence[str] = (),
) -> HttpResponse:
    proposal = file.open_proposal if "proposal" in form.fields else None
    question = file.open_question if found.page == "write" else None
    context: dict[str, Any] = {
        "form": form,
        "answer": found,
        "heading": ANSWER.label if question else found.heading,
        "complaint": visit.complaint,
        # What stands on the page is what is answered: its number goes along with the answer.
        "proposal": shown_proposal(file, proposal, visit.teller) if proposal else None,
        "question": question,
        "token": visit.request.POST.get("token") or new_token(),
        "typing_form": "answer",
    }
    if found.takes_files:
        context |= {"files": shown_files(owner_of(visit)), "refused": refused, "limits": limits()}
    return visit.show("answer", context, status=status)


def _not_possible(visit: HolderVisit, reasons: Iterable[Text | str], words: str) -> HttpResponse:
    """Why not, kindly; and the words ready to be sent as a message where that can be done."""
    state = State(visit.complaint.state)
    can_write = File(visit.actor, visit.complaint).can(ANSWERS["write"].step)
    context = {
        "reasons": list(reasons),
        "complaint": visit.complaint,
        "form": WriteForm(initial={"words": words}) if words and can_write else None,
        "token": new_token(),
        "state": state,
        "back": _("Back to your complaint"),
    }
    return visit.show("not_possible", context, status=409)
