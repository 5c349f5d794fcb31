"""Counts that stop at a limit: how many, or “more than anybody reads”; never a walk over everything.

One statement for any number of questions, so that all numbers of a page are of one moment.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import IntegerField, QuerySet, Subquery

#: What is counted exactly; beyond it a count says “this and more”.
LIMIT = 1000


class UpTo(int):
    """How many there are, as far as anybody has counted. `is_more`: there are more than that."""

    is_more: bool

    def __new__(cls, number: int, *, is_more: bool = False) -> Self:
        """The number that was counted."""
        counted = super().__new__(cls, number)
        counted.is_more = is_more
        return counted

    def __add__(self, other: int) -> UpTo:
        """How many there are of both; where one was not counted to its end, there is more."""
        return UpTo(int(self) + int(other), is_more=self.is_more or getattr(other, "is_more", False))

    __radd__ = __add__

    @classmethod
    def of(cls, counted: int, limit: int = LIMIT) -> Self:
        """From a count that stops one beyond its limit."""
        return cls(min(counted, limit), is_more=counted > limit)


@dataclass(frozen=True, slots=True)
class GroupedUpTo:
    """How often each of these values comes among the first `limit` + 1 rows: for a Stencil.

    `rows` gives the values by name and has the order in which it stops; the count comes as `number`.
    """

    rows: QuerySet[Any, Any]
    limit: int = LIMIT

    def sql_with_params(self) -> tuple[str, tuple[Any, ...]]:
        """The statement and its values. Raises EmptyResultSet where there can be none."""
        query = self.rows[: self.limit + 1].query
        sql, values = query.sql_with_params()
        names = ", ".join(
            connection.ops.quote_name(name) for name in (*query.values_select, *query.annotation_select)
        )
        return f"select {names}, count(*) as number from ({sql}) as counted group by {names}", values  # noqa: S608 - Django's own statement


class CountUpTo(Subquery):
    """`rows.annotate(number=CountUpTo(others))`: how many others there are, at most `limit` + 1, in one statement."""

    template = "(select count(*) from (%(subquery)s) as counted)"
    output_field = IntegerField()

    def __init__(self, rows: QuerySet[Any, Any], limit: int = LIMIT) -> None:
        super().__init__(_first_of(rows, limit))


def counts_up_to(questions: Sequence[QuerySet[Any, Any]], limit: int = LIMIT) -> list[int]:
    """How many rows each of these has, at most `limit` + 1, in their order. One query; none for none."""
    parts: list[str] = []
    values: list[Any] = []
    for number, rows in enumerate(questions):
        try:
            sql, given = _first_of(rows, limit).query.sql_with_params()
        except EmptyResultSet:
            continue
        parts.append(f"select {number}, (select count(*) from ({sql}) as counted)")  # noqa: S608 - Django's own statement
        values += given
    found = dict.fromkeys(range(len(questions)), 0)
    if parts:
        with connection.cursor() as cursor:
            cursor.execute(" union all ".join(parts), values)
            found |= dict(cursor.fetchall())
    return list(found.values())


def _first_of(rows: QuerySet[Any, Any], limit: int) -> QuerySet[Any, Any]:
    return rows.order_by().values("pk")[: limit + 1]
