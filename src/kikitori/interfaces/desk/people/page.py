"""A person: who it is, how to reach them, what they have told us, what came of it, and whether we kept our word.

Only through complaints the reader sees: somebody known from a restricted complaint alone is not there (404).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise as LazyText
from django.views.decorators.http import require_safe

from kikitori.interfaces.desk.asked import slice_from, ways_on
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.frame import Frame, frame_of
from kikitori.interfaces.desk.kept_word import word_in
from kikitori.interfaces.desk.people.known import Known, known_or_404
from kikitori.interfaces.desk.people.lookalikes import joined, judged_pairs, lookalikes
from kikitori.interfaces.desk.people.story import beginnings
from kikitori.interfaces.desk.people.suggested import suggested
from kikitori.interfaces.desk.people.type_panel import types_shown
from kikitori.interfaces.desk.reach import Reach, reach_of
from kikitori.interfaces.desk.rows import Row, as_rows, rows_of
from kikitori.records.access.permissions import Permission
from kikitori.records.access.visibility import people_seen_by
from kikitori.records.complaints.labels import OUTCOME, PARTY_ROLE
from kikitori.records.complaints.models import Party
from kikitori.records.complaints.terms import Outcome, PartyRole
from kikitori.records.inquiry.models import Finding
from kikitori.records.people.actor import Actor
from kikitori.records.people.addressing import family_name
from kikitori.records.people.labels import PERSON_KIND
from kikitori.records.people.models import ContactPoint, Person
from kikitori.records.people.terms import PersonKind
from kikitori.records.people.ties import Membership

PAGE = 30
#: Of a large organisation so many members are named.
_MEMBERS = 12


@dataclass(frozen=True, slots=True)
class Told:
    """One complaint of theirs: their part in it and what was found, in words."""

    row: Row
    part: str | LazyText
    outcomes: list[str | LazyText]


@dataclass(frozen=True, slots=True)
class CardShown:
    """One of somebody's cards, with the ways to reach them that stand on it."""

    person: Person
    reaches: list[Reach]


@desk_page()
@require_safe
def person_page(request: HttpRequest, actor: Actor, person: int) -> HttpResponse:
    """The page of one person. 404 unless they take part in a complaint this actor sees."""
    known = known_or_404(request, actor, person)
    page = slice_from(request, as_rows(known.complaints), "received_at", size=PAGE)
    frame = frame_of(request)
    pairs = judged_pairs(known)
    context = {
        "person": known.person,
        "kind": PERSON_KIND[PersonKind(known.person.kind)],
        "called": called(known.person),
        "cards": cards_shown(known),
        "memberships": memberships(known),
        "members": _members(known),
        "types": types_shown(actor, [known.person.group], known.today),
        "told": _told(known.numbers, rows_of(page.rows)),
        "story": beginnings(known),
        "word": word_in(known.complaint_numbers, known.now),
        "joined": joined(pairs),
        **_asking(frame, known),
        **ways_on(request, page),
    }
    return render(request, "desk/people/person.html", context)


def _asking(frame: Frame, known: Known) -> dict[str, object]:
    """What the machine asks a person to decide; nobody else is asked."""
    may_change, may_join = frame.may(Permission.CHANGE_PERSON), frame.may(Permission.JOIN_PEOPLE)
    return {
        "may_change": may_change,
        "may_join": may_join,
        "may_receive": frame.may(Permission.RECEIVE),
        "suggested": suggested(known) if may_change else [],
        "lookalikes": lookalikes(known) if may_join else [],
    }


def called(person: Person) -> str:
    """How they are called on the telephone, where somebody has asked which part of the name is which."""
    name = family_name(person.name, person.name_order)
    return f"{name} {person.title}".strip() if name else ""


def cards_shown(known: Known) -> list[CardShown]:
    """Each of their cards with its own ways, the one asked for first. One query."""
    ways: defaultdict[int, list[Reach]] = defaultdict(list)
    points = ContactPoint.objects.filter(person__in=known.numbers)
    for point in points.order_by("-preferred", "id"):
        ways[point.person_id].append(reach_of(point))
    return [CardShown(card, ways[card.pk]) for card in (known.person, *known.others)]


def memberships(known: Known) -> list[Membership]:
    """Where they belong, what still holds first. An organisation this reader does not see has no link. One query."""
    rows = Membership.objects.filter(person__in=known.numbers).select_related("organisation")
    ended = Q(until__lt=known.today)
    found = rows.alias(ended=ended).order_by("ended", "pk")
    return list(found)


def _members(known: Known) -> list[Membership]:
    """Who belongs to this body today, as far as the reader sees them. One query, for bodies alone."""
    if not known.is_body:
        return []
    rows = Membership.objects.filter(
        known.belongs,
        organisation__in=known.numbers,
        person__in=people_seen_by(known.actor),
    )
    return list(rows.select_related("person").order_by("pk")[:_MEMBERS])


def _told(cards: Sequence[int], rows: list[Row]) -> list[Told]:
    """Two queries: their parts, and the newest finding on each allegation."""
    numbers = [row.complaint.pk for row in rows]
    parts: dict[int, PartyRole] = {}
    for party in Party.objects.filter(person__in=cards, complaint__in=numbers).order_by("id"):
        parts.setdefault(party.complaint_id, PartyRole(party.role))
    newest: dict[int, Finding] = {}
    findings = Finding.objects.filter(allegation__complaint__in=numbers).select_related("allegation")
    for finding in findings.order_by("id"):
        newest[finding.allegation_id] = finding
    outcomes: dict[int, list[str | LazyText]] = {}
    for finding in sorted(newest.values(), key=lambda each: each.allegation.number):
        outcomes.setdefault(finding.allegation.complaint_id, []).append(OUTCOME[Outcome(finding.outcome)])
    return [
        Told(row, PARTY_ROLE[parts[row.complaint.pk]], outcomes.get(row.complaint.pk, [])) for row in rows
    ]
