"""The guide to webhooks keeps its word: its ten lines take what we sign, and its table names what we send."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kikitori.foundation.signatures import new_secret, signed
from kikitori.records.together.terms import NoticeKind
from kikitori.records.together.webhook_text import Told

GUIDES = {
    language: Path(__file__).parents[3].joinpath("docs", "guide", language, "webhooks.md").read_text()
    for language in ("ja", "en")
}
both = pytest.mark.parametrize("guide", GUIDES.values(), ids=GUIDES)


def ten_lines(guide: str) -> Callable[[str, dict[str, str], bytes], bool]:
    """The function of the guide, as somebody copies it."""
    [code] = re.findall(r"```python\n(.*?)```", guide, re.DOTALL)
    names: dict[str, Any] = {}
    exec(code, names)  # noqa: S102 - our own guide, to see that what people copy from it works
    return names["is_ours"]  # type: ignore[no-any-return]


def body() -> dict[str, Any]:
    told = Told(
        identity="msg_a", kind="escalation", at=datetime(2026, 11, 24, 1, tzinfo=UTC), reference="K-2026-000118",
        urgent=False, site="https://desk.example.jp", language="en",
    )  # fmt: skip
    return dict(json.loads(told.as_json()))


@both
def test_ten_lines_take_what_we_sign_and_nothing_else(guide: str) -> None:
    is_ours, secret, other, now = ten_lines(guide), new_secret(), new_secret(), datetime.now(UTC)
    sent = json.dumps(body()).encode()
    headers = signed("msg_a", now, sent, [secret])
    assert is_ours(secret, headers, sent)
    assert is_ours(other, signed("msg_a", now, sent, [secret, other]), sent)
    assert not is_ours(other, headers, sent)
    assert not is_ours(secret, headers, sent + b" ")
    assert not is_ours(secret, {**headers, "webhook-id": "msg_b"}, sent)
    assert not is_ours(secret, signed("msg_a", now - timedelta(minutes=6), sent, [secret]), sent)


@both
def test_table_names_every_field_and_every_kind(guide: str) -> None:
    table = re.findall(r"^\| `([\w.]+)` \|", guide, re.MULTILINE)
    sent = body()
    fields = [name for name in sent if name != "data"] + [f"data.{name}" for name in sent["data"]]
    assert table == fields
    [kinds] = re.findall(r"^\| `data\.kind` .*$", guide, re.MULTILINE)
    assert set(NoticeKind) | {"test"} <= set(re.findall(r"`(\w+)`", kinds))


@both
def test_examples_are_what_is_sent(guide: str) -> None:
    for value in (body()["type"], body()["time"], body()["source"], body()["data"]["reference"]):
        assert f"`{value}`" in guide
