"""From assessment to the end: offers, answers, decisions, remedies, confirmation, closing, leaving."""

from datetime import date, timedelta

import pytest

from kikitori.casework.answer import accept_proposal, decline_proposal
from kikitori.casework.assess import AllegationGiven, assess_complaint
from kikitori.casework.assign import assign_complaint
from kikitori.casework.close import close_as_agreed, close_as_exhausted
from kikitori.casework.confirm import ask_if_solved, confirm_solved, confirm_unsolved, rate
from kikitori.casework.decide import FindingGiven, decide_complaint
from kikitori.casework.errors import Invalid, NotNow, Obstacle, Problem, Refused
from kikitori.casework.plan_inquiry import LineGiven, plan_inquiry
from kikitori.casework.propose import RemedyGiven, propose_solution
from kikitori.casework.reissue import reissue_slip
from kikitori.casework.remedy import carry_out_remedy, finish_remedies
from kikitori.casework.reopen import reopen_complaint
from kikitori.casework.withdraw import withdraw_complaint
from kikitori.foundation.crypto import matches
from kikitori.records.access.policy import Reason
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.models import Organisation, Staff
from tests import makers
from tests.cast import Cast
from tests.makers import FRIDAY

LATER = FRIDAY + timedelta(hours=2)
NEXT_WEEK = date(2026, 11, 27)


def offer(complaint: Complaint, cast: Cast, *remedies: RemedyGiven, by: str = "handler") -> None:
    propose_solution(
        cast.actor(by),
        complaint,
        text="次のとおりご提案します。",
        remedies=remedies,
        answer_by=NEXT_WEEK,
        now=LATER,
    )


def money(amount: int) -> RemedyGiven:
    return RemedyGiven(kind="refund", text="代金の返金", due_on=NEXT_WEEK, amount=amount)


def decide(complaint: Complaint, cast: Cast, *, by: str = "handler", **changes: object) -> None:
    given = {
        "findings": {
            1: FindingGiven(outcome="upheld", reasons="写真で確認しました。", causes=makers.CAUSE),
            2: FindingGiven(outcome="partly", reasons="通話記録で二回を確認しました。", causes=makers.CAUSE),
        },
        **changes,
    }
    decide_complaint(cast.actor(by), complaint, now=LATER, **{"no_remedy": makers.NO_REMEDY, **given})  # type: ignore[arg-type]


# ---- assess and assign


def test_assessment_numbers_the_points_and_replaces_them_by_number(cast: Cast) -> None:
    complaint = makers.assessed(cast)
    assess_complaint(
        cast.actor("handler"),
        complaint,
        severity="S3",
        subject="delivery",
        safety={},
        allegations=[AllegationGiven(text="皿が二枚割れていた")],
        now=LATER,
    )
    assert [(a.number, a.text) for a in complaint.allegations.all()] == [(1, "皿が二枚割れていた")]


