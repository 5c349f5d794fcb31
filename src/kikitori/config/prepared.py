"""A site made ready for one command: data folder, running database, applied migrations, Django set up."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
from django.db import connections

from kikitori.config import stamps
from kikitori.config.database import address
from kikitori.config.environment import DatabaseRole, Environment, load
from kikitori.config.trouble import Trouble
from kikitori.foundation.language.bilingual import Bilingual
from kikitori.foundation.postgres.check import check_database
from kikitori.foundation.postgres.embedded import EmbeddedPostgres
from kikitori.foundation.postgres.places import make_passable

MIGRATION_LIMIT = 600


@contextmanager
def prepared_site(data: Path | str | None = None, *, role: DatabaseRole = "worker") -> Iterator[Environment]:
    """Have the site of `data` (None: KIKITORI_DATA or the usual place) ready for a command in this process.

    Starts the embedded server if it does not run, and stops it afterwards unless somebody else uses it. A new or
    outdated database is migrated first. Once per process: Django's settings cannot be exchanged.
    Raises Trouble or DatabaseTrouble.
    """
    environment = load(database_role=role, **({"data": Path(data)} if data else {}))
    with running_database(environment):
        bring_up_to_date(environment)
        os.environ |= environment.as_variables()
        django.setup()
        try:
            yield environment
        finally:
            connections.close_all()


@contextmanager
def running_database(environment: Environment) -> Iterator[EmbeddedPostgres | None]:
    """Have the database running: the embedded one is started, or adopted; an external one is somebody else's."""
    ensure_folder(environment.data)
    if environment.database_url:
        yield None
        return
    server = EmbeddedPostgres(environment.data)
    server.start()
    try:
        yield server
    finally:
        server.stop()


def ensure_folder(data: Path) -> None:
    """Create the data folder if it is missing. Raises Trouble if it cannot be used."""
    try:
        if os.geteuid() == 0:
            make_passable(data)  # the database's account must get through to its own part
        else:
            data.mkdir(mode=0o700, parents=True, exist_ok=True)
        usable = os.access(data, os.W_OK | os.X_OK) and data.is_dir()
        detail = ""
    except OSError as error:
        usable, detail = False, str(error)
    if not usable:
        raise Trouble(
            Bilingual(
                ja=f"データフォルダ {data} を使えません。場所（--data）と権限を確認してください。",
                en=f"The data folder {data} cannot be used. Check its place (--data) and permissions.",
            ),
            detail,
        )


def bring_up_to_date(environment: Environment) -> None:
    """Migrate if code or database changed since the last time, then make the start-up check.

    The check is what a start always pays for (some milliseconds); migrating runs as the owner in its own process.
    """
    run_time = environment.for_role("web")
    if not stamps.is_migrated(environment.data, address(run_time)):
        migrate_in_own_process(environment)
    check_database(address(run_time), f"kikitori_{run_time.database_role}")


def migrate_in_own_process(environment: Environment) -> None:
    """Run `kikitori migrate` for this site. Raises Trouble with what it said."""
    done = subprocess.run(
        own_command("migrate"),
        env={**os.environ, **environment.as_variables()},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=MIGRATION_LIMIT,
        check=False,
    )
    if done.returncode != 0:
        raise Trouble(
            Bilingual(
                ja="データベースの準備（migrate）ができませんでした。",
                en="The database could not be prepared (migrate).",
            ),
            done.stdout[-4000:],
        )


def own_command(*words: str) -> list[str]:
    """Return the command line that runs `kikitori WORDS…` with this Python, whatever the current directory holds."""
    return [sys.executable, "-P", "-m", "kikitori.config.cli", *words]


def gather_static(environment: Environment) -> None:
    """Gather static files into DATA/static with hashed names, unless that was done for these very files."""
    if environment.static == "plain" or stamps.has_static(environment.data):
        return
    done = subprocess.run(
        own_command("manage", "collectstatic", "--noinput", "--clear", "-v", "0"),
        env={**os.environ, **environment.as_variables()},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=MIGRATION_LIMIT,
        check=False,
    )
    if done.returncode != 0:
        raise Trouble(
            Bilingual(
                ja="スタイルシートなどの準備ができませんでした。", en="Static files could not be gathered."
            ),
            done.stdout[-4000:],
        )
    stamps.note_static(environment.data)
