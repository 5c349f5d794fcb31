"""Questions whose statement is made once and asked often, each time with other values.

Django makes the statement of a query anew whenever it is asked; for a count over three tables that takes longer than
the answer. A stencil is the statement of several queries at once, made with stand-ins (values nobody has) in the
places that change. The queries stay the only source of what is asked: here their statement is kept, nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Self, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Field, ForeignKey, Model, QuerySet

from kikitori.foundation.postgres.among import Among
from kikitori.foundation.postgres.counted import GroupedUpTo

for kind in (Field, ForeignKey):
    kind.register_lookup(Among)
_Row = TypeVar("_Row", bound=Model)
_PART = "select {} as part, to_jsonb(each) as counted from ({}) each"


@dataclass(frozen=True, slots=True)
class Stencil:
    """The statement of all queries, and the values that belong into it, stand-ins among them."""

    sql: str
    values: tuple[object, ...]

    @classmethod
    def of(cls, queries: Iterable[QuerySet[Any, Any] | GroupedUpTo]) -> Self:
        """Make the statement. A query that cannot have rows (`none()`) is left out. Asks nothing."""
        parts: list[str] = []
        values: list[object] = []
        for number, query in enumerate(queries):
            try:
                asked = query if isinstance(query, GroupedUpTo) else query.query
                sql, given = asked.sql_with_params()
            except EmptyResultSet:
                continue
            parts.append(_PART.format(number, sql))
            values += given
        return cls(" union all ".join(parts), tuple(values))

    def rows(self, instead: Mapping[Any, object]) -> list[tuple[int, dict[str, Any]]]:
        """Ask, with other values instead of the stand-ins: (number of the query, a row of it by name), in no order.

        One query, and none where no part can have rows. What is not JSON comes back as PostgreSQL writes it.
        """
        if not self.sql:
            return []
        with connection.cursor() as cursor:
            cursor.execute(self.sql, [_put(value, instead) for value in self.values])
            return [(part, json.loads(row)) for part, row in cursor.fetchall()]


def _put(value: Any, instead: Mapping[Any, object]) -> Any:
    """The value, or what stands in its place; inside a list each by itself.

    A list that is nothing but a stand-in for a list (among.py) becomes that list.
    """
    if isinstance(value, list):
        put = [_put(each, instead) for each in value]
        return put[0] if len(put) == 1 and isinstance(put[0], list) else put
    return instead.get(value, value)


def columns(model: type[Model], *, without: str = "") -> list[str]:
    """What `values(…)` must name so that `as_row` can make rows of this model again."""
    return [name for name, _ in _readers(model) if name != without]


def as_row(model: type[_Row], values: Mapping[str, Any]) -> _Row:
    """A row of a stencil as a row of its model; a column that is not there is left for later, as `defer` leaves it."""
    known = [(name, read(values[name])) for name, read in _readers(model) if name in values]
    return model.from_db(connection.alias, *zip(*known, strict=True))


@cache
def _readers(model: type[Model]) -> list[tuple[str, Any]]:
    return [(field.attname, field.to_python) for field in model._meta.concrete_fields]  # noqa: SLF001 - Django's own documented way
