"""The pages of rounds: asking for one, watching it, and taking it back.

With scripts the form opens inside the list; without them on a page of its own. Either way it is posted once.
"""

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kikitori.casework.errors import Invalid, NotNow
from kikitori.casework.rounds import begin_round, can_undo, rounds_of, tally_of, undo_round
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.frame import frame_of
from kikitori.interfaces.desk.rounds.asking import Source, chosen
from kikitori.interfaces.desk.rounds.round_form import RoundForm
from kikitori.interfaces.desk.rounds.told import items_told, round_told
from kikitori.records.access.permissions import Permission
from kikitori.records.people.actor import Actor
from kikitori.records.selection.labels import ROUND_KIND
from kikitori.records.selection.rounds import Round
from kikitori.records.selection.terms import Fate, RoundKind

TAKE = "take"


@desk_page(Permission.ASSIGN)
@require_POST
def rounds(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Ask what is to be done to the chosen complaints; with `do=take` do it, and go back to the list."""
    source = Source.read(request.POST.get("source", ""))
    kind = _kind(request.POST.get("kind", ""))
    numbers = chosen(request, actor, source)
    if request.POST.get("do") != TAKE:
        return _ask(request, RoundForm(kind, actor, roster=frame_of(request).roster), source, numbers)
    form = RoundForm(kind, actor, request.POST, frame_of(request).roster)
    if not form.is_valid():
        return _ask(request, form, source, numbers, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        begun = begin_round(
            actor,
            kind.value,
            numbers,
            values=form.values(),
            token=request.POST.get("token", ""),
            now=frame_of(request).now,
        )
    except Invalid as invalid:
        form.blame(invalid.problems)
        return _ask(request, form, source, numbers, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    return _see_other(source.back(begun.pk) if begun.ended_at else reverse("desk:round", args=[begun.pk]))


@desk_page(Permission.ASSIGN)
@require_safe
def round_page(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """How far a round is, and what became of each of its complaints. Only for whoever asked for it."""
    begun = _mine(actor, number)
    undone_by = rounds_of(actor).filter(undoes=begun).first()
    tally = tally_of(begun)
    context: dict[str, Any] = {
        "round": begun,
        "told": round_told(begun),
        "tally": tally,
        "turns_taken": tally.done + tally.left,
        "left": items_told(actor, begun, Fate.LEFT),
        "done": items_told(actor, begun, Fate.DONE),
        "undone_by": undone_by,
        "may_undo": undone_by is None and tally.done > 0 and can_undo(begun, frame_of(request).now),
    }
    return render(request, "desk/rounds/round.html", context)


@desk_page(Permission.ASSIGN)
@require_POST
def round_undo(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """Put back what the round has moved."""
    begun = _mine(actor, number)
    try:
        undoing = undo_round(actor, begun, now=frame_of(request).now)
    except NotNow:
        messages.error(request, _("This can be undone no more. What was moved can still be moved again."))
        return _see_other(reverse("desk:round", args=[begun.pk]))
    back = request.POST.get("source", "")
    if back and undoing.ended_at:
        return _see_other(Source.read(back).back(undoing.pk))
    return _see_other(reverse("desk:round", args=[undoing.pk]))


def _ask(
    request: HttpRequest, form: RoundForm, source: Source, numbers: list[int], *, status: int = HTTPStatus.OK
) -> HttpResponse:
    """The form: inside the list that asked for it, or on a page of its own, which remembers what was chosen."""
    inside = bool(request.headers.get("HX-Request"))
    context = {
        "form": form,
        "title": ROUND_KIND[form.kind],
        "source": source,
        # Inside the list the choice can still change, and the list itself says how many are chosen.
        "numbers": [] if inside else numbers,
        "everything": request.POST.get("everything") == "1",
        "token": request.POST.get("token", ""),
    }
    return render(
        request, "desk/rounds/_ask.html" if inside else "desk/rounds/ask.html", context, status=status
    )


def _kind(word: str) -> RoundKind:
    if word not in {RoundKind.ASSIGN, RoundKind.PLACE, RoundKind.NOTE, RoundKind.MASS, RoundKind.MACRO}:
        raise BadRequest("no such round")
    return RoundKind(word)


def _mine(actor: Actor, number: int) -> Round:
    found: Round | None = rounds_of(actor).filter(pk=number).first()
    if found is None:
        raise Http404
    return found


def _see_other(address: str) -> HttpResponse:
    answer = redirect(address)
    answer.status_code = HTTPStatus.SEE_OTHER
    return answer
