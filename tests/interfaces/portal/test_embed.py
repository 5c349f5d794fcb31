"""The beginning of the form in a frame: for allowed sites alone, without cookie or script; and where it goes on."""

from __future__ import annotations

import re

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.way_in import WayIn
from kikitori.records.people.branches import Branch
from kikitori.records.people.models import Organisation
from tests.interfaces.portal.visitor import STORY, Slip, Visitor

SITES = ["https://www.example.jp", "https://shop.example.jp:8443"]


@pytest.fixture
def allowed(visitor: Visitor) -> None:
    Organisation.objects.update(embed_origins=SITES)


def ancestors(answer: object) -> str:
    found = re.search(r"frame-ancestors ([^;]*)", answer["Content-Security-Policy"])  # type: ignore[index]
    assert found is not None
    return found[1]


def test_no_site_may_show_it_until_one_is_allowed(visitor: Visitor) -> None:
    answer = visitor.get("/embed/")
    assert answer.status_code == 200
    assert ancestors(answer) == "'none'"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.usefixtures("allowed")
def test_allowed_sites_may_show_it_and_no_other_page(visitor: Visitor) -> None:
    answer = visitor.get("/embed/")
    assert ancestors(answer) == " ".join(SITES)
    assert "X-Frame-Options" not in answer
    assert answer["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    for path in ("/", "/complain/", "/complain/begin/", "/follow/", "/improvements/", "/desk/sign-in/"):
        other = visitor.client.get(path, follow=True)
        assert ancestors(other) == "'none'", path
        assert other["X-Frame-Options"] == "DENY", path


@pytest.mark.usefixtures("allowed")
def test_frame_needs_neither_cookie_nor_script_nor_token(visitor: Visitor) -> None:
    page = visitor.go("/embed/")
    assert "<script" not in page.html
    assert not page.answer.cookies
    assert "csrfmiddlewaretoken" not in page.html
    assert 'target="_blank"' in page.html
    assert Session.objects.count() == 0


@pytest.mark.parametrize(
    ("wanted", "lang", "words"),
    [
        ("ja", "ja", "新しい画面で続ける"),
        ("en", "en", "Go on in a new window"),
        ("ja-easy", "ja", "<ruby>新"),
        ("xx", "ja", "新しい画面で続ける"),
        ("", "ja", "新しい画面で続ける"),
    ],
)
def test_site_chooses_the_language_of_its_frame(visitor: Visitor, wanted: str, lang: str, words: str) -> None:
    page = visitor.go("/embed/", **{"in": wanted})
    assert f'<html lang="{lang}"' in page.html
    assert words in page.html


def test_what_was_typed_in_the_frame_goes_on_in_a_page_of_its_own(visitor: Visitor) -> None:
    frame = Client(headers={"accept-language": "en"}, enforce_csrf_checks=True)
    page = frame.post("/complain/begin/", {"story": STORY, "show_in": "en", "at": ""})
    assert page.status_code == 200
    assert STORY in page.content.decode()
    assert '<html lang="en"' in page.content.decode()
    assert "Please tell us" not in page.content.decode()


def test_beginning_keeps_nothing_whoever_sends_it(visitor: Visitor) -> None:
    visitor.post("/complain/begin/", {"story": STORY, "at": "ginza"})
    assert Session.objects.count() == 0
    assert Complaint.objects.count() == 0


def test_whole_way_from_the_frame_to_the_slip(visitor: Visitor) -> None:
    branch = Branch.objects.create(name_ja="銀座店", code="ginza")
    Organisation.objects.update(embed_origins=SITES)
    visitor.go("/embed/", at="ginza")
    frame = visitor.seen.form_to("/complain/begin/")
    visitor.post(
        "/complain/begin/", {"story": STORY, "at": frame.value("at"), "show_in": frame.value("show_in")}
    )
    visitor.fill(story=STORY)
    visitor.fill(wish="")
    visitor.fill()
    Slip.on(visitor.fill())
    assert Complaint.objects.get().story == STORY
    assert WayIn.objects.get().branch == branch


def test_draft_that_was_there_is_not_touched_before_the_new_one_is_sent_on(visitor: Visitor) -> None:
    visitor.go("/complain/")
    visitor.fill(story="さきに書いたこと")
    visitor.post("/complain/begin/", {"story": STORY})
    assert visitor.go("/complain/").form("complaint").value("story") == "さきに書いたこと"


def test_opening_the_address_of_the_beginning_leads_to_the_form(visitor: Visitor) -> None:
    answer = visitor.get("/complain/begin/")
    assert (answer.status_code, answer["Location"]) == (303, "/complain/")


@pytest.mark.parametrize("story", ["", " ", "a\r\nb", "💢" * 3000, "<script>alert(1)</script>"])
def test_anything_can_be_begun(visitor: Visitor, story: str) -> None:
    page = visitor.post("/complain/begin/", {"story": story})
    assert page.status == 200
    assert "<script>alert" not in page.html
    assert page.form("complaint").action == "/complain/"
