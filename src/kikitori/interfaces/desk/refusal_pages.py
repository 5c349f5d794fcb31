"""Refused steps 拒まれた操作: who tried what they might not, in complaints the reader sees. For leads and auditors."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from kikitori.casework.told_as import CONFIDED
from kikitori.interfaces.desk.asked import slice_from, ways_on
from kikitori.interfaces.desk.door import desk_page
from kikitori.records.access.labels import PERMISSION, REASON
from kikitori.records.access.permissions import Permission
from kikitori.records.access.policy import Reason
from kikitori.records.access.refusals import STATE, Refusal
from kikitori.records.access.visibility import visible_to
from kikitori.records.complaints.labels import STATE as STATES
from kikitori.records.complaints.labels import STEP
from kikitori.records.complaints.lifecycle import State, Step
from kikitori.records.complaints.timeline import Event
from kikitori.records.people.actor import Actor, ActorKind
from kikitori.records.people.labels import ROLE
from kikitori.records.people.terms import Role

PAGE = 30
_OUTSIDE = {
    ActorKind.COMPLAINANT: _("Complainant or representative"),
    ActorKind.RESPONDENT: _("Respondent"),
    ActorKind.SYSTEM: _("System"),
}
#: Said of somebody else: the reader is not who tried.
_OF_THEM = {
    Reason.ROLE: _("Their role does not include this."),
    Reason.NOT_YOURS: _("The complaint is not theirs."),
    Reason.MANDATE: _("They speak for somebody else, who has to do this themselves."),
}
_WHY_STATE = _("The complaint stood where this cannot be done.")


@dataclass(frozen=True, slots=True)
class RefusalRow:
    """One line as it is shown."""

    what: str | LazyText
    who: str | LazyText
    role: str | LazyText
    why: str | LazyText
    state: str | LazyText
    times: int
    at: datetime
    reference: str
    url: str


@desk_page(Permission.SEE_RESTRICTED)
@require_safe
def refusals(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The record, newest first. Two queries beside the frame."""
    page = slice_from(request, refusals_seen_by(actor), "last_at", size=PAGE)
    return render(request, "desk/refusals.html", {"rows": as_rows(page.rows), **ways_on(request, page)})


def refusals_seen_by(actor: Actor) -> QuerySet[Refusal]:
    """Those of complaints this actor sees; of what is confided about themselves, not even that somebody tried."""
    about_them = Event.objects.filter(
        complaint=OuterRef("complaint"), data__hidden_from__contains=[actor.staff_id]
    )
    rows = Refusal.objects.filter(complaint__in=visible_to(actor)).select_related("complaint", "staff")
    return rows.exclude(Exists(about_them), wanted__in=[step.value for step in CONFIDED])


def as_rows(rows: Iterable[Refusal]) -> list[RefusalRow]:
    """These lines in the reader's language."""
    return [
        RefusalRow(
            what=_wanted(row.wanted),
            who=row.staff.name if row.staff else _OUTSIDE[ActorKind(row.actor_kind)],
            role=ROLE[Role(row.role)] if row.role else "",
            why=_WHY_STATE if row.why == STATE else _OF_THEM.get(Reason(row.why), REASON[Reason(row.why)]),
            state=STATES[State(row.state)],
            times=row.times,
            at=row.last_at,
            reference=row.complaint.reference,
            url=reverse("desk:complaint", args=[row.complaint.reference]),
        )
        for row in rows
    ]


def _wanted(word: str) -> str | LazyText:
    return STEP[Step(word)] if word in set(Step) else PERMISSION[Permission(word)]
