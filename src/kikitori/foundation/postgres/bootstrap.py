"""Roles, database and extensions in a new cluster. Every step may be repeated, so a crash in between does no harm."""

from __future__ import annotations

from psycopg import sql

from kikitori.foundation.postgres import roles
from kikitori.foundation.postgres.record import DatabaseRecord
from kikitori.foundation.postgres.server import Server

VERSION = 1
"""Raise this when a later Kikitori needs more from an existing cluster."""
DATABASE = "kikitori"


def bootstrap(server: Server, record: DatabaseRecord) -> None:
    """Bring the running server's cluster to what Kikitori needs, as superuser.

    A test server makes many databases: there the owner may create them, each born with the extensions.
    """
    with server.connect() as connection:
        roles.make_run_time_roles(connection)
        roles.make_login(
            connection, roles.OWNER, record.owner_password, may_create_databases=server.for_tests
        )
        roles.make_login(connection, roles.LOGIN, record.login_password)
        roles.let_become(connection, roles.LOGIN)
        connection.execute(
            sql.SQL("alter role {} set idle_in_transaction_session_timeout = '5min'").format(
                sql.Identifier(roles.LOGIN)
            )
        )
        if server.for_tests:
            roles.let_become(connection, roles.OWNER)
        known = connection.execute("select 1 from pg_database where datname = %s", [DATABASE]).fetchone()
        if known is None:
            connection.execute(
                sql.SQL("create database {} owner {}").format(
                    sql.Identifier(DATABASE), sql.Identifier(roles.OWNER)
                )
            )
        connection.execute(sql.SQL("revoke all on database {} from public").format(sql.Identifier(DATABASE)))
        connection.execute(
            sql.SQL("grant connect on database {} to {}").format(
                sql.Identifier(DATABASE), sql.Identifier(roles.LOGIN)
            )
        )
    for database in (DATABASE, "template1") if server.for_tests else (DATABASE,):
        with server.connect(database) as connection:
            for extension in roles.EXTENSIONS:
                connection.execute(
                    sql.SQL("create extension if not exists {}").format(sql.Identifier(extension))
                )
