"""Whether two cards are the same person: what they have in common, the buttons that say so, and the way back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kikitori.casework.errors import Invalid
from kikitori.casework.same_person import hold_apart, join_people, part_people
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.people.answers import back_to
from kikitori.interfaces.desk.people.known import known_or_404
from kikitori.interfaces.desk.people.lookalikes import judged_pairs, lookalikes
from kikitori.interfaces.desk.people.page import cards_shown
from kikitori.records.access.permissions import Permission
from kikitori.records.people.actor import Actor


@desk_page(Permission.JOIN_PEOPLE)
@require_safe
def person_same(request: HttpRequest, actor: Actor, person: int) -> HttpResponse:
    """Cards that look like theirs, those that were joined, and those that were held apart."""
    known = known_or_404(request, actor, person)
    context = {
        "person": known.person,
        "cards": cards_shown(known),
        "lookalikes": lookalikes(known),
        "pairs": judged_pairs(known),
    }
    return render(request, "desk/people/same.html", context)


@desk_page(Permission.JOIN_PEOPLE)
@require_POST
def person_pair(request: HttpRequest, actor: Actor, person: int, number: int) -> HttpResponse:
    """`act`: `join` (the same), `apart` (not the same), `undo` (what was said before). Repeated, nothing happens."""
    known, other = known_or_404(request, actor, person), known_or_404(request, actor, number)
    act, why = request.POST.get("act"), request.POST.get("reason", "")
    verbs = {"join": join_people, "apart": hold_apart, "undo": part_people}
    said = {
        "join": _("Both cards are one person now. Each keeps its own addresses, and it can be taken back."),
        "apart": _("They are noted as different people. Nobody is asked again."),
        "undo": _("It is taken back. Everything is as it was before."),
    }
    try:
        done = act in verbs and verbs[act](actor, known.person, other.person, now=known.now, reason=why)
    except Invalid:
        done = False
    if done and act:
        messages.success(request, said[act])
    else:
        messages.info(request, _("Nothing was changed; this is how it stands."))
    return back_to("person_same", person)
