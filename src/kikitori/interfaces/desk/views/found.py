"""What a view finds: one page of it and how many there are, asked in one statement, so that the two always agree."""

from dataclasses import dataclass

from django.db.models import QuerySet

from kikitori.foundation.postgres.counted import LIMIT, CountUpTo, counts_up_to
from kikitori.interfaces.desk.rows import as_rows
from kikitori.interfaces.desk.views.orders import Place, Stretch, stretch_of
from kikitori.records.access.visibility import not_sealed, visible_to
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.actor import Actor
from kikitori.records.selection.conditions import Conditions
from kikitori.records.selection.queries import Reader, meant_by
from kikitori.records.selection.terms import Column, Sort


@dataclass(frozen=True, slots=True)
class Number:
    """How many: exactly, or more than anybody reads (`is_more`)."""

    value: int
    is_more: bool

    @classmethod
    def of(cls, counted: int) -> "Number":
        """From a count that stops one beyond its limit."""
        return cls(min(counted, LIMIT), counted > LIMIT)


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a view."""

    stretch: Stretch
    number: Number


def meant_for(actor: Actor, conditions: Conditions, reader: Reader) -> QuerySet[Complaint]:
    """What these conditions mean among what this actor sees, in no order: the one source of list, count and round."""
    return meant_by(visible_to(actor).filter(not_sealed()), conditions, reader)


def page_of(
    meant: QuerySet[Complaint],
    sort: Sort,
    columns: tuple[Column, ...],
    *,
    size: int,
    onward_from: Place | None = None,
    back_from: Place | None = None,
) -> Page:
    """A page of what is meant, and how many there are. Two queries at most. Raises ValueError for a broken place."""
    # A page ends at a value: what it is ordered by is read with it, shown or not.
    read = (*columns, Column.CLOSED) if sort is Sort.CLOSED else columns
    rows = as_rows(meant, read).annotate(how_many=CountUpTo(meant))
    stretch = stretch_of(rows, sort, size=size, onward_from=onward_from, back_from=back_from)
    if stretch.rows:
        return Page(stretch, Number.of(getattr(stretch.rows[0], "how_many")))  # noqa: B009 - annotated above
    beyond_the_end = onward_from is not None
    return Page(stretch, Number.of(counts_up_to([meant])[0] if beyond_the_end else 0))
