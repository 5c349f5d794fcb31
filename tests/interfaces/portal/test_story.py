"""The story so far: public events as sentences in the reader's language, and nothing that was not meant to be told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from kikitori.casework.answer import decline_proposal
from kikitori.casework.close import close_as_exhausted
from kikitori.casework.confirm import ask_if_solved, confirm_solved, confirm_unsolved, rate
from kikitori.casework.decide import FindingGiven, decide_complaint
from kikitori.casework.inquire import ask_complainant, record_answer
from kikitori.casework.promise import promise_call_back, replace_promise, write_down_call
from kikitori.casework.reopen import reopen_complaint
from kikitori.casework.withdraw import withdraw_complaint
from kikitori.casework.write import hear, reply
from kikitori.interfaces.portal.queries import File
from kikitori.interfaces.portal.story import TOLD, Line, story
from kikitori.interfaces.portal.telling import Teller
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.terms import EventKind
from kikitori.records.complaints.timeline import Event
from tests import makers
from tests.cast import Cast
from tests.makers import FRIDAY, complainant_of

DAY = timedelta(days=1)
#: Kinds that are about the house alone; the portal has no sentence for them.
TASKS = {f"task_{what}" for what in ("added", "finished", "taken_up", "reassigned", "rescheduled", "dropped")}
INSIDE = {"lift_asked", "redirect_asked", "redirect_refused", "report_written", "report_recorded", "no_report_asked", "no_report_decided", "reply_written", "reply_taken_back", "reply_stuck", "placed", *TASKS, "assessed", "noted", "escalated", "promise_missed", "date_set_aside", "letter_sent", "letter_failed", "letter_returned",
          "letter_replaced", "posting_taken_back", "receipt_issued",
          "remedies_finished", "clock_started", "clock_met", "clock_stopped", "clocks_recounted", "clock_turned",
          "escalation_acknowledged", "read_again", "contact_added", "linked", "unlinked", "mass_joined", "mass_left",
          "breach_joined", "breach_left", "action_tied",
          "causes_found", "guideline_chosen", "item_marked", "approval_asked", "approval_answered", "file_made",
          "sight_granted", "sight_ended", "unseal_asked", "unseal_refused",
          "inquiry_planned", "inquiry_line_ended", "evidence_taken", "custody_noted", "fact_noted"}  # fmt: skip


def told(complaint: Complaint, language: str = "ja", now: Any = FRIDAY + DAY) -> list[Line]:
    complaint.refresh_from_db()
    teller = Teller(language, ZoneInfo("Asia/Tokyo"), now)
    with translation.override(language):
        return story(File(complainant_of(complaint), complaint), teller)


def sentences(complaint: Complaint, language: str = "ja", **options: Any) -> list[str]:
    return [line.sentence for line in told(complaint, language, **options) if not line.ahead]


def test_every_kind_is_told_or_is_meant_to_stay_inside() -> None:
    assert {kind.value for kind in EventKind} == set(TOLD) | INSIDE
    assert not set(TOLD) & INSIDE


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("kind", sorted(TOLD))
def test_sentence_stands_without_any_value(kind: str, language: str) -> None:
    """An event of an older version, or with values missing, is still told and never breaks the page."""
    with translation.override(language):
        # That a bar stays is told to nobody outside; what is told is that it was lifted.
        data = {"granted": True} if kind == "lift_decided" else {}
        sentence = TOLD[kind](Event(kind=kind, data=data), Teller(language, ZoneInfo("Asia/Tokyo"), FRIDAY))
    assert sentence
    assert "%(" not in sentence
    assert "None" not in sentence


@pytest.mark.django_db
class TestStory:
    """Told of complaints that the real verbs have led along."""

    def test_way_to_a_proposal_in_both_languages(self, cast: Cast) -> None:
        complaint = makers.proposed(cast)
        assert sentences(complaint) == [
            "お電話でお申し出をうかがいました。",
            "受け付けたことをお知らせし、最初のご回答を11月30日（月）まで、結論を12月21日（月）までにお伝えすると約束しました。",
            "担当者が決まりました。",
            "何があったのかを、調べ始めました。",
            "解決の案をお送りしました。お返事は12月4日（金）までお待ちします。",
        ]
        assert sentences(complaint, "en")[1] == (
            "We confirmed that we have it, and promised a first answer by Monday 30 November "
            "and a decision by Monday 21 December."
        )

    def test_way_to_a_solution(self, cast: Cast) -> None:
        complaint = makers.confirming(cast)
        ask_if_solved(cast.actor("handler"), complaint, now=FRIDAY + DAY)
        confirm_solved(complainant_of(complaint), complaint, now=FRIDAY + 2 * DAY, rating=5)
        assert sentences(complaint, now=FRIDAY + 3 * DAY)[-6:] == [
            "案をお受けになりました。すべてを11月27日（金）までに行います。",
            "お約束したこと（交換）を行いました。",
            "お約束したこと（謝罪）を行いました。",
            "解決したかどうかを、うかがいました。",
            "解決したとのお知らせをいただきました。",
            "解決したものとして終了しました。いつでも再開できます。",
        ]

    @pytest.mark.parametrize(
        ("channel", "words"),
        [("phone", "お電話で"), ("web", "このサイトから"), ("email", "メールで"), ("post", "書面で"), ("fax", "書面で"),
         ("in_person", "窓口で"), ("sns", "お申し出をいただきました"), ("survey", "お申し出をいただきました")],
    )  # fmt: skip
    def test_beginning_says_by_which_road_it_came(self, cast: Cast, channel: str, words: str) -> None:
        complaint = makers.received(cast, channel=channel).complaint
        assert words in sentences(complaint)[0]

    def test_question_and_answer(self, cast: Cast) -> None:
        complaint = makers.investigated(cast)
        inquiry = ask_complainant(cast.actor("handler"), complaint, question="番号は？", answer_by=date(2026, 11, 27),
                                  now=FRIDAY + timedelta(hours=1))  # fmt: skip
        record_answer(cast.actor("handler"), complaint, inquiry=inquiry, answer="七番です",
                      now=FRIDAY + timedelta(hours=2))  # fmt: skip
        assert sentences(complaint)[-2:] == [
            "おたずねをお送りしました。11月27日（金）までにお返事をいただけると助かります。",
            "お答えを書きとめました。",
        ]

    def test_words_by_phone_and_by_this_site(self, cast: Cast) -> None:
        complaint = makers.investigated(cast)
        hear(
            cast.actor("handler"),
            complaint,
            body="急いでほしい",
            channel="phone",
            now=FRIDAY + timedelta(hours=1),
        )
        hear(complainant_of(complaint), complaint, body="写真があります", now=FRIDAY + timedelta(hours=2))
        reply(cast.actor("handler"), complaint, body="承りました", now=FRIDAY + timedelta(hours=3))
        assert sentences(complaint)[-3:] == [
            "お電話でお話をうかがいました。", "お知らせをいただきました。", "お返事をお送りしました。"
        ]  # fmt: skip

    def test_calls_are_told_with_their_hour_and_without_what_was_noted(self, cast: Cast) -> None:
        complaint = makers.investigated(cast)
        promise_call_back(cast.actor("handler"), complaint, at=FRIDAY + timedelta(hours=19), note="機嫌が悪い",
                          now=FRIDAY + timedelta(hours=1))  # fmt: skip
        write_down_call(
            cast.actor("handler"), complaint, body="怒鳴っていた", now=FRIDAY + timedelta(hours=19)
        )
        assert sentences(complaint)[-2:] == [
            "11月21日（土）11:40にお電話すると約束しました。", "お電話でお話ししました。"
        ]  # fmt: skip
        assert "怒鳴" not in str(told(complaint))
        assert "機嫌" not in str(told(complaint))

    def test_changed_date_is_told_with_both_days_and_the_reason_that_was_given(self, cast: Cast) -> None:
        complaint = makers.acknowledged(cast)
        replace_promise(cast.actor("handler"), complaint, promise=complaint.promises.get(kind="progress"),
                        to=date(2026, 12, 3), reason="配送会社の返事を待っています", now=FRIDAY + timedelta(hours=1))  # fmt: skip
        assert sentences(complaint)[-1] == (
            "期日の変更をお知らせしました（11月30日（月）から12月3日（木）へ）。理由: 配送会社の返事を待っています"
        )

    def test_refusal_decision_and_exhaustion(self, cast: Cast) -> None:
        complaint = makers.proposed(cast)
        decline_proposal(
            complainant_of(complaint), complaint, words="足りない", now=FRIDAY + timedelta(hours=2)
        )
        decide_complaint(
            cast.actor("lead"), complaint, now=FRIDAY + timedelta(hours=3),
            findings={n: FindingGiven(outcome="not_upheld", reasons="x") for n in (1, 2)},
        )  # fmt: skip
        close_as_exhausted(
            cast.actor("lead"), complaint, reason="内輪の理由", now=FRIDAY + timedelta(hours=4)
        )
        assert sentences(complaint)[-3:] == [
            "案をお受けになりませんでした。続けて対応しています。",
            "ご指摘の一つひとつについて結論を出し、理由とともにお送りしました。",
            "こちらでできることが尽きたため、終了しました。ほかの相談先は、お送りした通知に書いてあります。",
        ]
        assert "内輪" not in str(told(complaint))

    def test_withdrawing_and_coming_back_show_ones_own_reasons(self, cast: Cast) -> None:
        complaint = makers.investigated(cast)
        withdraw_complaint(complainant_of(complaint), complaint, reason="もう疲れました", now=FRIDAY + DAY)
        reopen_complaint(complainant_of(complaint), complaint, reason="また割れました", now=FRIDAY + 2 * DAY)
        lines = told(complaint, now=FRIDAY + 2 * DAY)
        assert [line.words for line in lines if line.words] == ["もう疲れました", "また割れました"]

    def test_reasons_that_staff_wrote_stay_inside(self, cast: Cast) -> None:
        complaint = makers.investigated(cast)
        withdraw_complaint(
            cast.actor("handler"), complaint, reason="しつこい方", how="電話で", now=FRIDAY + DAY
        )
        reopen_complaint(cast.actor("handler"), complaint, reason="また来た", now=FRIDAY + 2 * DAY)
        assert "しつこい" not in str(told(complaint))
        assert "また来た" not in str(told(complaint))

    def test_not_solved_and_rated(self, cast: Cast) -> None:
        complaint = makers.confirming(cast)
        rate(complainant_of(complaint), complaint, rating=2, now=FRIDAY + DAY)
        confirm_unsolved(complainant_of(complaint), complaint, now=FRIDAY + DAY)
        assert sentences(complaint)[-2:] == [
            "対応の評価をいただきました。ありがとうございます。",
            "まだ解決していないとのお知らせをいただきました。続けて対応しています。",
        ]

    def test_newest_line_is_marked_and_only_that(self, cast: Cast) -> None:
        lines = told(makers.proposed(cast))
        assert [line.current for line in lines if not line.ahead] == [False] * 4 + [True]

    def test_lines_stand_in_the_order_of_time_with_what_comes_at_the_end(self, cast: Cast) -> None:
        lines = told(makers.investigated(cast))
        ahead = [line for line in lines if line.ahead]
        assert lines[-len(ahead) :] == ahead
        assert [line.day for line in ahead] == ["11月30日（月）", "12月21日（月）"]
        assert [line.sentence for line in ahead] == [
            "最初のご回答をいたします。", "ご指摘の一つひとつについて、結論とその理由をお知らせします。"
        ]  # fmt: skip
        assert [line.at for line in lines] == sorted(line.at for line in lines)

    def test_news_after_the_first_answer_are_not_called_the_first_answer(self, cast: Cast) -> None:
        complaint = makers.investigated(cast)
        reply(cast.actor("handler"), complaint, body="経過です", now=FRIDAY + timedelta(hours=3))
        assert "経過をお知らせします。" in [line.sentence for line in told(complaint) if line.ahead]

    def test_day_that_has_passed_is_not_still_to_come(self, cast: Cast) -> None:
        lines = told(makers.acknowledged(cast), now=FRIDAY + 12 * DAY)
        assert [line.day for line in lines if line.ahead] == ["12月21日（月）"]

    def test_internal_events_are_not_told_even_if_a_kind_had_a_sentence(self, cast: Cast) -> None:
        complaint = makers.acknowledged(cast)
        before = sentences(complaint)
        Event.objects.create(complaint=complaint, kind="replied", at=FRIDAY, actor_kind="staff",
                             visibility="internal", data={})  # fmt: skip
        assert sentences(complaint) == before

    def test_line_is_a_value_that_can_be_compared(self) -> None:
        line = Line(FRIDAY, "x")
        assert replace(line, current=True) != line


def words_of(complaint: Complaint) -> dict[str, str]:
    """Sentence → the person's own words below it, where there are any."""
    return {line.sentence: line.words for line in told(complaint) if line.words}


