"""The gate: what Django gets of a request, what the client gets of an answer, and who is not waited for.

Time passes here as fast as the gate waits for it: `Hurried` moves the clock of the event loop instead of waiting.
"""

from __future__ import annotations

import asyncio
import io
import selectors
import threading
from collections.abc import Awaitable, Callable, Iterable, Iterator
from typing import Any

import pytest

from kikitori.config import gate
from kikitori.config.gate import PATIENCE, PIECE, SLOWEST, Gate, environment_of
from kikitori.config.limits import FORM_LIMIT, UPLOAD_LIMIT

FORM = (b"content-type", b"application/x-www-form-urlencoded; charset=utf-8")
FILES = (b"content-type", b"Multipart/Form-Data; boundary=x")
CHUNKED = (b"transfer-encoding", b"chunked")
Message = dict[str, Any]


class Hurried(selectors.DefaultSelector):  # type: ignore[misc, valid-type]
    """Where the loop would wait for a timer, the clock is moved. It waits in earnest for threads only."""

    passed = 0.0

    def select(self, timeout: float | None = None) -> Any:
        if timeout:
            self.passed += timeout
            timeout = 0
        return super().select(timeout)


def in_a_hurry(wanted: Awaitable[Any]) -> float:
    """Run `wanted` to its end; returns how many seconds that would have taken."""
    selector = Hurried()

    def make() -> asyncio.AbstractEventLoop:
        loop = asyncio.SelectorEventLoop(selector)
        loop.time = lambda: selector.passed  # type: ignore[method-assign]
        return loop

    async def run() -> None:
        await wanted

    with asyncio.Runner(loop_factory=make) as runner:
        runner.run(run())
    return selector.passed


async def passing(seconds: float) -> None:
    """Return when the clock of the loop has gone on so far."""
    over = asyncio.Event()
    asyncio.get_running_loop().call_later(seconds, over.set)
    await over.wait()


def scope(*headers: tuple[bytes, bytes], method: str = "POST", **more: Any) -> dict[str, Any]:
    return {
        "type": "http",
        "method": method,
        "scheme": "http",
        "http_version": "1.1",
        "raw_path": b"/complain/",
        "query_string": b"",
        "headers": list(headers),
        "server": ("127.0.0.1", 8000),
        "client": ("192.0.2.7", 50000),
        **more,
    }


def length(of: int) -> tuple[bytes, bytes]:
    return (b"content-length", str(of).encode())


class Django:
    """The application behind the gate: notes what it was given, answers what the test wants."""

    def __init__(
        self, *pieces: bytes, status: str = "200 OK", headers: Iterable[tuple[str, str]] = ()
    ) -> None:
        self.pieces = pieces
        self.status = status
        self.headers = list(headers)
        self.seen: list[dict[str, Any]] = []
        self.bodies: list[bytes] = []

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any], /) -> Iterable[bytes]:
        self.seen.append(environ)
        self.bodies.append(environ["wsgi.input"].read())
        start_response(self.status, self.headers)
        return self.pieces


class Line:
    """A connection: what comes from the client, each piece after so many seconds, and what goes to it."""

    def __init__(self, *pieces: bytes, every: float = 0.0, ends: bool = True) -> None:
        self.coming = list(pieces)
        self.every = every
        self.ends = ends
        self.asked = 0
        self.sent: list[Message] = []

    async def receive(self) -> Message:
        self.asked += 1
        await passing(self.every)
        if not self.coming:
            if not self.ends:
                await asyncio.Event().wait()
            return {"type": "http.disconnect"}
        piece = self.coming.pop(0)
        return {"type": "http.request", "body": piece, "more_body": bool(self.coming) or not self.ends}

    async def send(self, message: Message) -> None:
        self.sent.append(message)

    @property
    def start(self) -> Message:
        return self.sent[0]

    @property
    def body(self) -> bytes:
        return b"".join(message["body"] for message in self.sent[1:])


def through(django: Any, line: Line, wanted: dict[str, Any], threads: int = 2) -> float:
    """Send one request through a gate; returns the seconds it took."""
    return in_a_hurry(Gate(django, threads)(wanted, line.receive, line.send))


