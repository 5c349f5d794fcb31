"""What the holder of a slip asks for: a review, a correction, help; and who has looked at it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from kikitori.casework.answer_petition import answer_petition
from kikitori.casework.bar import decide_bar
from kikitori.casework.close import close_as_exhausted
from kikitori.casework.decide import FindingGiven, decide_complaint
from kikitori.casework.merge import merge_complaint
from kikitori.casework.openings import note_opening
from kikitori.casework.review import begin_review
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.models import Organisation
from kikitori.records.voices.petitions import Petition
from tests import makers
from tests.cast import Cast
from tests.interfaces.portal.visitor import Seen, StillClock, Visitor
from tests.makers import FRIDAY

HOUR = timedelta(hours=1)
Enter = Callable[[Complaint], Visitor]


@pytest.fixture
def enter(visitor: Visitor) -> Enter:
    def opened(complaint: Complaint) -> Visitor:
        visitor.enters(complaint)
        return visitor

    return opened


def decided(cast: Cast) -> Complaint:
    complaint = makers.investigated(cast)
    decide_complaint(
        cast.actor("handler"),
        complaint,
        findings={n: FindingGiven(outcome="not_upheld", reasons="記録がありません。") for n in (1, 2)},
        now=FRIDAY + HOUR,
    )
    return complaint


def does(visitor: Visitor, page: str, **typed: Any) -> Seen:
    visitor.go(f"/follow/{page}/")
    return visitor.fill("answer", **typed)


def kinds(complaint: Complaint) -> list[str]:
    return list(complaint.events.values_list("kind", flat=True))


# ── review ──


def test_review_is_asked_for_with_one_button_and_no_reason(
    cast: Cast, clock: StillClock, enter: Enter
) -> None:
    complaint = decided(cast)
    clock.forward(hours=2)
    visitor = enter(complaint)
    assert 'href="/follow/review/"' in visitor.go("/follow/").html
    asked = visitor.go("/follow/review/")
    assert "理由は要りません。ご不利益になることもありません。" in asked.main
    seen = visitor.fill("answer")
    assert (seen.path, seen.status) == ("/follow/", 200)
    assert "再検討を承りました" in seen.main
    assert "これまで関わっていない者を決めているところです。" in seen.main
    assert "再検討を始めるお知らせ" in seen.main
    assert "11月25日（水）" in seen.main
    assert "再検討のお求めを承りました。" in seen.main
    complaint.refresh_from_db()
    assert complaint.state == "review2"
    assert 'href="/follow/review/"' not in seen.html


def test_reason_that_was_given_stands_with_the_request(cast: Cast, clock: StillClock, enter: Enter) -> None:
    complaint = decided(cast)
    clock.forward(hours=2)
    seen = does(enter(complaint), "review", words="写真を見てください。")
    assert "写真を見てください。" in seen.main
    assert complaint.events.get(kind="review_asked").data["reason"] == "写真を見てください。"


def test_review_asked_for_twice_is_one_review(cast: Cast, clock: StillClock, enter: Enter) -> None:
    complaint = decided(cast)
    clock.forward(hours=2)
    visitor = enter(complaint)
    visitor.go("/follow/review/")
    form = visitor.seen.form("answer")
    for _ in range(2):
        answer = visitor.post("/follow/review/", {name: many[0] for name, many in form.values.items()})
        assert answer.status == 303
    assert kinds(complaint).count("review_asked") == 1


def test_review_under_way_is_explained_and_words_can_be_sent(
    cast: Cast, clock: StillClock, enter: Enter
) -> None:
    complaint = decided(cast)
    clock.forward(hours=2)
    visitor = enter(complaint)
    does(visitor, "review")
    seen = visitor.post("/follow/review/", {"words": "もう一言"})
    assert seen.status == 409
    assert "すでに別の者がもう一度見直しています" in seen.main
    assert seen.form("answer").value("words") == "もう一言"


def test_reviewed_result_names_the_external_body_instead(cast: Cast, clock: StillClock, enter: Enter) -> None:
    complaint = decided(cast)
    clock.forward(hours=2)
    visitor = enter(complaint)
    does(visitor, "review")
    begin_review(cast.actor("lead"), complaint, to=cast.colleague, now=clock.now + HOUR)
    assert "お申し出を、別の者がもう一度調べています。" in visitor.go("/follow/").main
    close_as_exhausted(cast.actor("lead"), complaint, reason="変わりません。", now=clock.now + 2 * HOUR)
    clock.forward(hours=3)
    page = visitor.reads(complaint)
    assert 'href="/follow/review/"' not in page.html
    assert "これまで関わっていない者が、見直しを始めました。" in page.main
    refused = visitor.post("/follow/review/", {"words": ""})
    assert refused.status == 409
    assert "外部の機関にもご相談いただけます" in refused.main


def test_review_is_no_answer_while_nothing_is_decided(cast: Cast, enter: Enter) -> None:
    seen = enter(makers.investigated(cast)).go("/follow/review/")
    assert seen.status == 409
    assert "結果が出たあとに" in seen.main


# ── what we have understood ──


def test_every_point_can_be_said_not_to_be_right(cast: Cast, enter: Enter) -> None:
    complaint = makers.investigated(cast)
    text = complaint.allegations.get(number=2).text
    page = enter(complaint).go("/follow/")
    assert "お話の要点（私どもの理解）" in page.main
    assert text in page.main
    assert 'href="/follow/correct/?point_chosen=2"' in page.html


def test_correction_is_kept_with_its_point_and_a_day_is_told(cast: Cast, enter: Enter) -> None:
    complaint = makers.investigated(cast)
    visitor = enter(complaint)
    visitor.go("/follow/correct/", point_chosen="2")
    assert visitor.seen.form("answer").value("point_chosen") == "2"
    seen = visitor.fill("answer", words="四回でした。")
    assert (seen.path, seen.status) == ("/follow/", 200)
    assert "ご指摘を承りました" in seen.main
    assert "四回でした。" in seen.main
    assert "までにお返事します。" in seen.main
    row = Petition.objects.get()
    assert (row.words, row.chosen["point"]) == ("四回でした。", 2)


def test_correction_without_words_is_asked_for_once_more_with_the_point_still_chosen(
    cast: Cast, enter: Enter
) -> None:
    visitor = enter(makers.investigated(cast))
    visitor.go("/follow/correct/", point_chosen="1")
    seen = visitor.fill("answer", words=" ")
    assert seen.status == 422
    assert seen.errors == ["どこが違うかをお書きください。"]
    assert seen.form("answer").value("point_chosen") == "1"
    assert not Petition.objects.exists()


@pytest.mark.parametrize("point", ["9", "-1", "x" * 500, "１", ""])
def test_point_that_does_not_exist_is_refused_or_none(cast: Cast, enter: Enter, point: str) -> None:
    seen = enter(makers.investigated(cast)).post(
        "/follow/correct/", {"point_chosen": point, "words": "違います"}
    )
    assert seen.status == (303 if point == "" else 422)
    assert Petition.objects.count() == (1 if point == "" else 0)


@pytest.mark.parametrize("point", ["9", "x" * 500, "", "2"])
def test_any_point_may_stand_in_the_address(cast: Cast, enter: Enter, point: str) -> None:
    assert enter(makers.investigated(cast)).go("/follow/correct/", point_chosen=point).status == 200


def test_same_correction_twice_is_one(cast: Cast, enter: Enter) -> None:
    visitor = enter(makers.investigated(cast))
    for _ in range(2):
        visitor.post("/follow/correct/", {"point_chosen": "1", "words": "四枚です"})
    visitor.post("/follow/correct/", {"point_chosen": "2", "words": "四枚です"})
    assert Petition.objects.count() == 2


def test_what_was_answered_can_be_asked_for_again(cast: Cast, clock: StillClock, enter: Enter) -> None:
    complaint = makers.investigated(cast)
    visitor = enter(complaint)
    does(visitor, "correct", point_chosen="1", words="四枚です")
    answer_petition(
        cast.actor("handler"),
        complaint,
        petition=Petition.objects.get(),
        granted=False,
        words="写真では三枚です。",
        now=clock.now + HOUR,
    )
    does(visitor, "correct", point_chosen="1", words="四枚です")
    assert list(Petition.objects.values_list("state", flat=True)) == ["declined", "open"]


def test_answer_stands_below_with_what_the_point_reads_now(
    cast: Cast, clock: StillClock, enter: Enter
) -> None:
    complaint = makers.investigated(cast)
    visitor = enter(complaint)
    before = complaint.allegations.get(number=1).text
    does(visitor, "correct", point_chosen="1", words="四枚です")
    answer_petition(
        cast.actor("handler"),
        complaint,
        petition=Petition.objects.get(),
        granted=True,
        words="ご指摘のとおりです。",
        text="皿が四枚割れていた",
        now=clock.now + HOUR,
    )
    page = visitor.go("/follow/")
    assert "皿が四枚割れていた" in page.main
    assert f"そのときの文： {before}" in page.main
    assert "お求めのとおりにいたしました。 ご指摘のとおりです。" in page.main
    assert "お話の要点を、ご指摘のとおり訂正しました。" in page.main


def test_points_stand_with_their_findings_once_decided(cast: Cast, enter: Enter) -> None:
    page = enter(decided(cast)).go("/follow/")
    assert "お話の要点" not in page.main
    assert "記録がありません。" in page.main


# ── help ──


def test_what_is_chosen_stands_on_the_complaint_in_the_words_of_the_house(cast: Cast, enter: Enter) -> None:
    complaint = makers.investigated(cast)
    seen = does(enter(complaint), "help", needs=["large_print", "paper"], words="")
    assert seen.status == 200
    assert "お知らせを紙で送ってほしい" in seen.main
    complaint.refresh_from_db()
    assert complaint.accommodation.splitlines()[-1] == "お知らせを紙で送ってほしい"
    row = Petition.objects.get()
    assert (row.kind, row.chosen["eases"], row.is_open) == ("help", ["large_print", "paper"], True)


def test_what_is_heeded_at_once_promises_nothing(cast: Cast, enter: Enter) -> None:
    seen = does(enter(makers.investigated(cast)), "help", needs=["large_print"])
    assert "これから、そのようにいたします。" in seen.main
    assert Petition.objects.get().due_at is None


def test_another_language_is_used_from_the_next_letter_on(cast: Cast, enter: Enter) -> None:
    complaint = makers.investigated(cast)
    does(enter(complaint), "help", language_wanted="en")
    complaint.refresh_from_db()
    assert complaint.language == "en"


def test_nothing_chosen_is_asked_for_once_more(cast: Cast, enter: Enter) -> None:
    visitor = enter(makers.investigated(cast))
    visitor.go("/follow/help/")
    seen = visitor.fill("answer")
    assert seen.status == 422
    assert seen.errors == ["どれかを選ぶか、希望されることをお書きください。"]
    assert not Petition.objects.exists()


@pytest.mark.parametrize(
    "typed",
    [
        {"needs": ["magic"]},
        {"language_wanted": "tlh"},
        {"language_wanted": "x" * 1000},
        {"words": "あ" * 10_001},
    ],
)
def test_what_is_not_offered_is_refused_with_everything_still_there(
    cast: Cast, enter: Enter, typed: dict[str, Any]
) -> None:
    visitor = enter(makers.investigated(cast))
    assert visitor.post("/follow/help/", {"language_wanted": "ja", **typed}).status == 422
    assert not Petition.objects.exists()


def test_page_in_another_language_keeps_what_was_chosen(cast: Cast, enter: Enter) -> None:
    visitor = enter(makers.investigated(cast))
    seen = visitor.post(
        "/follow/help/",
        {"needs": ["paper", "aloud"], "language_wanted": "en", "words": "午後に", "show_in": "en"},
    )
    form = seen.form("answer")
    assert seen.status == 200
    assert (form.values["needs"], form.value("words")) == (["paper", "aloud"], "午後に")
    assert not Petition.objects.exists()


# ── somebody who should not handle it ──


def test_handler_can_be_named_without_knowing_who_it_is(cast: Cast, enter: Enter) -> None:
    complaint = makers.investigated(cast)
    visitor = enter(complaint)
    asked = visitor.go("/follow/unwanted/")
    assert "ここに名前の挙がった者には見えません。" in asked.main
    seen = visitor.fill("answer", holder="on")
    assert (seen.path, seen.status) == ("/follow/", 200)
    assert "責任者が確かめます" in seen.main
    assert "いま担当している者" in seen.main
    assert "11月30日（月）までにお返事します。" in seen.main
    assert Petition.objects.get().hidden_from == [cast.handler.pk]


def test_nobody_named_is_asked_for_once_more(cast: Cast, enter: Enter) -> None:
    seen = does(enter(makers.investigated(cast)), "unwanted", words=" ")
    assert seen.status == 422
    assert seen.errors == ["誰のことかをお書きください。"]
    assert not Petition.objects.exists()


def test_same_person_named_twice_is_one(cast: Cast, enter: Enter) -> None:
    visitor = enter(makers.investigated(cast))
    for _ in range(2):
        visitor.post("/follow/unwanted/", {"words": "受田さん"})
    visitor.post("/follow/unwanted/", {"words": "受田さん", "holder": "on"})
    assert Petition.objects.count() == 2


@pytest.mark.parametrize("granted", [True, False])
def test_what_was_decided_stands_below_with_its_reason(
    cast: Cast, clock: StillClock, enter: Enter, granted: bool
) -> None:
    complaint = makers.investigated(cast)
    visitor = enter(complaint)
    does(visitor, "unwanted", words="電話に出た人")
    decide_bar(
        cast.actor("lead"),
        complaint,
        petition=Petition.objects.get(),
        granted=granted,
        barred=[cast.handler] if granted else [],
        words="担当についてのお返事です。",
        now=clock.now + HOUR,
    )
    page = visitor.go("/follow/")
    assert "担当についてのお返事です。" in page.main
    told = "このお申し出の担当から外れました。" if granted else "挙げられた者について判断しました。"
    assert told in page.main
    assert cast.handler.name not in page.html


# ── who has looked at this ──


def test_page_says_that_nobody_has_opened_it_yet(cast: Cast, enter: Enter) -> None:
    assert "まだ誰も開いていません。" in enter(makers.acknowledged(cast)).go("/follow/").main


def test_complaint_from_before_the_log_does_not_say_that_nobody_has_opened_it(
    cast: Cast, enter: Enter
) -> None:
    complaint = makers.acknowledged(cast)
    began = FRIDAY + timedelta(days=3)
    Organisation.objects.update(openings_since=began)
    visitor = enter(complaint)
    page = visitor.go("/follow/").main
    assert "まだ誰も開いていません。" not in page
    assert "11月23日（月）以降に開いた者はいません。" in page
    note_opening(cast.actor("handler"), complaint, on=began.date())
    assert "11月23日（月）からの回数です。" in visitor.go("/follow/").main
    Organisation.objects.update(openings_since=complaint.logged_at)
    assert "からの回数です。" not in visitor.go("/follow/").main


def test_roles_and_days_are_told_and_no_names(cast: Cast, enter: Enter) -> None:
    complaint = makers.acknowledged(cast)
    for role, days in (("handler", 3), ("lead", 1)):
        for day in range(days):
            note_opening(cast.actor(role), complaint, on=date(2026, 11, 18 + day))
    page = enter(complaint).go("/follow/")
    assert "担当者： 3日（最後は11月20日（金））" in page.main
    assert "責任者： 1日（最後は11月18日（水））" in page.main
    assert cast.handler.name not in page.html


def test_joined_complaint_counts_where_it_goes_on(cast: Cast, enter: Enter) -> None:
    one, other = makers.acknowledged(cast), makers.acknowledged(cast)
    for day in (18, 19, 20):
        note_opening(cast.actor("handler"), other, on=date(2026, 11, day))
    merge_complaint(cast.actor("handler"), one, to=other, same_person=True, now=FRIDAY + HOUR)
    # What was read of the other one before is not theirs.
    assert "担当者： 1日" in enter(one).go("/follow/").main


def test_everything_asked_for_stands_on_the_page_the_newest_first(cast: Cast, enter: Enter) -> None:
    complaint = makers.investigated(cast)
    visitor = enter(complaint)
    for number in range(3):
        does(visitor, "correct", point_chosen="1", words=f"違います {number}")
    page = visitor.go("/follow/").main
    assert [page.index(f"違います {number}") for number in (2, 1, 0)] == sorted(
        page.index(f"違います {number}") for number in range(3)
    )


# ── where it goes on ──


def test_joined_slip_asks_where_it_goes_on_and_shows_it(cast: Cast, clock: StillClock, enter: Enter) -> None:
    one, other = makers.investigated(cast), makers.acknowledged(cast)
    visitor = enter(one)
    does(visitor, "correct", point_chosen="1", words="四枚です")
    merge_complaint(cast.actor("lead"), one, to=other, same_person=True, now=clock.now)
    page = visitor.go("/follow/")
    assert "四枚です" in page.main
    for link in ("correct", "help", "unwanted"):
        assert f'href="/follow/{link}/' in page.html
    for _ in range(2):
        visitor.post("/follow/correct/", {"point_chosen": "2", "words": "五回です"})
    for _ in range(2):
        visitor.post("/follow/unwanted/", {"words": "電話に出た人", "holder": "on"})
    does(visitor, "help", words="手話通訳")
    assert set(Petition.objects.values_list("complaint", flat=True)) == {other.pk}
    assert sorted(Petition.objects.values_list("kind", flat=True)) == ["bar", "help", "summary", "summary"]
    seen = visitor.go("/follow/")
    for words in ("五回です", "電話に出た人", "手話通訳"):
        assert words in seen.main
