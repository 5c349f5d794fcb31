"""The database roles and the one rule about them: whoever serves requests owns nothing and is nobody special.

`kikitori_owner` owns the tables and runs migrations. `kikitori_login` connects at run time, owns nothing and
inherits nothing: it becomes `kikitori_web` or `kikitori_worker` by SET ROLE, and row-level security can bind those.
"""

from __future__ import annotations

import psycopg
from psycopg import sql

OWNER = "kikitori_owner"
LOGIN = "kikitori_login"
WEB = "kikitori_web"
WORKER = "kikitori_worker"
RUN_TIME_ROLES = (WEB, WORKER)
EXTENSIONS = ("pg_trgm", "btree_gist", "unaccent", "vector")

_PLAIN = "noinherit nosuperuser nobypassrls nocreaterole noreplication"


def make_run_time_roles(connection: psycopg.Connection) -> None:
    """Create the two NOLOGIN run-time roles if they are missing. Needs CREATEROLE."""
    for role in RUN_TIME_ROLES:
        if not role_exists(connection, role):
            connection.execute(
                sql.SQL(f"create role {{}} nologin nocreatedb {_PLAIN}").format(sql.Identifier(role))
            )


def make_login(
    connection: psycopg.Connection, role: str, password: str, *, may_create_databases: bool = False
) -> None:
    """Create a role that may log in, or give the existing one this password."""
    createdb = "createdb" if may_create_databases else "nocreatedb"
    verb = "alter" if role_exists(connection, role) else "create"
    connection.execute(
        sql.SQL(f"{verb} role {{}} login {_PLAIN} {createdb} password {{}}").format(
            sql.Identifier(role), sql.Literal(password)
        )
    )


def let_become(connection: psycopg.Connection, member: str) -> None:
    """Let `member` become either run-time role by SET ROLE."""
    for role in RUN_TIME_ROLES:
        connection.execute(sql.SQL("grant {} to {}").format(sql.Identifier(role), sql.Identifier(member)))


def role_exists(connection: psycopg.Connection, role: str) -> bool:
    """Tell whether the server knows this role."""
    return connection.execute("select 1 from pg_roles where rolname = %s", [role]).fetchone() is not None
