"""What no honest browser sends is refused before any view sees it: NUL, lone surrogates, broken UTF-8, floods.

PostgreSQL refuses such text anyway, but as a failure in the middle of the work. Django would replace broken bytes by
U+FFFD in silence, which falsifies what a person wrote.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import unquote_to_bytes

from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError

from kikitori.config.errors import error_response
from kikitori.config.limits import HOOKS, MULTIPART, limit_for

FORM = "application/x-www-form-urlencoded"
TRACING_UTF8 = "kikitori-tracing-utf8"
"""UTF-8 whose broken bytes become lone surrogates, whatever error handler is asked for, so that they can be found."""

_UNREADABLE = re.compile("[\x00\ud800-\udfff]")


class HostileInputMiddleware:
    """Answers 400 or 413 in the reader's language; nothing is written and an oversized body is not read."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Refuse the request or pass it on."""
        refusal = refuse(request)
        return error_response(request, refusal) if refusal else self.get_response(request)


def refuse(request: HttpRequest) -> str | None:
    """Return the kind of error page this request deserves, None if it is fit to be read."""
    hooked = request.path_info.startswith(HOOKS)
    if _length(request) > limit_for(request.path_info, request.content_type or ""):
        return "413"
    if not is_readable(request.META.get("QUERY_STRING", "").encode("latin-1", "replace")):
        return "400"
    if _has_unreadable([request.path_info, *request.COOKIES.values()]):
        return "400"
    try:
        return None if hooked or _body_is_readable(request) else "400"
    except RequestDataTooBig:
        return "413"
    except (SuspiciousOperation, BadRequest, MultiPartParserError, UnreadablePostError):
        return "400"


def is_readable(encoded: bytes) -> bool:
    """Tell whether URL-encoded bytes decode to text without NUL. Strict UTF-8 knows no surrogates."""
    try:
        return "\x00" not in unquote_to_bytes(encoded.replace(b"+", b" ")).decode("utf-8")
    except UnicodeDecodeError:
        return False


def _body_is_readable(request: HttpRequest) -> bool:
    if request.method in ("GET", "HEAD", "OPTIONS", "TRACE"):
        return True
    if request.content_type == FORM:
        return is_readable(request.body) and request.POST is not None  # reading it counts the fields
    if request.content_type == MULTIPART:
        request.encoding = TRACING_UTF8
        return not any(_has_unreadable([name, *values]) for name, values in request.POST.lists())
    return not _length(request)  # no page of this site sends anything but forms


def _has_unreadable(texts: Iterable[str]) -> bool:
    return any(_UNREADABLE.search(text) for text in texts)


def _length(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def _find_codec(name: str) -> codecs.CodecInfo | None:
    if name not in (TRACING_UTF8, TRACING_UTF8.replace("-", "_")):
        return None

    def decode(data: Any, _errors: str = "strict") -> tuple[str, int]:
        return codecs.utf_8_decode(bytes(data), "surrogateescape", True)

    return codecs.CodecInfo(codecs.utf_8_encode, decode, name=TRACING_UTF8)


codecs.register(_find_codec)