def test_point_with_a_finding_is_not_dropped_by_a_new_assessment(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    decide(complaint, cast)
    confirm_unsolved(makers.complainant_of(complaint), complaint, now=LATER)
    assess_complaint(
        cast.actor("handler"),
        complaint,
        severity="S3",
        subject="delivery",
        safety={},
        allegations=[],
        now=LATER,
    )
    assert complaint.allegations.count() == 2


def test_yes_to_a_safety_question_raises_what_the_handler_judged(cast: Cast) -> None:
    complaint = makers.acknowledged(cast)
    assess_complaint(
        cast.actor("handler"),
        complaint,
        severity="S4",
        subject="safety",
        safety={"injury": "yes"},
        allegations=[],
        now=LATER,
    )
    assert (complaint.severity, complaint.queue) == ("S1", "urgent")


def test_assessment_of_what_was_only_received_does_not_skip_the_acknowledgement(cast: Cast) -> None:
    complaint = makers.received(cast).complaint
    assess_complaint(
        cast.actor("handler"),
        complaint,
        severity="S3",
        subject="delivery",
        safety={},
        allegations=[],
        now=LATER,
    )
    assert complaint.state == "received"
    assert complaint.assessed_at == LATER


def test_every_wrong_value_of_an_assessment_is_named_at_once(cast: Cast) -> None:
    complaint = makers.acknowledged(cast)
    with pytest.raises(Invalid) as refusal:
        assess_complaint(
            cast.actor("handler"),
            complaint,
            severity="S9",
            subject="",
            safety={},
            allegations=[AllegationGiven(text="")],
            now=LATER,
        )
    assert refusal.value.problems == {
        "severity": Problem.UNKNOWN_WORD,
        "subject": Problem.MISSING,
        "allegations.0.text": Problem.MISSING,
    }


def test_assignment_says_from_whom_to_whom_and_why(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    assign_complaint(cast.actor("lead"), complaint, to=cast.colleague, reason="休暇のため", now=LATER)
    event = complaint.events.filter(kind="assigned").last()
    assert event is not None
    assert (event.data["before"], event.data["to"]) == (cast.handler.pk, cast.colleague.pk)
    assert event.data["reason"] == "休暇のため"


@pytest.mark.parametrize("who", ["administrator", "auditor"])
def test_complaint_is_not_given_to_who_does_not_handle(cast: Cast, who: str) -> None:
    complaint = makers.assessed(cast)
    with pytest.raises(Invalid):
        assign_complaint(cast.actor("lead"), complaint, to=getattr(cast, who), now=LATER)


def test_complaint_is_not_given_to_who_has_left(cast: Cast) -> None:
    complaint = makers.assessed(cast)
    Staff.objects.filter(pk=cast.colleague.pk).update(is_active=False)
    cast.colleague.refresh_from_db()
    with pytest.raises(Invalid):
        assign_complaint(cast.actor("lead"), complaint, to=cast.colleague, now=LATER)


# ---- propose and answer


def test_accepted_offer_is_owed_by_its_day(cast: Cast) -> None:
    complaint = makers.proposed(cast)
    accept_proposal(makers.complainant_of(complaint), complaint, words="お願いします", now=LATER)
    assert complaint.state == "remedying"
    assert {remedy.state for remedy in complaint.remedies.all()} == {"due"}
    proposal = complaint.proposals.get()
    assert (proposal.state, proposal.answer) == ("accepted", "お願いします")
    assert "交換: 皿三枚の交換" in complaint.letters.get(kind="accepted").body


def test_declined_offer_goes_on_and_drops_its_remedies(cast: Cast) -> None:
    complaint = makers.proposed(cast)
    decline_proposal(makers.complainant_of(complaint), complaint, words="足りません", now=LATER)
    assert complaint.state == "investigating"
    assert {remedy.state for remedy in complaint.remedies.all()} == {"dropped"}


def test_second_round_overtakes_the_first(cast: Cast) -> None:
    complaint = makers.proposed(cast)
    offer(complaint, cast, money(1000))
    assert [(p.round, p.state) for p in complaint.proposals.all()] == [(1, "replaced"), (2, "offered")]
    accept_proposal(makers.complainant_of(complaint), complaint, now=LATER)
    assert [(r.kind, r.state) for r in complaint.remedies.all()] == [
        ("replace", "dropped"),
        ("apology", "dropped"),
        ("refund", "due"),
    ]


def test_answer_by_phone_is_written_down_with_its_road(cast: Cast) -> None:
    complaint = makers.proposed(cast)
    accept_proposal(cast.actor("handler"), complaint, how="11/20 17:30 電話で本人", now=LATER)
    assert complaint.proposals.get().answered_how == "11/20 17:30 電話で本人"


def test_offer_without_a_remedy_is_no_offer(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    with pytest.raises(NotNow) as refusal:
        offer(complaint, cast)
    assert refusal.value.obstacle is Obstacle.NO_REMEDY


@pytest.mark.parametrize(("role", "amount"), [("handler", 30_001), ("lead", 500_001)])
def test_offer_over_ones_limit_is_refused_with_the_sum(cast: Cast, role: str, amount: int) -> None:
    complaint = makers.investigated(cast)
    with pytest.raises(NotNow) as refusal:
        offer(complaint, cast, money(amount - 1), money(1), by=role)
    assert refusal.value.obstacle is Obstacle.OVER_LIMIT
    assert refusal.value.detail.split()[0] == str(amount)
    assert not complaint.proposals.exists()


def test_lead_may_offer_what_a_handler_may_not(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    offer(complaint, cast, money(30_001), by="lead")
    assert complaint.state == "proposal"


def test_amount_counts_only_for_remedies_of_money(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    offer(complaint, cast, RemedyGiven(kind="apology", text="お詫び", due_on=NEXT_WEEK, amount=10**8))
    assert complaint.remedies.get().amount is None


@pytest.mark.parametrize("amount", [-1, 100_000_001])
def test_impossible_amount_is_refused(cast: Cast, amount: int) -> None:
    complaint = makers.investigated(cast)
    with pytest.raises(Invalid) as refusal:
        offer(complaint, cast, money(amount))
    assert refusal.value.problems == {"remedies.0.amount": Problem.OUT_OF_RANGE}


def test_answer_without_an_open_offer_is_refused(cast: Cast) -> None:
    complaint = makers.proposed(cast)
    complaint.proposals.update(state="replaced")
    with pytest.raises(NotNow) as refusal:
        accept_proposal(makers.complainant_of(complaint), complaint, now=LATER)
    assert refusal.value.obstacle is Obstacle.NO_OPEN_PROPOSAL


def test_proposal_letter_keeps_every_right_and_names_where_else_to_turn(cast: Cast) -> None:
    body = makers.proposed(cast).letters.get(kind="proposal").body
    assert "外部の機関に" in body
    assert "消費生活センター" in body


# ---- decide and remedy


def test_decision_letter_answers_every_point_with_reasons(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    decide(complaint, cast, remedies=[money(3000)], words="ご連絡ありがとうございました。")
    body = complaint.letters.get(kind="decision").body
    for part in (
        "1. 皿が三枚割れていた",
        "認めました",
        "写真で確認しました。",
        "2. 電話で三回説明させられた",
        "3,000円",
        "ご連絡ありがとうございました。",
        "消費生活センター",
    ):
        assert part in body, part


def test_decision_in_english_speaks_english_throughout(cast: Cast) -> None:
    complaint = makers.investigated(cast, language="en", story="Three plates were broken.")
    decide(complaint, cast, remedies=[money(3000)])
    body = complaint.letters.get(kind="decision").body
    assert "This is our decision" in body
    assert "¥3,000" in body
    assert "consumer affairs centre" in body


def test_nothing_is_decided_while_one_point_is_unanswered(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    with pytest.raises(NotNow) as refusal:
        decide(
            complaint, cast, findings={1: FindingGiven(outcome="upheld", reasons="確認", causes=makers.CAUSE)}
        )
    assert (refusal.value.obstacle, refusal.value.detail) == (Obstacle.ALLEGATION_WITHOUT_FINDING, "2")
    complaint.refresh_from_db()
    assert complaint.state == "investigating"


def test_nothing_is_decided_without_a_point(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    complaint.allegations.all().delete()
    with pytest.raises(NotNow) as refusal:
        decide(complaint, cast, findings={})
    assert refusal.value.obstacle is Obstacle.NO_ALLEGATION


def test_finding_needs_reasons(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    with pytest.raises(Invalid) as refusal:
        decide(
            complaint, cast, findings={1: FindingGiven(outcome="upheld", reasons=" ", causes=makers.CAUSE)}
        )
    assert refusal.value.problems == {"findings.1.reasons": Problem.MISSING}


@pytest.mark.parametrize("severity", ["S1", "S2"])
def test_grave_complaint_is_decided_by_a_lead(cast: Cast, severity: str) -> None:
    complaint = makers.investigated(cast, severity=severity)
    plan_inquiry(cast.actor("handler"), complaint, lines=[LineGiven(what="当日の記録")], now=LATER)
    with pytest.raises(Refused) as refusal:
        decide(complaint, cast)
    assert refusal.value.reason is Reason.GRAVE
    decide(complaint, cast, by="lead")
    assert complaint.state == "decided"


def test_remedy_is_done_once(cast: Cast) -> None:
    complaint = makers.proposed(cast)
    accept_proposal(makers.complainant_of(complaint), complaint, now=LATER)
    first = complaint.remedies.order_by("id")[0]
    carry_out_remedy(cast.actor("handler"), complaint, remedy=first, note="発送済み", now=LATER)
    with pytest.raises(NotNow):
        carry_out_remedy(cast.actor("handler"), complaint, remedy=first, now=LATER)
    first.refresh_from_db()
    assert (first.state, first.done_by, first.done_note) == ("done", cast.handler, "発送済み")
    assert complaint.state == "remedying"


def test_remedies_are_not_finished_while_one_is_owed(cast: Cast) -> None:
    complaint = makers.proposed(cast)
    accept_proposal(makers.complainant_of(complaint), complaint, now=LATER)
    with pytest.raises(NotNow) as refusal:
        finish_remedies(cast.actor("handler"), complaint, now=LATER)
    assert (refusal.value.obstacle, refusal.value.detail) == (Obstacle.REMEDY_OPEN, "2")


# ---- confirm and close


def test_yes_of_the_complainant_closes_and_is_a_thing_of_its_own(cast: Cast) -> None:
    complaint = makers.confirming(cast)
    confirm_solved(makers.complainant_of(complaint), complaint, rating=4, comment="早かった", now=LATER)
    assert complaint.state == "closed_accepted"
    verdict = complaint.verdicts.get()
    assert (verdict.solved, verdict.rating, verdict.comment) == (True, 4, "早かった")
    closing = complaint.events.get(kind="closed")
    assert (closing.actor_kind, closing.actor_reason, closing.data["because"]) == (
        "system",
        "confirmed",
        "said_so",
    )


def test_no_of_the_complainant_goes_on(cast: Cast) -> None:
    complaint = makers.confirming(cast)
    confirm_unsolved(makers.complainant_of(complaint), complaint, comment="欠けていた", now=LATER)
    assert complaint.state == "investigating"
    assert complaint.closed_at is None


@pytest.mark.parametrize("rating", [0, 6, -1])
def test_rating_is_one_to_five(cast: Cast, rating: int) -> None:
    complaint = makers.confirming(cast)
    with pytest.raises(Invalid):
        rate(makers.complainant_of(complaint), complaint, rating=rating, now=LATER)


def test_nothing_closes_as_agreed_without_a_word_or_silence(cast: Cast) -> None:
    complaint = makers.confirming(cast)
    with pytest.raises(NotNow) as refusal:
        close_as_agreed(cast.actor("handler"), complaint, now=LATER)
    assert refusal.value.obstacle is Obstacle.NOT_ASKED_LONG_ENOUGH


def test_silence_counts_from_the_question(cast: Cast) -> None:
    complaint = makers.confirming(cast)
    ask_if_solved(cast.actor("handler"), complaint, now=LATER)
    with pytest.raises(NotNow):
        close_as_agreed(cast.actor("handler"), complaint, now=LATER + timedelta(days=13, hours=23))
    close_as_agreed(cast.actor("handler"), complaint, now=LATER + timedelta(days=14))
    assert complaint.state == "closed_accepted"


def test_old_yes_does_not_answer_a_new_question(cast: Cast) -> None:
    complaint = makers.confirming(cast)
    confirm_solved(makers.complainant_of(complaint), complaint, now=LATER)
    reopen_complaint(makers.complainant_of(complaint), complaint, reason="また割れていた", now=LATER)
    assess_complaint(
        cast.actor("handler"),
        complaint,
        severity="S3",
        subject="delivery",
        safety={},
        allegations=[AllegationGiven(text="交換品も割れていた")],
        now=LATER,
    )
    from kikitori.casework.inquire import begin_investigation

    begin_investigation(cast.actor("handler"), complaint, now=LATER)
    decide(
        complaint,
        cast,
        findings={1: FindingGiven(outcome="upheld", reasons="確認", causes=makers.CAUSE)},
    )
    ask_if_solved(cast.actor("handler"), complaint, now=LATER + timedelta(days=1))
    with pytest.raises(NotNow):
        close_as_agreed(cast.actor("handler"), complaint, now=LATER + timedelta(days=2))


def test_exhausted_complaint_tells_where_else_to_turn(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    decide(complaint, cast)
    close_as_exhausted(cast.actor("lead"), complaint, reason="ご希望の額には応じられません。", now=LATER)
    body = complaint.letters.get(kind="closed").body
    assert "ご希望の額には応じられません。" in body
    assert "消費生活センター" in body


def test_exhausted_is_for_leads_and_needs_a_road_outside(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    decide(complaint, cast)
    with pytest.raises(Refused):
        close_as_exhausted(cast.actor("handler"), complaint, reason="x", now=LATER)
    Organisation.objects.update(external_route_ja="", external_route_en="")
    with pytest.raises(NotNow) as refusal:
        close_as_exhausted(cast.actor("lead"), complaint, reason="x", now=LATER)
    assert refusal.value.obstacle is Obstacle.NO_EXTERNAL_ROUTE


def test_nothing_closes_while_something_is_owed(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    decide(complaint, cast, remedies=[money(100)])
    with pytest.raises(NotNow) as refusal:
        close_as_exhausted(cast.actor("lead"), complaint, reason="x", now=LATER)
    assert refusal.value.obstacle is Obstacle.REMEDY_OPEN


# ---- leave, come back


def test_withdrawal_asks_for_no_reason_and_lapses_the_offer(cast: Cast) -> None:
    complaint = makers.proposed(cast)
    withdraw_complaint(makers.complainant_of(complaint), complaint, now=LATER)
    assert complaint.state == "withdrawn"
    assert complaint.closed_at == LATER
    assert complaint.proposals.get().state == "replaced"
    assert "同じ受付番号で再開" in complaint.letters.get(kind="withdrawn").body


def test_reopened_complaint_is_open_again_and_says_why(cast: Cast) -> None:
    complaint = makers.acknowledged(cast)
    withdraw_complaint(makers.complainant_of(complaint), complaint, now=LATER)
    reopen_complaint(makers.complainant_of(complaint), complaint, reason="考え直しました", now=LATER)
    assert (complaint.state, complaint.closed_at) == ("reopened", None)
    assert complaint.events.get(kind="reopened").data["reason"] == "考え直しました"


def test_new_slip_opens_and_the_lost_one_no_longer_does(cast: Cast) -> None:
    old = makers.received(cast)
    new = reissue_slip(cast.actor("handler"), old.complaint, token=makers.token(), now=LATER)
    stored = type(old.complaint.receipt).objects.get(complaint=old.complaint).secret_hash
    assert new.locator == old.locator
    assert matches(new.secret, stored)
    assert not matches(old.secret, stored)
    assert "secret" not in str(old.complaint.events.last().data)  # type: ignore[union-attr]
