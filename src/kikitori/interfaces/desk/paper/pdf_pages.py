"""Letters as PDF: one, the chosen ones, or all on a page of the list. Nothing is changed by looking at them."""

from __future__ import annotations

from collections.abc import Sequence
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kikitori.foundation.paper.compiled import NotSet
from kikitori.interfaces.desk.asked import slice_from, word_from
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.outbox import Pile, letters_seen
from kikitori.interfaces.desk.paper.letter_page import letter_or_404, posting_of
from kikitori.records.letters.kinds import LetterState
from kikitori.records.letters.paper import paper_of
from kikitori.records.letters.postings import Posting
from kikitori.records.people.actor import Actor

#: As many as a page of the list shows.
MOST = 50
_DIGITS = 18
_SIZES = ("", "usual", "large")
#: Nothing in it can act; browsers draw PDFs with a page of their own, which needs its styles.
_POLICY = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'"


@desk_page()
@require_safe
def letter_pdf(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """One letter on paper, as it is kept; `?size=`: in usual or large letters. 404 for one that is not on paper."""
    size = word_from(request, "size", _SIZES, "")
    posting = posting_of(letter_or_404(actor, number))
    if posting is None:
        raise Http404
    return _handed_out(request, [posting], posting.number, large=size == "large" if size else None)


@desk_page()
@require_http_methods(["GET", "HEAD", "POST"])
def letters_pdf(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Several that wait to be posted, as one PDF: those chosen (`letter`, POST), else a page of the list (GET)."""
    waiting = letters_seen(actor).filter(state=LetterState.TO_PRINT.value, posting__isnull=False)
    seen = waiting.select_related("complaint", "posting")
    if request.method == "POST":
        rows = list(seen.filter(pk__in=numbers_in(request)).order_by("written_at", "pk")[:MOST])
    else:
        rows = slice_from(request, seen, "written_at", size=MOST, descending=False).rows
    if not rows:
        messages.info(request, _("No letter was chosen. Tick those you want to print."))
        return HttpResponseRedirect(_to_list(), status=HTTPStatus.SEE_OTHER)
    postings = [row.posting for row in rows]
    first, last = postings[0].number, postings[-1].number
    return _handed_out(request, postings, f"{first}_{last}" if len(postings) > 1 else first)


def numbers_in(request: HttpRequest) -> list[int]:
    """The letters that were ticked; what is no number is left out."""
    return [
        int(each)
        for each in request.POST.getlist("letter")[:MOST]
        if each.isascii() and each.isdigit() and len(each) <= _DIGITS
    ]


def _handed_out(
    request: HttpRequest, postings: Sequence[Posting], name: str, *, large: bool | None = None
) -> HttpResponse:
    try:
        made = paper_of(postings, large=large)
    except NotSet:
        messages.error(request, _("The PDF could not be made. Print the letter from its page instead."))
        return HttpResponseRedirect(_to_list(), status=HTTPStatus.SEE_OTHER)
    answer = HttpResponse(made.content, content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    answer.headers["Content-Security-Policy"] = _POLICY
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _to_list() -> str:
    return f"{reverse('desk:letters')}?pile={Pile.TO_PRINT.value}"
