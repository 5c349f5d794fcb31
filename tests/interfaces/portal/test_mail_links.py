"""Pages around a link from a mail: reading one changes nothing, the button lets in, and asking tells nobody anything."""

from __future__ import annotations

import pytest
from django.conf import settings

from kikitori.casework.mail_link import send_asked_link, token_of
from kikitori.interfaces.portal.mail_links import code_in
from kikitori.records.complaints.models import Complaint
from kikitori.records.letters.mail_links import LinkAsked
from kikitori.records.letters.models import Letter
from kikitori.records.people.actor import Actor
from tests import makers
from tests.cast import Cast
from tests.interfaces.portal.visitor import StillClock, Visitor


@pytest.fixture
def letter(cast: Cast) -> Letter:
    return makers.acknowledged(cast).letters.get()


def path(letter: Letter) -> str:
    """Where its link leads."""
    return f"/follow/link/{token_of(letter)}/"


def test_button_leads_to_the_page_of_the_complaint(visitor: Visitor, letter: Letter) -> None:
    page = visitor.go(path(letter))
    assert (page.status, page.heading) == (200, "お申し出のページを開きます")
    page = visitor.fill("open")
    assert (page.status, page.path) == (200, "/follow/")
    assert letter.complaint.reference in page.main


def test_looking_changes_nothing_however_often(visitor: Visitor, letter: Letter) -> None:
    """Programs that look into mails open every link, with GET and HEAD."""
    for _ in range(3):
        assert visitor.client.get(path(letter)).status_code == 200
        assert visitor.client.head(path(letter)).status_code == 200
    letter.refresh_from_db()
    assert letter.link_used_at is None
    assert visitor.go("/follow/").heading == "経過を見る"


def test_page_of_a_link_tells_nothing_of_it(visitor: Visitor, letter: Letter) -> None:
    """The same for a good one, one that is over, and none."""
    good = visitor.go(path(letter)).main
    assert letter.complaint.reference not in good
    visitor.fill("open")
    stranger = Visitor("ja", address="203.0.113.8")
    assert stranger.go(path(letter)).main == good
    assert stranger.go("/follow/link/1-0/").main == good
    assert letter.complaint.story[:5] not in good


def test_link_that_is_over_says_so_and_sends_another(
    visitor: Visitor, letter: Letter, clock: StillClock
) -> None:
    visitor.go(path(letter))
    visitor.fill("open")
    clock.forward(minutes=5)
    late = Visitor("ja", address="203.0.113.9")
    late.go(path(letter))
    page = late.fill("open")
    assert (page.status, page.heading) == (410, "このリンクは、もう使えません")
    assert letter.complaint.reference not in page.html
    page = late.fill("again")
    assert (page.status, page.path) == (200, "/follow/link/asked/")
    asked = LinkAsked.objects.get()
    assert (asked.code, asked.address) == (token_of(letter), "")
    assert send_asked_link(Actor.system("link_asked"), asked.pk, now=clock.now)
    new = letter.complaint.letters.get(kind="link")
    late.go(path(new))
    assert letter.complaint.reference in late.fill("open").main


@pytest.mark.parametrize("token", ["1-0", "x", "999999-" + "0" * 32, "K7FM-3QTA"])
def test_made_up_link_is_answered_as_one_that_is_over(visitor: Visitor, letter: Letter, token: str) -> None:
    page = visitor.post(f"/follow/link/{token}/")
    assert (page.status, page.heading) == (410, "このリンクは、もう使えません")


def test_button_needs_the_token_of_its_form(cast: Cast, letter: Letter) -> None:
    """No other site presses it."""
    visitor = Visitor("ja", enforce_csrf_checks=True)
    assert visitor.client.post(path(letter)).status_code == 403
    letter.refresh_from_db()
    assert letter.link_used_at is None


def test_session_has_a_new_key_after_the_button(visitor: Visitor, letter: Letter) -> None:
    visitor.go("/complain/")
    visitor.fill(story="前に書きかけた話です。")
    before = visitor.client.cookies[settings.SESSION_COOKIE_NAME].value
    visitor.go(path(letter))
    visitor.fill("open")
    assert visitor.client.cookies[settings.SESSION_COOKIE_NAME].value != before


def test_sign_in_page_leads_to_asking(visitor: Visitor) -> None:
    assert 'href="/follow/link/"' in visitor.go("/follow/").html


