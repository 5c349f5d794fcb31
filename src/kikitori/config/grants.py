"""What the run-time roles may do in the database, table by table; applied after every migration.

`EXCEPTIONS` is the table to extend. What is not granted is revoked, so removing a line here takes a right away.
The one table that no migration makes, Django's cache, is made here first, so that it is granted like all others.
"""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig, apps
from django.core.management import call_command
from django.db import connections, transaction
from django.db.backends.utils import CursorWrapper
from psycopg import sql

from kikitori.foundation.postgres.roles import RUN_TIME_ROLES

USUAL = ("SELECT", "INSERT", "UPDATE", "DELETE")
EXCEPTIONS: dict[str, tuple[str, ...]] = {
    # The timeline is the audit trail: it is only ever added to.
    "records_event": ("SELECT", "INSERT"),
    # So is the record of what was set, by whom.
    "records_settingchange": ("SELECT", "INSERT"),
    # What a template said once stays what it said.
    "records_templateversion": ("SELECT", "INSERT"),
    # Of what was changed on somebody's card, and of how people of a type are best met.
    "records_personchange": ("SELECT", "INSERT"),
    "records_protocol": ("SELECT", "INSERT"),
    "records_questionsetversion": ("SELECT", "INSERT"),
    # What a macro did once.
    "records_macroversion": ("SELECT", "INSERT"),
    "records_automationversion": ("SELECT", "INSERT"),
    # Why an automation fired, what it saw and did, and which entries it has written.
    "records_firing": ("SELECT", "INSERT"),
    "records_causedevent": ("SELECT", "INSERT"),
    # Of what was said and done about the cause of a mass complaint.
    "records_masschange": ("SELECT", "INSERT"),
    # Of what was done with an incident of leaked data, and what its reports said.
    "records_breachchange": ("SELECT", "INSERT"),
    "records_breachreportversion": ("SELECT", "INSERT"),
    # Who has read a complaint, and when.
    "records_opening": ("SELECT", "INSERT"),
    # Who has read what is sealed, and who has tried to.
    "records_sealedreading": ("SELECT", "INSERT"),
    # Who did what with a corrective action, and what was counted.
    "records_actionevent": ("SELECT", "INSERT"),
    # What a guideline said when somebody went by it, and who has read it.
    "records_guidelineversion": ("SELECT", "INSERT"),
    "records_guidelineread": ("SELECT", "INSERT"),
    # Evidence, and in whose hands it has been. On what it bears falls with the point.
    "records_evidence": ("SELECT", "INSERT"),
    "records_custodyentry": ("SELECT", "INSERT"),
    "records_evidencebearing": ("SELECT", "INSERT", "DELETE"),
    # What was written down as fact or as opinion stays; only its point can fall away.
    "records_factnote": ("SELECT", "INSERT", "UPDATE"),
    # What migrations have run is nobody's to change at run time.
    "django_migrations": ("SELECT",),
}
"""Rights on tables that differ from the usual four. Unlisted tables have `USUAL`."""


def after_migrate(sender: AppConfig, *, using: str, **_: Any) -> None:
    """Signal handler for post_migrate: cache table and grants on the database that was migrated, as its owner.

    Django sends the signal once for each app that has models; the last of them is the moment when all tables exist.
    """
    if sender != [config for config in apps.get_app_configs() if config.models_module is not None][-1]:
        return
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        call_command("createcachetable", database=using, verbosity=0)
        apply_grants(cursor)


def apply_grants(cursor: CursorWrapper) -> None:
    """Bring the rights of the run-time roles to exactly what this module says, in the current transaction.

    Does nothing where the roles do not exist (an external database whose owner could not make them: see roles.py).
    """
    cursor.execute("select rolname from pg_roles where rolname = any(%s)", [list(RUN_TIME_ROLES)])
    roles = sorted(name for (name,) in cursor.fetchall())
    if not roles:
        return
    for statement in statements(_own_tables(cursor), roles):
        cursor.execute(statement)


def statements(tables: list[str], roles: list[str]) -> list[sql.Composed]:
    """Return the GRANT and REVOKE statements for these tables (schema public) and roles."""
    everybody = sql.SQL(", ").join(map(sql.Identifier, roles))
    made = [
        sql.SQL("grant usage on schema public to {}").format(everybody),
        sql.SQL("revoke all on all tables in schema public from {}").format(everybody),
        sql.SQL("grant usage, select on all sequences in schema public to {}").format(everybody),
        sql.SQL("grant execute on all functions in schema public to {}").format(everybody),
    ]
    for rights in sorted({EXCEPTIONS.get(table, USUAL) for table in tables}):
        chosen = [table for table in tables if EXCEPTIONS.get(table, USUAL) == rights]
        made.append(
            sql.SQL("grant {} on {} to {}").format(
                sql.SQL(", ").join(map(sql.SQL, rights)),
                sql.SQL(", ").join(sql.Identifier("public", table) for table in chosen),
                everybody,
            )
        )
    return made


def _own_tables(cursor: CursorWrapper) -> list[str]:
    cursor.execute(
        "select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace"
        " where n.nspname = 'public' and c.relkind in ('r', 'p', 'v', 'm') and pg_has_role(c.relowner, 'usage')"
        " order by 1"
    )
    return [name for (name,) in cursor.fetchall()]
