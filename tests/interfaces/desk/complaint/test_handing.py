"""A hand-over on the pages: offered with the assignment, at the top of the case, told on the timeline."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override

from kikitori.casework.assign import assign_complaint
from kikitori.casework.drafts import Page, save_draft
from kikitori.casework.hand_over import hand_over_complaint
from kikitori.casework.tasks import add_task
from kikitori.interfaces.desk.complaint.handing_words import facts_told
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Complaint
from kikitori.records.letters.drafts import Draft
from kikitori.records.together.hand_overs import HandOver
from tests import makers
from tests.cast import Cast
from tests.interfaces.desk.arranged import restricted, taken_in, words_of
from tests.interfaces.desk.conftest import BrowserOf

JAPAN = ZoneInfo("Asia/Tokyo")
NOW = datetime(2026, 11, 20, 16, 40, tzinfo=JAPAN)
TUESDAY = datetime(2026, 11, 24, 17, 0, tzinfo=JAPAN).isoformat()
FACTS = {
    "promises": [{"kind": "call_back", "due_at": TUESDAY, "note": "配送の件"}],
    "tasks": [{"title": "写真の確認", "due_at": TUESDAY, "whose": 1}],
    "questions": 1,
    "told_at": datetime(2026, 11, 19, 9, 30, tzinfo=JAPAN).isoformat(),
    "heard_at": datetime(2026, 11, 20, 9, 5, tzinfo=JAPAN).isoformat(),
    "unanswered": 1,
    "waiting": [TUESDAY],
    "drafts": 2,
    "conversations": 1,
}


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        (
            "ja",
            [
                "約束: 折り返し電話（11月24日（火）17:00）",
                "やること: 写真の確認（11月24日（火）17:00）",
                "申出者への最後の返信: 昨日 09:30",
                "申出者からの最後の連絡: 今日 09:05。まだお返事していません。",
                "送信待ちの返信: 11月24日（火）17:00",
                "回答を待っている質問が1件あります。",
                "送っていない下書きが2件あります。",
                "終わっていない聞き取りが1件あります。",
            ],
        ),
        (
            "en",
            [
                "Promised: Call back, Tue 24 Nov 17:00",
                "Still to be done: 写真の確認, Tue 24 Nov 17:00",
                "We last wrote to the complainant: yesterday 09:30",
                "The complainant last wrote: today 09:05. That has not been answered.",
                "A reply waits to be sent: Tue 24 Nov 17:00",
                "1 question waits for an answer.",
                "2 drafts are not sent.",
                "1 conversation is not finished.",
            ],
        ),
    ],
)
def test_every_fact_is_a_line_in_both_languages(language: str, lines: list[str]) -> None:
    with override(language), timezone.override(JAPAN):
        assert facts_told(FACTS, NOW) == lines


@pytest.mark.parametrize(
    ("facts", "lines"),
    [
        ({}, ["申出者への返信は、まだありません。"]),
        ({"told_at": TUESDAY}, ["申出者への最後の返信: 11月24日（火）17:00"]),
        (
            {"told_at": TUESDAY, "heard_at": TUESDAY},
            ["申出者への最後の返信: 11月24日（火）17:00", "申出者からの最後の連絡: 11月24日（火）17:00"],
        ),
    ],
)
def test_what_there_is_none_of_is_not_told(facts: dict[str, Any], lines: list[str]) -> None:
    with override("ja"), timezone.override(JAPAN):
        assert facts_told(facts, NOW) == lines


def theirs(cast: Cast) -> Complaint:
    """In the handler's hands."""
    return taken_in(cast, maker=makers.investigated)


def address(complaint: Complaint, more: str = "") -> str:
    return f"/desk/complaints/{complaint.reference}/{more}"


def handed(cast: Cast, complaint: Complaint, words: str = "") -> HandOver:
    return hand_over_complaint(
        cast.actor("handler"), complaint, to=cast.colleague, words=words, now=timezone.now()
    )


def test_assigning_on_offers_what_goes_along(client: Client, cast: Cast) -> None:
    complaint = theirs(cast)
    add_task(
        cast.actor("handler"),
        complaint,
        title="写真の確認",
        to=cast.handler,
        by=timezone.now() + timedelta(days=2),
        now=timezone.now(),
    )
    page = client.get(address(complaint, "assign/"))
    assert "やること: 写真の確認（" in words_of(page)
    assert 'name="hand_over" id="id_hand_over" checked' in page.content.decode()
    assert "with_drafts" not in page.content.decode()


