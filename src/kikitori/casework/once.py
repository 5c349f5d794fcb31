"""Once: the same form or source item, however often and however parallel it arrives, is taken in once."""

from collections.abc import Iterable

from django.conf import settings
from django.db import connection

from kikitori.foundation import crypto


def key_of(purpose: str, token: str) -> str:
    """What is stored of a token: a keyed fingerprint, so that a reader of the table cannot replay it."""
    return crypto.fingerprint(purpose, token, settings.SECRET_KEY)


def wait_for_turns(keys: Iterable[str]) -> None:
    """The same for several at once; taken in one order, so that two who want the same never wait for each other."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_advisory_xact_lock(lock) from"
            " (select distinct hashtextextended(key, 0) as lock from unnest(%s::text[]) as key order by lock) as locks",
            [list(keys)],
        )


def wait_for_turn(key: str) -> None:
    """Identical items wait here for the first of them, until its transaction ends. Needs a transaction."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])
