"""A complaint is redirected on its page by two; whoever asked is offered to keep it here, and Today shows what waits."""

from __future__ import annotations

import pytest

from kikitori.records.triage.models import SafetyAnswer
from tests.cast import Cast
from tests.interfaces.desk.arranged import words_of
from tests.interfaces.desk.complaint import bench
from tests.interfaces.desk.complaint.bench import at, fresh, see, send
from tests.interfaces.desk.conftest import BrowserOf
from tests.makers import FRIDAY

ASKED = {"reason": "other_body", "where": "見本市保健所", "why": "衛生の判断は保健所が行うためです。"}


def test_one_asks_another_confirms_and_the_letter_is_looked_at_before(
    browser_of: BrowserOf, cast: Cast
) -> None:
    complaint, mine = bench.investigated(cast), browser_of("handler")
    look = send(mine, complaint, "ask-redirect", **ASKED, look="1")
    assert "この件を取り扱う窓口は私どもとは別に" in words_of(look)
    assert send(mine, complaint, "ask-redirect", **ASKED).status_code == 303
    assert fresh(complaint).state == "investigating"
    page = words_of(see(browser_of("colleague"), complaint))
    for said in (
        "他窓口への案内（確認待ち）",
        "受田 ひかりさんが他窓口への案内を求めています。",
        *list(ASKED.values())[1:],
    ):
        assert said in page, said
    theirs = browser_of("colleague")
    letter = words_of(see(theirs, complaint, "redirect"))
    assert ASKED["where"] in letter
    row = complaint.redirections.get()
    assert send(theirs, complaint, "redirect", asked=row.pk).status_code == 303
    assert fresh(complaint).state == "redirected"
    assert "申出者には案内先をお知らせしました。" in words_of(see(theirs, complaint))


def test_whoever_asked_is_offered_only_to_keep_it(browser_of: BrowserOf, cast: Cast) -> None:
    complaint, theirs = bench.redirect_asked(cast), browser_of("colleague")
    page = see(theirs, complaint).content.decode()
    assert at(complaint, "refuse-redirect") in page
    assert at(complaint, "redirect") not in page
    refused = see(theirs, complaint, "redirect")
    assert refused.status_code == 409
    assert "一人では案内できません。" in words_of(refused)


def test_danger_is_said_in_place_of_the_form(browser_of: BrowserOf, cast: Cast) -> None:
    complaint = bench.investigated(cast)
    SafetyAnswer.objects.update_or_create(
        complaint=complaint, question="fire", defaults={"answer": "yes", "answered_at": FRIDAY}
    )
    answer = see(browser_of("handler"), complaint, "ask-redirect")
    assert answer.status_code == 409
    assert "案内して終わりにすることはできません。" in words_of(answer)


@pytest.mark.parametrize("typed", [{"where": ""}, {"why": ""}, {"reason": "x"}, {"where": "あ" * 2001}])
def test_what_cannot_be_taken_is_shown_again_with_what_was_typed(
    browser_of: BrowserOf, cast: Cast, typed: dict[str, str]
) -> None:
    complaint = bench.investigated(cast)
    answer = send(browser_of("handler"), complaint, "ask-redirect", **{**ASKED, **typed})
    assert answer.status_code == 422
    assert not complaint.redirections.exists()


def test_today_shows_what_waits_to_whoever_may_confirm_it(browser_of: BrowserOf, cast: Cast) -> None:
    complaint = bench.redirect_asked(cast)
    for who, shown in (("handler", True), ("lead", True), ("colleague", False), ("auditor", False)):
        page = browser_of(who).get("/desk/")
        if page.status_code != 200:
            page = browser_of(who).get("/desk/today/")
        assert ("他窓口への案内（確認待ち）" in words_of(page)) is shown, who
        assert (at(complaint, "redirect") in page.content.decode()) is shown, who


def test_auditors_read_what_waits_and_take_no_step(browser_of: BrowserOf, cast: Cast) -> None:
    complaint = bench.redirect_asked(cast)
    page = see(browser_of("auditor"), complaint)
    assert "他窓口への案内（確認待ち）" in words_of(page)
    assert at(complaint, "refuse-redirect") not in page.content.decode()
