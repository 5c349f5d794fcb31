"""Slow-loris: a hundred lines that send a byte now and then, in the headers or in the body. Others do not notice."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from threading import Event

import pytest

from tests.faults.people import Complainant
from tests.faults.visitor import Visitor

pytestmark = pytest.mark.xdist_group("faults")
LINES = 100
HEAD = "POST /complain/check/ HTTP/1.1\r\nHost: localhost\r\n"
BEGINNINGS = {
    "headers": f"{HEAD}X-Slow: ",
    "body": f"{HEAD}Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 100000\r\n\r\nstory=",
    "chunk": f"{HEAD}Content-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\n\r\n8000\r\n",
    "answer": "GET /static/look/kikitori.css HTTP/1.1\r\nHost: localhost\r\n\r\n",
}


@pytest.fixture(params=BEGINNINGS)
def slow_lines(site, request) -> Iterator[list[socket.socket]]:
    """A hundred connections that have begun and do not get on. The last kind never reads what it asked for."""
    with ExitStack() as open_lines:
        lines = []
        for _ in range(LINES):
            line = open_lines.enter_context(socket.create_connection(("127.0.0.1", site.port), timeout=30))
            line.sendall(BEGINNINGS[request.param].encode())
            lines.append(line)
        yield lines


def drip(lines: list[socket.socket]) -> None:
    """One more byte on each line."""
    for line in lines:
        with suppress(OSError):
            line.send(b"a")


def test_slow_lines_keep_nobody_else_waiting(site, ledger, slow_lines):
    visitor = Visitor(site.port)
    for _ in range(10):
        drip(slow_lines)
        assert visitor.ask("/").status == 200
    person = Complainant(site.port, ledger, Event())
    person.complain()
    assert person.reference
    assert ledger.broken == 0
