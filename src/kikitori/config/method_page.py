"""A page where Django says nothing: a person who asks an address in a way it does not know (405) reads why."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse

from kikitori.config.errors import error_response


class MethodPageMiddleware:
    """Puts our page in place of an empty answer 405. What the address does allow is still said, for programs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request through."""
        response = self.get_response(request)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED or response.content:
            return response
        page = error_response(request, "405")
        page.headers["Allow"] = response.headers.get("Allow", "")
        return page
