"""Alike 同種の苦情: what complaints like this one received, among those the reader sees. Reads only.

Like: about the same subject, decided in the last 24 months, with the same main cause; where too few have that, or no
cause is named yet, of the same severity.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from kikitori.records.access.visibility import not_sealed, visible_to
from kikitori.records.complaints.models import Complaint
from kikitori.records.inquiry.models import Finding, FoundCause
from kikitori.records.people.actor import Actor
from kikitori.records.remedies.consistency import FEWEST, Hint, Received, hint_of
from kikitori.records.remedies.models import Proposal, Remedy
from kikitori.records.remedies.terms import RECEIVED, ProposalState, RemedyState

LAST = timedelta(days=731)
#: So many of the newest are looked at.
MOST = 500
#: What was granted: still owed, or done.
GRANTED = sorted(state.value for state in (RemedyState.DUE, *RECEIVED))


class Basis(StrEnum):
    """By what they are like this one, beside the subject."""

    CAUSE = "cause"
    SEVERITY = "severity"


@dataclass(frozen=True, slots=True)
class Alike:
    """`numbers`: which complaints, the newest first. `hint`: what they received."""

    basis: Basis
    hint: Hint
    numbers: list[int] = field(default_factory=list)


def decided_since(complaints: QuerySet[Complaint], since: datetime) -> QuerySet[Complaint]:
    """Those in which a finding was made, or an offer accepted, at that moment or later."""
    found = Finding.objects.filter(allegation__complaint=OuterRef("pk"), found_at__gte=since)
    agreed = Proposal.objects.filter(
        complaint=OuterRef("pk"), state=ProposalState.ACCEPTED.value, answered_at__gte=since
    )
    return complaints.filter(Q(Exists(found)) | Q(Exists(agreed)))


def alike(actor: Actor, complaint: Complaint, *, now: datetime) -> Alike:
    """What complaints like this one received. Three queries, whatever their number."""
    causes = FoundCause.objects.order_by("allegation__number", "pk").values("code")
    own = causes.filter(allegation__complaint=complaint)[:1]
    cause = own[0]["code"] if own else ""
    seen = visible_to(actor).filter(not_sealed(), subject=complaint.subject).exclude(pk=complaint.pk)
    main = Subquery(causes.filter(allegation__complaint=OuterRef("pk"))[:1])
    found = decided_since(seen, now - LAST).annotate(main_cause=main).order_by("-received_at", "-pk")
    rows = list(found.values_list("pk", "severity", "main_cause")[:MOST])
    by_cause = [pk for pk, _severity, main_cause in rows if cause and main_cause == cause]
    by_severity = [pk for pk, severity, _main in rows if severity == complaint.severity]
    is_by_cause = len(by_cause) >= FEWEST or (bool(by_cause) and len(by_severity) < FEWEST)
    numbers = by_cause if is_by_cause else by_severity
    basis = Basis.CAUSE if is_by_cause else Basis.SEVERITY
    return Alike(basis, hint_of(received_in(numbers)), numbers)


def received_in(numbers: list[int]) -> list[Received]:
    """What was granted in each of these complaints, in their order. One query."""
    kinds: dict[int, set[str]] = defaultdict(set)
    money: dict[int, dict[tuple[str, str], int]] = defaultdict(lambda: defaultdict(int))
    rows = Remedy.objects.filter(complaint__in=numbers, state__in=GRANTED).order_by("pk")
    for number, kind, amount, currency in rows.values_list("complaint", "kind", "amount", "currency"):
        kinds[number].add(kind)
        if amount:
            money[number][kind, currency] += amount
    return [Received(frozenset(kinds[number]), dict(money[number])) for number in numbers]
