"""The door: who may open what, what a GET may do, and what happens to words that come too late."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from kikitori.interfaces.portal.answers import ANSWERS
from kikitori.interfaces.portal.door import Audience
from kikitori.interfaces.portal.urls import urlpatterns
from kikitori.records.access.permissions import NEEDED, OF_COMPLAINANT, Permission
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.timeline import Event
from kikitori.records.letters.models import Letter, Message
from kikitori.records.people.models import Person
from kikitori.records.voices.models import Verdict
from tests import makers
from tests.cast import Cast
from tests.interfaces.portal.visitor import Hand, StillClock, Visitor

PutInHand = Callable[..., Hand]
#: A file of one's own complaint, by its row (test_files.py), the proof of receipt (test_receipt.py), and what was agreed
#: in one round (test_agreement.py), the leaflet of a body (test_referred.py): no pages.
FILE, RECEIPT, AGREEMENT, LEAFLET = "file", "receipt", "agreement", "leaflet"
SAVED = (FILE, RECEIPT, AGREEMENT, LEAFLET)
#: The address on a poster, with the code of a branch, which is no secret: it leads to the form (test_at.py).
POSTER = "at"
#: The address in a mail of ours, whose token opens a page once, and not without its button (test_mail_links.py).
LINK = "mail_link"
NAMES = sorted({str(pattern.name) for pattern in urlpatterns} - {*SAVED, POSTER, LINK})
HELD = sorted(ANSWERS)
OPEN = sorted(set(NAMES) - set(HELD))
VIEWS: dict[str, Any] = {str(pattern.name): pattern.callback for pattern in urlpatterns}


def state_of_records() -> tuple[Any, ...]:
    """Everything a visit could have changed."""
    return (
        *(table.objects.count() for table in (Complaint, Event, Letter, Message, Person, Verdict)),
        *Complaint.objects.order_by("pk").values_list("state", "version"),
    )


@pytest.fixture
def complaint(cast: Cast) -> Complaint:
    return makers.proposed(cast)


@pytest.fixture
def slip(complaint: Complaint, hand: PutInHand) -> Hand:
    return hand(complaint)


@pytest.mark.parametrize("name", [*NAMES, *SAVED, POSTER, LINK])
def test_every_view_says_who_may_open_it(name: str) -> None:
    view = VIEWS[name]
    assert view.audience is (Audience.HOLDER if name in (*HELD, *SAVED) else Audience.EVERYBODY)
    assert view.needs in OF_COMPLAINANT
    assert view.methods == ("GET", "HEAD", "POST")


@pytest.mark.parametrize("name", HELD)
def test_page_of_an_answer_needs_what_its_step_needs(name: str) -> None:
    assert VIEWS[name].needs is NEEDED[ANSWERS[name].step]
    assert VIEWS[name].needs is not Permission.READ


def test_no_address_has_room_for_a_number_or_a_secret() -> None:
    with_room = {pattern.name: str(pattern.pattern) for pattern in urlpatterns if "<" in str(pattern.pattern)}
    assert with_room == {
        FILE: "follow/files/<int:enclosed>/",
        AGREEMENT: "follow/agreement/<int:round_>/",
        LEAFLET: "follow/leaflets/<int:referral>/",
        POSTER: "at/<str:code>/",
        LINK: "follow/link/<slug:token>/",
    }


@pytest.mark.parametrize("name", OPEN)
def test_open_pages_open_for_everybody(visitor: Visitor, name: str) -> None:
    assert visitor.go(reverse(f"portal:{name}")).status == 200


@pytest.mark.parametrize("name", HELD)
def test_page_of_a_holder_leads_a_stranger_to_the_form(visitor: Visitor, name: str) -> None:
    answer = visitor.get(reverse(f"portal:{name}"))
    assert (answer.status_code, answer["Location"]) == (303, "/follow/")


def test_pages_of_a_holder_refuse_what_a_stranger_sends(visitor: Visitor, complaint: Complaint) -> None:
    before = state_of_records()
    for name in HELD:
        page = visitor.post(reverse(f"portal:{name}"), {"words": "x", "rating": "5", "proposal": "1"})
        assert page.status == 403, name
        assert complaint.reference not in page.html
    assert state_of_records() == before


def test_other_methods_are_no_methods(visitor: Visitor, complaint: Complaint) -> None:
    visitor.enters(complaint)
    before = state_of_records()
    for name in NAMES:
        for method in ("put", "patch", "delete", "trace"):
            assert getattr(visitor.client, method)(reverse(f"portal:{name}")).status_code == 405, (
                name,
                method,
            )
    assert state_of_records() == before


QUERIES: tuple[dict[str, str], ...] = (
    {},
    {
        "words": "x",
        "proposal": "1",
        "rating": "5",
        "story": "x",
        "edit": "1",
        "opening": "1",
        "show_in": "en",
    },
)


def test_get_changes_no_record(visitor: Visitor, complaint: Complaint) -> None:
    """Not even the session of somebody who only reads, within the same minute."""
    visitor.enters(complaint)
    before = state_of_records()
    for name in NAMES:
        for query in QUERIES:
            with CaptureQueriesContext(connection) as asked:
                visitor.client.get(reverse(f"portal:{name}"), query)
            assert not [each["sql"] for each in asked if _writes(each["sql"])], name
    assert state_of_records() == before


def _writes(sql: str) -> bool:
    return sql.strip().split(" ", 1)[0].upper() in {"INSERT", "UPDATE", "DELETE"}


def test_head_is_answered_like_get_without_a_body(visitor: Visitor) -> None:
    for name in NAMES:
        path = reverse(f"portal:{name}")
        head = visitor.client.head(path)
        assert (head.status_code, head.content) == (visitor.client.get(path).status_code, b""), name


def test_every_page_carries_the_headers_of_the_house(visitor: Visitor, complaint: Complaint) -> None:
    visitor.enters(complaint)
    for name in NAMES:
        answer = visitor.client.get(reverse(f"portal:{name}"))
        assert answer["Cache-Control"] == "no-store", name
        assert "default-src 'none'" in answer["Content-Security-Policy"], name
        assert answer["X-Frame-Options"] == "DENY", name


TELLTALE = {
    "ja": ("Back to your complaint", "Your complaint", "Make a complaint", "Language", "Send", "Please"),
    "en": ("申し出る", "表示言語", "送る", "ください", "戻る"),
}


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_page_speaks_one_language_from_top_to_bottom(
    cast: Cast, clock: StillClock, language: str
) -> None:
    """No msgid shines through: English words on a Japanese page would be a hole in the catalogue."""
    english = {"story": "Broken plates.", "desired_outcome": "New plates."}
    somebody = Visitor(language)
    somebody.enters(makers.acknowledged(cast, language=language, **(english if language == "en" else {})))
    for name in NAMES:
        page = somebody.go(reverse(f"portal:{name}"))
        assert f'<html lang="{language}"' in page.html, name
        assert [words for words in TELLTALE[language] if words in page.text] == [], name


def test_transaction_is_signed_by_the_holder(visitor: Visitor, complaint: Complaint) -> None:
    visitor.enters(complaint)
    with CaptureQueriesContext(connection) as asked:
        visitor.go("/follow/")
    assert [each for each in asked if f"complainant:{complaint.pk}" in each["sql"]]


def test_holder_of_one_slip_never_reaches_another_complaint(
    visitor: Visitor, cast: Cast, complaint: Complaint
) -> None:
    other = makers.proposed(cast, story="別の方の件です。")
    visitor.enters(complaint)
    proposal = other.proposals.get()
    visitor.post("/follow/accept/", {"proposal": str(proposal.pk), "words": ""})
    assert visitor.seen.status == 409
    other.refresh_from_db()
    assert other.state == "proposal"
    complaint.refresh_from_db()
    assert complaint.state == "proposal"


def test_complaint_that_is_gone_is_as_if_the_slip_had_never_been(
    visitor: Visitor, cast: Cast, complaint: Complaint
) -> None:
    visitor.enters(complaint)
    session = visitor.client.session
    session["portal_holder"] = session["portal_holder"] | {"complaint": 999_999}
    session.save()
    page = visitor.go("/follow/")
    assert page.status == 200
    assert "sign-in" in page.html


# ── words that come too late ──


def test_words_sent_after_the_half_hour_find_their_way_back(
    visitor: Visitor, clock: StillClock, slip: Hand
) -> None:
    visitor.enters(slip.complaint)
    visitor.go("/follow/write/")
    clock.forward(minutes=45)
    page = visitor.fill("answer", words="長い時間をかけて書いた文章です。")
    assert page.status == 403
    assert "書かれた文章は残っています" in page.main
    assert Message.objects.count() == 0
    page = visitor.fill("sign-in", locator=slip.locator, secret=slip.secret)
    assert page.path == "/follow/write/"
    assert page.form("answer").value("words") == "長い時間をかけて書いた文章です。"
    assert Message.objects.count() == 0
    visitor.fill("answer")
    assert Message.objects.get().body == "長い時間をかけて書いた文章です。"
    visitor.go("/follow/write/")
    assert visitor.seen.form("answer").value("words") == ""


def test_words_sent_too_late_survive_a_mistyped_code_and_another_language(
    visitor: Visitor, clock: StillClock, slip: Hand
) -> None:
    visitor.enters(slip.complaint)
    visitor.go("/follow/decline/")
    clock.forward(minutes=45)
    visitor.fill("answer", words="割れた皿はもう手に入りません。")
    visitor.fill("sign-in", locator=slip.locator, secret="1")
    visitor.fill("sign-in", press=("show_in", "en"))
    page = visitor.fill("sign-in", locator=slip.locator, secret=slip.secret)
    assert page.path == "/follow/decline/"
    assert page.form("answer").value("words") == "割れた皿はもう手に入りません。"


def test_words_lead_back_to_pages_of_answers_alone(visitor: Visitor, slip: Hand) -> None:
    codes = {"locator": slip.locator, "secret": slip.secret, "words": "x"}
    for page in ("leave", "home", "//evil.example", "set_language", "../desk", "<b>", "follow"):
        answer = visitor.client.post("/follow/", {**codes, "page": page})
        assert (answer.status_code, answer["Location"]) == (303, "/follow/"), page


def test_sign_in_without_words_leads_to_the_story(visitor: Visitor, slip: Hand) -> None:
    answer = visitor.client.post(
        "/follow/", {"locator": slip.locator, "secret": slip.secret, "page": "withdraw", "words": ""}
    )
    assert answer["Location"] == "/follow/"


def test_form_that_asks_again_does_not_show_the_story(
    visitor: Visitor, clock: StillClock, complaint: Complaint
) -> None:
    visitor.enters(complaint)
    clock.forward(minutes=45)
    page = visitor.post("/follow/write/", {"words": "x"})
    for secret in (complaint.reference, complaint.story[:10], "試野"):
        assert secret not in page.html
