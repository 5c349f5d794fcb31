"""What came of a referral: written down once, told, and followed by what it asks of us."""

from datetime import date, timedelta
from typing import Any

import pytest

from kikitori.casework.close import close_as_exhausted
from kikitori.casework.errors import Invalid, NotNow, Obstacle, Problem
from kikitori.casework.promise import note_missed_promise
from kikitori.casework.propose import RemedyGiven
from kikitori.casework.referral_result import AnswerGiven, record_referral, record_result
from kikitori.casework.remedy import carry_out_remedy
from kikitori.casework.reopen import reopen_complaint
from kikitori.records.complaints.lifecycle import StepNotPossible
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.actor import Actor
from kikitori.records.referral.models import Referral
from kikitori.records.referral.terms import OF_INSIDE, OF_OUTSIDE, ReferralOutcome
from tests import makers, referrals
from tests.casework.verbs import decided
from tests.cast import Cast
from tests.makers import FRIDAY
from tests.referrals import ANSWERED, answer

DAY = timedelta(days=1)
REFUND = RemedyGiven(kind="refund", text="全額", due_on=date(2026, 12, 25), amount=9000)


def result(cast: Cast, complaint: Complaint, outcome: str = "overturned", **changes: Any) -> Referral:
    row = complaint.referrals.latest("pk")
    who = changes.pop("who", "handler")
    remedies = changes.pop("remedies", ())
    record_result(
        cast.actor(who),
        complaint,
        answer(outcome, **changes),
        referral=row,
        remedies=remedies,
        now=ANSWERED,
    )
    row.refresh_from_db()
    complaint.refresh_from_db()
    return row


def answered(cast: Cast, complaint: Complaint, given: AnswerGiven) -> Referral:
    row = complaint.referrals.latest("pk")
    record_referral(cast.actor("handler"), complaint, given, referral=row, now=ANSWERED)
    row.refresh_from_db()
    complaint.refresh_from_db()
    return row


def letter(complaint: Complaint) -> str:
    return complaint.letters.filter(kind="referral_result").latest("pk").body


# ── it goes on with us ──


def test_expert_answers_and_it_is_looked_into_with_what_they_know(cast: Cast) -> None:
    complaint = referrals.with_an_expert(cast)
    row = answered(cast, complaint, answer("advised"))
    assert (complaint.state, row.is_open, row.recorded_by_id) == ("investigating", False, cast.handler.pk)
    assert (row.answer, row.told) == ("鑑定書を受け取りました。", "先方の見解をお伝えします。")
    text = letter(complaint)
    assert "品質管理室の回答は次のとおりです。見解の回答がありました。" in text
    assert "先方の見解をお伝えします。" in text
    assert "引き続き調べてまいります。" in text
    assert "鑑定書" not in text


def test_promise_to_tell_it_is_kept_and_new_dates_are_told(cast: Cast) -> None:
    complaint = referrals.with_an_expert(cast)
    row = answered(cast, complaint, answer("advised"))
    assert row.promise is not None
    assert (row.promise.state, row.promise.kept_at) == ("kept", ANSWERED)
    assert {promise.kind for promise in complaint.promises.filter(state="open")} == {"progress", "decision"}


def test_late_answer_keeps_a_missed_promise_late(cast: Cast) -> None:
    complaint = referrals.with_an_expert(cast)
    promise = complaint.referrals.get().promise
    assert promise is not None
    late = promise.due_at + 2 * DAY
    note_missed_promise(Actor.system("sweep"), promise, now=late)
    row = complaint.referrals.get()
    record_referral(cast.actor("handler"), complaint, answer("advised"), referral=row, now=late + DAY)
    promise.refresh_from_db()
    assert (promise.state, promise.kept_at, promise.is_unkept) == ("missed", late + DAY, False)
    kept = complaint.events.get(kind="referral_answered").data["kept"]
    assert {each["kind"]: each["late"] for each in kept}["referral"] is True


def test_body_that_does_not_deal_with_it_leaves_it_with_us(cast: Cast) -> None:
    complaint = referrals.with_a_body(cast)
    answered(cast, complaint, answer("not_admitted"))
    assert complaint.state == "investigating"
    assert "先方の取扱いの対象ではない" in letter(complaint)


