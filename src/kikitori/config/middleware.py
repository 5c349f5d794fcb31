"""What happens around every view: a request id, the sender's address, the closing headers, one signed transaction."""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, TypeVar

from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from kikitori.config.forwarded import client_address, networks_named
from kikitori.config.headers import FIXED_HEADERS
from kikitori.foundation.postgres.session import is_lost, sign_transaction

logger = logging.getLogger("kikitori.request")

View = TypeVar("View", bound=Callable[..., HttpResponseBase])
Handler = Callable[[HttpRequest], HttpResponse]


def without_transaction(view: View) -> View:
    """Mark a view that answers without opening a transaction (health checks)."""
    view.without_transaction = True  # type: ignore[attr-defined]
    return view


class RequestIdMiddleware:
    """Gives each request a random id, in `request.request_id`, the log and the answer. The first middleware.

    An id sent by the client is not believed. The log names the route, never the address: that may hold a locator.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request through."""
        request.request_id = secrets.token_hex(8)  # type: ignore[attr-defined]
        began = time.perf_counter()
        response = self.get_response(request)
        response.headers["X-Request-ID"] = request.request_id  # type: ignore[attr-defined]
        match = request.resolver_match
        logger.log(
            logging.ERROR if response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR else logging.INFO,
            "request",
            extra={
                "request_id": request.request_id,  # type: ignore[attr-defined]
                "method": request.method,
                "route": match.route if match else None,
                "status": response.status_code,
                "milliseconds": round((time.perf_counter() - began) * 1000, 1),
            },
        )
        return response


class ForwardedMiddleware:
    """Puts the address of the person, not of the proxy, into REMOTE_ADDR. Before anything that counts per address."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response
        self.proxies = networks_named(settings.ENVIRONMENT.proxies)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request through."""
        if self.proxies:
            request.META["REMOTE_ADDR"] = client_address(
                request.META.get("REMOTE_ADDR", ""),
                request.META.get("HTTP_X_FORWARDED_FOR", ""),
                self.proxies,
            )
        return self.get_response(request)


class HeadersMiddleware:
    """Puts the fixed headers on every page. Static files are answered before this and keep their caching."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request through."""
        response = self.get_response(request)
        for name, value in FIXED_HEADERS.items():
            response.headers.setdefault(name, value)
        return response


class TransactionMiddleware:
    """Runs the view, rendering included, in one signed transaction. The last middleware.

    So an answer leaves only after commit, and a failure at any point, even in a template, rolls everything back.
    Answers of 500 and above roll back too. Locks taken by the view are held until commit. Whatever a lost connection
    makes fail next, and under whatever name, leaves here as OperationalError: not our fault, but nothing is certain.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request through."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """Answer in place of the view, from inside the transaction."""
        if getattr(view, "without_transaction", False):
            return None
        with transaction.atomic():
            sign_transaction(actor_of(request), getattr(request, "request_id", ""))
            try:
                response = view(request, *args, **kwargs)
                render = getattr(response, "render", None)
                if callable(render):
                    response = render()
            except Exception as failure:
                if is_lost(connection):
                    raise OperationalError("the connection was lost") from failure
                raise
            if response.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
                transaction.set_rollback(True)
        return response


def actor_of(request: HttpRequest) -> str:
    """Return how the request's author is named to the database: `staff:<id>`, or `public` for everyone else."""
    user = getattr(request, "user", None)
    return f"staff:{user.pk}" if user is not None and user.is_authenticated else "public"
