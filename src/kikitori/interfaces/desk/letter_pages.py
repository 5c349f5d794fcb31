"""Letters 手紙: what waits to be printed and posted, what could not be sent, and each letter as it goes on paper."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kikitori.casework.deliver import told_otherwise
from kikitori.casework.errors import Invalid, Refused
from kikitori.interfaces.desk.asked import slice_from, ways_on, word_from
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.frame import frame_of
from kikitori.interfaces.desk.letter_tabs import letter_tabs
from kikitori.interfaces.desk.outbox import Pile, pile
from kikitori.interfaces.desk.paper.forms import ManyPostedForm
from kikitori.interfaces.desk.paper.letter_page import (
    KINDS,
    letter_or_404,
    letter_page,
    posting_of,
    trouble_of,
)
from kikitori.interfaces.desk.paper.posting_pages import note_posted
from kikitori.interfaces.desk.reach import Reach, other_ways
from kikitori.records.access.permissions import NEEDED, Permission
from kikitori.records.access.policy import may
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.letters.models import Letter
from kikitori.records.letters.postings import Posting
from kikitori.records.people.actor import Actor

PAGE = 50


@dataclass(frozen=True, slots=True)
class LetterRow:
    """One letter in the list. `trouble`: why it did not arrive; `ways`: how else its reader can be reached."""

    letter: Letter
    kind: str | LazyText
    posting: Posting | None
    trouble: str
    ways: list[Reach]


@desk_page()
@require_safe
def letters(request: HttpRequest, actor: Actor) -> HttpResponse:
    """One of the two piles, the longest waiting first. Without a word: the one where something lies."""
    frame = frame_of(request)
    default = Pile.FAILED if frame.outbox.failed and not frame.outbox.to_print else Pile.TO_PRINT
    chosen = Pile(word_from(request, "pile", list(Pile), default.value))
    page = slice_from(request, pile(actor, chosen), "written_at", size=PAGE, descending=False)
    ways = other_ways(page.rows) if chosen is Pile.FAILED else {}
    query = request.GET.copy()
    query.pop("pile", None)
    context = {
        "tabs": letter_tabs(frame, chosen.value),
        "failed": chosen is Pile.FAILED,
        "letters": [
            LetterRow(
                letter,
                KINDS.get(letter.kind, letter.kind),
                posting_of(letter),
                trouble_of(letter) if chosen is Pile.FAILED else "",
                ways.get(letter.pk, []),
            )
            for letter in page.rows
        ],
        "may_post": chosen is Pile.TO_PRINT and frame.may(Permission.WRITE),
        "many_form": ManyPostedForm(initial={"posted_on": timezone.localdate()}),
        "pdf_url": f"{reverse('desk:letters_pdf')}?{query.urlencode()}".rstrip("?"),
        **ways_on(request, page),
    }
    return render(request, "desk/letters.html", context)


@desk_page()
@require_http_methods(["GET", "HEAD", "POST"])
def letter(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """One letter as it goes on paper. POST: it is printed and in the post; a second time changes nothing."""
    found = letter_or_404(actor, number)
    if request.method == "POST":
        return note_posted(request, actor, found)
    return letter_page(request, actor, found)


@desk_page()
@require_POST
def letter_told(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """Somebody has told the person by other means. 422 where it is not said how."""
    found = letter_or_404(actor, number)
    decision = may(actor, NEEDED[Step.DELIVER_LETTER], found.complaint)
    if not decision.allowed:
        raise Refused(decision)
    try:
        told_otherwise(actor, found, how=request.POST.get("how", ""), now=timezone.now())
    except Invalid:
        return letter_page(request, actor, found, how_missing=True, status=422)
    words = {"reference": found.complaint.reference}
    messages.success(request, _("It is noted how they were told, for %(reference)s.") % words)
    answer = redirect(f"{reverse('desk:letters')}?pile={Pile.FAILED.value}")
    answer.status_code = 303
    return answer
