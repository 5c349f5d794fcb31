"""`filter(pk__among=[…])`: one of these, as one value of the statement, however many they are.

Django writes `in (…)` with a place for each; a statement that is made once (stencil.py) has one place for all of them.
"""

from __future__ import annotations

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Lookup
from django.db.models.sql.compiler import SQLCompiler


class Among(Lookup):
    """Equal to any of the values of a list. An empty list finds nothing."""

    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, tuple[Any, ...]]:
        """`column = any(list)`."""
        column, values = self.process_lhs(compiler, connection)
        return f"{column} = any(%s)", (*values, list(self.rhs))
