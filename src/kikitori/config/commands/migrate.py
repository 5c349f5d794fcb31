"""`kikitori migrate`: bring the database to this version, as the owner of its tables; then grant rights and check."""

from __future__ import annotations

import argparse
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from kikitori.config.terminal import say
from kikitori.foundation.language.bilingual import Bilingual

if TYPE_CHECKING:
    from collections.abc import Iterator

HELP = Bilingual(
    ja="データベースをこの版に合わせる（所有者として実行し、権限も整える）",
    en="bring the database to this version (as its owner) and set the rights",
)
LOCK = 0x6B696B69
"""Number of the advisory lock that lets one host migrate at a time."""


def add_arguments(parser: argparse.ArgumentParser, language: str) -> None:
    """Nothing beyond --data."""


def run(arguments: argparse.Namespace) -> int:
    """Migrate. Running it twice, or on two hosts at once, is harmless."""
    from pathlib import Path

    import psycopg

    from kikitori.config.environment import load
    from kikitori.config.prepared import running_database
    from kikitori.foundation.postgres.check import out_of_reach

    chosen = {"data": Path(arguments.data)} if arguments.data else {}
    environment = load(database_role="owner", **chosen)
    with running_database(environment):
        try:
            _migrate(environment)
        except psycopg.OperationalError as error:
            raise out_of_reach(error) from error
    say(Bilingual(ja="データベースの準備ができました。", en="The database is ready."), arguments.language)
    return 0


def _migrate(environment: Environment) -> None:
    import django
    from django.core.management import call_command
    from django.db import connections

    from kikitori.config import stamps
    from kikitori.config.database import address
    from kikitori.foundation.postgres.check import check_database
    from kikitori.foundation.postgres.external import prepare_external

    os.environ |= environment.as_variables()
    run_time = address(environment.for_role("web"))
    with _one_host_at_a_time(address(environment)):
        if environment.database_url:
            prepare_external(address(environment), unquote(urlsplit(run_time).username or ""))
        django.setup()
        call_command("migrate", interactive=False, verbosity=0)
        connections.close_all()
    check_database(run_time, "kikitori_web")
    stamps.note_migrated(environment.data, run_time)


@contextmanager
def _one_host_at_a_time(owner_address: str) -> Iterator[None]:
    import psycopg

    with psycopg.connect(owner_address, connect_timeout=10, autocommit=True) as connection:
        connection.execute("select pg_advisory_lock(%s)", [LOCK])
        yield


if TYPE_CHECKING:
    from kikitori.config.environment import Environment
