"""Counts that stop at a limit: how many, or “more than anybody reads”; never a walk over everything.

One statement for any number of questions, so that all numbers of a page are of one moment.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import IntegerField, QuerySet, Subquery

#: What is counted exactly; beyond it a count says “this and more”.
LIMIT = 1000


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
