"""The consent of a mailbox's owner: a code on any device, or a browser that comes back; at a server like theirs."""

from __future__ import annotations

import base64
import hashlib
import http.client
import io
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from kikitori.foundation.outbound import Outbound
from kikitori.interfaces.mail.consent import NoConsent, by_browser, by_code
from kikitori.interfaces.mail.way_back import way_back
from tests.httpsserver import Https, https
from tests.interfaces.mail.test_oauth import PROVIDERS, said, world_of

MICROSOFT = {
    "sign_in": "microsoft",
    "client_id": "our application",
    "tenant": "example.jp",
    "user": "b@example.jp",
}
GOOGLE = {"sign_in": "google", "client_id": "our application", "user": "box@example.jp"}
STARTED = {
    "device_code": "long", "user_code": "ABCD-EFGH", "verification_uri": "https://microsoft.com/devicelogin",
    "expires_in": 900, "interval": 5,
}  # fmt: skip
GIVEN = said(access_token="short-lived", refresh_token="lasting")
SAID = {"ja": "受け取りました", "en": "Thanks & bye"}
Answer = tuple[int, dict[str, str], bytes]


def fault(error: str, status: int = 400) -> Answer:
    return status, {}, json.dumps({"error": error, "error_description": "himitsu"}).encode()


@contextmanager
def provider(
    folder: Path, monkeypatch: pytest.MonkeyPatch, answering: Callable[[str, bytes], Answer]
) -> Iterator[tuple[Https, Outbound]]:
    with https(folder, answering, *PROVIDERS) as server:
        yield server, world_of(server, monkeypatch).ask


def fields(body: bytes) -> dict[str, str]:
    return {name: value for name, [value] in parse_qs(body.decode()).items()}


# ---- a code on any device


class Device:
    """Who is told the code, and how long was waited."""

    def __init__(self) -> None:
        self.told: list[tuple[str, str]] = []
        self.waited: list[float] = []

    def ask(self, ask: Outbound, secret: dict[str, str] | None = None) -> str:
        return by_code(
            MICROSOFT, secret or {}, ask, tell=lambda *what: self.told.append(what), wait=self.waited.append
        )


def answers(*some: Answer) -> Callable[[str, bytes], Answer]:
    left = iter([said(**STARTED), *some])
    return lambda *_: next(left)


def test_code_that_is_typed_somewhere_becomes_a_refresh_token(tmp_path: Path, monkeypatch) -> None:
    device = Device()
    pending = fault("authorization_pending")
    with provider(tmp_path, monkeypatch, answers(pending, fault("slow_down"), pending, GIVEN)) as (
        server,
        ask,
    ):
        assert device.ask(ask, {"client_secret": "s"}) == "lasting"
    assert device.told == [("https://microsoft.com/devicelogin", "ABCD-EFGH")]
    assert device.waited == [5, 5, 10, 10]
    begun, *asked = server.asked
    assert begun[0] == "/example.jp/oauth2/v2.0/devicecode"
    assert fields(begun[1])["scope"] == "https://outlook.office.com/IMAP.AccessAsUser.All offline_access"
    assert {path for path, _ in asked} == {"/example.jp/oauth2/v2.0/token"}
    assert fields(asked[-1][1]) == {
        "client_id": "our application", "client_secret": "s", "device_code": "long",
        "grant_type": "urn:ietf:params:oauth:grant-type:device_code",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("answer", "reason", "code"),
    [
        (fault("authorization_declined"), "declined", ""),
        (fault("access_denied"), "declined", ""),
        (fault("expired_token"), "too_late", ""),
        (fault("invalid_client", 401), "refused", "invalid_client"),
        (fault("himitsu"), "refused", ""),
        ((200, {}, b"<html>"), "not_lasting", ""),
        ((404, {}, b""), "refused", ""),
        (said(access_token="a"), "not_lasting", ""),
    ],
)
def test_device_without_consent_is_told_why_and_never_in_the_providers_words(
    tmp_path: Path, monkeypatch, answer: Answer, reason: str, code: str
) -> None:
    with provider(tmp_path, monkeypatch, answers(answer)) as (_, ask), pytest.raises(NoConsent) as none:
        Device().ask(ask)
    assert (none.value.reason, none.value.code) == (reason, code)
    assert "himitsu" not in repr(none.value)


def test_line_that_fails_meanwhile_is_tried_again_more_slowly(tmp_path: Path, monkeypatch) -> None:
    device = Device()
    with provider(tmp_path, monkeypatch, answers((503, {}, b""), (503, {}, b""), GIVEN)) as (_, ask):
        assert device.ask(ask) == "lasting"
    assert device.waited == [5, 10, 20]


def test_nobody_is_waited_for_longer_than_the_code_is_good(tmp_path: Path, monkeypatch) -> None:
    device = Device()
    pending = iter(lambda: fault("authorization_pending"), None)
    started = iter([said(**{**STARTED, "expires_in": 30, "interval": "0"})])
    answering = lambda path, _body: next(started if path.endswith("devicecode") else pending)  # noqa: E731
    with provider(tmp_path, monkeypatch, answering) as (_, ask), pytest.raises(NoConsent, match="too_late"):
        device.ask(ask)
    assert device.waited == [5] * 6


