"""Who acts, told to the database inside each transaction.

Row-level security and triggers can read it. The values are local to the transaction: a pooled connection carries
nothing over to the next request.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.db import Error, close_old_connections, connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

ACTOR = "kikitori.actor"
REQUEST = "kikitori.request"
#: Seconds between two knocks at a server that does not answer.
_BETWEEN_KNOCKS = 0.2


def sign_transaction(actor: str, request_id: str) -> None:
    """Set `kikitori.actor` and `kikitori.request` until the end of the current transaction.

    Raises RuntimeError outside a transaction, where the database would forget them at once.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("sign_transaction needs a transaction")
    with connection.cursor() as cursor:
        cursor.execute(
            "select set_config(%s, %s, true), set_config(%s, %s, true)", [ACTOR, actor, REQUEST, request_id]
        )


@contextmanager
def signed_transaction(actor: str, request_id: str) -> Iterator[None]:
    """Open a transaction and sign it; for jobs and commands (requests are signed by the middleware)."""
    with transaction.atomic():
        sign_transaction(actor, request_id)
        yield


def signature() -> tuple[str, str]:
    """Return (actor, request id) of the current transaction; empty texts if it is not signed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select coalesce(current_setting(%s, true), ''), coalesce(current_setting(%s, true), '')",
            [ACTOR, REQUEST],
        )
        actor, request_id = cursor.fetchone()
    return actor, request_id


def let_go() -> None:
    """Between two pieces of work of a thread that lives long: hold no connection, and none that has broken meanwhile.

    Within a transaction nothing is done.
    """
    if not connection.in_atomic_block:
        close_old_connections()


def is_lost(database: BaseDatabaseWrapper) -> bool:
    """Has the connection of the current transaction ended before it? Asks the server: for failures only."""
    if database.connection is None:
        return True
    try:
        database.connection.execute("select")
    except (psycopg.OperationalError, psycopg.InterfaceError):
        return True
    except psycopg.Error:  # alive, and the transaction has failed already
        return False
    return False


def comes_back(database: BaseDatabaseWrapper, *, within: float) -> bool:
    """After a connection was lost: is there a new one, at once or within so many seconds? Not in a transaction.

    A server that was killed takes connections again some seconds later.
    """
    until = time.monotonic() + within
    database.close()
    while True:
        try:
            database.ensure_connection()
        except Error:
            if time.monotonic() >= until:
                return False
            time.sleep(_BETWEEN_KNOCKS)
        else:
            return True
