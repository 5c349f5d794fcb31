"""Complaints as rows of a list: each with its complainant and the next promise, in three queries for any number."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kikitori.interfaces.desk.owed import unkept
from kikitori.records.complaints.models import Complaint, Party
from kikitori.records.complaints.terms import PartyRole
from kikitori.records.deadlines.models import Promise
from kikitori.records.people.models import Person


@dataclass(frozen=True, slots=True)
class Row:
    """One complaint in a list. `person` is None where nobody is named, `promise` where nothing is owed."""

    complaint: Complaint
    person: Person | None
    promise: Promise | None


def rows_of(complaints: Sequence[Complaint]) -> list[Row]:
    """The rows of complaints already chosen as visible, in their order. Two queries."""
    people = complainants_of(complaint.pk for complaint in complaints)
    soonest: dict[int, Promise] = {}
    chosen = Complaint.objects.filter(pk__in=[complaint.pk for complaint in complaints])
    for promise in unkept(chosen).select_related(None):
        soonest.setdefault(promise.complaint_id, promise)
    return [Row(each, people.get(each.pk), soonest.get(each.pk)) for each in complaints]


def complainants_of(complaints: Iterable[int]) -> dict[int, Person]:
    """Complaint id → the person it comes from. One query."""
    parties = (
        Party.objects.filter(complaint__in=list(complaints), role=PartyRole.COMPLAINANT.value)
        .select_related("person")
        .order_by("-id")
    )
    return {party.complaint_id: party.person for party in parties}
