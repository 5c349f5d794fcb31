"""Addresses that do what an honest view never does, to see what stands around it."""

from __future__ import annotations

import os
from contextlib import suppress

import psycopg
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, OperationalError, connection, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import engines
from django.template.response import TemplateResponse
from django.urls import path

from kikitori.config import health
from kikitori.config.middleware import without_transaction
from kikitori.foundation import jobs
from kikitori.foundation.postgres.session import signature


def who(_request: HttpRequest) -> HttpResponse:
    return JsonResponse({"signature": signature(), "atomic": connection.in_atomic_block})


@without_transaction
def loose(_request: HttpRequest) -> HttpResponse:
    return JsonResponse({"atomic": connection.in_atomic_block})


def write(request: HttpRequest) -> HttpResponse:
    jobs.defer("written", id=1)
    return HttpResponse(status=int(request.GET.get("status", 200)))


def write_then_fail(_request: HttpRequest) -> HttpResponse:
    jobs.defer("written", id=1)
    raise ZeroDivisionError


def write_then_fail_in_template(request: HttpRequest) -> HttpResponse:
    jobs.defer("written", id=1)
    return TemplateResponse(
        request, engines["django"].from_string("{% load i18n %}{{ bad.words }}"), {"bad": _Bad()}
    )


def lazy(request: HttpRequest) -> HttpResponse:
    return TemplateResponse(
        request, engines["django"].from_string("{{ atomic }}"), {"atomic": _in_transaction}
    )


def echo(request: HttpRequest) -> HttpResponse:
    jobs.defer("written", id=1)
    return JsonResponse({"get": request.GET.dict(), "post": request.POST.dict()})


def forbidden(_request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


def database_away(_request: HttpRequest) -> HttpResponse:
    raise OperationalError("server closed the connection unexpectedly")


def database_away_meanwhile(_request: HttpRequest) -> HttpResponse:
    """The connection ends before a job is put into the queue, whose library has names of its own for that."""
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as other:
        other.execute("select pg_terminate_backend(%s, 5000)", [connection.connection.info.backend_pid])
    jobs.defer("written", id=1)
    return HttpResponse()


def bug_behind_another(request: HttpRequest) -> HttpResponse:
    """A failure of ours while another was being dealt with; the database is well."""
    with suppress(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select 1/0")
    try:
        return HttpResponse(request.GET["not given"])
    except KeyError:
        raise ZeroDivisionError from None


def cached(_request: HttpRequest) -> HttpResponse:
    return HttpResponse(headers={"Cache-Control": "max-age=60"})


def _in_transaction() -> str:
    return str(connection.in_atomic_block)


class _Bad:
    @property
    def words(self) -> str:
        raise ZeroDivisionError


urlpatterns = [
    path("who", who),
    path("loose", loose),
    path("write", write),
    path("write-then-fail", write_then_fail),
    path("write-then-fail-in-template", write_then_fail_in_template),
    path("lazy", lazy),
    path("echo", echo),
    path("echo/<str:word>", lambda _request, word: HttpResponse(word)),
    path("forbidden", forbidden),
    path("database-away", database_away),
    path("database-away-meanwhile", database_away_meanwhile),
    path("bug-behind-another", bug_behind_another),
    path("cached", cached),
    path("healthz", health.healthz),
    path("readyz", health.readyz),
]

handler400 = "kikitori.config.errors.bad_request"
handler403 = "kikitori.config.errors.forbidden"
handler404 = "kikitori.config.errors.not_found"
handler500 = "kikitori.config.errors.server_error"