def test_complaint_in_nobodys_hands_is_only_assigned(client: Client, cast: Cast) -> None:
    page = client.get(address(taken_in(cast), "assign/")).content.decode()
    assert "hand_over" not in page


def test_it_is_handed_over_read_and_told(client: Client, browser_of: BrowserOf, cast: Cast) -> None:
    complaint = theirs(cast)
    save_draft(
        cast.actor("handler"),
        complaint,
        form=Step.REPLY,
        text="書きかけ",
        page=Page(makers.token()),
        now=timezone.now(),
    )
    assert "with_drafts" in client.get(address(complaint, "assign/")).content.decode()
    answer = client.post(
        address(complaint, "assign/"),
        {
            "to": cast.colleague.pk,
            "reason": "異動のため",
            "hand_over": "on",
            "words": "返金は断られています。",
            "with_drafts": "on",
        },
    )
    assert answer.status_code == 303
    assert Draft.objects.get().staff == cast.colleague
    colleague = browser_of("colleague")
    assert "受田 ひかりさんから引き継がれました" in words_of(colleague.get("/desk/notices/"))
    page = words_of(colleague.get(address(complaint)))
    assert "受田 ひかりさんからの引き継ぎ" in page
    assert "返金は断られています。" in page
    assert "異動のため" in page
    assert "次の担当者は、まだ「読みました」と答えていません。" in page
    row = HandOver.objects.get()
    assert colleague.get(address(complaint, f"hand-overs/{row.pk}/")).status_code == 405
    assert colleague.post(address(complaint, f"hand-overs/{row.pk}/")).status_code == 303
    after = words_of(colleague.get(address(complaint)))
    assert "受田 ひかりさんからの引き継ぎ" not in after
    assert "次の担当者が確認: 今日" in after


def test_without_the_tick_it_is_assigned_with_its_reason(client: Client, cast: Cast) -> None:
    complaint = theirs(cast)
    client.post(
        address(complaint, "assign/"), {"to": cast.colleague.pk, "reason": "休みのため", "words": "x"}
    )
    complaint.refresh_from_db()
    assert complaint.assignee == cast.colleague
    assert not HandOver.objects.exists()
    assert "休みのため" in words_of(client.get(address(complaint)))


def test_only_the_receiver_sees_it_at_the_top(browser_of: BrowserOf, cast: Cast) -> None:
    complaint = theirs(cast)
    row = handed(cast, complaint, "配送会社と話しています。")
    for role in ("handler", "lead", "auditor"):
        assert "読みました</button>" not in browser_of(role).get(address(complaint)).content.decode()
    for role, status in (("handler", 404), ("lead", 404), ("auditor", 403)):
        found = browser_of(role).post(address(complaint, f"hand-overs/{row.pk}/"))
        assert found.status_code == status
    row.refresh_from_db()
    assert row.read_at is None


def test_complainants_page_says_nothing_of_it(client: Client, cast: Cast) -> None:
    complaint = theirs(cast)
    handed(cast, complaint, "気をつけてください。")
    page = words_of(client.get(address(complaint, "as-seen/")))
    assert "気をつけて" not in page
    assert "隣野" not in page


def test_lead_who_hands_over_for_somebody_is_named_with_them(browser_of: BrowserOf, cast: Cast) -> None:
    complaint = theirs(cast)
    hand_over_complaint(cast.actor("lead"), complaint, to=cast.colleague, now=timezone.now())
    page = words_of(browser_of("colleague").get(address(complaint)))
    assert "責田 みさきさんからの引き継ぎ" in page
    assert "それまでの担当は受田 ひかりさんでした。" in page


@pytest.mark.parametrize("method", ["get", "post"])
def test_what_is_unseen_is_not_there(client: Client, cast: Cast, method: str) -> None:
    hidden = restricted(cast)
    assert getattr(client, method)(address(hidden, "hand-overs/1/")).status_code == 404


def test_looking_costs_one_question_and_only_whoever_has_it(browser_of: BrowserOf, cast: Cast) -> None:
    complaint = taken_in(cast, maker=makers.assessed)
    lead = browser_of("lead")

    def asked() -> int:
        lead.get(address(complaint))
        with CaptureQueriesContext(connection) as heard:
            assert lead.get(address(complaint)).status_code == 200
        return sum("records_handover" in each["sql"] for each in heard)

    assert asked() == 0
    assign_complaint(cast.actor("lead"), complaint, to=cast.lead, now=timezone.now())
    assert asked() == 1
