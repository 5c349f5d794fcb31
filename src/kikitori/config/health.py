"""Health for supervisors and load balancers: /healthz (the process lives), /readyz (it can do its work).

They tell the state in single words and nothing else, for they are open to everyone.
"""

from __future__ import annotations

from functools import cache

from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.http import HttpRequest, HttpResponse, JsonResponse

from kikitori.config.middleware import without_transaction
from kikitori.config.post.signs import ALL_WELL

HEARTBEAT_LIMIT = 60
"""Seconds without a sign of life after which a worker counts as gone."""
NEEDED = ("database", "migrations", "worker")
"""What must be there to answer people. No other server cures mails that do not come in, so they are not among it."""


@without_transaction
def healthz(_request: HttpRequest) -> HttpResponse:
    """Answer 200 `ok` as long as the process can answer at all."""
    return HttpResponse("ok\n", content_type="text/plain")


@without_transaction
def readyz(_request: HttpRequest) -> HttpResponse:
    """Answer 200 if the database answers, all migrations are applied and a worker lives; else 503.

    `mail` tells monitoring whether mails come in, and takes no server out of rotation.
    """
    state = readiness()
    return JsonResponse(state, status=200 if all(state[name] for name in NEEDED) else 503)


def readiness() -> dict[str, bool]:
    """Return what is ready: `database`, `migrations`, `worker` (a heartbeat within 60 s), `mail` (it comes in)."""
    state = {"database": False, "migrations": False, "worker": False, "mail": False}
    try:
        with connection.cursor() as cursor:
            cursor.execute("select 1")
            state["database"] = True
            cursor.execute("select app, name from django_migrations")
            state["migrations"] = expected_migrations() <= set(cursor.fetchall())
            cursor.execute(
                "select exists(select 1 from procrastinate_workers"
                " where last_heartbeat > now() - make_interval(secs => %s))",
                [HEARTBEAT_LIMIT],
            )
            state["worker"] = bool(cursor.fetchone()[0])
            cursor.execute(ALL_WELL)
            state["mail"] = bool(cursor.fetchone()[0])
    except DatabaseError:
        pass
    return state


@cache
def expected_migrations() -> frozenset[tuple[str, str]]:
    """Return (app, name) of every migration in the installed code; those replaced by a squash are left out."""
    loader = MigrationLoader(None, ignore_no_migrations=True)
    replaced = {key for migration in loader.replacements.values() for key in migration.replaces}
    return frozenset(set(loader.disk_migrations) - replaced)