def test_what_they_said_on_the_result_stands_on_their_own_page(cast: Cast) -> None:
    complaint = makers.confirming(cast)
    person = complainant_of(complaint)
    confirm_unsolved(person, complaint, comment="まだ一枚足りません。", now=FRIDAY)
    assert list(words_of(complaint).values()) == ["まだ一枚足りません。"]


def test_each_word_on_the_result_stands_with_its_own_sentence(cast: Cast) -> None:
    complaint = makers.confirming(cast)
    person = complainant_of(complaint)
    confirm_solved(person, complaint, rating=2, comment="遅い！！\n<b>でも</b>守った。", now=FRIDAY)
    rate(person, complaint, rating=3, comment="考え直しました。", now=FRIDAY)
    assert list(words_of(complaint).values()) == ["遅い！！\n<b>でも</b>守った。", "考え直しました。"]


def test_words_written_down_for_them_stand_there_as_well(cast: Cast) -> None:
    complaint = makers.confirming(cast)
    confirm_solved(cast.actor("handler"), complaint, comment="暖かいです。", how="葉書", now=FRIDAY)
    assert list(words_of(complaint).values()) == ["暖かいです。"]


def test_answer_without_words_is_a_sentence_alone(cast: Cast) -> None:
    complaint = makers.confirming(cast)
    confirm_solved(complainant_of(complaint), complaint, rating=5, now=FRIDAY)
    assert words_of(complaint) == {}


def test_verdict_that_is_gone_leaves_its_sentence(cast: Cast) -> None:
    complaint = makers.confirming(cast)
    confirm_unsolved(complainant_of(complaint), complaint, comment="まだです。", now=FRIDAY)
    before = sentences(complaint)
    complaint.verdicts.all().delete()
    assert (sentences(complaint), words_of(complaint)) == (before, {})
