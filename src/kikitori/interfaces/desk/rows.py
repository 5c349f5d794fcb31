"""Complaints as rows of a list: each with its complainant and the next promise, in two queries for any number.

A third, where a reader is named, says who else is at one of them.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.db.models import F, QuerySet

from kikitori.casework.presence import Companion, company_in
from kikitori.foundation.postgres.stencil import Stencil, as_row
from kikitori.interfaces.desk.owed import unkept
from kikitori.records.complaints.models import Complaint, Party
from kikitori.records.complaints.terms import PartyRole
from kikitori.records.deadlines.models import Promise
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Person, group_of
from kikitori.records.people.queries import cards_in, types_of
from kikitori.records.selection.terms import Column

#: What a list shows of a complaint; a story may be ten thousand characters long.
_SHOWN = ("reference", "title", "language", "received_at", "severity", "state", "ending", "assignee__name")
#: What it shows of a person and of a promise.
_OF_PERSON, _OF_PROMISE = ("name", "kind", "honorific"), ("complaint_id", "kind", "due_at")
#: Stands for the complaints in the statement while it is made.
_SOME = -(2**62)
_PERSON, _PROMISE = range(2)


@dataclass(frozen=True, slots=True)
class Row:
    """One complaint in a list. `person` is None where nobody is named, `promise` where nothing is owed."""

    complaint: Complaint
    person: Person | None
    promise: Promise | None
    #: Customer types of the person, where a column shows them.
    types: tuple[str, ...] = ()
    #: Who else has it open at this moment.
    company: Sequence[Companion] = ()


#: What a column shows beyond that.
_SHOWN_IN: dict[str, str] = {
    Column.URGENCY: "urgency",
    Column.TEAM: "team__name",
    Column.QUEUE: "queue",
    Column.KIND: "kind",
    Column.SUBJECT: "subject",
    Column.CHANNEL: "channel",
    Column.CLOSED: "closed_at",
}


def as_rows(complaints: QuerySet[Complaint], columns: Collection[str] = ()) -> QuerySet[Complaint]:
    """The same complaints, each with no more than a list with these columns shows of it."""
    further = [_SHOWN_IN[column] for column in columns if column in _SHOWN_IN]
    joined = ("assignee", "team") if Column.TEAM in columns else ("assignee",)
    return complaints.select_related(*joined).only(*_SHOWN, *further)


def rows_of(
    complaints: Sequence[Complaint],
    columns: Collection[str] = (),
    *,
    reader: tuple[Actor, datetime] | None = None,
) -> list[Row]:
    """The rows of complaints already chosen as visible, in their order. One query, three with customer types.

    `reader`: for whom, and when; then one more query says who else is at them.
    """
    if not complaints:
        return []
    numbers = [complaint.pk for complaint in complaints]
    beside = _who_and_what().rows({_SOME: numbers})
    people = _persons(row for part, row in beside if part == _PERSON)
    soonest = _soonest(row for part, row in beside if part == _PROMISE)
    types = _types_of(numbers) if Column.CUSTOMER_TYPE in columns else {}
    company = company_in(reader[0], numbers, now=reader[1]) if reader else {}
    return [
        Row(
            each,
            people.get(each.pk),
            soonest.get(each.pk),
            types.get(each.pk, ()),
            company.get(each.pk, ()),
        )
        for each in complaints
    ]


def complainants_of(complaints: Iterable[int]) -> dict[int, Person]:
    """Complaint id → the person it comes from, by name and kind. One query."""
    return _persons(row for _, row in _who().rows({_SOME: list(complaints)}))


def _types_of(complaints: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """Complaint id → the customer types that any card of its complainant has. Two queries."""
    parties = Party.objects.filter(complaint__in=complaints, role=PartyRole.COMPLAINANT.value)
    groups = dict(parties.values_list("complaint", group_of("person__")))
    found: dict[int, list[str]] = {}
    rows = types_of(cards_in(set(groups.values()))).order_by("id")
    for group, kind in rows.values_list(group_of("person__"), "type"):
        found.setdefault(group, []).append(kind)
    return {complaint: tuple(dict.fromkeys(found.get(group, ()))) for complaint, group in groups.items()}


@cache
def _who() -> Stencil:
    """Who these complaints come from."""
    return Stencil.of([_parties()])


@cache
def _who_and_what() -> Stencil:
    """Who they come from, and what is owed first in each: parts _PERSON and _PROMISE."""
    promises = unkept(Complaint.objects.filter(pk__among=[_SOME]))
    first = promises.order_by("complaint", "due_at", "id").distinct("complaint")
    return Stencil.of([_parties(), first.values("id", *_OF_PROMISE)])


def _parties() -> QuerySet[Party, Any]:
    named = {name: F(f"person__{name}") for name in _OF_PERSON}
    parties = Party.objects.filter(complaint_id__among=[_SOME], role=PartyRole.COMPLAINANT.value)
    return parties.values("complaint_id", party=F("pk"), number=F("person_id"), **named)


def _persons(rows: Iterable[dict[str, Any]]) -> dict[int, Person]:
    """Where a complaint comes from several, whoever was named first."""
    latest_first = sorted(rows, key=lambda row: row["party"], reverse=True)
    return {row["complaint_id"]: as_row(Person, row | {"id": row["number"]}) for row in latest_first}


def _soonest(rows: Iterable[dict[str, Any]]) -> dict[int, Promise]:
    return {row["complaint_id"]: as_row(Promise, row) for row in rows}
