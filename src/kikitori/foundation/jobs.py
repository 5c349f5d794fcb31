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

    With `queueing_lock` nothing is done where such a job waits already. A transaction never waits here for another
    one: of several that leave it at the same moment each leaves one, so that it is there whichever of them fails.
    `schedule_at` (aware) is the earliest moment to run it.
    """
    lock = None
    if queueing_lock is not None:
        waits, is_free = _looked_at(queueing_lock)
        if waits:
            return
        lock = queueing_lock if is_free else None
    job = app.configure_task(PREFIX + name, queueing_lock=lock, schedule_at=schedule_at)
    if lock is None:
        job.defer(**ids)
        return
    try:
        with (
            transaction.atomic()
        ):  # a savepoint: the unique violation must not spoil the caller's transaction
            job.defer(**ids)
    except exceptions.AlreadyEnqueued:
        return


def _looked_at(queueing_lock: str) -> tuple[bool, bool]:
    """Does such a job wait? If not: may this transaction leave the one that carries the lock?

    The column is unique, so a second row with it would wait until the first was committed; two transactions that leave
    two jobs in opposite orders would wait for each other. Whoever does not get this lock, which nobody waits for,
    leaves a row without the column.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "select waits, case when waits then false else pg_try_advisory_xact_lock(hashtextextended(%s, 0)) end"
            " from (select exists(select from procrastinate_jobs where queueing_lock = %s and status = 'todo')"
            " as waits) as looked",
            [f"job {queueing_lock}", queueing_lock],
        )
        ((waits, is_free),) = cursor.fetchall()
    return bool(waits), bool(is_free)


def defer_all(name: str, several: Sequence[Mapping[str, int | list[int]]]) -> None:
    """Put one job for each of these ids into the queue, in one statement of the current transaction."""
    if several:
        app.configure_task(PREFIX + name).batch_defer(*[dict[str, Any](ids) for ids in several])
