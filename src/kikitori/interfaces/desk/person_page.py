"""A person: who it is, how to reach them, what they have told us, and whether we kept our word to them.

Only through complaints the reader sees: somebody known from a restricted complaint alone is not there (404).
"""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise as LazyText
from django.views.decorators.http import require_safe

from kikitori.interfaces.desk.asked import slice_from, ways_on
from kikitori.interfaces.desk.door import desk_page
from kikitori.interfaces.desk.frame import frame_of
from kikitori.interfaces.desk.kept_word import Word, word_to
from kikitori.interfaces.desk.reach import reach_of
from kikitori.interfaces.desk.rows import Row, as_rows, rows_of
from kikitori.records.access.visibility import visible_to
from kikitori.records.complaints.labels import OUTCOME, PARTY_ROLE
from kikitori.records.complaints.models import Party
from kikitori.records.complaints.terms import Outcome, PartyRole
from kikitori.records.inquiry.models import Finding
from kikitori.records.people.actor import Actor
from kikitori.records.people.labels import CUSTOMER_TYPE, PERSON_KIND
from kikitori.records.people.models import Person
from kikitori.records.people.terms import CustomerType, PersonKind

PAGE = 30


@dataclass(frozen=True, slots=True)
class Told:
    """One complaint of theirs: their part in it and what was found, in words."""

    row: Row
    part: str | LazyText
    outcomes: list[str | LazyText]


@desk_page()
@require_safe
def person_page(request: HttpRequest, actor: Actor, person: int) -> HttpResponse:
    """The page of one person. 404 unless they take part in a complaint this actor sees."""
    seen = visible_to(actor).filter(parties__person=person).distinct()
    found = Person.objects.select_related("body").filter(pk=person).first()
    page = slice_from(request, as_rows(seen), "received_at", size=PAGE)
    if found is None or not (page.rows or seen.exists()):
        raise Http404
    frame = frame_of(request)
    word: Word = word_to(actor, found, frame.now)
    context = {
        "person": found,
        "kind": PERSON_KIND[PersonKind(found.kind)],
        "customer_type": ""
        if found.customer_type == CustomerType.UNKNOWN.value
        else CUSTOMER_TYPE[CustomerType(found.customer_type)],
        "reaches": [reach_of(point) for point in found.contact_points.all()],
        "told": _told(found, rows_of(page.rows)),
        "word": word,
        **ways_on(request, page),
    }
    return render(request, "desk/person.html", context)


def _told(found: Person, rows: list[Row]) -> list[Told]:
    """Two queries: their parts, and the newest finding on each allegation."""
    numbers = [row.complaint.pk for row in rows]
    parts: dict[int, PartyRole] = {}
    for party in Party.objects.filter(person=found, complaint__in=numbers).order_by("id"):
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
