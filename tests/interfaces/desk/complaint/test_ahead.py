"""What comes next: one sentence by state and facts, one or two steps, and a menu of nothing but what is possible."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone, translation

from kikitori.casework.assess import assess_complaint
from kikitori.casework.promise import promise_call_back
from kikitori.interfaces.desk.complaint.ahead import Ahead, ahead_of
from kikitori.interfaces.desk.complaint.situation import _BY_STATE
from kikitori.interfaces.desk.complaint.steps.table import STEPS, WORD_OF
from kikitori.records.complaints.lifecycle import CLOSED, GONE, State, Step
from kikitori.records.complaints.models import Complaint
from tests.cast import Cast
from tests.interfaces.desk.arranged import call_promised, missed, words_of
from tests.interfaces.desk.complaint import bench
from tests.interfaces.desk.complaint.bench import at, see, standing
from tests.interfaces.desk.conftest import BrowserOf


def ahead(
    complaint: Complaint,
    cast: Cast,
    role: str = "handler",
    *,
    later: timedelta = timedelta(),
    language: str = "ja",
) -> Ahead:
    """What comes next for somebody, now or later."""
    with translation.override(language):
        found = ahead_of(standing(complaint, cast, role, later=later))
        return Ahead(
            str(found.why), found.first, found.groups, [str(each) for each in found.barred],
            found.may_write, found.may_note, found.may_take,
        )  # fmt: skip


def steps(found: Ahead) -> list[Step]:
    """The one or two that come next."""
    return [offered.step for offered in found.first]


def every(found: Ahead) -> set[Step]:
    """All that is offered."""
    return {offered.step for offered in found.first} | {
        each.step for _name, group in found.groups for each in group
    }


NEXT: dict[str, tuple[bench.Made, str, list[Step]]] = {
    "received": (bench.received, "受付通知をまだ送っていません。", [Step.ACKNOWLEDGE, Step.ASSESS]),
    "acknowledged": (bench.acknowledged, "重大度と申出事項がまだ決まっていません。", [Step.ASSESS, Step.ASSIGN]),
    "assessed": (bench.assessed, "初期評価は済み、担当がいません。", [Step.INVESTIGATE, Step.ASSIGN]),
    "investigated": (bench.investigated, "必要なことが分かったら", [Step.PROPOSE, Step.DECIDE]),
    "asked": (bench.asked, "申出者に質問しています（回答の希望日", [Step.HEAR, Step.ASK_COMPLAINANT]),
    "third party asked": (bench.third_party_asked, "第三者に照会しています（回答の希望日", [Step.RECORD_ANSWER, Step.REPLY]),
    "proposed": (bench.proposed, "申出者が解決案を検討しています", [Step.ACCEPT, Step.DECLINE]),
    "remedying": (bench.remedying, "までの約束: 皿三枚の交換", [Step.REMEDY, Step.REPLY]),
    "decided": (bench.decided, "解決したかを尋ねる約束があります", [Step.ASK_SOLVED, Step.CONFIRM_SOLVED]),
    "confirming": (bench.confirming, "解決したかを尋ねる約束があります", [Step.ASK_SOLVED, Step.CONFIRM_SOLVED]),
    "solution asked": (bench.solution_asked, "解決したかを尋ねています。回答がなければ",
                       [Step.CONFIRM_SOLVED, Step.CONFIRM_UNSOLVED]),
    "closed": (bench.closed, "この苦情は終了しています。", []),
    "withdrawn": (bench.withdrawn, "この苦情は終了しています。", []),
}  # fmt: skip


@pytest.mark.parametrize("case", NEXT)
def test_next_step_follows_from_where_it_stands(cast: Cast, case: str) -> None:
    maker, why, wanted = NEXT[case]
    complaint = maker(cast)
    found = ahead(complaint, cast)
    assert why in found.why
    assert steps(found) == wanted
    english = ahead(complaint, cast, language="en")
    assert english.why != found.why
    assert not re.search("[ぁ-ゖ]", english.why.replace("皿三枚の交換", ""))


@pytest.mark.parametrize("state", bench.IN_STATE)
def test_nothing_is_offered_that_would_be_refused(cast: Cast, browser_of: BrowserOf, state: str) -> None:
    """Through the door; what is offered to whom is test_needs.py's, on paper."""
    complaint, lead = bench.IN_STATE[state](cast), browser_of("lead")
    for step in every(ahead(complaint, cast, "lead")):
        assert see(lead, complaint, WORD_OF[step]).status_code == 200, step