def test_no_answer_needs_no_day(cast: Cast) -> None:
    complaint = referrals.with_an_expert(cast)
    row = answered(cast, complaint, answer("no_answer", answered_on=None, answer=""))
    assert row.answered_on is None
    assert "先方からの回答は得られませんでした。" in letter(complaint)


# ── their result stands ──


def test_result_stands_in_the_place_of_our_decision(cast: Cast) -> None:
    complaint = referrals.with_a_body(cast)
    result(cast, complaint, "confirmed")
    assert complaint.state == "decided"
    assert complaint.events.get(kind="referral_answered").data["stands"] is True
    text = letter(complaint)
    assert "当方と同じ結論でした。" in text
    assert "引き続き調べて" not in text


def test_what_the_result_asks_of_us_is_owed_and_promised_and_can_be_done(cast: Cast) -> None:
    complaint = referrals.with_a_body(cast)
    result(cast, complaint, remedies=[REFUND])
    remedy = complaint.remedies.get()
    assert (remedy.state, remedy.amount) == ("due", 9000)
    assert complaint.promises.filter(kind="remedy", state="open").exists()
    assert "返金: 全額（9,000円） ― 2026年12月25日（金）まで" in letter(complaint)
    carry_out_remedy(cast.actor("colleague"), complaint, remedy=remedy, proof="振込 1204", now=ANSWERED + DAY)
    complaint.refresh_from_db()
    assert complaint.state == "confirming"


def test_what_was_owed_before_is_carried_out_while_they_look_at_it(cast: Cast) -> None:
    from kikitori.casework.answer import accept_proposal

    complaint = makers.proposed(cast)
    accept_proposal(makers.complainant_of(complaint), complaint, now=FRIDAY + timedelta(hours=2))
    referrals.outside(cast, complaint, now=FRIDAY + DAY)
    for remedy in complaint.remedies.all():
        carry_out_remedy(cast.actor("handler"), complaint, remedy=remedy, now=FRIDAY + DAY)
    complaint.refresh_from_db()
    assert complaint.state == "external"
    assert not complaint.promises.filter(kind="follow_up").exists(), "they are asked once the body has spoken"


def test_more_money_than_a_handler_may_give_is_written_down_by_a_lead(cast: Cast) -> None:
    complaint = referrals.with_a_body(cast)
    dear = RemedyGiven(kind="refund", text="全額", due_on=date(2026, 12, 25), amount=90_000)
    with pytest.raises(NotNow) as refusal:
        result(cast, complaint, remedies=[dear])
    assert refusal.value.obstacle is Obstacle.OVER_LIMIT
    result(cast, complaint, remedies=[dear], who="lead")
    assert complaint.remedies.get().amount == 90_000


def test_decision_is_owed_no_more_once_a_body_has_decided(cast: Cast) -> None:
    complaint = referrals.with_a_body(cast)
    result(cast, complaint)
    kinds = {promise.kind for promise in complaint.promises.filter(state="open")}
    assert kinds == {"follow_up"}


@pytest.mark.parametrize("language", ["en", "ja-easy"])
def test_result_speaks_the_language_of_its_reader(cast: Cast, language: str) -> None:
    complaint = makers.investigated(cast, language=language)
    referrals.outside(cast, complaint)
    result(cast, complaint, remedies=[REFUND])
    text = letter(complaint)
    words = {
        "en": ("They decided otherwise than we had.", "- Refund: 全額 (¥9,000)"),
        "ja-easy": ("ちがう答（こた）えでした。", "これからすること"),
    }
    for each in words[language]:
        assert each in text, text


# ── once, and by whom it can be ──


@pytest.mark.parametrize("outcome", list(ReferralOutcome))
def test_each_side_can_only_have_done_what_it_can_do(cast: Cast, outcome: ReferralOutcome) -> None:
    day = None if outcome is ReferralOutcome.NO_ANSWER else date(2026, 11, 20)
    for build, fitting in ((referrals.with_an_expert, OF_INSIDE), (referrals.with_a_body, OF_OUTSIDE)):
        complaint = build(cast)
        given = answer(outcome.value, answered_on=day)
        if outcome in fitting:
            assert answered(cast, complaint, given).outcome == outcome
        else:
            with pytest.raises(Invalid) as refusal:
                answered(cast, complaint, given)
            assert refusal.value.problems == {"outcome": Problem.UNKNOWN_WORD}


