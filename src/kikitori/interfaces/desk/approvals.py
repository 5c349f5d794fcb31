"""Offers that wait for approval, for Today: how much, why, what would be sent; approved with one press.

Shown to whoever may approve them here: with the authority, not asking themselves, without a part in what is reviewed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kikitori.casework.apart import part_takers_of
from kikitori.casework.approval import approve_offer
from kikitori.casework.errors import NotNow
from kikitori.foundation.postgres.counted import UpTo
from kikitori.interfaces.desk.addresses import complaint_address
from kikitori.interfaces.desk.complaint.sentences import in_words, of_obstacle
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.frame import frame_of
from kikitori.interfaces.look import words
from kikitori.records.access.permissions import Permission
from kikitori.records.access.policy import may
from kikitori.records.access.visibility import visible_to
from kikitori.records.complaints.labels import OUTCOME, STEP
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.terms import Outcome
from kikitori.records.people.actor import Actor
from kikitori.records.remedies.authority import Approval, limits_in_use
from kikitori.records.remedies.labels import REMEDY_KIND, WHY_FALLEN
from kikitori.records.remedies.terms import ApprovalState, RemedyKind, WhyFallen

#: So many are drawn; what comes after them waits its turn.
SHOWN = 20


@dataclass(frozen=True, slots=True)
class Waiting:
    """One offer. `address`: the complaint; `back_url`: where it is sent back with a reason."""

    row: Approval
    step: Any
    lines: list[str]
    address: str
    back_url: str


@dataclass(frozen=True, slots=True)
class Approvals:
    """All that wait, as far as they are drawn, with how many there are."""

    lines: list[Waiting]
    number: UpTo


def approvals_before(actor: Actor) -> Approvals | None:
    """What this actor can approve, the oldest first; None where there is nothing. At most four queries."""
    if not may(actor, Permission.ANSWER_APPROVAL).allowed or actor.staff_id is None:
        return None
    limits = limits_in_use()
    rows = Approval.objects.filter(
        state=ApprovalState.ASKED.value, complaint__in=visible_to(actor), amount__lte=limits.of(actor.role)
    )
    rows = rows.exclude(asked_by=actor.staff_id).select_related("complaint", "asked_by")
    rows = rows.defer("complaint__story", "complaint__desired_outcome").order_by("asked_at", "id")
    found = list(rows[: SHOWN + 1])
    apart = part_takers_of(row.complaint for row in found)
    waiting = [row for row in found if actor.staff_id not in apart.get(row.complaint_id, ())]
    if not waiting:
        return None
    return Approvals([_shown(row) for row in waiting[:SHOWN]], UpTo.of(len(waiting), SHOWN))


def _shown(row: Approval) -> Waiting:
    address = complaint_address(row.complaint.reference)
    back = complaint_address(row.complaint.reference, "desk:step_approval")
    return Waiting(row, STEP[Step(row.step)], what_would_go(row), address, f"{back}?approval={row.pk}")


def offer_line(row: Approval) -> str:
    """An offer that waits, in one line."""
    values = {
        "step": STEP[Step(row.step)],
        "money": words.money(row.amount, words.language(get_language()), row.currency),
        "who": row.asked_by.name,
    }
    return _("%(step)s: %(money)s, asked by %(who)s") % values


def what_would_go(row: Approval) -> list[str]:
    """What the complainant would read of it: the words, the findings, each thing that is offered."""
    given: Mapping[str, Any] = row.given
    lines = [text for text in (given.get("text"), given.get("words")) if text]
    for number, finding in given.get("findings", {}).items():
        values = {
            "number": number,
            "outcome": OUTCOME[Outcome(finding["outcome"])],
            "reasons": finding["reasons"],
        }
        lines.append(_("Point %(number)s: %(outcome)s. %(reasons)s") % values)
    return lines + [_remedy(each, row.currency) for each in given.get("remedies", ())]


def _remedy(given: Mapping[str, Any], currency: str) -> str:
    said = {"kind": REMEDY_KIND[RemedyKind(given["kind"])], "text": given["text"]}
    if not given["amount"]:
        return _("%(kind)s: %(text)s") % said
    tongue = words.language(get_language())
    return _("%(kind)s: %(text)s (%(money)s)") % {
        **said,
        "money": words.money(given["amount"], tongue, currency),
    }


@desk_page(Permission.ANSWER_APPROVAL)
@require_POST
def approve(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """Approve one from Today; back there. 404 for one in a complaint the actor does not see."""
    rows = Approval.objects.filter(complaint__in=visible_to(actor), pk=number).select_related("complaint")
    row = rows.first()
    if row is None:
        raise Http404
    try:
        answered = approve_offer(actor, row.complaint, approval=row.pk, now=frame_of(request).now)
    except NotNow as refusal:
        messages.warning(request, _not_approved(refusal))
    else:
        if answered.why:
            messages.warning(request, str(WHY_FALLEN[WhyFallen(answered.why)]))
        else:
            messages.success(request, _("Approved, and sent."))
    return HttpResponseRedirect(reverse("desk:today"), status=HTTPStatus.SEE_OTHER)


def _not_approved(refusal: NotNow) -> str:
    return in_words(of_obstacle(refusal.obstacle, refusal.detail, None))
