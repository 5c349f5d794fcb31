"""Remedies as rows of the ledger, and what they come to: never one sum of two currencies."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.functional import Promise as Text

from kikitori.interfaces.desk.ledger.filters import is_overdue
from kikitori.interfaces.desk.rows import complainants_of
from kikitori.records.access.visibility import not_sealed, visible_to
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Person
from kikitori.records.remedies.labels import REMEDY_KIND, REMEDY_STATE
from kikitori.records.remedies.models import Remedy
from kikitori.records.remedies.terms import RemedyKind, RemedyState

#: What a line shows of the remedy itself; the words it was dropped with may be long.
_OWN = (
    *("kind", "text", "amount", "currency", "due_on", "state", "written_at", "proof", "why_unlike"),
    *("done_at", "verified_at", "dropped_at", "drop_reason"),
)
_BY = ("written_by", "granted_by", "done_by", "verified_by", "dropped_by")


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One remedy. `person`: who complained, None where nobody is named."""

    remedy: Remedy
    person: Person | None
    kind: str | Text
    state: str | Text
    is_late: bool

    @property
    def has_approver(self) -> bool:
        """Did somebody else have the last word on it than who wrote it?"""
        own = self.remedy
        return own.granted_by_id is not None and own.granted_by_id != own.written_by_id


@dataclass(frozen=True, slots=True)
class Sum_:  # noqa: N801 - „Sum“ is Django's
    """Money of one currency: in how many remedies, how much."""

    number: int
    amount: int
    currency: str


@dataclass(slots=True)
class SumLine:
    """One state: how many remedies, how many of them without an amount, and the money by currency."""

    word: str
    label: str | Text
    number: int = 0
    bare: int = 0
    sums: dict[str, Sum_] = field(default_factory=dict)

    def in_(self, currencies: Sequence[str]) -> list[Sum_ | None]:
        """The money, one for each of these columns."""
        return [self.sums.get(code) for code in currencies]


@dataclass(frozen=True, slots=True)
class Sums:
    """All that a filter lets through, added up: as many as there are rows."""

    currencies: list[str]
    lines: list[SumLine]
    #: Owed, and its day has passed; a part of what is owed.
    late: SumLine

    @property
    def number(self) -> int:
        """How many remedies."""
        return sum(line.number for line in self.lines)

    @property
    def table(self) -> list[tuple[SumLine, list[Sum_ | None]]]:
        """Each state with a cell for each currency."""
        return [(line, line.in_(self.currencies)) for line in self.lines]


def remedies_seen(actor: Actor) -> QuerySet[Remedy]:
    """Every remedy of the complaints this actor sees, in no order."""
    return Remedy.objects.filter(complaint__in=visible_to(actor).filter(not_sealed()))


def with_names(rows: QuerySet[Remedy]) -> QuerySet[Remedy]:
    """The same, with what a line says beside it."""
    shown = ("complaint__reference", "complaint__title", "complaint__language", "proof_file__name")
    names = [f"{name}__name" for name in _BY]
    joined = ("complaint", "proof_file", *_BY)
    return rows.select_related(*joined).only(*_OWN, *joined, *shown, *names)


def drawn(remedies: Iterable[Remedy], today: date) -> list[LedgerRow]:
    """These remedies in the reader's language. One query."""
    several = list(remedies)
    people = complainants_of({row.complaint_id for row in several}) if several else {}
    return [
        LedgerRow(
            row,
            people.get(row.complaint_id),
            REMEDY_KIND[RemedyKind(row.kind)],
            REMEDY_STATE[RemedyState(row.state)],
            row.state == RemedyState.DUE.value and row.due_on < today,
        )
        for row in several
    ]


def sums_of_rows(rows: QuerySet[Remedy], today: date) -> Sums:
    """What these come to, by state and currency. One query."""
    paid, bare, late = Q(amount__gt=0), Q(amount=None) | Q(amount=0), is_overdue(today)
    found = rows.order_by().values("currency", "state")
    found = found.annotate(
        number=Count("pk", filter=paid),
        total=Sum("amount", filter=paid),
        bare=Count("pk", filter=bare),
        late=Count("pk", filter=paid & late),
        late_total=Sum("amount", filter=paid & late),
        late_bare=Count("pk", filter=bare & late),
    )
    lines = {state.value: SumLine(state.value, REMEDY_STATE[state]) for state in RemedyState}
    overdue = SumLine("overdue", "")
    for each in found.order_by("currency", "state"):
        _add(lines[each["state"]], each["currency"], each["number"], each["total"], each["bare"])
        _add(overdue, each["currency"], each["late"], each["late_total"], each["late_bare"])
    used = [line for line in lines.values() if line.number]
    currencies = sorted({code for line in used for code in line.sums})
    return Sums(currencies, used, overdue)


def _add(line: SumLine, currency: str, number: int, total: int | None, bare: int) -> None:
    line.number += number + bare
    line.bare += bare
    if number:
        line.sums[currency] = Sum_(number, total or 0, currency)
