"""Noting what became of letters on paper: posted, not posted after all, come back, written to another address."""

from __future__ import annotations

from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from kikitori.casework.errors import Invalid, NotNow, Obstacle, Refused
from kikitori.casework.post_again import post_again
from kikitori.casework.posting import PostingGiven, post_letter, take_back_posting
from kikitori.casework.returned import note_returned
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.outbox import Pile, letters_seen
from kikitori.interfaces.desk.paper.forms import ManyPostedForm, PostedForm, ReturnedForm
from kikitori.interfaces.desk.paper.letter_page import again_form, letter_or_404, letter_page
from kikitori.interfaces.desk.paper.pdf_pages import numbers_in
from kikitori.records.access.permissions import NEEDED, Permission
from kikitori.records.access.policy import may
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.letters.models import Letter
from kikitori.records.people.actor import Actor

_UNPROCESSABLE = HTTPStatus.UNPROCESSABLE_ENTITY


def note_posted(request: HttpRequest, actor: Actor, found: Letter) -> HttpResponse:
    """It was posted, as the form says; an empty form: today, by ordinary mail. A second time changes nothing."""
    _require(actor, found)
    form = PostedForm(request.POST)
    if not form.is_valid():
        return letter_page(request, actor, found, status=_UNPROCESSABLE, posted_form=form)
    # A form that was sent without the box says nothing of the size.
    given = form.given if "service" in request.POST else PostingGiven()
    try:
        noted = post_letter(actor, found, given=given, now=timezone.now())
    except Invalid as invalid:
        form.blame(invalid.problems)
        return letter_page(request, actor, found, status=_UNPROCESSABLE, posted_form=form)
    if noted:
        words = {"reference": found.complaint.reference}
        messages.success(request, _("The letter about %(reference)s is noted as posted.") % words)
    else:
        messages.info(request, _("This letter was noted as posted before. Nothing was changed."))
    return _to(reverse("desk:letters"))


@desk_page(Permission.WRITE)
@require_POST
def letters_posted(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The ticked ones were posted, all on one day and in one way. Each is noted by itself: one keeps back no other."""
    form, now = ManyPostedForm(request.POST), timezone.now()
    chosen = list(letters_seen(actor).filter(pk__in=numbers_in(request)).order_by("written_at", "pk"))
    if not chosen:
        messages.info(request, _("No letter was chosen. Tick those that were posted."))
        return _to(_list())
    if not form.is_valid():
        messages.error(request, _("Please give a day. Nothing was noted."))
        return _to(_list())
    typed = form.cleaned_data
    given = PostingGiven(service=typed["service"], posted_on=typed["posted_on"])
    noted, wrong = 0, []
    for letter in chosen:
        try:
            noted += post_letter(actor, letter, given=given, now=now)
        except Invalid as invalid:
            form.blame(invalid.problems)
            wrong.append(letter.to_name or str(letter.pk))
    if noted:
        told = ngettext("%(n)s letter is noted as posted.", "%(n)s letters are noted as posted.", noted)
        messages.success(request, told % {"n": noted})
    if wrong:
        why = [str(each) for found in form.errors.values() for each in found]
        words = {"names": "、".join(wrong), "why": " ".join(why)}
        messages.error(request, _("Not noted: %(names)s. %(why)s") % words)
    return _to(_list())


@desk_page()
@require_POST
def posting_taken_back(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """It was not posted after all."""
    found = letter_or_404(actor, number)
    _require(actor, found)
    try:
        take_back_posting(actor, found, now=timezone.now())
    except NotNow as obstacle:
        late = obstacle.obstacle is Obstacle.TOO_LATE_TO_UNDO
        said = (
            _("This was noted more than a day ago and stays. If the letter comes back, note that.")
            if late
            else _("This letter is not noted as posted. Nothing was changed.")
        )
        messages.error(request, said)
    else:
        messages.success(request, _("The note is taken back. The letter waits to be printed again."))
    return _to(reverse("desk:letter", args=[number]))


@desk_page()
@require_POST
def letter_returned(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """It came back. 422 where the day cannot be."""
    found = letter_or_404(actor, number)
    _require(actor, found)
    form = ReturnedForm(request.POST)
    try:
        if form.is_valid():
            typed = form.cleaned_data
            note_returned(
                actor, found, reason=typed["reason"], returned_on=typed["returned_on"], now=timezone.now()
            )
            messages.success(request, _("It is noted that the letter came back. Reach them by other means."))
            return _to(reverse("desk:letter", args=[number]))
    except Invalid as invalid:
        form.blame(invalid.problems)
    except NotNow:
        messages.info(request, _("This letter is not noted as posted. Nothing was changed."))
        return _to(reverse("desk:letter", args=[number]))
    return letter_page(request, actor, found, status=_UNPROCESSABLE, returned_form=form)


@desk_page()
@require_POST
def letter_again(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """Write it to another address. 422 where there is none."""
    found = letter_or_404(actor, number)
    _require(actor, found)
    form = again_form(found, request.POST)
    try:
        if form.is_valid():
            new = post_again(actor, found, form.given, now=timezone.now())
            words = {"number": new.posting.number}
            messages.success(
                request, _("The letter is written to the new address as %(number)s. Print it.") % words
            )
            return _to(reverse("desk:letter", args=[new.pk]))
    except Invalid as invalid:
        form.blame(invalid.problems)
    except NotNow:
        messages.info(request, _("This letter is neither waiting nor undelivered. Nothing was changed."))
        return _to(reverse("desk:letter", args=[number]))
    return letter_page(request, actor, found, status=_UNPROCESSABLE, again_form=form)


def _require(actor: Actor, found: Letter) -> None:
    decision = may(actor, NEEDED[Step.DELIVER_LETTER], found.complaint)
    if not decision.allowed:
        raise Refused(decision)


def _list() -> str:
    return f"{reverse('desk:letters')}?pile={Pile.TO_PRINT.value}"


def _to(address: str) -> HttpResponse:
    return HttpResponseRedirect(address, status=HTTPStatus.SEE_OTHER)