def test_every_open_state_has_its_sentence() -> None:
    assert set(_BY_STATE) == set(State) - CLOSED - GONE


def test_urgent_complaint_is_assessed_before_anything_else(cast: Cast) -> None:
    complaint = bench.received(cast, story="加湿器から煙が出て、やけどをしました。")
    found = ahead(complaint, cast)
    assert steps(found) == [Step.ASSESS, Step.ACKNOWLEDGE]
    assert "危険があるかもしれません" in found.why


def test_assessed_without_points_goes_back_to_the_assessment(cast: Cast) -> None:
    complaint = bench.investigated(cast)
    assess_complaint(cast.actor("handler"), complaint, severity="S3", subject="delivery", safety={}, allegations=[],
                     now=timezone.now())  # fmt: skip
    found = ahead(complaint, cast)
    assert steps(found) == [Step.ASSESS, Step.REPLY]
    assert Step.DECIDE not in every(found)


def test_call_promised_soon_comes_before_everything(cast: Cast) -> None:
    complaint = bench.proposed(cast)
    call_promised(cast, complaint, due=timedelta(hours=5))
    found = ahead(complaint, cast)
    assert steps(found) == [Step.CALL_BACK, Step.REPLACE_PROMISE]
    assert "折り返し電話を約束しています" in found.why


def test_call_promised_for_next_week_can_wait(cast: Cast) -> None:
    complaint = bench.proposed(cast)
    now = timezone.now()
    promise_call_back(cast.actor("handler"), complaint, at=now + timedelta(days=9), now=now)
    assert steps(ahead(complaint, cast)) == [Step.ACCEPT, Step.DECLINE]


def test_news_promised_soon_come_before_the_decision(cast: Cast) -> None:
    complaint = bench.investigated(cast)
    due_at = complaint.promises.get(kind="progress").due_at
    found = ahead(complaint, cast, later=due_at - timezone.now() - timedelta(hours=3))
    assert steps(found) == [Step.REPLY, Step.PROPOSE]
    assert "経過のご連絡を約束しています" in found.why


def test_date_that_has_passed_is_said_first_and_another_can_be_told(cast: Cast) -> None:
    complaint = bench.proposed(cast)
    due_at = complaint.promises.get(kind="decision").due_at
    found = ahead(complaint, cast, later=due_at - timezone.now() + timedelta(hours=3))
    assert found.why.startswith("「結論のお知らせ」の約束の期日を過ぎています")
    assert Step.REPLACE_PROMISE in steps(found)


def test_question_answered_late_is_asked_by_another_road(cast: Cast) -> None:
    for maker, words in (
        (bench.asked, "申出者の回答の希望日"),
        (bench.third_party_asked, "第三者の回答の希望日"),
    ):
        found = ahead(maker(cast), cast, later=timedelta(days=6))
        assert words in found.why
        assert "を過ぎました" in found.why


def test_offer_nobody_answered_is_asked_about_or_decided(cast: Cast) -> None:
    found = ahead(bench.proposed(cast), cast, later=timedelta(days=15))
    assert "解決案の回答の期日" in found.why
    assert Step.REPLY in steps(found)


def test_silence_long_enough_offers_to_close(cast: Cast) -> None:
    found = ahead(bench.solution_asked(cast), cast, later=timedelta(days=15))
    assert steps(found) == [Step.CLOSE_ACCEPTED, Step.CONFIRM_SOLVED]
    assert "確認できずで終了できます" in found.why


def test_word_after_the_question_ends_the_silence(client: Client, cast: Cast) -> None:
    complaint = bench.solution_asked(cast)
    bench.send(client, complaint, "hear", body="まだ確かめています。", channel="phone")
    found = ahead(complaint, cast, later=timedelta(days=30))
    assert Step.CLOSE_ACCEPTED not in every(found)
    assert Step.ASK_SOLVED in every(found)


