"""What a webhook is told: kind, number and link, in the fields of CloudEvents; and nothing of what it is about."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from kikitori.records.together.labels import NOTICE_KIND
from kikitori.records.together.terms import NoticeKind
from kikitori.records.together.webhook_text import Told

AT = datetime(2026, 11, 24, 10, 0, 0, 123_456, tzinfo=timezone(timedelta(hours=9)))
SITE = "https://desk.example.jp"


def told(**changes: Any) -> Told:
    values = {
        "identity": "msg_a", "kind": "escalation", "at": AT, "reference": "K-2026-000118", "urgent": False,
        "site": SITE, "language": "en", **changes,
    }  # fmt: skip
    return Told(**values)


def body(**changes: Any) -> Any:
    return json.loads(told(**changes).as_json())


def test_body_is_what_the_guide_says() -> None:
    assert body() == {
        "type": "kikitori.notice.escalation",
        "id": "msg_a",
        "time": "2026-11-24T01:00:00Z",
        "source": SITE,
        "text": f"[Kikitori] Escalation K-2026-000118 {SITE}/desk/complaints/K-2026-000118/",
        "data": {
            "kind": "escalation",
            "reference": "K-2026-000118",
            "url": f"{SITE}/desk/complaints/K-2026-000118/",
            "urgent": False,
        },
    }


def test_where_no_number_may_be_said_the_link_says_none_either() -> None:
    found = body(reference="")
    assert (found["data"]["reference"], found["data"]["url"]) == (None, f"{SITE}/desk/notices/")
    assert found["text"] == f"[Kikitori] Escalation {SITE}/desk/notices/"
    assert "K-2026" not in json.dumps(found)


def test_what_cannot_wait_says_so() -> None:
    assert body(urgent=True)["data"]["urgent"] is True
    assert body(urgent=True)["text"].startswith("[Kikitori] Urgent: Escalation ")
    assert told(urgent=True, language="ja").text.startswith("[Kikitori] 【至急】 上申 K-2026-000118 ")


@pytest.mark.parametrize(("language", "words"), [("en", "This is a test"), ("ja", "テスト送信です")])
def test_test_names_no_complaint(language: str, words: str) -> None:
    found = body(kind="test", reference="", language=language)
    assert words in found["text"]
    assert found["type"] == "kikitori.notice.test"
    assert found["data"] == {"kind": "test", "reference": None, "url": f"{SITE}/desk/", "urgent": False}


@pytest.mark.parametrize("language", ["ja", "en", "ja-easy", ""])
@pytest.mark.parametrize("kind", list(NoticeKind))
def test_every_kind_is_said_in_the_language_of_its_reader(kind: NoticeKind, language: str) -> None:
    text = told(kind=kind.value, language=language).text
    assert "\n" not in text
    assert text.startswith("[Kikitori] ")
    assert len(text) > len("[Kikitori]  K-2026-000118") + len(SITE)


def test_the_same_thing_has_the_same_octets() -> None:
    assert told().as_json() == told(at=AT.astimezone(UTC)).as_json()


def test_kinds_differ_in_type_and_text() -> None:
    found = [body(kind=kind.value) for kind in NoticeKind]
    assert len({each["type"] for each in found}) == len({each["text"] for each in found}) == len(NOTICE_KIND)
