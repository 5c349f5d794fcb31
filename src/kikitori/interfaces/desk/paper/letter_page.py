"""One letter: as it goes on paper, what became of it, and what can be done about it now."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kikitori.casework.leaflets import leaflet_handed_out
from kikitori.casework.posting import UNDO_WITHIN
from kikitori.casework.report import BOUNCED
from kikitori.casework.returned import RETURNED
from kikitori.interfaces.desk.complaint.files_shown import Enclosed
from kikitori.interfaces.desk.frame import frame_of
from kikitori.interfaces.desk.outbox import letters_seen
from kikitori.interfaces.desk.paper.forms import AgainForm, PostedForm, ReturnedForm
from kikitori.interfaces.desk.paper.slip_back import answers_on
from kikitori.interfaces.desk.reach import other_ways
from kikitori.records.access.permissions import NEEDED
from kikitori.records.access.policy import may
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.letters.files_in_mail import files_of
from kikitori.records.letters.kinds import LetterKind, LetterState, Medium
from kikitori.records.letters.labels import LETTER_KIND, POST_SERVICE, RETURN_REASON
from kikitori.records.letters.models import Letter
from kikitori.records.letters.post_terms import PostService, ReturnReason
from kikitori.records.letters.postings import Posting
from kikitori.records.letters.tracking import tracking_of
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Person
from kikitori.records.people.terms import ContactKind
from kikitori.records.referral.leaflets import Leaflet

KINDS = {kind.value: label for kind, label in LETTER_KIND.items()}


def letter_or_404(actor: Actor, number: int) -> Letter:
    """The letter if the actor sees its complaint, with what is kept of its way on paper. One query."""
    found = letters_seen(actor).select_related("complaint", "posting__noted_by", "posting__replaced_by")
    letter = found.filter(pk=number).first()
    if letter is None:
        raise Http404
    return letter


def trouble_of(letter: Letter) -> str:
    """Why it did not arrive, in words; for a letter that did not."""
    if letter.last_error == BOUNCED:
        return _("Their mail server has returned it.")
    posting = posting_of(letter)
    if letter.last_error == RETURNED and posting is not None and posting.returned_why:
        return _("Came back: %(reason)s.") % {"reason": RETURN_REASON[ReturnReason(posting.returned_why)]}
    return ngettext("Given up after %(n)s try.", "Given up after %(n)s tries.", letter.tries) % {
        "n": letter.tries
    }


def may_see_to(actor: Actor, letter: Letter) -> bool:
    """May this reader note what became of it?"""
    return may(actor, NEEDED[Step.DELIVER_LETTER], letter.complaint).allowed


def posting_of(letter: Letter) -> Posting | None:
    """What is kept of its way on paper; None where it never was on paper."""
    return getattr(letter, "posting", None)


def letter_page(
    request: HttpRequest, actor: Actor, found: Letter, *, status: int = 200, **forms: Any
) -> HttpResponse:
    """The page; `forms`: those that were sent and could not be taken, under their names in the template."""
    posting, frame = posting_of(found), frame_of(request)
    context: dict[str, Any] = {
        "letter": found,
        "posting": posting,
        "addressee": _addressee(found),
        "kind": KINDS.get(found.kind, found.kind),
        "organisation": frame.organisation,
        "sender": frame.organisation.name_in(found.language),
        "files": [_shown(row, found) for row in files_of(found)],
        "back_url": reverse("desk:letters"),
    }
    if may_see_to(actor, found):
        context |= _what_can_be_done(found, posting, forms)
        if found.state == LetterState.SENT.value:
            context["slip_answers"] = answers_on(found, posting)
    if found.state == LetterState.FAILED.value:
        context |= {
            "failed": True,
            "trouble": trouble_of(found),
            "ways": other_ways([found]).get(found.pk, []),
        }
    if posting is not None:
        context |= _way_of(posting) | {"leaflet": _leaflet_with(found)}
    return render(request, "desk/letter.html", context | forms, status=status)


def _what_can_be_done(found: Letter, posting: Posting | None, forms: dict[str, Any]) -> dict[str, Any]:
    """The forms that fit how it stands."""
    today = timezone.localdate()
    if found.state == LetterState.TO_PRINT.value and posting is not None:
        first = {"posted_on": today, "service": PostService.ORDINARY.value, "large": posting.large_print}
        return {
            "waits": True,
            "posted_form": PostedForm(initial=first),
            "again_form": forms.get("again_form") or again_form(found),
        }
    if found.state == LetterState.SENT.value and found.medium == Medium.PRINT.value:
        noted = posting.noted_at if posting else None
        return {
            "returned_form": ReturnedForm(initial={"returned_on": today}),
            "may_take_back": noted is not None and timezone.now() <= noted + UNDO_WITHIN,
        }
    if found.state == LetterState.FAILED.value:
        return {"may_tell": True, "again_form": forms.get("again_form") or again_form(found)}
    return {}


def again_form(found: Letter, data: Any = None) -> AgainForm:
    """For another address, with those we know."""
    posting = posting_of(found)
    known = [way.point for way in other_ways([found]).get(found.pk, [])]
    return AgainForm(
        data,
        points=[point for point in known if point.kind == ContactKind.POST.value],
        why=posting.returned_why if posting else "",
    )


def _way_of(posting: Posting) -> dict[str, Any]:
    """How it was posted and why it came back, in words."""
    number = tracking_of(posting.tracking) if posting.tracking else None
    return {
        "service": POST_SERVICE[PostService(posting.service)] if posting.service else "",
        "tracking": number.shown if number else posting.tracking,
        "returned_why": RETURN_REASON[ReturnReason(posting.returned_why)] if posting.returned_why else "",
    }


def _leaflet_with(found: Letter) -> Leaflet | None:
    """The leaflet to be put into the envelope with a letter that tells of a referral. A query for such a letter."""
    if found.kind != LetterKind.REFERRAL.value:
        return None
    rows = found.complaint.referrals.filter(referred_at__lte=found.written_at).select_related("leaflet")
    row = rows.defer("leaflet__raw").order_by("-pk").first()
    return leaflet_handed_out(row.leaflet) if row else None


def _addressee(found: Letter) -> Person | str:
    """Whose name stands on the envelope: the person, who knows whether it is a body; else the name alone."""
    person = Person.objects.filter(parts__complaint=found.complaint_id, name=found.to_name).first()
    return person or found.to_name


def _shown(row: Any, found: Letter) -> Enclosed:
    row.complaint = found.complaint
    return Enclosed(row)
