"""The gate 門: takes a request in whole before anybody works on it, and hands the answer out whole.

Django works on threads, of which there are few. One event loop gathers the requests and hands out the answers, so that
slow connections, however many, cost a little memory and no thread. ASGI towards the server, WSGI towards Django.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http import HTTPStatus
from tempfile import SpooledTemporaryFile
from typing import Any, Protocol
from urllib.parse import unquote_to_bytes

from kikitori.config.limits import limit_for

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Body = SpooledTemporaryFile[bytes]

IN_MEMORY = 131_072
"""Bytes of one body, coming or going, that are kept in memory; what is beyond goes to a temporary file."""
PIECE = 65_536
PATIENCE = 20.0
"""Seconds in which the whole body must have come, beside the time that SLOWEST grants it for its size."""
SLOWEST = 8_192
"""Bytes per second of the slowest line we wait for."""


class Application(Protocol):
    """A WSGI application."""

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any], /) -> Iterable[bytes]:
        """Answer one request."""


class Gone(Exception):
    """The client left before all of its request had come."""


@dataclass
class Answer:
    """What goes out: complete, so that whoever reads it slowly keeps nobody waiting."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: Body


class Gate:
    """An ASGI application around a WSGI one. At most `threads` requests are worked on at a time, the rest wait."""

    def __init__(self, application: Application, threads: int) -> None:
        self.application = application
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="request")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request. Lines slower than SLOWEST get 408, bodies too large are not read to their end."""
        if scope["type"] != "http":
            return
        with SpooledTemporaryFile(IN_MEMORY) as body, SpooledTemporaryFile(IN_MEMORY) as told:
            try:
                length = await self._gather(scope, receive, body)
            except TimeoutError:
                answer = Answer(HTTPStatus.REQUEST_TIMEOUT, [(b"connection", b"close")], told)
            except Gone:
                return
            else:
                environ = environment_of(scope, body, length)
                loop = asyncio.get_running_loop()
                answer = await loop.run_in_executor(self._threads, self._work, environ, told)
            await _hand_out(answer, send)

    async def _gather(self, scope: Scope, receive: Receive, body: Body) -> int:
        """Read the body; return its length, or one beyond the limit where it is too large and was left unread."""
        headers = dict(scope["headers"])
        kind = headers.get(b"content-type", b"").partition(b";")[0].decode("latin-1").strip().lower()
        limit = limit_for(path_of(scope), kind)
        declared = headers.get(b"content-length", b"")
        announced = int(declared) if declared.isdigit() else 0
        if announced > limit:
            return announced
        if not declared and b"transfer-encoding" not in headers and scope["method"] in ("GET", "HEAD"):
            return 0
        length = 0
        async with asyncio.timeout(PATIENCE + (announced or limit) / SLOWEST):
            more = True
            while more and length <= limit:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise Gone
                length += body.write(message.get("body", b""))
                more = message.get("more_body", False)
        body.seek(0)
        return length

    def _work(self, environ: dict[str, Any], told: Body) -> Answer:
        """Run the application in this thread from start to end: it keeps its database connection by thread."""
        answer = Answer(HTTPStatus.INTERNAL_SERVER_ERROR, [], told)

        def start_response(status: str, headers: list[tuple[str, str]], _failure: Any = None) -> Any:
            answer.status = int(status[:3])
            answer.headers = [
                (name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers
            ]
            return told.write

        pieces = self.application(environ, start_response)
        try:
            for piece in pieces:
                told.write(piece)
        finally:
            close = getattr(pieces, "close", None)
            if close is not None:
                close()
        told.seek(0)
        return answer


async def _hand_out(answer: Answer, send: Send) -> None:
    await send({"type": "http.response.start", "status": answer.status, "headers": answer.headers})
    piece = answer.body.read(PIECE)
    while True:
        following = answer.body.read(PIECE) if len(piece) == PIECE else b""
        await send({"type": "http.response.body", "body": piece, "more_body": bool(following)})
        if not following:
            return
        piece = following


def path_of(scope: Scope) -> str:
    """The address as PEP 3333 wants it: its bytes, one sign each."""
    return unquote_to_bytes(scope["raw_path"].partition(b"?")[0]).decode("latin-1")


def environment_of(scope: Scope, body: Body, length: int) -> dict[str, Any]:
    """Return the WSGI environment (PEP 3333) of a request whose whole body of `length` bytes has been gathered.

    Header names with an underscore are left out: they could pass for others (`X_Forwarded_For`).
    """
    host, port = scope.get("server") or ("localhost", 0)
    environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": path_of(scope),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": host,
        "SERVER_PORT": str(port),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": (scope.get("client") or ("",))[0],
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": body,
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for raw_name, raw_value in scope["headers"]:
        name, value = raw_name.decode("latin-1").upper(), raw_value.decode("latin-1")
        if "_" in name or name in ("CONTENT-LENGTH", "TRANSFER-ENCODING"):
            continue
        key = "CONTENT_TYPE" if name == "CONTENT-TYPE" else f"HTTP_{name.replace('-', '_')}"
        glue = "; " if name == "COOKIE" else ","
        environ[key] = f"{environ[key]}{glue}{value}" if key in environ else value
    if length:
        environ["CONTENT_LENGTH"] = str(length)
    return environ
