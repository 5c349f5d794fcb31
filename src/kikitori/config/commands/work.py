"""`kikitori work`: the worker that runs jobs and the schedule. `up` runs it as a child and restarts it at any end."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kikitori.foundation.language.bilingual import Bilingual

if TYPE_CHECKING:
    import psycopg

HELP = Bilingual(ja="ジョブと定期処理だけを動かす", en="run jobs and the schedule alone")
CONCURRENCY = 4
GRACE = 8
"""Seconds a running job is given to finish when the worker is told to stop."""


def add_arguments(parser: argparse.ArgumentParser, language: str) -> None:
    """Nothing beyond --data."""


def run(arguments: argparse.Namespace) -> int:
    """Work until SIGTERM. Returns also when the database goes away: whoever started us starts us again."""
    from kikitori.config.lifeline import die_with_parent, is_supervised

    if is_supervised():
        import django

        from kikitori.config.environment import load

        chosen: dict[str, Any] = {"data": Path(arguments.data)} if arguments.data else {}
        die_with_parent()
        os.environ |= load(database_role="worker", **chosen).as_variables()
        django.setup()
        _work()
        return 0
    from kikitori.config.prepared import prepared_site

    with prepared_site(arguments.data, role="worker"):
        _work()
    return 0


def _work() -> None:
    """Run procrastinate's worker on connections of its own.

    The worker gets an app of its own beside Django's, sharing the tasks: jobs that a task defers still go through
    Django's connection and so belong to the task's transaction. Replacing the connector would take that away.
    """
    from procrastinate import psycopg_connector
    from procrastinate.contrib.django import app, utils

    connector = psycopg_connector.PsycopgConnector(
        kwargs=utils.connector_params(), configure=_take_on_role, min_size=1, max_size=CONCURRENCY + 2
    )
    app.with_connector(connector).run_worker(
        concurrency=CONCURRENCY, shutdown_graceful_timeout=GRACE, delete_jobs="never"
    )


async def _take_on_role(connection: psycopg.AsyncConnection) -> None:
    await connection.set_autocommit(True)
    await connection.execute("set role kikitori_worker")
    await connection.set_autocommit(False)
