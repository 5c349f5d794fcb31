"""Outgoing requests: to public https addresses alone, however an address is disguised; nothing else is ever asked."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from ipaddress import ip_address
from pathlib import Path
from threading import Event, Thread

import pytest

from kikitori.foundation.outbound import NoAnswer, NotAsked, Outbound, host_of, is_public, named_as
from tests.certificates import certified, trusting
from tests.httpsserver import Https, https

OK: tuple[int, dict[str, str], bytes] = (200, {}, b"yes")


def here(server: Https, *found: str, **more: object) -> Outbound:
    """A client that may ask servers of this machine, finding the name there."""
    names = list(found) or ["127.0.0.1"]
    return Outbound(
        resolve=lambda _host, _port: names,
        will_do=lambda address: address.is_loopback,
        trust=partial(trusting, server.certificate),
        **more,
    )


def test_answer_comes_back_with_its_status(tmp_path: Path) -> None:
    with https(tmp_path, lambda *_: (418, {}, b"tea")) as server:
        answer = here(server).post(f"https://localhost:{server.port}/a?b=c", b"x=1", {})
    assert (answer.status, answer.body, server.asked) == (418, b"tea", [("/a?b=c", b"x=1")])


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]", "[2606:4700::1]", "[2606:4700::beef]"])
def test_server_is_told_by_which_name_and_port_it_was_asked(tmp_path: Path, host: str) -> None:
    """Whoever serves several names, or listens elsewhere than usual, looks there (RFC 9110 §7.2)."""
    with https(tmp_path, lambda *_: OK, host.strip("[]")) as server:
        answer = here(server).post(f"https://{host}:{server.port}/a", b"", {"host": "elsewhere.example"})
        assert answer.status == 200
    [headers] = server.headers
    assert headers["host"] == f"{host}:{server.port}"


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("https://hooks.example.com/x", "hooks.example.com"),
        ("https://hooks.example.com:443/x", "hooks.example.com"),
        ("https://HOOKS.example.com:8443/x?y", "hooks.example.com:8443"),
        ("https://hooks.example.com:80/", "hooks.example.com:80"),
        ("https://93.184.216.34/", "93.184.216.34"),
        ("https://93.184.216.34:8443/", "93.184.216.34:8443"),
        ("https://[2606:4700::1]/", "[2606:4700::1]"),
        ("https://[2606:4700::1]:443/", "[2606:4700::1]"),
        ("https://[2606:4700::1]:8443/", "[2606:4700::1]:8443"),
    ],
)
def test_usual_port_is_not_named_and_addresses_stand_in_brackets(url: str, said: str) -> None:
    assert named_as(url) == said


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "127.1", "0x7f.1", "2130706433", "0177.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]", "169.254.169.254", "[fe80::1]", "10.0.0.1", "192.168.1.1", "172.16.0.1", "0.0.0.0",  # noqa: S104
        "100.64.0.1", "[fd00::1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "224.0.0.1", "255.255.255.255",
    ],
)  # fmt: skip
def test_addresses_within_are_not_asked_however_they_are_written(host: str) -> None:
    with pytest.raises(NotAsked):
        Outbound().post(f"https://{host}/", b"", {})


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/", "ftp://example.com/", "file:///etc/passwd", "https://", "https:///x", "", "//x/",
        "https://user:word@example.com/", "https://example.com:0x50/", "https://example.com:99999/",
        "https://example.com/a\r\nHost: x", "https://exa mple.com/", "https://[::1/",
    ],
)  # fmt: skip
def test_what_is_no_https_address_is_not_asked(url: str) -> None:
    with pytest.raises(NotAsked):
        Outbound(resolve=lambda *_: ["93.184.216.34"]).post(url, b"", {})


def test_name_with_one_address_within_among_others_is_not_asked(tmp_path: Path) -> None:
    client = Outbound(resolve=lambda *_: ["93.184.216.34", "10.0.0.1"])
    with pytest.raises(NotAsked):
        client.post("https://example.com/", b"", {})


def test_name_is_resolved_once_and_the_connection_goes_there(tmp_path: Path) -> None:
    """DNS rebinding: whoever answers for the name says something else at the second question. There is none."""
    answers = iter([["127.0.0.1"], ["127.0.0.2"]])
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    second.mkdir()
    with https(first, lambda *_: OK) as good, https(second, lambda *_: OK, address="127.0.0.2") as other:
        client = Outbound(
            resolve=lambda _host, _port: next(answers),
            will_do=lambda address: address == ip_address("127.0.0.1"),
            trust=partial(trusting, good.certificate),
        )
        assert client.post(f"https://localhost:{good.port}/", b"", {}).status == 200
        assert (len(good.asked), len(other.asked)) == (1, 0)
        assert next(answers) == ["127.0.0.2"]


def test_next_address_is_tried_where_the_first_does_not_answer(tmp_path: Path) -> None:
    with https(tmp_path, lambda *_: OK) as server:
        client = here(server, "127.0.0.3", "127.0.0.1")
        assert client.post(f"https://localhost:{server.port}/", b"", {}).status == 200


def test_redirect_is_an_answer_and_not_followed(tmp_path: Path) -> None:
    with https(tmp_path, lambda *_: (302, {"Location": "/elsewhere"}, b"")) as server:
        assert here(server).post(f"https://localhost:{server.port}/", b"", {}).status == 302
        assert [path for path, _ in server.asked] == ["/"]


def test_certificate_must_be_of_the_name(tmp_path: Path) -> None:
    with https(tmp_path, lambda *_: OK, "other.example") as server, pytest.raises(NoAnswer):
        here(server).post(f"https://localhost:{server.port}/", b"", {})
    assert server.asked == []


def test_long_answer_is_not_read_to_its_end(tmp_path: Path) -> None:
    with https(tmp_path, lambda *_: (200, {}, b"x" * 100_000)) as server, pytest.raises(NoAnswer):
        here(server, largest=10_000).post(f"https://localhost:{server.port}/", b"", {})


def test_answer_that_never_comes_is_given_up(tmp_path: Path) -> None:
    over = Event()

    def wait(*_: object) -> tuple[int, dict[str, str], bytes]:
        over.wait(20)
        return OK

    with https(tmp_path, wait) as server:
        with pytest.raises(NoAnswer):
            here(server, seconds=0.5).post(f"https://localhost:{server.port}/", b"", {})
        over.set()


def test_answer_that_comes_by_single_octets_gets_no_more_time_than_another(tmp_path: Path) -> None:
    """Each octet comes well within the time; all of them never do. The headers are read with the same patience."""
    certificate, key = certified(tmp_path, "localhost")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    over = Event()

    def trickle(listening: socket.socket) -> None:
        with suppress(OSError), context.wrap_socket(listening.accept()[0], server_side=True) as line:
            line.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
            while not over.wait(0.05):
                line.sendall(b"x")

    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = Thread(target=trickle, args=(listening,), daemon=True)
        thread.start()
        client = Outbound(
            resolve=lambda *_: ["127.0.0.1"],
            will_do=lambda address: address.is_loopback,
            trust=partial(trusting, certificate),
            seconds=0.5,
        )
        with pytest.raises(NoAnswer) as raised:
            client.post(f"https://localhost:{listening.getsockname()[1]}/", b"", {})
        over.set()
        thread.join(10)
    assert str(raised.value) in {"too long", "TimeoutError"}


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://hooks.example.com/services/T0/B0?x=y", "hooks.example.com"),
        ("https://HOOKS.example.com:8443/", "hooks.example.com"),
        ("https://xn--r8jz45g.jp/", "xn--r8jz45g.jp"),
        ("https://93.184.216.34/", "93.184.216.34"),
        ("https://[2606:4700::1]/", "2606:4700::1"),
    ],
)
def test_server_of_an_address_is_told_by_its_form(url: str, host: str) -> None:
    assert host_of(url) == host


@pytest.mark.parametrize(
    "url",
    [
        "http://hooks.example.com/", "https://localhost/", "https://intranet/", "https://127.0.0.1/", "https://[::1]/",
        "https://10.1.2.3/", "https://169.254.169.254/latest/", "https://[::ffff:10.0.0.1]/", "https://例え.jp/",
        "https://hooks.example.com/道", "https://u:p@hooks.example.com/", f"https://{'a' * 250}.com/", "https://./", "x",
    ],
)  # fmt: skip
def test_what_is_plainly_no_place_in_the_internet_is_told_by_its_form(url: str) -> None:
    with pytest.raises(NotAsked):
        host_of(url)


def test_server_that_is_not_there_or_has_no_name_gives_no_answer(tmp_path: Path) -> None:
    with https(tmp_path, lambda *_: OK) as server:
        pass
    with pytest.raises(NoAnswer):
        here(server).post(f"https://localhost:{server.port}/", b"", {})
    with pytest.raises(NoAnswer):
        Outbound().post("https://no-such-host.invalid/", b"", {})


@pytest.mark.parametrize(("address", "public"), [("8.8.8.8", True), ("2606:4700::1", True), ("::", False)])
def test_public_is_what_the_internet_knows(address: str, public: bool) -> None:
    check: Callable[..., bool] = is_public
    assert check(ip_address(address)) is public
