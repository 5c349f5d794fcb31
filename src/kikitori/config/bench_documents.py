"""Letting search find a house of made-up complaints, in a tenth of the time the watchtower takes for real ones.

The documents are the same: a test makes them once more as the watchtower does, and compares. What is saved: a story
that many complaints tell is read once, and the index is made at the end, when all documents are there.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import lru_cache

import psycopg
from django.db import connection
from psycopg import sql

from kikitori.foundation.postgres.session import signed_transaction
from kikitori.insight.search.documents import Read, read, write_documents
from kikitori.insight.search.upkeep import all_is_made

BATCH = 1000
#: More than there are different texts in a filled house; some 5 kB each.
_REMEMBERED = 65_536
#: Signs of a text that is remembered. A shorter one (a name, an address) does not come again; in a longer one there
#: might be no room for all of it.
_REMEMBERED_SIGNS = range(25, 2000)
_INDEX = "search_words"


def make_findable(owner: psycopg.Connection, told: Callable[[int], object] = lambda _: None) -> int:
    """Make all documents, of which there are none yet. `owner` may make indexes, and commits by itself.

    Returns how many. Nobody else may write meanwhile. `told` is called with the number so far.
    """
    index = owner.execute("select pg_get_indexdef(%s::regclass)", [_INDEX]).fetchone()
    if index is None:
        raise RuntimeError("search has no index")
    owner.execute(sql.SQL("drop index {}").format(sql.Identifier(_INDEX)))
    made = write_all(told)
    owner.execute("set maintenance_work_mem = '512MB'")
    owner.execute(index[0])
    owner.execute("vacuum analyze insight_searchdocument")
    return made


def write_all(told: Callable[[int], object] = lambda _: None) -> int:
    """Make the documents of all complaints, oldest first. Returns how many."""
    remembering = lru_cache(_REMEMBERED)(_read_once)

    def reading(written: str, room: int) -> Read:
        return remembering(written) if len(written) in _REMEMBERED_SIGNS else read(written, room)

    made = last = 0
    while True:
        with signed_transaction("system:index", "index"):
            found = _after(last)
            write_documents(found, reading)
        if not found:
            break
        made, last = made + len(found), found[-1]
        told(made)
    with signed_transaction("system:index", "index"):
        all_is_made()
    return made


def _read_once(written: str) -> Read:
    """The same tokens come in many texts: each is kept once."""
    found = read(written, len(written) * 2)
    return Read(found.signs, tuple(map(sys.intern, found.words)))


def _after(last: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("select id from records_complaint where id > %s order by id limit %s", [last, BATCH])
        return [pk for (pk,) in cursor.fetchall()]