def test_asking_is_answered_the_same_whatever_was_typed(visitor: Visitor, letter: Letter) -> None:
    pages = []
    for code, email in (
        (letter.complaint.reference, "hana@example.jp"),
        (letter.complaint.receipt.locator, "iiei@example.jp"),
        ("K-2026-999999", "hana@example.jp"),
    ):
        visitor.go("/follow/link/")
        pages.append(visitor.fill("ask-link", code=code, email=email))
    assert {page.path for page in pages} == {"/follow/link/asked/"}
    assert len({page.main for page in pages}) == 1
    assert [asked.code for asked in LinkAsked.objects.all()] == [
        letter.complaint.reference,
        letter.complaint.receipt.locator,
        "K-2026-999999",
    ]


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"code": "", "email": ""}, 2),
        ({"code": "K-2026-000001", "email": "hana"}, 1),
        ({"code": "K-2026-000001", "email": "hana@"}, 1),
        ({"code": "x" * 101, "email": "hana@example.jp"}, 1),
        ({"code": "K-2026-000001", "email": f"{'x' * 260}@example.jp"}, 1),
    ],
)
def test_wrong_fields_are_named_and_keep_what_was_typed(
    visitor: Visitor, typed: dict[str, str], says: int
) -> None:
    visitor.go("/follow/link/")
    page = visitor.fill("ask-link", **typed)
    assert page.status == 422
    assert len(page.errors) == says
    form = page.form("ask-link")
    assert (form.value("code"), form.value("email")) == (typed["code"], typed["email"])
    assert not LinkAsked.objects.exists()


def test_addresses_of_carriers_are_taken(visitor: Visitor, cast: Cast) -> None:
    visitor.go("/follow/link/")
    visitor.fill("ask-link", code="K-2026-000001", email="a..b.@docomo.ne.jp")
    assert LinkAsked.objects.get().address == "a..b.@docomo.ne.jp"


def test_who_asks_without_end_waits_and_keeps_what_was_typed(visitor: Visitor, cast: Cast) -> None:
    for _ in range(20):
        visitor.go("/follow/link/")
        visitor.fill("ask-link", code="K-2026-000001", email="hana@example.jp")
    visitor.go("/follow/link/")
    page = visitor.fill("ask-link", code="K-2026-000002", email="hana@example.jp")
    assert (page.status, page.answer["Retry-After"]) == (429, "60")
    assert page.form("ask-link").value("code") == "K-2026-000002"
    assert LinkAsked.objects.count() == 20


def test_another_language_keeps_what_was_typed_and_asks_nothing(visitor: Visitor, cast: Cast) -> None:
    visitor.go("/follow/link/")
    page = visitor.fill("ask-link", press=("show_in", "en"), code="K-2026-000001", email="hana@example.jp")
    assert page.heading == "Have a link sent by mail"
    assert page.form("ask-link").value("code") == "K-2026-000001"
    assert not LinkAsked.objects.exists()


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("K-2026-000123", "K-2026-000123"),
        (" k-2026-000123 ", "K-2026-000123"),
        ("Ｋ－２０２６－０００１２３", "K-2026-000123"),
        ("Kー2026ー000123", "K-2026-000123"),
        ("K‐2026‑000123", "K-2026-000123"),
        ("k7fm 3qta", "K7FM-3QTA"),
        ("Ｋ７ＦＭ－３ＱＴＡ", "K7FM-3QTA"),
        ("K-2026-123", "K202-6123"),
        ("", ""),
        ("〒", ""),
    ],
)
def test_number_is_read_however_it_is_typed(typed: str, code: str) -> None:
    assert code_in(typed) == code


def test_story_says_that_a_link_was_sent(visitor: Visitor, letter: Letter, clock: StillClock) -> None:
    """Whoever did not ask for it sees that somebody did."""
    complaint: Complaint = letter.complaint
    visitor.go("/follow/link/")
    visitor.fill("ask-link", code=complaint.reference, email="hana@example.jp")
    send_asked_link(Actor.system("link_asked"), LinkAsked.objects.get().pk, now=clock.now)
    page = visitor.reads(complaint)
    assert (
        "このページを開くリンクを送ってほしいというお申し込みがあり、メールアドレスにお送りしました。"
        in page.main
    )
