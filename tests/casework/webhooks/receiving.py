"""A real server that webhooks call, and hands that set them up and have them called at moments of a test's own."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from standardwebhooks import Webhook as Verifier

from kikitori.casework.webhooks.call import call_webhook
from kikitori.casework.webhooks.keep import Shown, WebhookGiven, add_webhook
from kikitori.foundation.outbound import Outbound
from kikitori.records.people.actor import Actor
from kikitori.records.together.terms import NoticeKind
from kikitori.records.together.webhooks import Webhook
from tests import makers
from tests.cast import Cast
from tests.certificates import trusting
from tests.httpsserver import Https, https

#: Tuesday at ten in the morning in Japan: the first business day after the makers' Friday.
NOW = makers.FRIDAY + timedelta(days=4, hours=-6, minutes=-40)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
OUTBOX = Actor.system("outbox")
NAME = "hooks.example.com"
OF_HOUSE = ("word", "note", "state", "missed", "escalation")

Answers = Callable[[int], tuple[int, dict[str, str], bytes]]


@dataclass
class Receiver:
    """The other side: what it was told, and the client that finds it."""

    server: Https
    statuses: list[int] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Its address, with something in it that is nobody's business."""
        return f"https://{NAME}:{self.server.port}/services/T0-SECRET-PART"

    @property
    def told(self) -> list[dict[str, Any]]:
        """Every body, in the order in which they came."""
        return [json.loads(body) for _path, body in self.server.asked]

    @property
    def headers(self) -> list[dict[str, str]]:
        """The headers of each."""
        return self.server.headers

    def client(self, **more: Any) -> Outbound:
        """One that finds the name on this machine."""
        given: dict[str, Any] = {
            "resolve": lambda _host, _port: ["127.0.0.1"],
            "will_do": lambda address: address.is_loopback,
            "trust": partial(trusting, self.server.certificate),
            "seconds": 5.0,
        }
        return Outbound(**{**given, **more})

    def is_signed(self, secret: str, place: int = -1) -> bool:
        """Was this call signed with this secret, at the moment its header names?"""
        headers = self.headers[place]
        at = datetime.fromtimestamp(int(headers["webhook-timestamp"]), UTC)
        body = self.server.asked[place][1].decode()
        expected = Verifier(secret).sign(headers["webhook-id"], at, body)
        return expected in headers["webhook-signature"].split(" ")


@contextmanager
def receiver(folder: Path, *statuses: int, headers: dict[str, str] | None = None) -> Iterator[Receiver]:
    """Answers with these statuses, one after the other, and the last (200) for ever."""
    left = list(statuses)

    def answer(_path: str, _body: bytes) -> tuple[int, dict[str, str], bytes]:
        status = left.pop(0) if len(left) > 1 else (left or [200])[0]
        return status, headers or {}, b'{"secret": "of the other side"}'

    folder.mkdir(exist_ok=True)
    with https(folder, answer, NAME) as server:
        yield Receiver(server)


def set_up(
    cast: Cast,
    url: str,
    *,
    role: str = "administrator",
    kinds: tuple[str, ...] = OF_HOUSE,
    name: str = "チャット",
) -> Shown:
    """One of the organisation's by an administrator; of anybody else their own."""
    own = role != "administrator"
    given = WebhookGiven(name=name, url=url, kinds=kinds)
    return add_webhook(cast.actor(role), given, own=own, now=NOW)


def every_kind() -> tuple[str, ...]:
    """All that one person can be told of."""
    return tuple(kind.value for kind in NoticeKind)


def called(webhook: Webhook, ask: Outbound, now: datetime = NOW) -> int:
    """The job, with a clock that stands."""
    return call_webhook(OUTBOX, webhook.pk, now=lambda: now, ask=ask)