@pytest.mark.parametrize("answer", [fault("invalid_client"), (200, {}, b"{}"), (503, {}, b"")])
def test_device_flow_that_does_not_begin_tells_nobody_a_code(
    tmp_path: Path, monkeypatch, answer: Answer
) -> None:
    device = Device()
    with provider(tmp_path, monkeypatch, lambda *_: answer) as (_, ask), pytest.raises(NoConsent):
        device.ask(ask)
    assert device.told == []


# ---- a browser that comes back


class Google:
    """Its page and its token server: a code is good for whoever knows what the digest in the address was made of."""

    def __init__(self) -> None:
        self.asked: dict[str, str] = {}

    def page(self, address: str) -> None:
        """What the browser is sent to."""
        self.asked = {name: value for name, [value] in parse_qs(urlsplit(address).query).items()}

    def token(self, _path: str, body: bytes) -> Answer:
        given = fields(body)
        digest = hashlib.sha256(given["code_verifier"].encode()).digest()
        knows = base64.urlsafe_b64encode(digest).decode().rstrip("=") == self.asked["code_challenge"]
        same = all(given[name] == self.asked[name] for name in ("client_id", "redirect_uri"))
        return GIVEN if knows and same and given["code"] == "good" else fault("invalid_grant")

    def agreed(self, **changes: str) -> str:
        """What the browser brings back."""
        return urlencode({"code": "good", "state": self.asked["state"], **changes})


def visit(address: str, query: str, path: str = "/") -> tuple[int, str]:
    line = http.client.HTTPConnection(urlsplit(address).netloc, timeout=10)
    line.request("GET", f"{path}?{query}")
    answer = line.getresponse()
    return answer.status, answer.read().decode()


def test_browser_that_comes_back_brings_a_refresh_token(tmp_path: Path, monkeypatch) -> None:
    google, seen = Google(), []
    with provider(tmp_path, monkeypatch, google.token) as (server, ask), way_back(0, SAID) as back:

        def go(address: str) -> None:
            google.page(address)
            assert address.startswith("https://accounts.google.com/o/oauth2/v2/auth?")
            for path, query in (
                ("/favicon.ico", ""),
                ("/", "code=theirs&state=forged"),
                ("/", google.agreed(state="")),
                ("/", google.agreed()),
            ):
                seen.append(visit(back.address, query, path))

        token = by_browser(GOOGLE, {"client_secret": "s"}, ask, back=back, tell=go, patience=30)
    assert token == "lasting"
    assert [status for status, _ in seen] == [404, 200, 200, 200]
    assert '<p lang="en">Thanks &amp; bye</p>' in seen[-1][1]
    assert (google.asked["scope"], google.asked["code_challenge_method"]) == (
        "https://mail.google.com/",
        "S256",
    )
    assert (google.asked["access_type"], google.asked["login_hint"]) == ("offline", "box@example.jp")
    assert back.address.startswith("http://127.0.0.1:")
    [(path, body)] = server.asked
    assert (path, fields(body)["client_secret"]) == ("/token", "s")


def test_address_that_a_browser_elsewhere_could_not_open_is_typed(tmp_path: Path, monkeypatch) -> None:
    google, ready, typed = Google(), threading.Event(), io.StringIO()

    class Terminal(io.StringIO):
        def readline(self, *_: object) -> str:  # type: ignore[override]
            ready.wait(30)
            return typed.readline()

    with provider(tmp_path, monkeypatch, google.token) as (_, ask), way_back(0, SAID, Terminal()) as back:

        def go(address: str) -> None:
            google.page(address)
            typed.write(f"何？\nhttp://[broken\n{back.address}?{google.agreed()}\n")
            typed.seek(0)
            ready.set()

        assert by_browser(GOOGLE, {}, ask, back=back, tell=go, patience=30) == "lasting"


@pytest.mark.parametrize(
    ("brought", "reason", "code"),
    [
        ({"error": "access_denied"}, "declined", ""),
        ({"error": "invalid_scope"}, "refused", "invalid_scope"),
        ({"code": "stolen"}, "refused", "invalid_grant"),
        ({"code": ""}, "too_late", ""),
    ],
)
def test_browser_without_consent_is_told_why(
    tmp_path: Path, monkeypatch, brought: dict[str, str], reason: str, code: str
) -> None:
    google = Google()
    with provider(tmp_path, monkeypatch, google.token) as (_, ask), way_back(0, SAID) as back:

        def go(address: str) -> None:
            google.page(address)
            back.bring(google.agreed(**brought))

        with pytest.raises(NoConsent) as none:
            by_browser(GOOGLE, {}, ask, back=back, tell=go, patience=30)
    assert (none.value.reason, none.value.code) == (reason, code)


def test_browser_that_never_comes_back_is_not_waited_for(tmp_path: Path, monkeypatch) -> None:
    with (
        provider(tmp_path, monkeypatch, lambda *_: GIVEN) as (server, ask),
        way_back(0, SAID) as back,
        pytest.raises(NoConsent, match="too_late"),
    ):
        by_browser(GOOGLE, {}, ask, back=back, tell=lambda _: None, patience=0)
    assert server.asked == []


def test_port_that_is_taken_is_an_error() -> None:
    with (
        way_back(0, SAID) as back,
        pytest.raises(OSError, match="in use"),
        way_back(int(back.address[17:-1]), SAID),
    ):
        pass
