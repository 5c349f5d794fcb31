"""The only module that defers jobs, so that the queue behind it can be exchanged.

A job is a row written in the caller's transaction: it exists if and only if what it is about was committed.
Jobs run at least once, so every task must be idempotent; their arguments are ids, never content.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from procrastinate import exceptions
from procrastinate.contrib.django import app

PREFIX = "kikitori."


def defer(
    name: str, *, queueing_lock: str | None = None, schedule_at: datetime | None = None, **ids: int | str
) -> None:
    """Put the job `kikitori.<name>` with these ids into the queue, in the current transaction.

    With `queueing_lock` at most one such job waits at a time: a second call does nothing. `schedule_at` (aware) is
    the earliest moment to run it. Takes no locks beyond the row it writes.
    """
    if queueing_lock is not None and _waits(queueing_lock):
        return
    job = app.configure_task(PREFIX + name, queueing_lock=queueing_lock, schedule_at=schedule_at)
    if queueing_lock is None:
        job.defer(**ids)
        return
    try:
        with (
            transaction.atomic()
        ):  # a savepoint: the unique violation must not spoil the caller's transaction
            job.defer(**ids)
    except exceptions.AlreadyEnqueued:
        return


def _waits(queueing_lock: str) -> bool:
    """Nearly always it does where hundreds of callers leave the same job behind: asking costs less than failing."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select 1 from procrastinate_jobs where queueing_lock = %s and status = 'todo'", [queueing_lock]
        )
        return cursor.fetchone() is not None


def defer_all(name: str, several: Sequence[Mapping[str, int | list[int]]]) -> None:
    """Put one job for each of these ids into the queue, in one statement of the current transaction."""
    if several:
        app.configure_task(PREFIX + name).batch_defer(*[dict[str, Any](ids) for ids in several])
