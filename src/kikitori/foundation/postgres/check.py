"""The start-up check: a database that is blind to Japanese, or a role that may do too much, is refused.

Both faults are silent otherwise: searches would find nothing, and row-level security would bind nobody.
"""

from __future__ import annotations

import psycopg
from psycopg import sql

from kikitori.foundation.language.bilingual import Bilingual
from kikitori.foundation.postgres.errors import DatabaseTrouble

OLDEST = 150000

_BLIND = Bilingual(
    ja="このデータベースでは日本語の検索ができません（pg_trgm が文字を認識していません）。"
    "ロケールを C.UTF-8（組み込みプロバイダーなら PG_UNICODE_FAST）にして、データベースを作り直してください。",
    en="This database cannot search Japanese text: pg_trgm sees no letters in it. "
    "Create the database again with the locale C.UTF-8 (or the builtin provider's PG_UNICODE_FAST).",
)


def check_database(address: str, role: str) -> None:
    """Connect as the run-time login, take on `role`, and raise DatabaseTrouble if the site must not run like that.

    Checked: the server's age, trigrams of Japanese text, and that the role is no superuser, does not bypass row-level
    security and owns no table.
    """
    try:
        with psycopg.connect(address, connect_timeout=10, autocommit=True) as connection:
            _check(connection, role)
    except psycopg.Error as error:
        raise out_of_reach(error) from error


def out_of_reach(error: psycopg.Error) -> DatabaseTrouble:
    """Return the words for a database that does not let us in."""
    return DatabaseTrouble(
        Bilingual(
            ja="データベースに接続できないか、必要な権限がありません。"
            "DATABASE_URL を確かめ、「kikitori migrate」を実行してください。",
            en="The database cannot be reached, or rights are missing. Check DATABASE_URL and run “kikitori migrate”.",
        ),
        str(error).strip(),
    )


def _check(connection: psycopg.Connection, role: str) -> None:
    if connection.info.server_version < OLDEST:
        raise DatabaseTrouble(
            Bilingual(
                ja="PostgreSQL 15 以上が必要です。",
                en="PostgreSQL 15 or later is needed.",
            ),
            connection.info.parameter_status("server_version") or "",
        )
    connection.execute(sql.SQL("set role {}").format(sql.Identifier(role)))
    if _value(connection, "select count(*) from pg_extension where extname = 'pg_trgm'") == 0:
        raise DatabaseTrouble(
            Bilingual(
                ja="拡張 pg_trgm が入っていません。「kikitori migrate」を実行してください。",
                en="The extension pg_trgm is missing. Run “kikitori migrate”.",
            )
        )
    if not _value(connection, "select cardinality(show_trgm('苦情')) > 0"):
        raise DatabaseTrouble(_BLIND)
    faults = _faults_of_role(connection)
    if faults:
        raise DatabaseTrouble(
            Bilingual(
                ja=f"データベースのロール {role} の権限が強すぎるため、起動しません。"
                "閲覧制限が働かなくなるのを防ぐためです。",
                en=f"Kikitori does not start: the database role {role} may do too much, "
                "and access rules would not bind it.",
            ),
            "; ".join(faults),
        )


def _faults_of_role(connection: psycopg.Connection) -> list[str]:
    """Return what is wrong with the role in effect, in the database's own terms."""
    row = connection.execute(
        "select rolsuper, rolbypassrls,"
        " (select count(*) from pg_class where relowner = r.oid and relkind in ('r', 'p'))"
        " from pg_roles r where rolname = current_user"
    ).fetchone()
    is_superuser, bypasses, owned = row or (True, True, 0)
    faults = []
    if is_superuser:
        faults.append("SUPERUSER")
    if bypasses:
        faults.append("BYPASSRLS")
    if owned:
        faults.append(f"owns {owned} tables")
    return faults


def _value(connection: psycopg.Connection, query: str) -> object:
    row = connection.execute(query.encode()).fetchone()
    return row[0] if row else None
