"""Webhooks against our own network (CVE-2020-24881, CVE-2021-42091, GHSA-22wf-848c-c856): nothing within is reached.

An address is looked at when it is given and again when it is called, the name is resolved once, and the connection
goes to what was looked at. A redirect is an answer like others.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from kikitori.casework.errors import Invalid
from kikitori.casework.write import note
from kikitori.foundation.outbound import Outbound
from kikitori.records.together.webhooks import Webhook, WebhookAttempt
from tests import makers
from tests.casework.webhooks.receiving import NOW, Receiver, called, receiver, set_up
from tests.cast import Cast, summon
from tests.httpsserver import https

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return summon()


WITHIN = [
    "https://127.0.0.1/", "https://[::1]/", "https://10.0.0.1/", "https://192.168.1.1/", "https://172.16.0.1/",
    "https://169.254.169.254/latest/meta-data/", "https://[fe80::1]/", "https://[fd00::1]/", "https://0.0.0.0/",
    "https://[::ffff:127.0.0.1]/", "https://[64:ff9b::7f00:1]/", "https://[2002:7f00:1::]/", "https://100.64.0.1/",
    "https://localhost/", "https://postgres/", "https://metadata/", "http://hooks.example.com/", "file:///etc/passwd",
    "gopher://hooks.example.com/", "//hooks.example.com/", "https://hooks.example.com@127.0.0.1/",
    "https://127.0.0.1#hooks.example.com/", "https://hooks.example.com:99999/", "https://hooks.example.com\\@127.0.0.1/",
]  # fmt: skip


@pytest.mark.parametrize("url", WITHIN)
def test_address_within_is_not_even_kept(cast: Cast, url: str) -> None:
    with pytest.raises(Invalid):
        set_up(cast, url)
    assert not Webhook.objects.exists()


@pytest.mark.parametrize("host", ["127.1", "0x7f.1", "0177.0.0.1"])
def test_number_in_disguise_is_told_nothing(cast: Cast, host: str) -> None:
    """It has the form of a name; what it stands for is known when it is resolved."""
    row = set_up(cast, f"https://{host}/").webhook
    note(cast.actor("lead"), makers.received(cast).complaint, body="x", now=NOW)
    called(row, Outbound())
    assert WebhookAttempt.objects.get().outcome in {"not_public", "no_name"}


@pytest.mark.parametrize(
    "found", [["127.0.0.1"], ["10.0.0.5"], ["169.254.169.254"], ["93.184.216.34", "192.168.0.1"], ["::1"], []]
)
def test_name_that_leads_within_is_told_nothing(cast: Cast, tmp_path: Path, found: list[str]) -> None:
    with receiver(tmp_path) as other_side:
        row = set_up(cast, other_side.url).webhook
        note(cast.actor("lead"), makers.received(cast).complaint, body="x", now=NOW)
        called(row, Outbound(resolve=lambda *_: found))
        assert other_side.told == []
    assert WebhookAttempt.objects.get().outcome == "not_public"


def test_redirect_within_is_not_followed_and_told_as_such(cast: Cast, tmp_path: Path) -> None:
    inner, outer = tmp_path / "inner", tmp_path / "outer"
    inner.mkdir()
    with https(inner, lambda *_: (200, {}, b"")) as within:
        to = {"Location": f"https://localhost:{within.port}/"}
        with receiver(outer, 307, headers=to) as other_side:
            row = set_up(cast, other_side.url).webhook
            note(cast.actor("lead"), makers.received(cast).complaint, body="x", now=NOW)
            called(row, other_side.client())
            assert len(other_side.told) == 1
        assert within.asked == []
    assert WebhookAttempt.objects.get().outcome == "redirected"


def test_name_is_asked_for_once_so_that_it_cannot_change_its_mind(cast: Cast, tmp_path: Path) -> None:
    with receiver(tmp_path) as other_side:
        asked: list[str] = []

        def resolve(host: str, _port: int) -> list[str]:
            asked.append(host)
            return ["127.0.0.1"]

        row = set_up(cast, other_side.url).webhook
        note(cast.actor("lead"), makers.received(cast).complaint, body="x", now=NOW)
        called(row, Receiver(other_side.server).client(resolve=resolve))
    assert asked == ["hooks.example.com"]