def test_something_owed_offers_neither_question_nor_end(cast: Cast) -> None:
    complaint = bench.remedying(cast)
    offered = every(ahead(complaint, cast, "lead"))
    assert not offered & {Step.ASK_SOLVED, Step.CLOSE_ACCEPTED, Step.CLOSE_EXHAUSTED, Step.FINISH_REMEDIES}


def test_grave_complaint_offers_the_handler_no_decision_and_says_who(cast: Cast) -> None:
    complaint = bench.investigated(cast, severity="S1")
    found = ahead(complaint, cast)
    assert Step.DECIDE not in every(found)
    assert "重大な苦情（S1・S2）は責任者が決定します。" in found.barred
    lead = ahead(complaint, cast, "lead")
    assert Step.DECIDE in every(lead)
    assert lead.barred == []


def test_ending_without_agreement_is_named_as_the_leads(cast: Cast) -> None:
    found = ahead(bench.decided(cast), cast)
    assert found.barred == ["「手続尽了で終了する」を行えるのは責任者です。"]


def test_auditor_is_told_once_that_others_take_the_steps(cast: Cast) -> None:
    found = ahead(bench.investigated(cast), cast, "auditor")
    assert (found.first, found.groups, len(found.barred)) == ([], [], 1)
    assert (found.may_write, found.may_note, found.may_take) == (False, False, False)


@pytest.mark.parametrize("state", sorted(GONE))
def test_complaint_handled_elsewhere_takes_notes_alone(client: Client, cast: Cast, state: State) -> None:
    complaint = bench.received(cast)
    Complaint.objects.filter(pk=complaint.pk).update(state=state.value)
    found = ahead(complaint, cast)
    why, first = {
        State.MERGED: ("別の苦情に統合されています", [Step.SEPARATE]),
        State.REDIRECTED: ("申出者には案内先をお知らせしました。", []),
    }.get(state, ("別のところで扱われています", []))
    assert why in found.why
    assert [each.step for each in found.first] == first
    # Whoever was told where to go may still write, and is answered; so are those in the vault.
    assert (found.may_write, found.may_note) == (state is not State.MERGED, True)
    page = see(client, complaint)
    # Where letters are written, notes are written in the same place.
    assert found.may_write or f'href="{at(complaint, "note")}"' in page.content.decode()
    assert bench.send(client, complaint, "note", body="引き継ぎ先に電話済み").status_code == 303


@pytest.mark.parametrize("state", [State.REVIEW2, State.EXTERNAL])
def test_second_stage_and_external_body_have_their_way_on(cast: Cast, state: State) -> None:
    complaint = bench.investigated(cast)
    Complaint.objects.filter(pk=complaint.pk).update(state=state.value)
    found = ahead(complaint, cast, "lead")
    assert Step.CLOSE_EXHAUSTED in steps(found)


def test_menu_leads_to_the_pages_of_the_steps(client: Client, cast: Cast) -> None:
    complaint = bench.investigated(cast)
    page = see(client, complaint)
    for step in every(ahead(complaint, cast)):
        assert f'href="{at(complaint, WORD_OF[step])}"' in page.content.decode()
    for name in ("話す・尋ねる", "対応を進める", "上申・終了・再開", "控えを再発行する"):
        assert name in words_of(page)


def test_missed_promise_that_was_replaced_is_no_longer_pressing(cast: Cast, client: Client) -> None:
    complaint = bench.investigated(cast)
    promise = missed(call_promised(cast, complaint, due=-timedelta(hours=3)))
    typed = {"promise": promise.pk, "to": bench.in_days(9), "reason": "担当が休みのため。"}
    assert bench.send(client, complaint, "new-date", **typed).status_code == 303
    assert steps(ahead(complaint, cast)) == [Step.PROPOSE, Step.DECIDE]


def test_every_step_of_the_table_has_one_word_and_its_own_step() -> None:
    assert len(WORD_OF) == len(STEPS)
    for word, form in STEPS.items():
        assert WORD_OF[form.step] == word
        for said in (form.title, form.verb, form.done):
            with translation.override("ja"):
                assert str(said)
