"""What no honest browser sends: a clear 4xx in the reader's language, and nothing half-written."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse

from kikitori.interfaces.portal.answers import ANSWERS
from kikitori.records.complaints.models import Complaint, ReferenceCounter
from kikitori.records.complaints.timeline import Event
from kikitori.records.letters.models import Letter, Message
from kikitori.records.people.models import ContactPoint, Person
from tests import makers
from tests.cast import Cast
from tests.interfaces.portal.visitor import STORY, Visitor

FORM = "application/x-www-form-urlencoded"
PATHS = ["/complain/", "/complain/wish/", "/complain/reach/", "/complain/check/", "/follow/"]


def rows() -> dict[str, int]:
    tables = (Complaint, Event, Letter, Message, Person, ContactPoint, ReferenceCounter)
    return {table.__name__: table.objects.count() for table in tables}


def raw(visitor: Visitor, path: str, body: bytes, kind: str = FORM) -> Any:
    return visitor.client.generic("POST", path, body, content_type=kind)


@pytest.mark.parametrize(
    "value",
    [b"%00", b"a%00b", b"%ED%A0%80", b"%ED%BF%BF", b"%FF%FE", b"%C0%80", b"%F5%80%80%80", b"\xff\xfe", b"%E3%81"],
    ids=["nul", "nul inside", "high surrogate", "low surrogate", "not utf-8", "overlong nul", "beyond unicode",
         "raw bytes", "half a letter"],
)  # fmt: skip
def test_unreadable_text_is_refused_before_anything_happens(visitor: Visitor, value: bytes) -> None:
    for path in PATHS:
        for name in (b"story", b"name", b"words", b"locator", b"token"):
            answer = raw(visitor, path, b"story=x&" + name + b"=" + value)
            assert answer.status_code == 400, (path, name)
            assert "読み取れませんでした" in answer.content.decode()
    assert rows() == dict.fromkeys(rows(), 0)
    assert Session.objects.count() == 0


@pytest.mark.parametrize("path", ["/", *PATHS])
@pytest.mark.parametrize("query", ["opening=%00", "edit=%ED%A0%80", "%FF=1", "x=%C3%28"])
def test_unreadable_address_is_refused(visitor: Visitor, path: str, query: str) -> None:
    assert visitor.client.get(f"{path}?{query}").status_code == 400


def test_refusal_speaks_the_readers_language(reader: Visitor) -> None:
    answer = raw(reader, "/complain/check/", b"story=%00")
    assert "could not be read" in answer.content.decode()
    assert 'lang="en"' in answer.content.decode()


@pytest.mark.parametrize("path", PATHS)
def test_flood_of_bytes_is_refused_unread(visitor: Visitor, path: str) -> None:
    answer = raw(visitor, path, b"story=" + b"a" * 2_700_000)
    assert answer.status_code == 413
    assert "大きすぎ" in answer.content.decode() or "MB" in answer.content.decode()
    assert rows() == dict.fromkeys(rows(), 0)


def test_flood_of_fields_is_refused(visitor: Visitor) -> None:
    answer = raw(visitor, "/complain/check/", b"&".join(b"f%d=1" % number for number in range(600)))
    assert answer.status_code in (400, 413)
    assert rows() == dict.fromkeys(rows(), 0)


@pytest.mark.parametrize(
    "kind", ["application/json", "text/plain", "application/xml", "", "multipart/form-data"]
)
def test_body_of_another_kind_is_no_form(visitor: Visitor, kind: str) -> None:
    answer = raw(visitor, "/complain/check/", b'{"story": "x"}', kind)
    assert answer.status_code in (303, 400)
    assert rows() == dict.fromkeys(rows(), 0)


@pytest.mark.parametrize(
    ("path", "values"),
    [
        ("/complain/", {"story": ["a", "b"], "injury": ["yes", "no"], "token": ["x", "y"]}),
        ("/complain/reach/", {"reach": ["open", "nothing"], "email": ["a@example.jp", "b@example.jp"]}),
        ("/complain/check/", {"story": ["a", "b"], "reach": ["open", "nothing"], "language": ["ja", "en"]}),
        ("/follow/", {"locator": ["a", "b"], "secret": ["1", "2"], "ticket": ["a", "b"]}),
    ],
)
def test_field_sent_twice_is_read_once_and_breaks_nothing(
    visitor: Visitor, path: str, values: dict[str, list[str]]
) -> None:
    assert visitor.client.post(path, values).status_code in (200, 303, 422)


@pytest.mark.parametrize("name", ["story[]", "story.x", "__proto__", "STORY", "csrfmiddlewaretoken"])
def test_field_of_another_name_is_no_answer(visitor: Visitor, name: str) -> None:
    answer = visitor.client.post("/complain/check/", {name: "x"})
    assert (answer.status_code, answer["Location"]) == (303, "/complain/")


@pytest.mark.parametrize(
    "story",
    [
        "\u202eしかえし\u202c",
        "\u200b\u200c\u200d見えない文字",
        "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢",
        "👨‍👩‍👧‍👦🇯🇵",
        "ﾊﾝｶｸ　ＺＥＮＫＡＫＵ ㍻㌔",
        "𠮷野家・髙橋・邊",
        "\ufdfd",
        "a" * 99_999,
        "\t\x0b\x0c控え",
        "' or 1=1; drop table records_complaint; --",
        "${jndi:ldap://x}",
        "../../etc/passwd",
    ],
)
def test_strange_text_is_a_complaint_like_any_other(visitor: Visitor, story: str) -> None:
    slip = visitor.complains(story)
    complaint = Complaint.objects.get(reference=slip.reference)
    assert complaint.story.replace("\r\n", "\n") == story.strip() or complaint.story.strip() == story.strip()
    assert visitor.press("/follow/").status == 200


@pytest.mark.parametrize("value", ["\u202e逆さ", "line\r\nBcc: x@example.jp", "%s%s%n", "=cmd()", "🙂"])
def test_strange_values_about_a_person_neither_break_nor_inject(visitor: Visitor, value: str) -> None:
    fields = ("name", "kana", "phone", "contact_note", "needs_note", "address")
    visitor.writes(**dict.fromkeys(fields, value), email="hana@example.jp")
    assert visitor.fill().status == 200
    letter = Letter.objects.get()
    assert "\n" not in letter.subject
    assert letter.to_address == "hana@example.jp"


@pytest.mark.parametrize(
    "value", ["hana@example.jp\r\nBcc: x@example.jp", "hana@example.jp\nX: y", "a@example.jp%0aBcc:b"]
)
def test_mail_address_cannot_bring_a_header_along(visitor: Visitor, value: str) -> None:
    visitor.go("/complain/")
    visitor.fill(story=STORY)
    visitor.fill(wish="")
    page = visitor.fill(email=value)
    assert page.status == 422
    assert len(page.errors) == 1


def test_hostile_words_of_a_holder_change_nothing(visitor: Visitor, cast: Cast) -> None:
    complaint = makers.proposed(cast)
    visitor.enters(complaint)
    before = rows()
    for name in sorted(ANSWERS):
        path = reverse(f"portal:{name}")
        for body in (b"words=%00", b"words=%ED%A0%80&proposal=1&rating=5", b"rating=%FF&words=x"):
            assert raw(visitor, path, body).status_code == 400, name
        assert raw(visitor, path, b"words=" + b"a" * 2_700_000).status_code == 413, name
    assert rows() == before


def test_session_that_was_tampered_with_is_nobody(visitor: Visitor, cast: Cast) -> None:
    complaint = makers.acknowledged(cast)
    visitor.enters(complaint)
    visitor.client.cookies["session-8000"] = "../../" + "x" * 20
    assert complaint.reference not in visitor.go("/follow/").html


def test_failure_after_the_verb_leaves_nothing_behind(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The slip is drawn in the same transaction: who was not shown a slip has not complained, and may send again."""
    visitor.writes(email="hana@example.jp")
    form = visitor.seen.form("complaint")
    visitor.client.raise_request_exception = False
    with monkeypatch.context() as broken:
        broken.setattr("segno.make_qr", None)
        answer = visitor.client.post("/complain/check/", form.values)
    assert answer.status_code == 500
    assert rows() == dict.fromkeys(rows(), 0)
    assert visitor.client.post("/complain/check/", form.values).status_code == 200
    assert Complaint.objects.get().reference.endswith("-000001")