# What Django gets


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        ({"raw_path": b"/a/%E8%8B%A6?x=1"}, {"PATH_INFO": "/a/苦".encode().decode("latin-1")}),
        ({"raw_path": b"/%2Fdesk%00"}, {"PATH_INFO": "//desk\0"}),
        ({"query_string": b"q=%E8&p=2"}, {"QUERY_STRING": "q=%E8&p=2"}),
        ({"method": "DELETE"}, {"REQUEST_METHOD": "DELETE", "SCRIPT_NAME": ""}),
        ({"http_version": "2"}, {"SERVER_PROTOCOL": "HTTP/2"}),
        ({"scheme": "https"}, {"wsgi.url_scheme": "https"}),
        ({}, {"SERVER_NAME": "127.0.0.1", "SERVER_PORT": "8000", "REMOTE_ADDR": "192.0.2.7"}),
        (
            {"server": None, "client": None},
            {"SERVER_NAME": "localhost", "SERVER_PORT": "0", "REMOTE_ADDR": ""},
        ),
        ({"headers": [(b"host", b"kujo.example")]}, {"HTTP_HOST": "kujo.example"}),
        ({"headers": [FORM]}, {"CONTENT_TYPE": FORM[1].decode()}),
        ({"headers": [(b"x-request-id", b"\xe9")]}, {"HTTP_X_REQUEST_ID": "é"}),
        ({"headers": [(b"accept", b"a"), (b"accept", b"b")]}, {"HTTP_ACCEPT": "a,b"}),
        ({"headers": [(b"cookie", b"a=1"), (b"cookie", b"b=2")]}, {"HTTP_COOKIE": "a=1; b=2"}),
    ],
)
def test_a_request_is_told_as_wsgi_has_it(wanted, told):
    environ = environment_of(scope(method="GET") | wanted, io.BytesIO(), 0)
    assert {name: environ.get(name) for name in told} == told


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ((b"x_forwarded_for", b"192.0.2.1"), "HTTP_X_FORWARDED_FOR"),
        ((b"x-forwarded_proto", b"https"), "HTTP_X_FORWARDED_PROTO"),
        ((b"content_length", b"7"), "HTTP_CONTENT_LENGTH"),
        ((b"content-length", b"7"), "CONTENT_LENGTH"),
        ((b"content-length", b"7"), "HTTP_CONTENT_LENGTH"),
        ((b"transfer-encoding", b"chunked"), "HTTP_TRANSFER_ENCODING"),
    ],
)
def test_headers_that_could_pass_for_others_or_are_true_no_more_are_left_out(header, name):
    assert name not in environment_of(scope(header), io.BytesIO(), 0)


def test_a_real_header_is_not_joined_with_one_that_looks_like_it():
    environ = environment_of(
        scope((b"x-real-ip", b"192.0.2.1"), (b"x_real_ip", b"10.0.0.1")), io.BytesIO(), 0
    )
    assert environ["HTTP_X_REAL_IP"] == "192.0.2.1"


@pytest.mark.parametrize(
    ("headers", "pieces"),
    [
        ((FORM, length(9)), (b"story=abc",)),
        ((FORM, length(9)), (b"story", b"=", b"", b"abc")),
        ((FORM, CHUNKED), (b"story", b"=abc")),
        ((length(9),), (b"story=abc",)),
        ((FILES, CHUNKED), (b"x" * 100_000, b"y" * 100_000)),
    ],
)
def test_a_body_is_gathered_whole_before_django_sees_it(headers, pieces):
    django, line = Django(), Line(*pieces)
    through(django, line, scope(*headers))
    assert django.bodies == [b"".join(pieces)]
    assert django.seen[0]["CONTENT_LENGTH"] == str(len(django.bodies[0]))


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_request_without_a_body_is_not_waited_for(method):
    django, line = Django(b"page"), Line()
    through(django, line, scope(method=method))
    assert line.asked == 0
    assert django.bodies == [b""]
    assert "CONTENT_LENGTH" not in django.seen[0]


@pytest.mark.parametrize("headers", [(length(3),), (CHUNKED,)])
def test_even_a_get_may_have_a_body(headers):
    django, line = Django(), Line(b"abc")
    through(django, line, scope(*headers, method="GET"))
    assert django.bodies == [b"abc"]


# What is too large


@pytest.mark.parametrize(
    ("kind", "announced"), [(FORM, FORM_LIMIT + 1), (FILES, UPLOAD_LIMIT + 1), (FORM, 10**15)]
)
def test_a_body_that_is_announced_too_large_is_not_read_at_all(kind, announced):
    django, line = Django(status="413 Content Too Large"), Line(b"x" * 100)
    through(django, line, scope(kind, length(announced)))
    assert line.asked == 0
    assert line.start["status"] == 413
    assert (django.bodies, django.seen[0]["CONTENT_LENGTH"]) == ([b""], str(announced))


