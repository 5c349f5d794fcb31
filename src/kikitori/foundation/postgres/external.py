"""Preparing a database that somebody else runs: roles, memberships, extensions, as far as our rights go.

Where they do not, the exact SQL for the administrator is the answer.
"""

from __future__ import annotations

import psycopg
from psycopg import sql

from kikitori.foundation.language.bilingual import Bilingual
from kikitori.foundation.postgres.errors import DatabaseTrouble
from kikitori.foundation.postgres.roles import EXTENSIONS, RUN_TIME_ROLES, role_exists


def prepare_external(owner_address: str, login: str) -> None:
    """Make what is missing for `login` (the run-time user) in the owner's database. May be repeated.

    Raises DatabaseTrouble whose detail is the SQL an administrator must run, if the owner may not do it.
    """
    refused: list[str] = []
    with psycopg.connect(owner_address, connect_timeout=10, autocommit=True) as connection:
        for statement in missing(connection, login):
            try:
                connection.execute(statement)
            except (psycopg.errors.InsufficientPrivilege, psycopg.errors.FeatureNotSupported) as error:
                refused.append(f"{statement.as_string(connection)};  -- {error.diag.message_primary}")
            except (psycopg.errors.DuplicateObject, psycopg.errors.UniqueViolation):
                continue  # another start was quicker
    if refused:
        raise DatabaseTrouble(
            Bilingual(
                ja="データベースの準備に管理者の権限が必要です。"
                "次の SQL を管理者に実行してもらってから、もう一度お試しください。",
                en="Preparing the database needs an administrator. Have this SQL run there, then try again.",
            ),
            "\n".join(refused),
        )


def missing(connection: psycopg.Connection, login: str) -> list[sql.Composed]:
    """Return the statements that would make this database ready for `login`, in order; empty if it is."""
    statements = [
        sql.SQL("create role {} nologin noinherit nosuperuser nobypassrls").format(sql.Identifier(role))
        for role in RUN_TIME_ROLES
        if not role_exists(connection, role)
    ]
    statements += [
        sql.SQL("grant {} to {}").format(sql.Identifier(role), sql.Identifier(login))
        for role in RUN_TIME_ROLES
        if not _may_become(connection, login, role)
    ]
    known = {name for (name,) in connection.execute("select extname from pg_extension")}
    statements += [
        sql.SQL("create extension {}").format(sql.Identifier(name))
        for name in EXTENSIONS
        if name not in known
    ]
    return statements


def _may_become(connection: psycopg.Connection, login: str, role: str) -> bool:
    """Tell whether `login` may SET ROLE to `role`; superusers always may, and are refused elsewhere (check.py)."""
    row = connection.execute(
        "select pg_has_role(l.oid, r.oid, 'member') from pg_roles l, pg_roles r"
        " where l.rolname = %s and r.rolname = %s",
        [login, role],
    ).fetchone()
    return bool(row and row[0])
