"""What the holder of a slip can do: write, accept, decline, withdraw, say whether it is solved, rate, take up again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from kikitori.casework.answer import accept_proposal, decline_proposal
from kikitori.casework.confirm import confirm_solved, confirm_unsolved, rate
from kikitori.casework.decide import FindingGiven, decide_complaint
from kikitori.casework.inquire import ask_complainant, begin_investigation
from kikitori.casework.propose import RemedyGiven, propose_solution
from kikitori.casework.reopen import reopen_complaint
from kikitori.casework.withdraw import withdraw_complaint
from kikitori.interfaces.portal.answers import ANSWERS
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.timeline import Event
from kikitori.records.inquiry.models import Inquiry
from kikitori.records.letters.models import Letter, Message
from kikitori.records.remedies.models import Proposal
from kikitori.records.voices.models import Verdict
from tests import makers
from tests.casework.verbs_of_redirecting import WHERE, WHY, redirected
from tests.cast import Cast
from tests.interfaces.portal.visitor import Seen, StillClock, Visitor
from tests.makers import FRIDAY, complainant_of

HOUR = timedelta(hours=1)


@pytest.fixture
def enter(visitor: Visitor) -> Callable[[Complaint], Visitor]:
    """The visitor, signed in with the slip of this complaint."""

    def opened(complaint: Complaint) -> Visitor:
        visitor.enters(complaint)
        return visitor

    return opened


def does(visitor: Visitor, page: str, **typed: Any) -> Seen:
    """Open the page of an answer, fill it in and send it."""
    visitor.go(f"/follow/{page}/")
    return visitor.fill("answer", **typed)


def fresh(complaint: Complaint) -> Complaint:
    complaint.refresh_from_db()
    return complaint


def kinds(complaint: Complaint) -> list[str]:
    return [event.kind for event in complaint.events.all()]


# ── writing ──


def test_message_is_kept_with_the_complaint_and_shown(cast: Cast, enter: Callable[..., Visitor]) -> None:
    complaint = makers.investigated(cast)
    page = does(enter(complaint), "write", words="写真を撮ってあります。\r\n三枚です。")
    assert (page.path, page.status) == ("/follow/", 200)
    assert "承りました。下に載っています" in page.main
    message = Message.objects.get()
    assert (message.body, message.from_complainant, message.visibility) == (
        "写真を撮ってあります。\n三枚です。", True, "public"
    )  # fmt: skip
    assert message.author_person == complaint.parties.get().person
    assert "写真を撮ってあります。" in page.main
    assert kinds(complaint)[-1] == "heard"


def test_message_answers_the_open_question(
    cast: Cast, clock: StillClock, enter: Callable[..., Visitor]
) -> None:
    complaint = makers.investigated(cast)
    clock.forward(hours=2)
    ask_complainant(cast.actor("handler"), complaint, question="ご注文番号は？", answer_by=date(2026, 11, 27),
                    now=FRIDAY + HOUR)  # fmt: skip
    visitor = enter(complaint)
    page = visitor.go("/follow/write/")
    assert (page.heading, "ご注文番号は？" in page.main) == ("おたずねに答える", True)
    visitor.fill("answer", words="七番です。")
    assert Inquiry.objects.get().answer == "七番です。"
    assert fresh(complaint).state == "investigating"
    page = visitor.go("/follow/write/")
    assert (page.heading, "ご注文番号は？" in page.main) == ("書き足す・たずねる", False)


def test_empty_message_is_asked_for_once_more(cast: Cast, enter: Callable[..., Visitor]) -> None:
    visitor = enter(makers.investigated(cast))
    for words in ("", "   ", "\n\n　"):
        page = does(visitor, "write", words=words)
        assert (page.status, page.errors) == (422, ["伝えたいことをお書きください。"])
    assert Message.objects.count() == 0


def test_message_that_is_too_long_stays_on_the_page(cast: Cast, enter: Callable[..., Visitor]) -> None:
    page = does(enter(makers.investigated(cast)), "write", words="あ" * 100_001)
    assert page.status == 422
    assert "100001文字" in page.errors[0]
    assert len(page.form("answer").value("words")) == 100_001
    assert Message.objects.count() == 0


def test_same_message_sent_again_is_one_message(cast: Cast, enter: Callable[..., Visitor]) -> None:
    visitor = enter(makers.investigated(cast))
    page = visitor.go("/follow/write/")
    for _ in range(3):
        visitor.seen = page
        assert visitor.fill("answer", words="写真があります。").path == "/follow/"
    assert Message.objects.count() == 1


def test_message_changed_after_going_back_is_a_message_of_its_own(
    cast: Cast, enter: Callable[..., Visitor]
) -> None:
    visitor = enter(makers.investigated(cast))
    page = visitor.go("/follow/write/")
    visitor.fill("answer", words="写真があります。")
    visitor.seen = page
    visitor.fill("answer", words="写真があります。箱もあります。")
    assert Message.objects.count() == 2


def test_token_of_one_complaint_says_nothing_in_another(cast: Cast, clock: StillClock) -> None:
    """Whoever learns a form's token cannot make another's message vanish with it."""
    one, two = Visitor("ja"), Visitor("ja", address="198.51.100.9")
    one.enters(makers.investigated(cast))
    two.enters(makers.investigated(cast))
    for somebody in (one, two):
        somebody.post("/follow/write/", {"token": "the-same-token", "words": "同じ言葉"})
    assert Message.objects.count() == 2


def test_message_can_be_sent_after_the_end(
    cast: Cast, clock: StillClock, enter: Callable[..., Visitor]
) -> None:
    complaint = makers.confirming(cast)
    clock.forward(days=1)
    confirm_solved(complainant_of(complaint), complaint, now=FRIDAY + 9 * HOUR)
    does(enter(complaint), "write", words="ありがとうございました。")
    assert Message.objects.get().body == "ありがとうございました。"
    assert fresh(complaint).state == "closed_accepted"


def test_another_language_keeps_the_message_and_sends_nothing(
    cast: Cast, enter: Callable[..., Visitor]
) -> None:
    visitor = enter(makers.investigated(cast))
    visitor.go("/follow/write/")
    page = visitor.fill("answer", press=("show_in", "en"), words="書きかけの文章")
    assert "Write to us" in page.heading
    assert page.form("answer").value("words") == "書きかけの文章"
    assert Message.objects.count() == 0


# ── proposals ──


def test_accepting_settles_it_and_shows_what_will_be_done(cast: Cast, enter: Callable[..., Visitor]) -> None:
    complaint = makers.proposed(cast)
    visitor = enter(complaint)
    page = visitor.go("/follow/accept/")
    for words in ("割れた三枚を新しい品と交換し", "皿三枚の交換", "不利になることはありません"):
        assert words in page.main
    page = visitor.fill("answer", words="よろしくお願いします。")
    assert "案をお受けになったことを承りました" in page.main
    proposal = Proposal.objects.get()
    assert (proposal.state, proposal.answer) == ("accepted", "よろしくお願いします。")
    assert fresh(complaint).state == "remedying"
    assert {remedy.state for remedy in complaint.remedies.all()} == {"due"}


def test_accepting_needs_no_words(cast: Cast, enter: Callable[..., Visitor]) -> None:
    complaint = makers.proposed(cast)
    does(enter(complaint), "accept")
    assert fresh(complaint).state == "remedying"


def test_declining_goes_on_without_disadvantage(cast: Cast, enter: Callable[..., Visitor]) -> None:
    complaint = makers.proposed(cast)
    page = does(enter(complaint), "decline", words="皿はもう要りません。")
    assert "不利になることはありません" in page.main
    assert Proposal.objects.get().answer == "皿はもう要りません。"
    assert fresh(complaint).state == "investigating"
    assert "皿はもう要りません。" in page.main


@pytest.mark.parametrize(("page", "state"), [("accept", "remedying"), ("decline", "investigating")])
def test_second_press_of_the_same_button_is_not_scolded(
    cast: Cast, enter: Callable[..., Visitor], page: str, state: str
) -> None:
    complaint = makers.proposed(cast)
    visitor = enter(complaint)
    shown = visitor.go(f"/follow/{page}/")
    for _ in range(2):
        visitor.seen = shown
        assert visitor.fill("answer", words="はい").path == "/follow/"
    assert fresh(complaint).state == state
    assert Event.objects.filter(kind__in=("accepted", "declined")).count() == 1


def test_accepting_after_declining_is_not_possible_and_the_words_remain(
    cast: Cast, enter: Callable[..., Visitor]
) -> None:
    complaint = makers.proposed(cast)
    visitor = enter(complaint)
    accepting = visitor.go("/follow/accept/")
    does(visitor, "decline", words="足りません。")
    visitor.seen = accepting
    page = visitor.fill("answer", words="やはりお受けします。")
    assert page.status == 409
    assert "この案へのお返事は、もうお受けしていません。" in page.main
    assert page.form("answer").value("words") == "やはりお受けします。"
    assert visitor.fill("answer").path == "/follow/"
    assert Message.objects.get().body == "やはりお受けします。"
    assert fresh(complaint).state == "investigating"


def second_round(cast: Cast, complaint: Complaint) -> None:
    propose_solution(
        cast.actor("handler"), complaint, text="二つ目の案です。", answer_by=date(2026, 12, 7), now=FRIDAY + 3 * HOUR,
        remedies=[RemedyGiven(kind="explain", text="書面", due_on=date(2026, 11, 30))],
    )  # fmt: skip


@pytest.mark.parametrize("page", ["accept", "decline"])
def test_nobody_answers_an_offer_they_have_not_read(
    cast: Cast, clock: StillClock, enter: Callable[..., Visitor], page: str
) -> None:
    """While somebody reads the first offer, a second one is made: their answer must not be taken for that."""
    complaint = makers.proposed(cast)
    clock.forward(hours=4)
    visitor = enter(complaint)
    visitor.go(f"/follow/{page}/")
    second_round(cast, complaint)
    before = kinds(complaint)
    seen = visitor.fill("answer", words="これでお願いします。")
    assert seen.status == 409
    assert "別の案をお送りしました" in seen.main
    assert seen.form("answer").value("words") == "これでお願いします。"
    assert fresh(complaint).state == "proposal"
    assert [proposal.state for proposal in complaint.proposals.all()] == ["replaced", "offered"]
    assert kinds(complaint) == before
    assert "二つ目の案です。" in visitor.go(f"/follow/{page}/").main


def test_offer_that_is_no_number_is_refused(cast: Cast, enter: Callable[..., Visitor]) -> None:
    complaint = makers.proposed(cast)
    visitor = enter(complaint)
    for value in ("", "0", "-1", "x", "9999999999999999999999", "1.5", "1 or 1=1"):
        page = visitor.post("/follow/accept/", {"proposal": value, "words": "これでよい"})
        assert page.status in (409, 422), value
        assert "これでよい" in page.html
    assert fresh(complaint).state == "proposal"


# ── withdrawing and coming back ──


def test_withdrawing_has_a_page_that_says_what_it_means(cast: Cast, enter: Callable[..., Visitor]) -> None:
    complaint = makers.investigated(cast)
    visitor = enter(complaint)
    page = visitor.go("/follow/withdraw/")
    assert "記録は消えません" in page.main
    assert fresh(complaint).state == "investigating"
    page = visitor.fill("answer", words="")
    assert "取り下げを承りました" in page.main
    assert fresh(complaint).state == "withdrawn"
    assert Letter.objects.filter(kind="withdrawn").count() == 1


def test_withdrawing_twice_with_the_same_reason_is_once(cast: Cast, enter: Callable[..., Visitor]) -> None:
    complaint = makers.investigated(cast)
    visitor = enter(complaint)
    page = visitor.go("/follow/withdraw/")
    for _ in range(2):
        visitor.seen = page
        assert visitor.fill("answer", words="もう大丈夫です").path == "/follow/"
    assert kinds(complaint).count("withdrawn") == 1


def test_withdrawing_what_has_been_closed_is_not_needed(
    cast: Cast, clock: StillClock, enter: Callable[..., Visitor]
) -> None:
    complaint = makers.confirming(cast)
    clock.forward(days=1)
    visitor = enter(complaint)
    visitor.go("/follow/withdraw/")
    confirm_solved(complainant_of(complaint), complaint, now=FRIDAY + 9 * HOUR)
    page = visitor.fill("answer", words="理由です")
    assert page.status == 409
    assert "すでに終了しているため" in page.main


def test_coming_back_needs_a_word_and_gives_new_dates(
    cast: Cast, clock: StillClock, enter: Callable[..., Visitor]
) -> None:
    complaint = makers.investigated(cast)
    withdraw_complaint(complainant_of(complaint), complaint, now=FRIDAY + HOUR)
    clock.forward(days=4)
    visitor = enter(complaint)
    page = does(visitor, "reopen", words=" ")
    assert page.status == 422
    assert "残っていることを一言" in page.errors[0]
    page = visitor.fill("answer", words="また割れていました。")
    assert "もう一度取り上げました" in page.main
    assert fresh(complaint).state == "reopened"
    assert complaint.promises.filter(state="open").count() == 2
    assert "また割れていました。" in page.main


def test_coming_back_twice_with_the_same_word_is_once(
    cast: Cast, clock: StillClock, enter: Callable[..., Visitor]
) -> None:
    complaint = makers.investigated(cast)
    withdraw_complaint(complainant_of(complaint), complaint, now=FRIDAY + HOUR)
    clock.forward(days=4)
    visitor = enter(complaint)
    page = visitor.go("/follow/reopen/")
    for _ in range(2):
        visitor.seen = page
        assert visitor.fill("answer", words="また割れていました。").path == "/follow/"
    assert kinds(complaint).count("reopened") == 1


# ── is it solved? ──


def test_solved_closes_it_with_thanks_and_a_rating(
    cast: Cast, clock: StillClock, enter: Callable[..., Visitor]
) -> None:
    complaint = makers.confirming(cast)
    clock.forward(days=7)
    page = does(enter(complaint), "solved", rating="5", words="早かったです。")
    assert "お申し出を終了しました" in page.main
    verdict = Verdict.objects.get()
    assert (verdict.solved, verdict.rating, verdict.comment) == (True, 5, "早かったです。")
    assert fresh(complaint).state == "closed_accepted"


def test_solved_needs_neither_rating_nor_words(
    cast: Cast, clock: StillClock, enter: Callable[..., Visitor]
) -> None:
    complaint = makers.confirming(cast)
    clock.forward(days=7)
    does(enter(complaint), "solved")
    assert (Verdict.objects.get().rating, fresh(complaint).state) == (None, "closed_accepted")


def test_solved_said_twice_is_once(cast: Cast, clock: StillClock, enter: Callable[..., Visitor]) -> None:
    complaint = makers.confirming(cast)
    clock.forward(days=7)
    visitor = enter(complaint)
    page = visitor.go("/follow/solved/")
    for _ in range(2):
        visitor.seen = page
        assert visitor.fill("answer", rating="4").path == "/follow/"
    assert Verdict.objects.count() == 1


def test_solved_while_something_is_owed_stays_open_and_says_why(
    cast: Cast, clock: StillClock, enter: Callable[..., Visitor]
) -> None:
    complaint = makers.investigated(cast)
    decide_complaint(
        cast.actor("lead"), complaint, now=FRIDAY + HOUR,
        findings={n: FindingGiven(outcome="upheld", reasons="x", causes=makers.CAUSE) for n in (1, 2)},
        remedies=[RemedyGiven(kind="apology", text="書面", due_on=date(2026, 12, 4))],
    )  # fmt: skip
    clock.forward(days=1)
    page = does(enter(complaint), "solved", words="もう十分です。")
    assert page.status == 409
    assert "まだ残っているため" in page.main
    assert page.form("answer").value("words") == "もう十分です。"
    assert (Verdict.objects.count(), fresh(complaint).state) == (0, "decided")


def test_not_solved_goes_on_from_where_it_was(
    cast: Cast, clock: StillClock, enter: Callable[..., Visitor]
) -> None:
    complaint = makers.confirming(cast)
    clock.forward(days=7)
    visitor = enter(complaint)
    assert "はじめから説明し直していただく必要はありません" in visitor.go("/follow/unsolved/").main
    page = visitor.fill("answer", words="まだ一枚届きません。")
    assert "続けて対応します" in page.main
    assert fresh(complaint).state == "investigating"
    assert (Verdict.objects.get().solved, Verdict.objects.get().comment) == (False, "まだ一枚届きません。")


def test_not_solved_said_twice_is_once(cast: Cast, clock: StillClock, enter: Callable[..., Visitor]) -> None:
    complaint = makers.confirming(cast)
    clock.forward(days=7)
    visitor = enter(complaint)
    page = visitor.go("/follow/unsolved/")
    for _ in range(2):
        visitor.seen = page
        assert visitor.fill("answer", words="まだです").path == "/follow/"
    assert Verdict.objects.count() == 1


def closed_and_back_again(cast: Cast, complaint: Complaint, decide_at: timedelta) -> None:
    """Taken up again, decided once more: the question whether it is solved stands anew."""
    decide_complaint(
        cast.actor("lead"), complaint, now=FRIDAY + decide_at, no_remedy=makers.NO_REMEDY,
        findings={n: FindingGiven(outcome="upheld", reasons="確かめました。", causes=makers.CAUSE) for n in (1, 2)},
    )  # fmt: skip


@pytest.mark.parametrize("words", ["", "ありがとうございました。"])
def test_solved_a_second_time_in_the_same_words_is_an_answer_of_its_own(
    cast: Cast, clock: StillClock, enter: Callable[..., Visitor], words: str
) -> None:
    """It had been closed and came back: the second yes must close it too, and not be taken for the first."""
    complaint = makers.confirming(cast)
    person, day = complainant_of(complaint), timedelta(days=1)
    confirm_solved(person, complaint, comment=words, now=FRIDAY + day)
    reopen_complaint(person, complaint, reason="また割れていました。", now=FRIDAY + 2 * day)
    begin_investigation(cast.actor("handler"), complaint, now=FRIDAY + 2 * day)
    closed_and_back_again(cast, complaint, 3 * day)
    clock.forward(days=4)
    page = does(enter(complaint), "solved", words=words)
    assert "お申し出を終了しました" in page.main
    assert fresh(complaint).state == "closed_accepted"
    assert Verdict.objects.filter(solved=True).count() == 2


def test_not_solved_a_second_time_in_the_same_words_is_an_answer_of_its_own(
    cast: Cast, clock: StillClock, enter: Callable[..., Visitor]
) -> None:
    complaint, day = makers.confirming(cast), timedelta(days=1)
    confirm_unsolved(complainant_of(complaint), complaint, now=FRIDAY + day)
    closed_and_back_again(cast, complaint, 2 * day)
    clock.forward(days=3)
    does(enter(complaint), "unsolved")
    assert fresh(complaint).state == "investigating"
    assert Verdict.objects.filter(solved=False).count() == 2


def test_same_rating_after_it_came_back_is_a_rating_of_its_own(
    cast: Cast, clock: StillClock, enter: Callable[..., Visitor]
) -> None:
    complaint = makers.investigated(cast)
    person, day = complainant_of(complaint), timedelta(days=1)
    withdraw_complaint(person, complaint, now=FRIDAY + day)
    rate(person, complaint, rating=2, now=FRIDAY + day)
    reopen_complaint(person, complaint, reason="やはり困っています。", now=FRIDAY + 2 * day)
    withdraw_complaint(person, complaint, now=FRIDAY + 3 * day)
    clock.forward(days=4)
    visitor = enter(complaint)
    does(visitor, "rate", rating="2")
    assert Verdict.objects.count() == 2
    does(visitor, "rate", rating="2")
    assert Verdict.objects.count() == 2
    does(visitor, "rate", rating="3")
    assert [verdict.rating for verdict in Verdict.objects.all()] == [2, 2, 3]


def test_rating_after_the_end(cast: Cast, clock: StillClock, enter: Callable[..., Visitor]) -> None:
    complaint = makers.confirming(cast)
    clock.forward(days=7)
    confirm_solved(complainant_of(complaint), complaint, now=FRIDAY + 9 * HOUR)
    page = does(enter(complaint), "rate", rating="2", words="説明が遅い。")
    assert "対応した者が読みます" in page.main
    newest = Verdict.objects.last()
    assert newest is not None
    assert (newest.rating, newest.comment, newest.solved) == (2, "説明が遅い。", None)


def test_rating_that_is_none_of_the_five_is_asked_for(cast: Cast, enter: Callable[..., Visitor]) -> None:
    visitor = enter(makers.confirming(cast))
    for rating in ("0", "6", "x", "-1", "3.5", "５", "five"):
        page = visitor.post("/follow/rate/", {"rating": rating, "words": "説明が遅い。"})
        assert (page.status, page.errors) == (422, ["5つのうちから1つを選んでください。"]), rating
        assert page.form("answer").value("words") == "説明が遅い。"
    assert Verdict.objects.count() == 0


# ── not the time for it ──

STATES: dict[str, Callable[[Cast], Complaint]] = {
    "received": lambda cast: makers.received(cast).complaint,
    "investigating": makers.investigated,
    "proposal": makers.proposed,
    "confirming": makers.confirming,
}
ASKING = ("correct", "help", "unwanted", "representative")
POSSIBLE = {
    "received": {"write", "withdraw", *ASKING},
    "investigating": {"write", "withdraw", *ASKING},
    "proposal": {"write", "withdraw", "accept", "decline", *ASKING},
    "confirming": {"write", "withdraw", "solved", "unsolved", "enough", "rate", "review", "arrived", *ASKING},
}


@pytest.mark.parametrize("state", sorted(STATES))
def test_every_answer_is_offered_or_explained_in_every_state(
    cast: Cast, enter: Callable[..., Visitor], state: str
) -> None:
    complaint = STATES[state](cast)
    visitor = enter(complaint)
    before = (fresh(complaint).state, len(kinds(complaint)))
    for page in sorted(ANSWERS):
        seen = visitor.go(f"/follow/{page}/")
        assert seen.status == (200 if page in POSSIBLE[state] else 409), page
        if page not in POSSIBLE[state]:
            assert "いまは、この手続きを進められません" in seen.heading
            sent = visitor.post(f"/follow/{page}/", {"words": "残しておいて", "rating": "3", "proposal": "1"})
            assert sent.status == 409, page
            assert sent.form("answer").value("words") == "残しておいて"
    assert (fresh(complaint).state, len(kinds(complaint))) == before


def test_closed_complaint_says_that_it_can_be_taken_up_again(
    cast: Cast, clock: StillClock, enter: Callable[..., Visitor]
) -> None:
    complaint = makers.investigated(cast)
    clock.forward(days=1)
    withdraw_complaint(complainant_of(complaint), complaint, now=FRIDAY + HOUR)
    visitor = enter(complaint)
    for page in sorted(ANSWERS.keys() - {"end-representative"}):
        seen = visitor.go(f"/follow/{page}/")
        assert seen.status == (200 if page in ("write", "rate", "reopen", "came-back", *ASKING) else 409), (
            page
        )
        if seen.status == 409:
            assert "再開できます" in seen.main or "取り下げの必要はありません" in seen.main


def test_whoever_was_shown_to_another_door_may_still_write(cast: Cast, enter: Callable[..., Visitor]) -> None:
    complaint = redirected(cast)
    visitor = enter(complaint)
    page = visitor.go("/follow/")
    for said in ("ほかの窓口をご案内しております", WHERE, WHY, "ご相談先をご案内しました"):
        assert said in page.main
    for name in sorted(ANSWERS.keys() - {"end-representative"}):
        seen = visitor.go(f"/follow/{name}/")
        assert seen.status == (200 if name == "write" else 409), name
    visitor.go("/follow/write/")
    visitor.fill("answer", words="保健所では違うと言われました。")
    assert fresh(complaint).state == "redirected"
    assert kinds(complaint)[-1] == "heard"


def test_complaint_that_went_elsewhere_takes_no_answers(cast: Cast, enter: Callable[..., Visitor]) -> None:
    complaint = makers.investigated(cast)
    Complaint.objects.filter(pk=complaint.pk).update(state="merged")
    visitor = enter(complaint)
    # Whom they trust is ended wherever the complaint has got to.
    for page in sorted(ANSWERS.keys() - {"end-representative"}):
        seen = visitor.post(f"/follow/{page}/", {"words": "言葉", "rating": "3", "proposal": "1"})
        assert seen.status == 409
        assert "別のところで扱っています" in seen.main
        assert not [form for form in seen.forms if form.id == "answer"]
    assert Message.objects.count() == 0


def test_answers_after_a_decline_by_phone_are_told_kindly(
    cast: Cast, clock: StillClock, enter: Callable[..., Visitor]
) -> None:
    """The person said no on the phone, and presses the button at home as well, with other words."""
    complaint = makers.proposed(cast)
    clock.forward(hours=4)
    visitor = enter(complaint)
    visitor.go("/follow/decline/")
    decline_proposal(
        cast.actor("handler"), complaint, words="要らないとのこと", how="電話", now=FRIDAY + 3 * HOUR
    )
    page = visitor.fill("answer", words="要りません")
    assert page.status == 409
    assert page.form("answer").value("words") == "要りません"


def test_answers_by_phone_stay_as_staff_wrote_them_down(
    cast: Cast, clock: StillClock, enter: Callable[..., Visitor]
) -> None:
    complaint = makers.proposed(cast)
    clock.forward(hours=4)
    accept_proposal(
        cast.actor("handler"),
        complaint,
        words="お願いしますとのこと",
        how="電話で本人",
        now=FRIDAY + 3 * HOUR,
    )
    page = enter(complaint).go("/follow/")
    assert "お願いしますとのこと" in page.main
    assert Proposal.objects.get().state == "accepted"