def test_a_body_that_turns_out_too_large_is_not_read_to_its_end():
    piece = b"x" * 1_000_000
    django, line = Django(), Line(*[piece] * 50)
    through(django, line, scope(FORM, CHUNKED))
    assert line.asked == 3
    assert int(django.seen[0]["CONTENT_LENGTH"]) > FORM_LIMIT


def test_a_form_of_the_largest_size_passes():
    django, line = Django(), Line(b"x" * FORM_LIMIT)
    through(django, line, scope(FORM, length(FORM_LIMIT)))
    assert len(django.bodies[0]) == FORM_LIMIT


def test_files_may_be_larger_than_a_form():
    django, line = Django(), Line(b"x" * FORM_LIMIT, b"x")
    through(django, line, scope(FILES, CHUNKED))
    assert len(django.bodies[0]) == FORM_LIMIT + 1


# Who is not waited for


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ((FORM, length(10)), PATIENCE + 10 / SLOWEST),
        ((FORM, length(SLOWEST * 60)), PATIENCE + 60),
        ((FORM, CHUNKED), PATIENCE + FORM_LIMIT / SLOWEST),
        ((FILES, CHUNKED), PATIENCE + UPLOAD_LIMIT / SLOWEST),
    ],
)
def test_a_line_that_stops_is_told_408_after_the_time_its_size_deserves(headers, seconds):
    django, line = Django(), Line(b"story", ends=False)
    assert through(django, line, scope(*headers)) == pytest.approx(seconds)
    assert line.start == {
        "type": "http.response.start",
        "status": 408,
        "headers": [(b"connection", b"close")],
    }
    assert (line.body, line.sent[-1]["more_body"]) == (b"", False)
    assert django.seen == []


def test_a_line_that_drips_is_told_408_though_it_never_stops():
    """A byte a second would keep a limit on each silence happy for ever."""
    django, line = Django(), Line(*[b"a"] * 1000, every=1.0)
    assert through(django, line, scope(FORM, length(1000))) == pytest.approx(PATIENCE + 1000 / SLOWEST)
    assert line.start["status"] == 408
    assert django.seen == []


def test_a_line_as_slow_as_we_wait_for_passes():
    size, every = SLOWEST * 8, 1.0
    django, line = Django(), Line(*[b"x" * SLOWEST] * 8, every=every)
    assert through(django, line, scope(FORM, length(size))) == pytest.approx(8.0)
    assert len(django.bodies[0]) == size


@pytest.mark.parametrize("pieces", [(), (b"story=",)])
def test_a_client_that_leaves_gets_nothing_and_django_hears_nothing(pieces):
    line = Line(*pieces, ends=True)
    line.receive = leaving_after(line, len(pieces))  # type: ignore[method-assign, assignment]
    django = Django()
    through(django, line, scope(FORM, length(1000)))
    assert (line.sent, django.seen) == ([], [])


def leaving_after(line: Line, pieces: int) -> Callable[[], Awaitable[Message]]:
    async def receive() -> Message:
        line.asked += 1
        if line.asked > pieces:
            return {"type": "http.disconnect"}
        return {"type": "http.request", "body": line.coming.pop(0), "more_body": True}

    return receive


def test_a_hundred_slow_lines_keep_nobody_waiting():
    """With one thread: each of the slow ones would occupy it if it were given to a body that has not come."""
    django, quick = Django(b"page"), Line()
    slow = [Line(b"a", ends=False) for _ in range(100)]
    gate_of_all = Gate(django, 1)

    async def visit() -> None:
        waiting = [
            asyncio.ensure_future(gate_of_all(scope(FORM, length(10)), line.receive, line.send))
            for line in slow
        ]
        await passing(1)
        await gate_of_all(scope(method="GET"), quick.receive, quick.send)
        assert not any(each.done() for each in waiting)
        await asyncio.gather(*waiting)

    in_a_hurry(visit())
    assert (quick.start["status"], quick.body) == (200, b"page")
    assert {line.start["status"] for line in slow} == {408}


