"""Django's backend, able to use `assume_role` together with `pool`.

Django 5.2 composes SET ROLE with the help of a second connection from the pool that is just being filled, waits for
it in vain, and times out. Composing needs no connection at all.
"""

from __future__ import annotations

from typing import Any

from django.db.backends.postgresql import base
from psycopg import sql


class DatabaseWrapper(base.DatabaseWrapper):
    """As Django's own, but the role is set on the connection at hand."""

    def _configure_role(self, connection: Any) -> bool:
        """Set the role on a new connection; returns whether there was one to set."""
        role = self.settings_dict["OPTIONS"].get("assume_role")
        if not role:
            return False
        with connection.cursor() as cursor:
            cursor.execute(sql.SQL("set role {}").format(sql.Identifier(role)))
        return True
