"""A hand-over before its receiver: at the top of the case until they say that they have read it."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kikitori.casework.hand_over import read_hand_over, to_be_read
from kikitori.interfaces.desk.addresses import complaint_address
from kikitori.interfaces.desk.complaint.handing_words import facts_told
from kikitori.interfaces.desk.complaint.standing import Standing, stand
from kikitori.interfaces.desk.door import desk_page
from kikitori.records.access.permissions import Permission
from kikitori.records.people.actor import Actor
from kikitori.records.together.hand_overs import HandOver


@dataclass(frozen=True, slots=True)
class Handed:
    """What was left to this reader. `in_place_of`: whose hands it was in, where somebody else handed it over."""

    row: HandOver
    lines: list[str]
    in_place_of: str


def handed_shown(standing: Standing) -> Handed | None:
    """What they have not said yet that they have read; None where there is nothing."""
    row = to_be_read(standing.actor, standing.complaint)
    if row is None:
        return None
    other = row.giver is not None and row.giver_id != row.by_id
    return Handed(row, facts_told(row.facts, standing.now), row.giver.name if row.giver and other else "")


@desk_page(Permission.NOTE)
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over_read(request: HttpRequest, actor: Actor, reference: str, number: int) -> HttpResponse:
    """The receiver has read it. 404 where it is not theirs."""
    standing = stand(request, actor, reference)  # before the method: what is unseen does not exist
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    read_hand_over(actor, standing.complaint, number=number, now=standing.now)
    messages.success(request, _("You have read the hand-over. It stays on the timeline."))
    return HttpResponseRedirect(complaint_address(reference), status=HTTPStatus.SEE_OTHER)
