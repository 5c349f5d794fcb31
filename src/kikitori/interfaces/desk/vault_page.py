"""The vault 保護区画: sealed complaints this reader was let into. Nobody sees how many others there are."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from kikitori.interfaces.desk.asked import slice_from, ways_on
from kikitori.interfaces.desk.door import desk_page
from kikitori.records.access.permissions import Permission
from kikitori.records.access.seals import Seal
from kikitori.records.access.visibility import visible_to
from kikitori.records.complaints.lifecycle import State
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.terms import Confidentiality, Visibility
from kikitori.records.deadlines.models import Promise
from kikitori.records.deadlines.promises import PromiseKind, PromiseState
from kikitori.records.letters.models import Message
from kikitori.records.people.actor import Actor

PAGE = 30
_TOLD = _("They were told what came of it.")
_LOOKED_INTO = _("They know that it is looked into.")
_NOT_LOOKED_INTO = _("They know that it is not looked into.")
_WAITING = _("They have not been told yet whether it is looked into.")


@dataclass(frozen=True, slots=True)
class VaultRow:
    """One of them. `due_at`: by when they hear whether it is looked into, while that is owed."""

    reference: str
    title: str
    language: str
    url: str
    sealed_at: datetime
    how_far: str | LazyText
    due_at: datetime | None
    #: They have written, and nobody has written back since.
    is_unanswered: bool


@desk_page(Permission.KEEP_SEAL)
@require_safe
def vault(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The list. Two queries beside the frame."""
    page = slice_from(request, sealed_for(actor), "sealed_at", size=PAGE)
    return render(request, "desk/vault.html", {"rows": list(map(_row, page.rows)), **ways_on(request, page)})


def sealed_for(actor: Actor) -> QuerySet[Seal]:
    """Seals that stand on complaints this actor sees; not of those that go on in another one."""
    sealed = visible_to(actor).filter(confidentiality=Confidentiality.SEALED.value)
    own = Seal.objects.filter(lifted_at__isnull=True, complaint__in=sealed.exclude(state=State.MERGED.value))
    owed = Promise.objects.filter(
        complaint=OuterRef("complaint"), kind=PromiseKind.INQUIRY.value, kept_at__isnull=True
    ).exclude(state=PromiseState.CANCELLED.value)
    words = Message.objects.filter(complaint=OuterRef("complaint"), visibility=Visibility.PUBLIC.value)
    theirs, ours = (words.filter(from_complainant=whose).order_by("-at") for whose in (True, False))
    return (
        own.select_related("complaint")
        .only(
            *("sealed_at", "inquiry_told_at", "is_looked_into", "outcome_told_at"),
            *(f"complaint__{each}" for each in ("reference", "title", "language")),
        )
        .annotate(
            due_at=Subquery(owed.values("due_at")[:1]),
            their_last=Subquery(theirs.values("at")[:1]),
            our_last=Subquery(ours.values("at")[:1]),
        )
    )


def _row(seal: Seal) -> VaultRow:
    complaint: Complaint = seal.complaint
    return VaultRow(
        reference=complaint.reference,
        title=complaint.title,
        language=complaint.language,
        url=reverse("desk:complaint", args=[complaint.reference]),
        sealed_at=seal.sealed_at,
        how_far=_how_far(seal),
        due_at=getattr(seal, "due_at", None),
        is_unanswered=_is_unanswered(getattr(seal, "their_last", None), getattr(seal, "our_last", None)),
    )


def _is_unanswered(their_last: datetime | None, our_last: datetime | None) -> bool:
    return their_last is not None and (our_last is None or our_last < their_last)


def _how_far(seal: Seal) -> str | LazyText:
    if seal.outcome_told_at is not None:
        return _TOLD
    if seal.inquiry_told_at is not None:
        return _LOOKED_INTO if seal.is_looked_into else _NOT_LOOKED_INTO
    return _WAITING
