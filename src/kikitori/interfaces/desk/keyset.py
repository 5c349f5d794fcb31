"""Pages of a list by the place where the last one ended (moment, id): no row is skipped or shown twice.

A page number would shift under the reader whenever something new comes in, and costs more the further one goes.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Generic, TypeVar

from django.db.models import Model, Q, QuerySet

Row = TypeVar("Row", bound=Model)

_MARK = re.compile(r"(-?\d{1,17})-(\d{1,18})")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a list: the moment and the id of a row."""

    at: datetime
    pk: int

    def __str__(self) -> str:
        return f"{(self.at - _EPOCH) // _MICROSECOND}-{self.pk}"

    @classmethod
    def read(cls, text: str) -> "Mark":
        """The place an address names. Raises ValueError for anything `str` has not made."""
        found = _MARK.fullmatch(text)
        if not found or not text.isascii():
            raise ValueError("not a place in a list")
        try:
            return cls(_EPOCH + int(found[1]) * _MICROSECOND, int(found[2]))
        except OverflowError as error:
            raise ValueError("no such moment") from error


@dataclass(frozen=True, slots=True)
class Slice(Generic[Row]):
    """One page. `back`, `onward`: the places before its first and after its last row, where there is more."""

    rows: list[Row]
    back: Mark | None = None
    onward: Mark | None = None


def slice_of(
    rows: QuerySet[Row],
    field: str,
    *,
    size: int,
    descending: bool = True,
    onward_from: Mark | None = None,
    back_from: Mark | None = None,
) -> Slice[Row]:
    """One page of `rows` ordered by (`field`, id). One query; a second one only where going back met the start."""
    if back_from is not None:
        found = list(_beyond(rows, field, back_from, below=not descending)[: size + 1])
        if len(found) <= size:
            return slice_of(rows, field, size=size, descending=descending)
        page = found[:size][::-1]
        return Slice(page, _mark(page[0], field), _mark(page[-1], field))
    if onward_from is not None:
        found = list(_beyond(rows, field, onward_from, below=descending)[: size + 1])
    else:
        sign = "-" if descending else ""
        found = list(rows.order_by(f"{sign}{field}", f"{sign}id")[: size + 1])
    page = found[:size]
    back = _mark(page[0], field) if page and onward_from is not None else None
    return Slice(page, back, _mark(page[-1], field) if len(found) > size else None)


def _beyond(rows: QuerySet[Row], field: str, mark: Mark, *, below: bool) -> QuerySet[Row]:
    """Rows on one side of a place, nearest first. The first condition is the one an index can use."""
    side, sign = ("lt", "-") if below else ("gt", "")
    return (
        rows.filter(**{f"{field}__{side}e": mark.at})
        .filter(Q(**{f"{field}__{side}": mark.at}) | Q(**{f"id__{side}": mark.pk}))
        .order_by(f"{sign}{field}", f"{sign}id")
    )


def _mark(row: Row, field: str) -> Mark:
    return Mark(getattr(row, field), row.pk)
