"""Blowing a database up for measuring: complaints by the hundred thousand, by SQL, into a folder of its own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg

from kikitori.config.environment import Environment, load
from kikitori.config.filling import NOTE as DEMONSTRATION
from kikitori.config.prepared import bring_up_to_date, ensure_folder, running_database
from kikitori.config.terminal import say
from kikitori.config.trouble import USAGE, Trouble
from kikitori.foundation.language.bilingual import Bilingual
from kikitori.foundation.postgres.embedded import database_url

NOTE = "bench.json"
"""Its presence says that everything in this data folder was made up and may be thrown away."""
STATEMENTS = tuple(map(Path(__file__).with_name, ("bench_stories.sql", "bench_fill.sql")))


def fill(data: str | None, number: int, language: str) -> None:
    """Make `number` complaints in the new or empty folder `data`. Raises Trouble for any other folder.

    Two minutes and 3 GB for 100,000. Broken off, it begins anew; nothing is done where it came to its end before.
    """
    folder = own_folder(data)
    if _note(folder).get("made"):
        return
    _write_note(folder, complaints=number)
    environment = load(database_role="web", data=folder, database_url=None, database_owner_url=None)
    say(Bilingual(ja=f"申出を {number} 件作っています…", en=f"Making {number} complaints …"), language)
    with running_database(environment):
        bring_up_to_date(environment)
        address = owner_of(folder)
        with psycopg.connect(address) as connection:
            connection.execute("set local synchronous_commit = off")
            with references_checked_at_the_end(connection):
                pour(connection, number)
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute("vacuum analyze")
    _write_note(folder, complaints=number, made=datetime.now(UTC).isoformat())


def pour(connection: psycopg.Connection[Any], number: int) -> None:
    """Write `number` complaints, with everything that belongs to them, into empty tables. The caller commits."""
    connection.execute("select set_config('bench.n', %s, true)", [str(number)])
    for statements in STATEMENTS:
        connection.execute(statements.read_bytes())


def owner_of(folder: Path) -> str:
    """The address by which the owner of the tables of this running site comes to them."""
    address = database_url(folder, "owner")
    if address is None:
        raise RuntimeError("a database that runs has an address")
    return address


@contextmanager
def references_checked_at_the_end(connection: psycopg.Connection[Any]) -> Iterator[None]:
    """What refers to what is looked at for whole tables, once: row by row it takes longer than all the writing."""
    found = connection.execute(
        "select conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid) from pg_constraint"
        " where contype = 'f' and connamespace = 'public'::regnamespace order by oid"
    ).fetchall()
    for table, name, _definition in found:
        connection.execute(f"alter table {table} drop constraint {name}".encode())
    yield
    connection.execute("set local maintenance_work_mem = '512MB'")
    for table, name, definition in found:
        connection.execute(f"alter table {table} add constraint {name} {definition}".encode())


def own_folder(data: str | None) -> Path:
    """The folder to be filled: new, empty, or begun by `--fill` before. Raises Trouble for any other."""
    folder = Path(data).expanduser().resolve() if data else None
    if folder is not None and ((folder / NOTE).exists() or not folder.exists() or not any(folder.iterdir())):
        ensure_folder(folder)
        return folder
    raise Trouble(
        Bilingual(
            ja="--fill には、--data で新しい（空の）フォルダを指定してください。ほかのフォルダには書き込みません。",
            en="--fill needs a new (empty) folder in --data. It writes into no other.",
        ),
        code=USAGE,
    )


def may_grow(environment: Environment) -> bool:
    """Only a demonstration, or a folder made by --fill, is given complaints that nobody has made."""
    if environment.database_url:
        return environment.demo
    return environment.demo or any((environment.data / name).exists() for name in (NOTE, DEMONSTRATION))


def _note(folder: Path) -> dict[str, Any]:
    try:
        return dict(json.loads((folder / NOTE).read_text("utf-8")))
    except FileNotFoundError:
        return {}


def _write_note(folder: Path, **values: object) -> None:
    (folder / NOTE).write_text(json.dumps(values) + "\n", "utf-8")
