"""What stands in the way: the state (409), the role (403), the facts (409), sight (404); what was typed stays."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import resolve
from django.utils import timezone

from kikitori.casework.plan_inquiry import LineGiven, plan_inquiry
from kikitori.interfaces.desk.complaint.agreement import agreement_of
from kikitori.interfaces.desk.complaint.steps.table import STEPS
from kikitori.records.access.permissions import NEEDED, OF_ROLE, Permission
from kikitori.records.complaints.lifecycle import State, is_possible
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.models import Organisation, Staff
from kikitori.records.people.terms import Role
from tests.cast import Cast
from tests.interfaces.desk.arranged import restricted, words_of
from tests.interfaces.desk.complaint import bench
from tests.interfaces.desk.complaint.bench import at, fresh, kinds, see, send
from tests.interfaces.desk.conftest import BrowserOf

#: Something to type into every form, whatever its fields are called.
TYPED = {
    "echo": "打った言葉", "note": "打った言葉", "reason": "打った言葉", "question": "打った言葉", "answer": "打った言葉",
    "body": "打った言葉", "text": "打った言葉", "words": "打った言葉", "comment": "打った言葉",
    "title_line": "打った言葉", "what": "打った言葉", "how": "打った言葉", "cause_1_0_evidence": "打った言葉",
    "purpose": "打った言葉", "authority": "打った言葉", "line_0_what": "打った言葉", "came_out": "打った言葉",
}  # fmt: skip
#: Forms without a text to lose.
WORDLESS = {
    "take-back",
    "reply-time",
    "investigate",
    "finish",
    "ask-solved",
    "no-promise",
    "review",
    "task-done",
    "task-again",
    "task-to",
    # Nothing is written here: yes to what somebody else has written, and a letter that is the same for all.
    "redirect",
    "unseal",
    "ask-again",
    # Without a deadline towards an authority there is no form of theirs.
    "write-report",
    # Before there are points there are no rows to type into.
    "causes",
}


def untouched(complaint: Complaint) -> tuple[object, ...]:
    """What must not have changed."""
    row = fresh(complaint)
    return (row.version, row.state, kinds(complaint), complaint.letters.count())


@pytest.mark.parametrize(
    "state", ["received", "investigating", "proposal", "confirming", "closed_accepted", "withdrawn"]
)
def test_step_the_state_does_not_allow_is_a_conflict_that_keeps_the_words(
    cast: Cast, browser_of: BrowserOf, state: str
) -> None:
    complaint = bench.IN_STATE[state](cast)
    lead = browser_of("lead")
    before = untouched(complaint)
    barred = [word for word, form in STEPS.items() if not is_possible(State(state), form.step)]
    assert barred
    for word in barred:
        assert see(lead, complaint, word).status_code == 409, word
        answer = send(lead, complaint, word, **TYPED)
        assert answer.status_code == 409, word
        assert "はできません。" in words_of(answer)
        assert "まだ何も送られていません。" in words_of(answer) or word in WORDLESS | {"assign"}, word
        assert ("打った言葉" in words_of(answer)) or word in WORDLESS, word
    assert untouched(complaint) == before


def test_auditor_may_take_no_step_and_loses_no_word(cast: Cast, browser_of: BrowserOf) -> None:
    complaint = bench.investigated(cast)
    before = untouched(complaint)
    auditor = browser_of("auditor")
    for word, form in STEPS.items():
        # In the vault they may, where they were let in; this complaint is not there.
        status = 409 if NEEDED[form.step] is Permission.KEEP_SEAL else 403
        shown = see(auditor, complaint, word)
        assert shown.status_code == status, word
        assert ("を行えるのは" in words_of(shown)) is (status == 403), word
        answer = send(auditor, complaint, word, **TYPED)
        assert answer.status_code == status, word
        assert ("打った言葉" in words_of(answer)) or word in WORDLESS, word
    assert untouched(complaint) == before


@pytest.mark.parametrize("role", ["handler", "lead", "auditor", "administrator"])
def test_every_step_answers_each_role_as_the_table_of_roles_says(
    cast: Cast, browser_of: BrowserOf, role: str
) -> None:
    complaint = bench.decided(cast)
    granted = OF_ROLE[Role(cast.actor(role).role or "")]
    client = browser_of(role)
    for word, form in STEPS.items():
        status = see(client, complaint, word).status_code
        assert (status == 403) == (NEEDED[form.step] not in granted), word


def test_step_on_an_unseen_complaint_is_not_found(cast: Cast, browser_of: BrowserOf) -> None:
    complaint = restricted(cast)
    client = browser_of("handler")
    for word in STEPS:
        for answer in (see(client, complaint, word), send(client, complaint, word, **TYPED)):
            assert answer.status_code == 404, word
            assert "極秘" not in answer.content.decode()


def test_every_step_names_the_permission_it_needs(cast: Cast) -> None:
    for word, form in STEPS.items():
        view = resolve(f"/desk/complaints/K-2026-000001/{word}/")
        assert view.func.needs is NEEDED[form.step]
        assert view.url_name == f"step_{word}"


def test_unknown_step_is_not_found(client: Client, cast: Cast) -> None:
    assert see(client, bench.received(cast), "delete").status_code == 404


@pytest.mark.parametrize("word", ["acknowledge", "reply", "decide"])
def test_stranger_is_sent_to_sign_in_and_nothing_happens(cast: Cast, word: str) -> None:
    complaint = bench.received(cast)
    before = untouched(complaint)
    assert send(Client(), complaint, word, **TYPED).status_code == 302
    assert untouched(complaint) == before


def test_colleague_who_has_left_is_sent_to_sign_in(client: Client, cast: Cast) -> None:
    complaint = bench.investigated(cast)
    Staff.objects.filter(pk=cast.handler.pk).update(is_active=False)
    assert send(client, complaint, "reply", body="まだいます").status_code == 302
    assert "replied" not in kinds(complaint)


def test_grave_complaint_is_decided_by_a_lead_and_the_page_says_so(cast: Cast, browser_of: BrowserOf) -> None:
    complaint = bench.investigated(cast, severity="S2")
    plan_inquiry(cast.actor("handler"), complaint, lines=[LineGiven(what="配送の記録")], now=timezone.now())
    handler = browser_of("handler")
    sentence = "重大な苦情（S1・S2）は責任者が決定します。"
    assert sentence in words_of(see(handler, complaint))
    answer = send(handler, complaint, "decide", **bench.decision())
    assert answer.status_code == 403
    for words in (sentence, "梱包の緩衝材が足りなかったため。", "認容"):
        assert words in words_of(answer)
    assert send(browser_of("lead"), complaint, "decide", **bench.decision()).status_code == 303


def test_complaint_that_becomes_grave_meanwhile_keeps_the_decision_typed(
    cast: Cast, browser_of: BrowserOf
) -> None:
    complaint = bench.investigated(cast)
    handler = browser_of("handler")
    shown = bench.hidden(see(handler, complaint, "decide"))
    send(browser_of("lead"), complaint, "assess", **bench.assessment(severity="S1"))
    answer = send(handler, complaint, "decide", **bench.decision(), **shown)
    assert answer.status_code == 403
    assert "梱包の緩衝材が足りなかったため。" in words_of(answer)


# ── the facts ──


def test_offer_over_the_limit_names_both_sums_and_who_can(client: Client, cast: Cast) -> None:
    complaint = bench.investigated(cast)
    over = {"remedy_0_kind": "refund", "remedy_0_amount": "45,000"}
    answer = send(client, complaint, "propose", **bench.offer(**over))
    assert answer.status_code == 409
    for words in ("45,000円は、あなたの役割で提示できる上限（30,000円）を超えています。", "責任者が承認できます。",
                  "承認を依頼する"):  # fmt: skip
        assert words in words_of(answer)
    assert 'value="45,000"' in answer.content.decode()
    assert "新しい皿とお取り替えします。" in words_of(answer)
    assert not complaint.proposals.exists()


def test_offer_over_everybodys_limit_says_that_nobody_can(cast: Cast, browser_of: BrowserOf) -> None:
    complaint = bench.investigated(cast)
    over = {"remedy_0_kind": "refund", "remedy_0_amount": "900000"}
    answer = send(browser_of("lead"), complaint, "propose", **bench.offer(**over))
    assert answer.status_code == 409
    assert "管理者に相談してください" in words_of(answer)


def test_decision_over_the_limit_keeps_findings_and_remedies(client: Client, cast: Cast) -> None:
    complaint = bench.investigated(cast)
    owed = bench.offer(remedy_0_kind="compensate", remedy_0_amount="30001")
    answer = send(client, complaint, "decide", **{**owed, **bench.decision()})
    assert answer.status_code == 409
    assert "梱包の緩衝材が足りなかったため。" in words_of(answer)
    assert 'value="30001"' in answer.content.decode()
    assert "decided" not in kinds(complaint)


def test_proposal_without_a_remedy_is_not_sent(client: Client, cast: Cast) -> None:
    complaint = bench.investigated(cast)
    empty = dict.fromkeys(("remedy_0_kind", "remedy_0_text", "remedy_0_due_on"), "")
    answer = send(client, complaint, "propose", **bench.offer(**empty))
    assert answer.status_code == 409
    assert "解決案に救済が書かれていません。" in words_of(answer)
    assert "新しい皿とお取り替えします。" in words_of(answer)


def test_beginning_before_the_assessment_leads_to_the_assessment(client: Client, cast: Cast) -> None:
    complaint = bench.closed(cast)
    Complaint.objects.filter(pk=complaint.pk).update(assessed_at=None)
    send(client, complaint, "reopen", reason="新しい写真が届いたため。")
    page = see(client, complaint, "investigate")
    assert page.status_code == 409
    assert "初期評価がまだです。" in words_of(page)
    assert f'href="{at(complaint, "assess")}"' in page.content.decode()


def test_decision_without_a_point_leads_to_the_assessment(client: Client, cast: Cast) -> None:
    complaint = bench.investigated(cast)
    complaint.allegations.all().delete()
    page = see(client, complaint, "decide")
    assert page.status_code == 409
    assert "申出事項がまだ書かれていません。" in words_of(page)
    assert f'href="{at(complaint, "assess")}"' in page.content.decode()


def test_closing_is_not_possible_before_they_said_so_or_were_silent(client: Client, cast: Cast) -> None:
    for complaint in (bench.confirming(cast), bench.solution_asked(cast)):
        assert "合意で終了する" not in words_of(see(client, complaint))
        for answer in (
            see(client, complaint, "close"),
            send(client, complaint, "close", note="もういいだろう"),
        ):
            assert answer.status_code == 409
            assert "回答を待つ期間もまだ過ぎていません" in words_of(answer)


def test_closing_exhausted_needs_somewhere_else_to_turn(cast: Cast, browser_of: BrowserOf) -> None:
    complaint = bench.decided(cast)
    Organisation.objects.update(external_route_ja="", external_route_en="")
    answer = send(browser_of("lead"), complaint, "close-exhausted", reason="手を尽くしました。")
    assert answer.status_code == 409
    assert "外部の相談先が設定されていません。" in words_of(answer)
    assert "手を尽くしました。" in words_of(answer)


def test_escalating_with_no_lead_at_work_is_taken_and_shown_to_everybody(client: Client, cast: Cast) -> None:
    complaint = bench.investigated(cast)
    Staff.objects.filter(role=Role.LEAD.value).update(is_active=False)
    assert send(client, complaint, "escalate", reason="判断をお願いします。").status_code == 303
    page = words_of(see(client, complaint))
    assert "対応できる上申先がいないため、閲覧できる全員に表示しています" in page
    assert "判断をお願いします。" in page


def test_escalation_before_somebody_else_is_not_answered_from_here(client: Client, cast: Cast) -> None:
    complaint = bench.investigated(cast)
    send(client, complaint, "escalate", reason="判断をお願いします。")
    answer = send(client, complaint, "acknowledge-escalation", escalation=complaint.escalations.get().pk)
    assert answer.status_code == 409
    assert "この苦情に、あなたが受ける上申はありません。" in words_of(answer)
    assert complaint.escalations.get().is_open


def test_answer_to_a_question_answered_meanwhile_keeps_the_words(client: Client, cast: Cast) -> None:
    complaint = bench.third_party_asked(cast)
    inquiry = complaint.inquiries.get()
    send(client, complaint, "answer", inquiry=inquiry.pk, answer="一つ目")
    answer = send(client, complaint, "answer", inquiry=inquiry.pk, answer="二つ目")
    assert answer.status_code == 409
    assert "二つ目" in words_of(answer)
    inquiry.refresh_from_db()
    assert inquiry.answer == "一つ目"


def test_remedy_done_meanwhile_is_not_done_twice(client: Client, cast: Cast) -> None:
    complaint = bench.remedying(cast)
    remedy = complaint.remedies.order_by("pk")[0]
    send(client, complaint, "remedy", remedy=remedy.pk, note="一度目")
    answer = send(client, complaint, "remedy", remedy=remedy.pk, note="二度目")
    assert answer.status_code == 422
    assert "二度目" in words_of(answer)
    assert kinds(complaint).count("remedy_done") == 1


def test_promise_that_has_ended_cannot_be_given_another_date(client: Client, cast: Cast) -> None:
    complaint = bench.investigated(cast)
    kept = complaint.promises.get(kind="acknowledgement")
    answer = send(client, complaint, "new-date", promise=kept.pk, to=bench.in_days(30), reason="遅れます。")
    assert answer.status_code == 422
    assert "遅れます。" in words_of(answer)


def test_no_promise_left_means_no_new_date(client: Client, cast: Cast) -> None:
    complaint = bench.investigated(cast)
    complaint.promises.update(kept_at=timezone.now(), state="kept")
    assert see(client, complaint, "new-date").status_code == 409
    assert "約束の期日を改める" not in words_of(see(client, complaint))


def test_refusals_speak_english_too(cast: Cast, browser_of: BrowserOf) -> None:
    complaint = bench.investigated(cast, severity="S1")
    lead, handler = browser_of("lead", "en"), browser_of("handler", "en")
    assert "A grave complaint (S1 or S2) is decided by a lead." in words_of(see(handler, complaint, "decide"))
    assert "is not possible while the complaint is" in words_of(see(lead, complaint, "reopen"))
    assert "is done by: Lead" in words_of(see(handler, bench.decided(cast), "close-exhausted"))
    over = send(handler, complaint, "propose", **bench.offer(remedy_0_kind="refund", remedy_0_amount="30001"))
    assert "¥30,001 is more than your role may offer alone (up to ¥30,000)." in words_of(over)
    assert "Nothing has been sent or changed." in words_of(over)


def test_silence_for_the_days_named_opens_the_way_to_closing(cast: Cast) -> None:
    complaint = bench.solution_asked(cast)
    later = bench.standing(complaint, cast, later=timedelta(days=14, minutes=1))
    assert agreement_of(later).is_reached(later.now)
    sooner = bench.standing(complaint, cast, later=timedelta(days=13, hours=23))
    assert not agreement_of(sooner).is_reached(sooner.now)
