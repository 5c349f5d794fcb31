"""The beginning of the form in a frame: for allowed sites alone, without cookie or script; and where it goes on."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.way_in import WayIn
from kikitori.records.people.branches import Branch
from kikitori.records.people.models import Organisation
from tests.interfaces.portal.visitor import STORY, Seen, Slip, Visitor

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
    page = frame.post("/complain/begin/", {"story": STORY, "read_in": "en", "at": ""})
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
        "/complain/begin/", {"story": STORY, "at": frame.value("at"), "read_in": frame.value("read_in")}
    )
    sends_on(visitor)
    visitor.fill(wish="")
    visitor.fill()
    Slip.on(visitor.fill())
    assert Complaint.objects.get().story == STORY
    assert WayIn.objects.get().branch == branch


def sends_on(visitor: Visitor, **typed: str) -> None:
    """Press the button of the page that was begun, as a browser does: it says that a page of ours sends it."""
    visitor.client.defaults["HTTP_ORIGIN"] = "http://testserver"
    visitor.fill(**typed)


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
    assert page.form("complaint").action == "/complain/begin/"


# ── what any site can make any browser do ──


def begins(browser: Client, values: dict[str, str], **headers: str) -> Any:
    return browser.post("/complain/begin/", {"story": STORY, **values}, headers=headers)


@pytest.mark.parametrize("values", [{}, {"read_in": "en"}, {"show_in": "en"}, {"token": "x" * 22}])
def test_beginning_sets_no_cookie_at_all(visitor: Visitor, values: dict[str, str]) -> None:
    strange = begins(Client(), values, origin="https://evil.example")
    assert strange.status_code == 200
    assert not strange.cookies
    assert "csrfmiddlewaretoken" not in strange.content.decode()
    assert STORY in strange.content.decode()


def test_forms_that_lie_open_stay_good_after_another_site_has_begun_one(visitor: Visitor) -> None:
    """The other site's request brings no cookies; what its answer sets would be laid over those that are there."""
    mine = Client(enforce_csrf_checks=True)
    open_page = Seen(mine.get("/complain/"), "/complain/").form("complaint")
    strange = begins(Client(enforce_csrf_checks=True), {"show_in": "en"}, origin="https://evil.example")
    mine.cookies.update(strange.cookies)
    answer = mine.post("/complain/", {**open_page.values, "story": STORY})
    assert (answer.status_code, answer["Location"]) == (303, "/complain/wish/")


SAYS_OURS = [
    {"sec-fetch-site": "same-origin"},
    {"sec-fetch-site": "same-origin", "origin": "null"},
    {"origin": "http://testserver"},
    {"referer": "http://testserver/complain/begin/"},
]
SAYS_OTHERS = [
    {},
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site"},
    {"sec-fetch-site": "none"},
    {"sec-fetch-site": "cross-site", "origin": "http://testserver"},
    {"origin": "null"},
    {"origin": "null", "referer": "http://testserver/"},
    {"origin": "https://testserver"},
    {"origin": "http://testserver.evil.example"},
    {"origin": "http://testserver:8080"},
    {"referer": "http://evil.example/http://testserver/"},
]


@pytest.mark.parametrize("headers", SAYS_OURS, ids=str)
def test_first_step_is_taken_from_a_page_of_ours_without_a_token(
    visitor: Visitor, headers: dict[str, str]
) -> None:
    browser = Client(enforce_csrf_checks=True)
    form = Seen(begins(browser, {"at": "ginza"}, **headers), "").form("complaint")
    answer = begins(browser, {name: form.value(name) for name in form.values}, **headers)
    assert (answer.status_code, answer["Location"]) == (303, "/complain/wish/")
    assert Seen(browser.get("/complain/"), "").form("complaint").value("story") == STORY


@pytest.mark.parametrize("headers", SAYS_OTHERS, ids=str)
def test_from_elsewhere_it_is_shown_again_and_nothing_is_kept(
    visitor: Visitor, headers: dict[str, str]
) -> None:
    browser = Client(enforce_csrf_checks=True)
    form = Seen(begins(browser, {}), "").form("complaint")
    answer = begins(browser, {name: form.value(name) for name in form.values}, **headers)
    assert answer.status_code == 200
    assert not answer.cookies
    assert Session.objects.count() == 0


def test_language_of_the_frame_is_kept_once_the_page_is_sent_on(visitor: Visitor) -> None:
    browser = Client(headers={"accept-language": "ja", "origin": "http://testserver"})
    form = Seen(begins(browser, {"read_in": "en"}), "").form("complaint")
    assert form.value("read_in") == "en"
    begins(browser, {name: form.value(name) for name in form.values})
    assert '<html lang="en"' in browser.get("/complain/wish/").content.decode()


def test_language_can_be_changed_on_the_page_that_was_begun(visitor: Visitor) -> None:
    browser = Client(headers={"accept-language": "ja", "origin": "http://testserver"})
    form = Seen(begins(browser, {"read_in": "ja"}), "").form("complaint")
    given = {name: form.value(name) for name in form.values}
    answer = begins(browser, {**given, "show_in": "en"})
    assert (answer.status_code, answer["Location"]) == (303, "/complain/")
    page = browser.get("/complain/").content.decode()
    assert '<html lang="en"' in page
    assert STORY in page


def test_what_cannot_be_kept_is_shown_with_the_token_of_every_other_page(visitor: Visitor) -> None:
    browser = Client(headers={"origin": "http://testserver"}, enforce_csrf_checks=True)
    form = Seen(begins(browser, {}), "").form("complaint")
    answer = begins(browser, {**{name: form.value(name) for name in form.values}, "story": ""})
    assert answer.status_code == 422
    again = Seen(answer, "").form("complaint")
    assert again.action == "/complain/"
    assert again.value("csrfmiddlewaretoken")
