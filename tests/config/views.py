"""Addresses that do what an honest view never does, to see what stands around it."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import OperationalError, connection
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
    path("cached", cached),
    path("healthz", health.healthz),
    path("readyz", health.readyz),
]

handler400 = "kikitori.config.errors.bad_request"
handler403 = "kikitori.config.errors.forbidden"
handler404 = "kikitori.config.errors.not_found"
handler500 = "kikitori.config.errors.server_error"