def test_no_more_requests_are_worked_on_at_a_time_than_there_are_threads():
    together, most, lock = [0], [0], threading.Lock()
    both = threading.Barrier(2)

    def busy(environ: dict[str, Any], start_response: Callable[..., Any], /) -> Iterable[bytes]:
        with lock:
            together[0] += 1
            most[0] = max(most[0], together[0])
        both.wait(30)  # passes only if a second request is worked on meanwhile
        with lock:
            together[0] -= 1
        start_response("204 No Content", [])
        return []

    lines = [Line() for _ in range(6)]
    crowded = Gate(busy, 2)

    async def visit() -> None:
        await asyncio.gather(*(crowded(scope(method="GET"), line.receive, line.send) for line in lines))

    in_a_hurry(visit())
    assert most == [2]
    assert [line.start["status"] for line in lines] == [204] * 6


# What the client gets


@pytest.mark.parametrize(
    ("pieces", "sizes"),
    [
        ((), [0]),
        ((b"",), [0]),
        ((b"a", b"", b"bc"), [3]),
        ((b"x" * (PIECE - 1),), [PIECE - 1]),
        ((b"x" * PIECE,), [PIECE]),
        ((b"x" * (PIECE + 1),), [PIECE, 1]),
        ((b"x" * PIECE, b"y" * PIECE), [PIECE, PIECE]),
        ((b"x" * 200_000, b"y" * 200_000), [PIECE] * 6 + [400_000 - PIECE * 6]),
    ],
)
def test_an_answer_goes_out_whole_in_pieces_and_its_end_is_told_once(pieces, sizes):
    line = Line()
    through(Django(*pieces), line, scope(method="GET"))
    assert line.body == b"".join(pieces)
    assert [len(message["body"]) for message in line.sent[1:]] == sizes
    assert [message["more_body"] for message in line.sent[1:]] == [True] * (len(sizes) - 1) + [False]


def test_status_and_headers_go_out_as_they_are_with_names_in_small_letters():
    line = Line()
    headers = [("Set-Cookie", "a=1"), ("Set-Cookie", "b=2"), ("X-Name", "é")]
    through(Django(status="404 Not Found", headers=headers), line, scope(method="GET"))
    assert line.start == {
        "type": "http.response.start",
        "status": 404,
        "headers": [(b"set-cookie", b"a=1"), (b"set-cookie", b"b=2"), (b"x-name", b"\xe9")],
    }


def test_what_is_written_the_old_way_comes_first():
    def old_fashioned(environ: dict[str, Any], start_response: Callable[..., Any], /) -> Iterable[bytes]:
        start_response("200 OK", [])(b"written ")
        return [b"returned"]

    line = Line()
    through(old_fashioned, line, scope(method="GET"))
    assert line.body == b"written returned"


def test_headers_may_be_told_with_the_first_piece():
    def late(environ: dict[str, Any], start_response: Callable[..., Any], /) -> Iterator[bytes]:
        start_response("201 Created", [("A", "b")])
        yield b"page"

    line = Line()
    through(late, line, scope(method="GET"))
    assert (line.start["status"], line.start["headers"], line.body) == (201, [(b"a", b"b")], b"page")


class Closing:
    """A response that must be closed, whatever happens to it."""

    def __init__(self, *, fails: bool) -> None:
        self.fails = fails
        self.closed = 0

    def __iter__(self) -> Iterator[bytes]:
        yield b"half"
        if self.fails:
            raise OSError("the template fell over")

    def close(self) -> None:
        self.closed += 1


@pytest.mark.parametrize("fails", [False, True])
def test_a_response_is_closed_once_whatever_happens(fails):
    response, line = Closing(fails=fails), Line()

    def application(environ: dict[str, Any], start_response: Callable[..., Any], /) -> Iterable[bytes]:
        start_response("200 OK", [])
        return response

    if fails:
        with pytest.raises(OSError, match="fell over"):
            through(application, line, scope(method="GET"))
        assert line.sent == []  # no half an answer: the server tells 500
    else:
        through(application, line, scope(method="GET"))
    assert response.closed == 1


@pytest.mark.parametrize("kind", ["lifespan", "websocket"])
def test_anything_but_http_is_left_alone(kind):
    django, line = Django(), Line()
    through(django, line, scope() | {"type": kind})
    assert (line.sent, line.asked, django.seen) == ([], 0, [])


def test_what_is_large_is_not_kept_in_memory():
    kept = {}

    def application(environ: dict[str, Any], start_response: Callable[..., Any], /) -> Iterable[bytes]:
        kept["body"] = environ["wsgi.input"]._rolled
        start_response("200 OK", [])
        return [b"x"]

    for size, on_disk in ((gate.IN_MEMORY, False), (gate.IN_MEMORY + 1, True)):
        through(application, Line(b"x" * size), scope(FORM, length(size)))
        assert kept["body"] is on_disk
