"""Corroborate 裏付け: which other complaints say something about this one, and what was found on their like points.

The founding article asks: are related opinions included? Only what `visible_to` shows the reader is counted; what they
do not see is not counted, and nothing tells that it is there. Reads alone, in a number of queries that never grows.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from django.db.models import F, Q, QuerySet

from kikitori.records.access.visibility import visible_to
from kikitori.records.complaints.links import Link
from kikitori.records.complaints.mass import MassMember
from kikitori.records.complaints.models import Allegation, Complaint, Party
from kikitori.records.complaints.terms import PartyRole, Severity, Subject
from kikitori.records.complaints.way_in import WayIn
from kikitori.records.inquiry.likeness import most_alike
from kikitori.records.inquiry.models import Finding, FoundCause
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Person
from kikitori.records.people.queries import same_as_any

#: Shown of each kind, and counted at most: beyond that the number says nothing more to a decider.
SHOWN, COUNTED = 5, 100
_YEAR = timedelta(days=365)
_ASKED = frozenset({Severity.S1.value, Severity.S2.value, Severity.S3.value})
_NOT_KNOWN = "unknown"


class RelatedBy(StrEnum):
    """Why another complaint stands beside this one, the strongest reason first."""

    LINK = "link"
    MASS = "mass"
    PERSON = "person"
    CAUSE = "cause"
    SUBJECT = "subject"


@dataclass(frozen=True, slots=True)
class LikePoint:
    """The point of another complaint that is most like one of ours, and its newest finding (empty: none yet)."""

    number: int
    text: str
    outcome: str


@dataclass(frozen=True, slots=True)
class RelatedOne:
    """Another complaint. `like`: by number of our point."""

    complaint: Complaint
    like: dict[int, LikePoint] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RelatedGroup:
    """Those of one kind, the newest first: which (COUNTED + 1: there are more), and the first few."""

    by: RelatedBy
    keys: frozenset[int]
    rows: tuple[RelatedOne, ...]

    @property
    def number(self) -> int:
        """How many."""
        return len(self.keys)

    @property
    def is_more(self) -> bool:
        """Are there more than were counted?"""
        return self.number > COUNTED


def is_asked_for(severity: str) -> bool:
    """Does whoever decides say whether they looked at related complaints? Not for what is slight."""
    return severity in _ASKED


def related_to(
    actor: Actor, complaint: Complaint, points: list[Allegation], *, now: datetime
) -> list[RelatedGroup]:
    """Every kind of which there is any, as far as this actor sees them. Nine queries at most."""
    seen = visible_to(actor).exclude(pk=complaint.pk).order_by("-received_at", "-pk")
    found = {by: list(_only(seen, rows)) for by, rows in _kinds(complaint, now).items()}
    wanted = {number for numbers in found.values() for number in numbers[:SHOWN]}
    if not wanted:
        return []
    known = _with_points(seen, wanted, points)
    return [
        RelatedGroup(by, frozenset(numbers), tuple(known[each] for each in numbers[:SHOWN] if each in known))
        for by, numbers in found.items()
        if numbers
    ]


def _only(seen: QuerySet[Complaint], rows: Q | None) -> list[int]:
    if rows is None:
        return []
    return list(seen.filter(rows).values_list("pk", flat=True)[: COUNTED + 1])


def _kinds(complaint: Complaint, now: datetime) -> dict[RelatedBy, Q | None]:
    """Each kind as a condition; None where there can be none. One query."""
    here = complaint.pk
    masses = MassMember.objects.filter(complaint=here, left_at__isnull=True).values("mass")
    children = MassMember.objects.filter(mass__in=masses, left_at__isnull=True)
    codes = FoundCause.objects.filter(allegation__complaint=here).exclude(code=_NOT_KNOWN).values("code")
    return {
        RelatedBy.LINK: Q(pk__in=Link.objects.filter(one=here).values("other"))
        | Q(pk__in=Link.objects.filter(other=here).values("one")),
        RelatedBy.MASS: Q(pk__in=children.values("complaint")),
        RelatedBy.PERSON: None if complaint.anonymous else _of_the_same_person(complaint),
        RelatedBy.CAUSE: Q(pk__in=FoundCause.objects.filter(code__in=codes).values("allegation__complaint")),
        RelatedBy.SUBJECT: _about_the_same(complaint, now),
    }


def _of_the_same_person(complaint: Complaint) -> Q:
    theirs = PartyRole.COMPLAINANT.value
    people = Person.objects.filter(parts__complaint=complaint.pk, parts__role=theirs)
    parts = Party.objects.filter(role=theirs, person__in=same_as_any(people).values("pk"))
    return Q(pk__in=parts.values("complaint"), received_at__lt=complaint.received_at)


def _about_the_same(complaint: Complaint, now: datetime) -> Q | None:
    """The same subject at the same branch, or of everybody's where no branch is known. „Other“ alone is no subject."""
    branch = WayIn.objects.filter(complaint=complaint.pk).values_list("branch_id", flat=True).first()
    if branch is None and complaint.subject == Subject.OTHER.value:
        return None
    alike = Q(subject=complaint.subject, received_at__gte=now - _YEAR)
    return alike if branch is None else alike & Q(way_in__branch=branch)


def _with_points(
    seen: QuerySet[Complaint], wanted: set[int], points: list[Allegation]
) -> dict[int, RelatedOne]:
    """Each of these with its points most like ours. Three queries."""
    rows = seen.only("reference", "title", "language", "state", "received_at").in_bulk(wanted)
    theirs: dict[int, list[Allegation]] = {}
    for point in Allegation.objects.filter(complaint__in=list(rows)).order_by("number"):
        theirs.setdefault(point.complaint_id, []).append(point)
    newest = Finding.objects.filter(allegation__complaint__in=list(rows)).order_by("allegation", "-pk")
    outcomes = dict(newest.distinct("allegation").values_list("allegation", F("outcome")))
    return {
        number: RelatedOne(row, _like(points, theirs.get(number, []), outcomes))
        for number, row in rows.items()
    }


def _like(ours: list[Allegation], theirs: list[Allegation], outcomes: dict[int, str]) -> dict[int, LikePoint]:
    found: dict[int, LikePoint] = {}
    for point in ours:
        best = most_alike(point.text, [(each, each.text) for each in theirs])
        if best is not None:
            found[point.number] = LikePoint(best.number, best.text, outcomes.get(best.pk, ""))
    return found
