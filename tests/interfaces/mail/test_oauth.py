"""Signing in with tokens of Google and Microsoft, asked for at a real HTTPS server that stands where theirs would."""

from __future__ import annotations

import json
from base64 import b64decode
from functools import partial
from pathlib import Path
from threading import Event
from urllib.parse import parse_qs

import pytest

from kikitori.casework.mailbox_secrets import secret_of
from kikitori.casework.mailboxes import MailboxGiven, add_mailbox
from kikitori.foundation.outbound import Outbound
from kikitori.interfaces.mail.fetch import Reader
from kikitori.interfaces.mail.imap import World
from kikitori.interfaces.mail.troubles import Troubled
from kikitori.records.letters.mails import Mail, Mailbox
from tests.cast import Cast
from tests.certificates import trusting
from tests.httpsserver import Https, https
from tests.interfaces.mail.peer import Peer
from tests.mails import POST, raw
from tests.makers import FRIDAY

PROVIDERS = ("oauth2.googleapis.com", "login.microsoftonline.com")
SECRET = {"client_secret": "of the application", "refresh_token": "one"}


def world_of(server: Https, monkeypatch: pytest.MonkeyPatch) -> World:
    """The providers' names lead to our server: it listens on another port than theirs."""
    import socket

    real = socket.create_connection
    monkeypatch.setattr(
        "kikitori.foundation.outbound.socket.create_connection",
        lambda place, *more, **named: real(
            (place[0], server.port if place[1] == 443 else place[1]), *more, **named
        ),
    )
    ask = Outbound(
        resolve=lambda host, _port: ["127.0.0.1"] if host in PROVIDERS else [],
        will_do=lambda address: address.is_loopback,
        trust=partial(trusting, server.certificate),
    )
    return World(ask=ask)


def box(peer: Peer, secret: dict[str, str] = SECRET, **more: object) -> Mailbox:
    given = {
        "name": "箱", "address": "box@example.jp", "host": "127.0.0.1", "port": peer.port,
        "security": "plain", "user": "box@example.jp", "client_id": "our application", **more,
    }  # fmt: skip
    return add_mailbox(POST, MailboxGiven(**given), secret, now=FRIDAY)


def read(mailbox: Mailbox, world: World) -> None:
    mailbox.refresh_from_db()
    Reader(POST, mailbox, world, lambda: FRIDAY, Event()).stay(None)


def said(**values: object) -> tuple[int, dict[str, str], bytes]:
    return 200, {"Content-Type": "application/json"}, json.dumps(values).encode()


@pytest.mark.parametrize(
    ("provider", "mechanism"), [("google", "XOAUTH2"), ("google", "OAUTHBEARER"), ("microsoft", "XOAUTH2")]
)
def test_refresh_token_becomes_a_token_that_signs_in(
    cast: Cast, tmp_path: Path, monkeypatch, provider, mechanism
) -> None:
    peer = Peer({1: raw()}, capabilities=f"IMAP4rev1 AUTH=XOAUTH2 AUTH={mechanism}")
    with https(tmp_path, lambda *_: said(access_token="short-lived"), *PROVIDERS) as server, peer.listening():
        read(box(peer, sign_in=provider), world_of(server, monkeypatch))
        [(path, body)] = server.asked
    assert path.endswith("/token")
    asked = {name: value for name, [value] in parse_qs(body.decode()).items()}
    assert (asked["grant_type"], asked["refresh_token"], asked["client_id"]) == (
        "refresh_token", "one", "our application",
    )  # fmt: skip
    assert f"AUTHENTICATE {mechanism}" in " ".join(peer.told)
    [shown] = [each for each in peer.told if b"short-lived" in _decoded(each)]
    assert b"box@example.jp" in _decoded(shown)
    assert Mail.objects.count() == 1


def _decoded(text: str) -> bytes:
    try:
        return b64decode(text, validate=True)
    except ValueError:
        return b""


def test_new_refresh_token_is_kept_for_the_next_time(cast: Cast, tmp_path: Path, monkeypatch) -> None:
    peer = Peer({})
    answers = iter([said(access_token="a", refresh_token="two"), said(access_token="b")])
    with https(tmp_path, lambda *_: next(answers), *PROVIDERS) as server, peer.listening():
        mailbox, world = box(peer, sign_in="microsoft"), world_of(server, monkeypatch)
        read(mailbox, world)
        mailbox.refresh_from_db()
        assert secret_of(mailbox) == {**SECRET, "refresh_token": "two"}
        read(mailbox, world)
        assert b"refresh_token=two" in server.asked[1][1]


def test_application_signs_in_by_itself_at_microsoft(cast: Cast, tmp_path: Path, monkeypatch) -> None:
    peer = Peer({})
    with https(tmp_path, lambda *_: said(access_token="a"), *PROVIDERS) as server, peer.listening():
        mailbox = box(peer, {"client_secret": "s"}, sign_in="microsoft", tenant="example.jp")
        read(mailbox, world_of(server, monkeypatch))
        [(path, body)] = server.asked
    assert path == "/example.jp/oauth2/v2.0/token"
    assert b"client_credentials" in body


@pytest.mark.parametrize(
    ("provider", "secret"), [("google", {}), ("google", {"client_secret": "s"}), ("microsoft", {})]
)
def test_mailbox_without_a_consent_waits_for_it_and_asks_nobody(
    cast: Cast, tmp_path: Path, monkeypatch, provider, secret
) -> None:
    peer = Peer({})
    with (
        https(tmp_path, lambda *_: said(access_token="a"), *PROVIDERS) as server,
        peer.listening(),
        pytest.raises(Troubled, match="sign_in"),
    ):
        read(box(peer, secret, sign_in=provider), world_of(server, monkeypatch))
    assert server.asked == []


@pytest.mark.parametrize(
    ("answer", "trouble"),
    [
        ((400, {}, b'{"error": "invalid_grant"}'), "sign_in"),
        ((200, {}, b"<html>"), "sign_in"),
        ((200, {}, b"[1]"), "sign_in"),
        ((302, {"Location": "https://127.0.0.1/"}, b""), "sign_in"),
        ((503, {}, b""), "unreachable"),
        ((429, {}, b""), "unreachable"),
    ],
)
def test_provider_that_gives_no_token_is_a_trouble(
    cast: Cast, tmp_path: Path, monkeypatch, answer, trouble
) -> None:
    peer = Peer({})
    with (
        https(tmp_path, lambda *_: answer, *PROVIDERS) as server,
        peer.listening(),
        pytest.raises(Troubled, match=trouble),
    ):
        read(box(peer, sign_in="google"), world_of(server, monkeypatch))
    assert not any("AUTHENTICATE" in each for each in peer.told)
