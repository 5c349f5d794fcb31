"""What the holder of a slip says after the fix: leave it at that, it holds, it has come back, ask me no more."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from kikitori.casework.close import close_as_agreed, close_as_exhausted
from kikitori.casework.confirm import ask_if_solved, leave_it
from kikitori.casework.second_contact import ask_again
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.actor import Actor
from kikitori.records.voices.models import Verdict
from tests import makers
from tests.cast import Cast
from tests.interfaces.portal.visitor import Seen, StillClock, Visitor
from tests.makers import FRIDAY, complainant_of

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@pytest.fixture
def enter(visitor: Visitor) -> Callable[[Complaint], Visitor]:
    """The visitor, signed in with the slip of this complaint."""

    def opened(complaint: Complaint) -> Visitor:
        visitor.enters(complaint)
        return visitor

    return opened


def does(visitor: Visitor, page: str, **typed: Any) -> Seen:
    visitor.go(f"/follow/{page}/")
    return visitor.fill("answer", **typed)


def asked_again(cast: Cast) -> Complaint:
    complaint = makers.closed(cast)
    ask_again(Actor.system("second_contact"), complaint, now=FRIDAY + 7 * DAY)
    return complaint


def kinds(complaint: Complaint) -> list[str]:
    return [event.kind for event in complaint.events.all()]


def test_ratings_are_asked_apart_and_none_is_chosen(cast: Cast, enter: Callable[..., Visitor]) -> None:
    visitor = enter(makers.confirming(cast))
    for page in ("solved", "rate", "enough"):
        shown = visitor.go(f"/follow/{page}/")
        assert "結果には、どのくらい納得していますか。" in shown.main
        assert (shown.form("answer").value("rating"), shown.form("answer").value("outcome")) == ("", "")


def test_solved_with_both_ratings_and_no_second_question(
    cast: Cast, clock: StillClock, enter: Callable[..., Visitor]
) -> None:
    complaint = makers.confirming(cast)
    clock.forward(days=7)
    does(enter(complaint), "solved", rating="5", outcome="3", no_more=True)
    verdict = Verdict.objects.get()
    assert (verdict.rating, verdict.outcome_rating) == (5, 3)
    assert not complaint.promises.filter(rule="second-contact").exists()


def test_leave_it_at_that_is_kept_in_their_words(
    cast: Cast, clock: StillClock, enter: Callable[..., Visitor]
) -> None:
    complaint = makers.confirming(cast)
    clock.forward(days=7)
    page = does(enter(complaint), "enough", words="もう疲れました。", outcome="1")
    assert "率直にお知らせいただき、ありがとうございます" in page.main
    assert "ここまででよいとのお返事をいただきました" in page.main
    assert "もう疲れました。" in page.main
    verdict = Verdict.objects.get()
    assert (verdict.solved, verdict.left, verdict.outcome_rating) == (False, True, 1)


def test_page_says_in_kind_words_how_it_ended(cast: Cast, enter: Callable[..., Visitor]) -> None:
    complaint = makers.confirming(cast)
    leave_it(complainant_of(complaint), complaint, now=FRIDAY + 6 * HOUR)
    close_as_exhausted(cast.actor("lead"), complaint, reason="行ったことです。", now=FRIDAY + 7 * HOUR)
    page = enter(complaint).go("/follow/")
    assert "解決していないとのお気持ちは、記録に残しています" in page.main
    assert "ほかに相談できる窓口" in page.main


def test_page_does_not_call_solved_what_nobody_could_confirm(
    cast: Cast, clock: StillClock, enter: Callable[..., Visitor]
) -> None:
    complaint = makers.confirming(cast)
    ask_if_solved(cast.actor("handler"), complaint, now=FRIDAY + 6 * HOUR)
    close_as_agreed(Actor.system("silence"), complaint, now=FRIDAY + 30 * DAY)
    clock.forward(days=31)
    page = enter(complaint).go("/follow/")
    assert "解決したかどうかは確認できていません" in page.main
    assert "解決したものとして" not in page.main


def test_it_still_holds(cast: Cast, clock: StillClock, enter: Callable[..., Visitor]) -> None:
    complaint = asked_again(cast)
    clock.forward(days=8)
    visitor = enter(complaint)
    assert "その後はいかがですか" in visitor.go("/follow/").main
    page = does(visitor, "holds", outcome="5")
    assert "また起きたときは、いつでも再開できます" in page.main
    assert "その後はいかがですか" not in page.main
    does(visitor, "holds", outcome="5")
    assert kinds(complaint).count("holds") == 1


def test_it_has_come_back(cast: Cast, clock: StillClock, enter: Callable[..., Visitor]) -> None:
    complaint = asked_again(cast)
    clock.forward(days=8)
    visitor = enter(complaint)
    opened = visitor.go("/follow/came-back/")
    shown = [opened]
    for _ in range(2):
        visitor.seen = opened
        shown.append(visitor.fill("answer", words="また割れました。"))
    assert [page.path for page in shown[1:]] == ["/follow/", "/follow/"]
    assert "また割れました。" in shown[-1].main
    complaint.refresh_from_db()
    assert (complaint.state, kinds(complaint).count("reopened")) == ("reopened", 1)


def test_ask_me_no_more(cast: Cast, clock: StillClock, enter: Callable[..., Visitor]) -> None:
    complaint = makers.closed(cast)
    clock.forward(days=1)
    visitor = enter(complaint)
    assert "その後の様子を、もう一度おうかがいします" in visitor.go("/follow/").main
    page = does(visitor, "no-more")
    assert "再度の確認はいたしません" in page.main
    assert "もう一度おうかがいします" not in page.main
    assert complaint.promises.get(rule="second-contact").state == "cancelled"
    assert visitor.post("/follow/no-more/", {}).status in (200, 303)
    assert kinds(complaint).count("asking_stopped") == 1


def test_empty_rating_says_nothing(cast: Cast, enter: Callable[..., Visitor]) -> None:
    page = enter(makers.confirming(cast)).post("/follow/rate/", {})
    assert (page.status, page.errors) == (422, ["5つのうちから1つを選ぶか、ひとことお書きください。"])
