"""The way back from a provider's page: an address of this machine to which the browser returns (RFC 8252 §7.3).

Where the browser runs on another machine, its person reads the address out of its bar and types it here.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Empty, Queue
from threading import Thread
from typing import IO
from urllib.parse import urlsplit

_LONGEST_LINE = 8_000
#: Seconds for a browser to say what it wants, once it is connected.
_SILENCE = 10


class WayBack:
    """Where the browser comes back to, and what it brings. Made by `way_back`."""

    def __init__(self, port: int) -> None:
        self.address = f"http://127.0.0.1:{port}/"
        self._came: Queue[str] = Queue()

    def bring(self, query: str) -> None:
        """Something has come, from whomever."""
        self._came.put(query)

    def queries(self, patience: float) -> Iterator[str]:
        """The queries that come within so many seconds."""
        until = time.monotonic() + patience
        while (left := until - time.monotonic()) > 0:
            try:
                yield self._came.get(timeout=left)
            except Empty:
                return


@contextmanager
def way_back(port: int, said: Mapping[str, str], typed: IO[str] | None = None) -> Iterator[WayBack]:
    """Listen on loopback until the block is left; `port` 0: any. Raises OSError where it is taken.

    `said`: what whoever comes back reads, by language. `typed`: lines in which somebody gives the address that their
    browser could not open.
    """
    page = _page(said)

    class Handler(BaseHTTPRequestHandler):
        timeout = _SILENCE

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            if parts.path != "/":
                self.send_error(404)
                return
            self.send_response(200)
            for name, value in (
                ("Content-Type", "text/html; charset=utf-8"),
                ("Content-Length", str(len(page))),
                ("Content-Security-Policy", "default-src 'none'"),
                ("Referrer-Policy", "no-referrer"),
                ("Cache-Control", "no-store"),
            ):
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(page)
            back.bring(parts.query)

        def log_message(self, *_: object) -> None:
            """Say nothing: the code stands in the address."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: object) -> None:
            """A browser that breaks off is no trouble of ours."""

    with Server(("127.0.0.1", port), Handler) as server:
        back = WayBack(server.server_address[1])
        Thread(target=server.serve_forever, args=(0.1,), daemon=True).start()
        if typed is not None:
            Thread(target=_read, args=(typed, back), daemon=True).start()
        try:
            yield back
        finally:
            server.shutdown()


def _page(said: Mapping[str, str]) -> bytes:
    head = '<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
    head += "<title>Kikitori</title>"
    return (
        head + "".join(f'<p lang="{language}">{escape(text)}</p>' for language, text in said.items())
    ).encode()


def _read(typed: IO[str], back: WayBack) -> None:
    while line := typed.readline(_LONGEST_LINE):
        try:
            back.bring(urlsplit(line.strip()).query)
        except ValueError:
            continue
