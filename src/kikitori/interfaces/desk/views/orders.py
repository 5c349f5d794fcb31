"""The orders of a view, page by page: each by one value and the row's id, with rows that lack the value at the end.

A page begins where the last one ended (value, id), so nothing is skipped or shown twice, however many are alike and
whatever comes in meanwhile. Which orders there are is a closed list (selection/terms.py).
"""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import F, Q, QuerySet, Subquery

from kikitori.records.complaints.models import Complaint
from kikitori.records.selection.queries import owed_of
from kikitori.records.selection.terms import Sort

_MARK = re.compile(r"([vn])([A-Za-z0-9_-]{0,400})\.(\d{1,18})")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page ended: the value of its last row (None: it lacks one) as text, and its id."""

    value: str | None
    pk: int

    def __str__(self) -> str:
        text = urlsafe_b64encode((self.value or "").encode()).decode().rstrip("=")
        return f"{'n' if self.value is None else 'v'}{text}.{self.pk}"

    @classmethod
    def read(cls, text: str) -> "Place":
        """The place an address names. Raises ValueError for anything `str` has not made."""
        found = _MARK.fullmatch(text) if text.isascii() else None
        if not found:
            raise ValueError("not a place in a list")
        coded = found[2]
        value = urlsafe_b64decode(coded + "=" * (-len(coded) % 4)).decode()
        place = cls(None if found[1] == "n" else value, int(found[3]))
        # No text of a row holds NUL, and PostgreSQL takes none.
        if str(place) != text or "\x00" in value:
            raise ValueError("not a place in a list")
        return place


def _moment_as_text(value: datetime) -> str:
    return str((value - _EPOCH) // _MICROSECOND)


def _moment_from_text(text: str) -> datetime:
    try:
        return _EPOCH + int(text) * _MICROSECOND
    except OverflowError as error:
        raise ValueError("no such moment") from error


@dataclass(frozen=True, slots=True)
class Order:
    """By which value, and which way: `falling` values, and rows of equal value by `newest` id first or last."""

    column: str
    falling: bool = False
    newest: bool = True
    may_lack: bool = False
    as_text: Callable[[Any], str] = str
    from_text: Callable[[str], Any] = str
    annotate: Callable[[QuerySet[Complaint]], QuerySet[Complaint]] = lambda rows: rows

    def arranged(self, rows: QuerySet[Complaint], *, back: bool = False) -> QuerySet[Complaint]:
        """In this order, or the other way round."""
        falling, newest = self.falling != back, self.newest != back
        value: Any = F(self.column)
        lacking: dict[str, Any] = {}
        if self.may_lack:
            lacking = {"nulls_first": True} if back else {"nulls_last": True}
        by_value = value.desc(**lacking) if falling else value.asc(**lacking)
        return rows.order_by(by_value, "-id" if newest else "id")

    def beyond(self, rows: QuerySet[Complaint], place: Place, *, back: bool = False) -> QuerySet[Complaint]:
        """Only those after this place, or before it. Raises ValueError for a place of another order."""
        falling, newest = self.falling != back, self.newest != back
        by_id = Q(**{"id__lt" if newest else "id__gt": place.pk})
        if place.value is None:
            if not self.may_lack:
                raise ValueError("no row of this order lacks a value")
            lacking = Q(**{f"{self.column}__isnull": True})
            return rows.filter((lacking & by_id) | ~lacking if back else lacking & by_id)
        value, side = self.from_text(place.value), "lt" if falling else "gt"
        further = Q(**{f"{self.column}__{side}": value}) | (Q(**{self.column: value}) & by_id)
        if self.may_lack:
            return rows.filter(further if back else further | Q(**{f"{self.column}__isnull": True}))
        # Says nothing new, but is what an index can use.
        return rows.filter(**{f"{self.column}__{side}e": value}).filter(further)

    def place_of(self, row: Complaint) -> Place:
        """The place of a row of `annotate`d rows."""
        value: Any = row
        for part in self.column.split("__"):
            value = getattr(value, part, None)
        return Place(None if value is None else self.as_text(value), row.pk)


def _with_promise(rows: QuerySet[Complaint]) -> QuerySet[Complaint]:
    soonest = owed_of().order_by("due_at", "id").values("due_at")[:1]
    return rows.annotate(promise_due=Subquery(soonest))


_BY_MOMENT: dict[str, Any] = {"as_text": _moment_as_text, "from_text": _moment_from_text}
ORDERS: dict[Sort, Order] = {
    Sort.NEWEST: Order("received_at", falling=True, **_BY_MOMENT),
    Sort.OLDEST: Order("received_at", newest=False, **_BY_MOMENT),
    Sort.GRAVEST: Order("severity"),
    Sort.PROMISE: Order("promise_due", newest=False, may_lack=True, annotate=_with_promise, **_BY_MOMENT),
    Sort.CLOSED: Order("closed_at", falling=True, may_lack=True, **_BY_MOMENT),
    Sort.HANDLER: Order("assignee__name", may_lack=True),
}


@dataclass(frozen=True, slots=True)
class Stretch:
    """One page. `back`, `onward`: the places before its first and after its last row, where there is more."""

    rows: list[Complaint]
    back: Place | None = None
    onward: Place | None = None


def stretch_of(
    rows: QuerySet[Complaint],
    sort: Sort,
    *,
    size: int,
    onward_from: Place | None = None,
    back_from: Place | None = None,
) -> Stretch:
    """One page of `rows` in this order. One query; a second one only where going back met the beginning.

    Raises ValueError for a place that is none in this order.
    """
    order = ORDERS[sort]
    rows = order.annotate(rows)
    if back_from is not None:
        found = list(order.arranged(order.beyond(rows, back_from, back=True), back=True)[: size + 1])
        if len(found) <= size:
            return stretch_of(rows, sort, size=size)
        page = found[:size][::-1]
        return Stretch(page, order.place_of(page[0]), order.place_of(page[-1]))
    if onward_from is not None:
        rows = order.beyond(rows, onward_from)
    found = list(order.arranged(rows)[: size + 1])
    page = found[:size]
    back = order.place_of(page[0]) if page and onward_from is not None else None
    return Stretch(page, back, order.place_of(page[-1]) if len(found) > size else None)
