"""Opening a complaint with its slip: the same answer to every stranger, no lock, no fixed session."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from kikitori.casework.reissue import reissue_slip
from kikitori.records.people.models import Organisation
from tests import makers
from tests.cast import Cast
from tests.interfaces.portal.visitor import Hand, Seen, StillClock, Visitor

PutInHand = Callable[..., Hand]
WRONG = "0000 0000 0000 0000"


@pytest.fixture
def slip(cast: Cast, hand: PutInHand) -> Hand:
    return hand(makers.acknowledged(cast))


def told(seen: Seen) -> str:
    """The page without what differs by nature: the typed codes and the tokens of forms."""
    return re.sub(r'value="[^"]*"', "", seen.html)


def test_form_asks_for_both_codes_and_helps_without_them(visitor: Visitor) -> None:
    page = visitor.go("/follow/")
    assert page.status == 200
    assert set(page.form("sign-in").values) >= {"locator", "secret"}
    assert "控えが手もとにないとき" in page.main
    assert "0120-000-000" in page.main


def test_right_codes_open_the_complaint(visitor: Visitor, slip: Hand) -> None:
    page = visitor.opens(slip)
    assert (page.status, page.path) == (200, "/follow/")
    assert slip.complaint.reference in page.main
    assert page.answer.redirect_chain == [("/follow/", 303)]


@pytest.mark.parametrize(
    ("locator", "secret"),
    [
        (str, str),
        (str.lower, " ".join),
        (lambda text: text.replace("-", ""), lambda text: "-".join(re.findall("....", text))),
        (lambda text: text.replace("-", "　"), lambda text: text.translate(str.maketrans("0123456789", "０１２３４５６７８９"))),
        (lambda text: f" {text}\t", lambda text: "ー".join(re.findall("....", text))),
    ],
)  # fmt: skip
def test_codes_open_however_they_are_typed(
    visitor: Visitor, slip: Hand, locator: Callable[[str], str], secret: Callable[[str], str]
) -> None:
    visitor.go("/follow/")
    page = visitor.fill("sign-in", locator=locator(slip.locator), secret=secret(slip.secret))
    assert slip.complaint.reference in page.main


def test_unknown_locator_and_wrong_secret_have_the_same_answer(
    cast: Cast, clock: StillClock, slip: Hand
) -> None:
    one, two = Visitor("ja", address="198.51.100.1"), Visitor("ja", address="198.51.100.2")
    one.go("/follow/")
    two.go("/follow/")
    wrong = one.fill("sign-in", locator=slip.locator, secret=WRONG)
    unknown = two.fill("sign-in", locator="ACDE-FGHJ", secret=WRONG)
    assert wrong.status == unknown.status == 422
    assert told(wrong) == told(unknown)
    assert dict(wrong.answer.headers).keys() == dict(unknown.answer.headers).keys()
    assert len(wrong.html) - len(unknown.html) == 0


def test_unknown_locator_and_wrong_secret_ask_the_database_the_same(
    cast: Cast, clock: StillClock, slip: Hand, django_assert_num_queries: Callable[..., object]
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts: list[object] = []
    for locator in (slip.locator, "ACDE-FGHJ"):
        somebody = Visitor("ja", address=f"198.51.100.{len(counts) + 10}")
        with CaptureQueriesContext(connection) as asked:
            somebody.post("/follow/", {"locator": locator, "secret": WRONG})
        counts.append(len(asked))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("secret", ["1", "123456789012345", "12345678901234567", "abcd", "０", "\u200b1"])
def test_secret_of_another_length_is_a_wrong_secret(visitor: Visitor, slip: Hand, secret: str) -> None:
    visitor.go("/follow/")
    page = visitor.fill("sign-in", locator=slip.locator, secret=secret)
    assert page.status == 422
    assert "この2つの番号では開けませんでした" in page.main


def test_number_of_the_complaint_is_no_key(visitor: Visitor, slip: Hand) -> None:
    visitor.go("/follow/")
    page = visitor.fill("sign-in", locator=slip.complaint.reference, secret=slip.secret)
    assert page.status == 422
    assert "受付番号「K-…」ではありません" in page.main


def test_what_was_typed_stays_after_a_mistake(visitor: Visitor, slip: Hand) -> None:
    visitor.go("/follow/")
    page = visitor.fill("sign-in", locator=slip.locator.lower(), secret="1234 5678")
    form = page.form("sign-in")
    assert (form.value("locator"), form.value("secret")) == (slip.locator.lower(), "1234 5678")


def test_empty_codes_are_asked_for_and_cost_no_try(visitor: Visitor, slip: Hand) -> None:
    for _ in range(12):
        visitor.go("/follow/")
        page = visitor.fill("sign-in", locator="", secret=" ")
        assert page.status == 422
        assert page.errors == ["控えの照会番号を入れてください。", "控えの暗証番号を入れてください。"]
    assert slip.complaint.reference in visitor.opens(slip).main


@pytest.mark.parametrize("length", [101, 100_000])
def test_code_longer_than_any_code_is_refused_kindly(visitor: Visitor, slip: Hand, length: int) -> None:
    visitor.go("/follow/")
    page = visitor.fill("sign-in", locator="A" * length, secret="1" * length)
    assert page.status == 422
    assert len(page.errors) == 2
    assert "長すぎます" in page.errors[0]


def test_codes_in_the_address_open_nothing(visitor: Visitor, slip: Hand) -> None:
    page = visitor.go("/follow/", locator=slip.locator, secret=slip.secret)
    assert slip.complaint.reference not in page.html
    assert slip.secret not in page.html


# ── the session ──


def session_key(client: Client) -> str:
    names = [name for name in client.cookies if name.startswith("session")]
    return client.cookies[names[0]].value if names else ""


def test_session_gets_a_new_key_at_sign_in(visitor: Visitor, slip: Hand) -> None:
    """A key that somebody else planted or saw before is worth nothing afterwards."""
    visitor.writes()
    planted = session_key(visitor.client)
    assert planted
    visitor.opens(slip)
    assert session_key(visitor.client) not in ("", planted)
    thief = Visitor("ja")
    thief.client.cookies = type(visitor.client.cookies)({"session-8000": planted})
    assert slip.complaint.reference not in thief.go("/follow/").html


def test_session_key_that_nobody_gave_is_not_taken_over(visitor: Visitor, slip: Hand) -> None:
    visitor.client.cookies["session-8000"] = "a" * 32
    visitor.opens(slip)
    assert session_key(visitor.client) != "a" * 32


def test_form_token_changes_at_sign_in(visitor: Visitor, slip: Hand) -> None:
    visitor.go("/follow/")
    before = visitor.client.cookies["csrf-8000"].value
    visitor.fill("sign-in", locator=slip.locator, secret=slip.secret)
    assert visitor.client.cookies["csrf-8000"].value != before


def test_session_holds_neither_code(visitor: Visitor, slip: Hand) -> None:
    visitor.opens(slip)
    kept = str([session.get_decoded() for session in Session.objects.all()])
    assert slip.locator not in kept
    assert slip.secret not in kept


def test_sign_in_ends_half_an_hour_after_the_last_page(
    visitor: Visitor, clock: StillClock, slip: Hand
) -> None:
    visitor.opens(slip)
    for _ in range(3):
        clock.forward(minutes=29)
        assert slip.complaint.reference in visitor.go("/follow/").main
    clock.forward(minutes=30)
    page = visitor.go("/follow/")
    assert slip.complaint.reference not in page.html
    assert "安全のために画面を閉じました" in page.main
    assert "30分のあいだ操作がありませんでした。お手数ですが" in page.main


def test_sign_in_ends_after_half_a_day_whatever_is_read(
    visitor: Visitor, clock: StillClock, slip: Hand
) -> None:
    visitor.enters(slip.complaint)
    session = visitor.client.session
    began = (clock.now - timedelta(hours=11, minutes=40)).isoformat()
    session["portal_holder"] = session["portal_holder"] | {"since": began}
    session.save()
    assert slip.complaint.reference in visitor.go("/follow/").main
    clock.forward(minutes=21)
    page = visitor.go("/follow/")
    assert slip.complaint.reference not in page.html
    assert "30分のあいだ" not in page.main


def test_new_slip_ends_every_sign_in_made_with_the_old_one(
    visitor: Visitor, cast: Cast, clock: StillClock, slip: Hand
) -> None:
    visitor.opens(slip)
    clock.forward(minutes=5)
    made = reissue_slip(cast.actor("handler"), slip.complaint, token="another-slip-for-them", now=clock.now)
    page = visitor.go("/follow/")
    assert slip.complaint.reference not in page.html
    assert "新しいほうの番号をお使いください" in page.main
    assert "30分のあいだ" not in page.main
    assert visitor.opens(slip).status == 422
    visitor.go("/follow/")
    assert slip.complaint.reference in visitor.fill("sign-in", locator=made.locator, secret=made.secret).main


def test_another_slip_in_the_same_browser_shows_the_other_complaint(
    visitor: Visitor, cast: Cast, hand: PutInHand, slip: Hand
) -> None:
    visitor.opens(slip)
    other = hand(makers.acknowledged(cast, story="別の件です。"))
    visitor.post("/follow/", {"locator": other.locator, "secret": other.secret})
    page = visitor.go("/follow/")
    assert other.complaint.reference in page.main
    assert slip.complaint.reference not in page.html


def test_leaving_ends_it_and_says_so(visitor: Visitor, slip: Hand) -> None:
    visitor.opens(slip)
    page = visitor.press("/leave/")
    assert page.path == "/left/"
    assert "控えの2つの番号がなければ" in page.main
    assert slip.complaint.reference not in visitor.go("/follow/").html
    assert Session.objects.count() == 0


def test_words_sent_after_leaving_in_another_window_are_kept_without_an_untrue_reason(
    reader: Visitor, slip: Hand
) -> None:
    reader.enters(slip.complaint)
    reader.go("/follow/write/")
    writing = reader.seen
    reader.go("/follow/")
    reader.press("/leave/")
    reader.seen = writing
    page = reader.fill("answer", words="I have photographs.")
    assert page.status == 403
    assert "What you wrote is still here" in page.main
    assert "half an hour" not in page.main
    assert page.form("sign-in").value("words") == "I have photographs."


def test_opening_the_address_of_leaving_ends_nothing(visitor: Visitor, slip: Hand) -> None:
    visitor.opens(slip)
    visitor.go("/leave/")
    visitor.go("/left/")
    assert slip.complaint.reference in visitor.go("/follow/").main


def test_sign_in_of_the_desk_outlives_leaving_the_portal(visitor: Visitor, cast: Cast, slip: Hand) -> None:
    visitor.client.force_login(cast.handler)
    visitor.opens(slip)
    visitor.press("/leave/")
    assert "_auth_user_id" in visitor.client.session
    assert slip.complaint.reference not in visitor.go("/follow/").html


# ── slowing down ──


def misses(visitor: Visitor, slip: Hand, times: int) -> Seen:
    for _ in range(times):
        visitor.go("/follow/")
        visitor.fill("sign-in", locator=slip.locator, secret=WRONG)
    return visitor.seen


def test_first_mistakes_cost_no_time(visitor: Visitor, slip: Hand) -> None:
    page = misses(visitor, slip, 3)
    assert "少し間をおいています" not in page.main
    assert slip.complaint.reference in visitor.opens(slip).main


def test_further_mistakes_ask_for_a_pause_that_is_named(
    visitor: Visitor, clock: StillClock, slip: Hand
) -> None:
    page = misses(visitor, slip, 4)
    assert "1秒たってから" in page.main
    page = visitor.fill("sign-in", secret=slip.secret)
    assert page.status == 429
    assert page.answer["Retry-After"] == "1"
    assert page.form("sign-in").value("secret") == slip.secret
    clock.forward(seconds=1)
    assert slip.complaint.reference in visitor.fill("sign-in").main


def test_pause_is_the_same_for_a_locator_that_does_not_exist(
    clock: StillClock, cast: Cast, slip: Hand
) -> None:
    answers = []
    for number, locator in enumerate((slip.locator, "ACDE-FGHJ")):
        somebody = Visitor("ja", address=f"198.51.100.{number}")
        answers.append(
            [somebody.post("/follow/", {"locator": locator, "secret": WRONG}).status for _ in range(9)]
        )
    assert answers[0] == answers[1]
    assert answers[0] == [422] * 4 + [429] * 5


def test_holder_gets_in_while_a_stranger_goes_on_guessing(
    visitor: Visitor, clock: StillClock, slip: Hand
) -> None:
    """The one promise of a slow-down without a lock."""
    stranger = Visitor("ja", address="198.51.100.66")
    for _ in range(12):
        stranger.post("/follow/", {"locator": slip.locator, "secret": WRONG})
        clock.forward(seconds=61)
    stranger.post("/follow/", {"locator": slip.locator, "secret": WRONG})
    visitor.go("/follow/")
    page = visitor.fill("sign-in", locator=slip.locator, secret=slip.secret)
    assert page.status == 429
    waits = int(page.answer["Retry-After"])
    assert 0 < waits <= 60
    clock.forward(seconds=waits - 1)
    for _ in range(5):
        stranger.post("/follow/", {"locator": slip.locator, "secret": WRONG})
    clock.forward(seconds=1)
    stranger.post("/follow/", {"locator": slip.locator, "secret": WRONG})
    assert slip.complaint.reference in visitor.fill("sign-in").main


def test_pause_in_english_counts_one_second_as_one(reader: Visitor, slip: Hand) -> None:
    page = misses(reader, slip, 4)
    assert "Please wait 1 second," in page.main
    reader.fill("sign-in", secret=WRONG)
    assert reader.seen.status == 429


def test_correct_codes_wipe_the_misses_of_the_slip(visitor: Visitor, clock: StillClock, slip: Hand) -> None:
    misses(visitor, slip, 3)
    visitor.opens(slip)
    visitor.press("/leave/")
    assert "少し間をおいています" not in misses(visitor, slip, 3).main
    assert "1秒たってから" in misses(visitor, slip, 1).main


# ── language, help ──


def test_another_language_keeps_both_codes_and_opens_nothing(visitor: Visitor, slip: Hand) -> None:
    visitor.go("/follow/")
    page = visitor.fill("sign-in", press=("show_in", "en"), locator=slip.locator, secret=slip.secret)
    assert "Follow a complaint" in page.heading
    assert page.errors == []
    form = page.form("sign-in")
    assert (form.value("locator"), form.value("secret")) == (slip.locator, slip.secret)
    assert slip.complaint.reference in visitor.fill("sign-in").main


def test_page_without_a_phone_names_another_way(visitor: Visitor) -> None:
    Organisation.objects.update(phone="")
    assert "窓口か郵便で" in visitor.go("/follow/").main


def test_sign_in_needs_the_site_token(clock: StillClock, slip: Hand) -> None:
    strict = Visitor("ja", enforce_csrf_checks=True)
    answer = strict.client.post("/follow/", {"locator": slip.locator, "secret": slip.secret})
    assert answer.status_code == 403
    assert session_key(strict.client) == ""
