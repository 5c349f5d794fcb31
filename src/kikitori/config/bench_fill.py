"""Blowing a database up for measuring: complaints by the hundred thousand, by SQL, into a folder of its own."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import psycopg

from kikitori.config.environment import load
from kikitori.config.prepared import bring_up_to_date, ensure_folder, running_database
from kikitori.config.terminal import say
from kikitori.config.trouble import USAGE, Trouble
from kikitori.foundation.language.bilingual import Bilingual
from kikitori.foundation.postgres.embedded import database_url

NOTE = "bench.json"
"""Its presence says that everything in this data folder was made up and may be thrown away."""
STATEMENTS = Path(__file__).with_name("bench_fill.sql")


def fill(data: str | None, number: int, language: str) -> None:
    """Make `number` complaints in the new or empty folder `data`. Raises Trouble for any other folder.

    About a minute and 1.5 GB for 100,000. Nothing is done where the folder was filled before.
    """
    folder = _own_folder(data)
    if (folder / NOTE).exists():
        return
    environment = load(database_role="web", data=folder, database_url=None, database_owner_url=None)
    say(Bilingual(ja=f"申出を {number} 件作っています…", en=f"Making {number} complaints …"), language)
    with running_database(environment):
        bring_up_to_date(environment)
        address = database_url(folder, "owner")
        if address is None:
            raise RuntimeError("a database that runs has an address")
        with psycopg.connect(address) as connection:
            connection.execute("set local synchronous_commit = off")
            connection.execute("select set_config('bench.n', %s, true)", [str(number)])
            connection.execute(STATEMENTS.read_bytes())
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute("vacuum analyze")
    (folder / NOTE).write_text(
        f'{{"complaints": {number}, "made": "{datetime.now(UTC).isoformat()}"}}\n', "utf-8"
    )


def _own_folder(data: str | None) -> Path:
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
