"""Letters 手紙: what waits to be printed and posted, what could not be sent, and each letter as it goes on paper."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kikitori.casework.deliver import mark_printed, told_otherwise
from kikitori.casework.errors import Invalid, Refused
from kikitori.casework.report import BOUNCED
from kikitori.interfaces.desk.asked import slice_from, ways_on, word_from
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.frame import frame_of
from kikitori.interfaces.desk.letter_tabs import letter_tabs
from kikitori.interfaces.desk.outbox import Pile, letters_seen, pile
from kikitori.interfaces.desk.reach import other_ways
from kikitori.records.access.permissions import NEEDED
from kikitori.records.access.policy import may
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.letters.kinds import LetterState
from kikitori.records.letters.labels import LETTER_KIND
from kikitori.records.letters.models import Letter
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Person

PAGE = 50
KINDS = {kind.value: label for kind, label in LETTER_KIND.items()}


@desk_page()
@require_safe
def letters(request: HttpRequest, actor: Actor) -> HttpResponse:
    """One of the two piles, the longest waiting first. Without a word: the one where something lies."""
    frame = frame_of(request)
    default = Pile.FAILED if frame.outbox.failed and not frame.outbox.to_print else Pile.TO_PRINT
    chosen = Pile(word_from(request, "pile", list(Pile), default.value))
    page = slice_from(request, pile(actor, chosen), "written_at", size=PAGE, descending=False)
    ways = other_ways(page.rows) if chosen is Pile.FAILED else {}
    context = {
        "tabs": letter_tabs(frame, chosen.value),
        "failed": chosen is Pile.FAILED,
        "letters": [
            (
                letter,
                KINDS.get(letter.kind, letter.kind),
                letter.last_error == BOUNCED,
                ways.get(letter.pk, []),
            )
            for letter in page.rows
        ],
        **ways_on(request, page),
    }
    return render(request, "desk/letters.html", context)


@desk_page()
@require_http_methods(["GET", "HEAD", "POST"])
def letter(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """One letter as it goes on paper. POST: it is printed and in the post; a second time changes nothing."""
    found = letters_seen(actor).select_related("complaint").filter(pk=number).first()
    if found is None:
        raise Http404
    if request.method == "POST":
        return _note_printed(request, actor, found)
    return _page(request, actor, found)


def _page(
    request: HttpRequest, actor: Actor, found: Letter, *, how_missing: bool = False, status: int = 200
) -> HttpResponse:
    context = {
        "letter": found,
        **_by_other_means(actor, found),
        "addressee": _addressee(found),
        "kind": KINDS.get(found.kind, found.kind),
        "organisation": frame_of(request).organisation,
        "sender": frame_of(request).organisation.name_in(found.language),
        "waits": found.state == LetterState.TO_PRINT.value
        and may(actor, NEEDED[Step.DELIVER_LETTER], found.complaint).allowed,
        "back_url": reverse("desk:letters"),
        "how_missing": how_missing,
    }
    return render(request, "desk/letter.html", context, status=status)


@desk_page()
@require_POST
def letter_told(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """Somebody has told the person by other means. 422 where it is not said how."""
    found = letters_seen(actor).select_related("complaint").filter(pk=number).first()
    if found is None:
        raise Http404
    decision = may(actor, NEEDED[Step.DELIVER_LETTER], found.complaint)
    if not decision.allowed:
        raise Refused(decision)
    try:
        told_otherwise(actor, found, how=request.POST.get("how", ""), now=timezone.now())
    except Invalid:
        return _page(request, actor, found, how_missing=True, status=422)
    words = {"reference": found.complaint.reference}
    messages.success(request, _("It is noted how they were told, for %(reference)s.") % words)
    answer = redirect(f"{reverse('desk:letters')}?pile={Pile.FAILED.value}")
    answer.status_code = 303
    return answer


def _by_other_means(actor: Actor, found: Letter) -> dict[str, object]:
    """For a letter that did not arrive: what else is known of them, and whether this reader may note its use."""
    if found.state != LetterState.FAILED.value:
        return {}
    return {
        "failed": True,
        "bounced": found.last_error == BOUNCED,
        "ways": other_ways([found]).get(found.pk, []),
        "may_tell": may(actor, NEEDED[Step.DELIVER_LETTER], found.complaint).allowed,
    }


def _addressee(found: Letter) -> Person | str:
    """Whose name stands on the envelope: the person, who knows whether it is a body; else the name alone."""
    person = Person.objects.filter(parts__complaint=found.complaint_id, name=found.to_name).first()
    return person or found.to_name


def _note_printed(request: HttpRequest, actor: Actor, found: Letter) -> HttpResponse:
    decision = may(actor, NEEDED[Step.DELIVER_LETTER], found.complaint)
    if not decision.allowed:
        raise Refused(decision)
    if found.state == LetterState.TO_PRINT.value:
        mark_printed(actor, found, now=timezone.now())
        messages.success(
            request,
            _("The letter about %(reference)s is noted as posted.")
            % {"reference": found.complaint.reference},
        )
    else:
        messages.info(request, _("This letter was noted as posted before. Nothing was changed."))
    answer = redirect("desk:letters")
    answer.status_code = 303
    return answer