def test_answer_is_written_down_once(cast: Cast) -> None:
    complaint = referrals.with_an_expert(cast)
    row = answered(cast, complaint, answer("advised"))
    with pytest.raises(NotNow) as refusal:
        record_referral(cast.actor("handler"), complaint, answer("advised"), referral=row, now=ANSWERED)
    assert refusal.value.obstacle is Obstacle.REFERRAL_NOT_OPEN


def test_expert_of_ours_decides_nothing_in_our_place(cast: Cast) -> None:
    complaint = decided(cast)
    from kikitori.casework.review import ask_review

    ask_review(makers.complainant_of(complaint), complaint, now=FRIDAY + DAY)
    row = referrals.inside(cast, complaint, now=FRIDAY + DAY)
    with pytest.raises(StepNotPossible):
        record_result(cast.actor("lead"), complaint, answer(), referral=row, now=ANSWERED)
    Complaint.objects.filter(pk=complaint.pk).update(state="external")
    with pytest.raises(NotNow) as refusal:
        record_result(cast.actor("lead"), complaint, answer(), referral=row, now=ANSWERED)
    assert refusal.value.obstacle is Obstacle.REFERRAL_NOT_OPEN


def test_referral_of_another_complaint_is_not_answered_here(cast: Cast) -> None:
    row = referrals.with_an_expert(cast).referrals.get()
    other = makers.investigated(cast)
    with pytest.raises(NotNow):
        record_referral(cast.actor("handler"), other, answer("advised"), referral=row, now=ANSWERED)


@pytest.mark.parametrize(
    ("changes", "problems"),
    [
        ({"outcome": ""}, {"outcome": Problem.MISSING}),
        ({"outcome": "lost"}, {"outcome": Problem.UNKNOWN_WORD}),
        ({"told": " "}, {"told": Problem.MISSING}),
        ({"answered_on": None}, {"answered_on": Problem.MISSING}),
        ({"answered_on": date(2026, 12, 17)}, {"answered_on": Problem.IN_THE_FUTURE}),
    ],
)
def test_what_is_missing_is_said(cast: Cast, changes: dict[str, Any], problems: dict[str, Problem]) -> None:
    complaint = referrals.with_a_body(cast)
    with pytest.raises(Invalid) as refusal:
        result(cast, complaint, **changes) if "outcome" not in changes else result(
            cast, complaint, changes["outcome"]
        )
    assert refusal.value.problems == problems


# ── after the end ──


def closed_while_they_look(cast: Cast) -> Complaint:
    complaint = referrals.with_a_body(cast)
    close_as_exhausted(cast.actor("lead"), complaint, reason="尽くしました。", now=FRIDAY + DAY)
    return complaint


def test_result_after_the_end_is_written_down_and_told_and_moves_nothing(cast: Cast) -> None:
    complaint = closed_while_they_look(cast)
    row = result(cast, complaint, "confirmed")
    assert (complaint.state, row.outcome) == ("closed_exhausted", "confirmed")
    assert "当方と同じ結論でした。" in letter(complaint)
    assert not complaint.promises.filter(state="open").exists()


def test_after_the_end_nothing_new_is_owed_before_it_is_taken_up_again(cast: Cast) -> None:
    complaint = closed_while_they_look(cast)
    with pytest.raises(NotNow) as refusal:
        result(cast, complaint, remedies=[REFUND])
    assert refusal.value.obstacle is Obstacle.REOPEN_FIRST
    reopen_complaint(cast.actor("lead"), complaint, reason="判断が覆りました。", now=ANSWERED)
    answered(cast, complaint, answer("overturned"))
    assert complaint.referrals.get().outcome == "overturned"


def test_closing_lets_the_promise_to_tell_it_fall(cast: Cast) -> None:
    complaint = closed_while_they_look(cast)
    promise = complaint.referrals.get().promise
    assert promise is not None
    assert promise.state == "cancelled"
