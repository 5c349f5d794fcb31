"""An offer past a limit: kept as it was written, approved by another, sent once; or it falls, and says why."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection

from kikitori.casework.approval import approve_offer, ask_approval, return_offer
from kikitori.casework.assess import AllegationGiven, assess_complaint
from kikitori.casework.authority import AuthorityGiven, set_limits
from kikitori.casework.decide import FindingGiven, RelatedGiven
from kikitori.casework.errors import Changed, Invalid, NotNow, Obstacle, Problem, Refused, Unseen
from kikitori.casework.propose import RemedyGiven, propose_solution
from kikitori.casework.review import ask_review, begin_review
from kikitori.casework.withdraw import withdraw_complaint
from kikitori.records.complaints.lifecycle import Step, StepNotPossible
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.models import Staff
from kikitori.records.people.queries import actor_for
from kikitori.records.people.terms import Role
from kikitori.records.remedies.authority import Approval
from kikitori.records.together.models import Notice
from tests import makers
from tests.casework.verbs import LATER, SOON, decided
from tests.casework.verbs_of_money import an_offer, approve, ask, waiting
from tests.cast import Cast, summon

SOONER, NEXT = LATER - timedelta(minutes=30), LATER + timedelta(hours=1)


def another_lead() -> Staff:
    return Staff.objects.create(
        login="lead2", name="主任 れい", role=Role.LEAD.value, email="lead2@example.jp"
    )


def decision(amount: int) -> dict[str, Any]:
    finding = FindingGiven(outcome="upheld", reasons="写真で確かめました。", causes=makers.CAUSE)
    remedies = [RemedyGiven(kind="refund", text="代金", due_on=SOON, amount=amount)]
    return {"findings": {1: finding, 2: finding}, "remedies": remedies, "words": "お待たせしました。"}


def test_asking_sends_nothing_and_keeps_every_word(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    letters, version = complaint.letters.count(), complaint.version
    kept = ask(cast.actor("handler"), complaint)
    complaint.refresh_from_db()
    assert (complaint.state, complaint.version) == ("investigating", version)
    assert complaint.letters.count() == letters
    assert not complaint.proposals.exists()
    assert not complaint.remedies.exists()
    assert (kept.amount, kept.currency, kept.reason, kept.state) == (
        45_000,
        "JPY",
        "二度目の不良です。",
        "asked",
    )
    assert kept.given["text"] == "代金をお返しします。"
    assert kept.given["answer_by"] == SOON.isoformat()
    assert kept.given["remedies"][0]["amount"] == 45_000


def test_approved_offer_goes_out_in_the_name_of_whoever_wrote_it(cast: Cast) -> None:
    complaint = waiting(cast)
    answered = approve(cast.actor("lead"), complaint)
    assert (answered.state, answered.answered_by_id, answered.why) == ("approved", cast.lead.pk, "")
    proposal, remedy = complaint.proposals.get(), complaint.remedies.get()
    assert (proposal.offered_by_id, proposal.text) == (cast.handler.pk, "代金をお返しします。")
    assert (remedy.amount, remedy.granted_by_id) == (45_000, cast.lead.pk)
    assert complaint.state == "proposal"
    event = complaint.events.get(kind="proposed")
    assert (event.actor_staff_id, event.data["approved_by"]) == (cast.handler.pk, cast.lead.pk)
    assert complaint.events.get(kind="approval_answered").actor_staff_id == cast.lead.pk
    letter = complaint.letters.get(kind="proposal")
    assert "45,000円" in letter.body
    assert "二度目の不良" not in letter.body


def test_decision_is_approved_with_findings_causes_and_words(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    ask_approval(
        cast.actor("handler"), complaint, step=Step.DECIDE, given=decision(90_000), reason="重い", now=LATER
    )
    assert complaint.state == "investigating"
    approve(cast.actor("lead"), complaint)
    assert complaint.state == "decided"
    body = complaint.letters.get(kind="decision").body
    for words in ("お待たせしました。", "写真で確かめました。", "90,000円"):
        assert words in body
    assert complaint.remedies.get().state == "due"
    assert {cause.code for point in complaint.allegations.all() for cause in point.causes.all()} == {
        "process"
    }


@pytest.mark.parametrize(
    ("related", "said"),
    [
        (RelatedGiven(shown=3, looked_at=True), {"related": 3, "related_looked_at": True}),
        (
            RelatedGiven(shown=2, looked_at=False, why_not="別の店のことです。"),
            {"related": 2, "related_looked_at": False, "related_why_not": "別の店のことです。"},
        ),
        (None, {}),
    ],
)
def test_what_was_said_of_related_complaints_waits_along(
    cast: Cast, related: RelatedGiven | None, said: dict[str, object]
) -> None:
    complaint = makers.investigated(cast)
    given = {**decision(45_000), "no_remedy": "", "related": related}
    ask_approval(
        cast.actor("handler"), complaint, step=Step.DECIDE, given=given, reason="二度目です。", now=SOONER
    )
    approve(cast.actor("lead"), complaint)
    data = complaint.events.get(kind="decided").data
    assert {name: value for name, value in data.items() if name.startswith("related")} == said


def test_those_who_may_approve_are_told_and_then_whoever_asked(cast: Cast) -> None:
    complaint = waiting(cast)
    told = Notice.objects.filter(kind="approval").values_list("recipient", flat=True)
    assert list(told) == [cast.lead.pk]
    approve(cast.actor("lead"), complaint)
    assert set(told.all()) == {cast.lead.pk, cast.handler.pk}


@pytest.mark.parametrize("reason", ["", "  \n "])
def test_why_so_much_is_asked_is_said(cast: Cast, reason: str) -> None:
    complaint = makers.investigated(cast)
    with pytest.raises(Invalid) as refusal:
        ask_approval(
            cast.actor("handler"), complaint, step=Step.PROPOSE, given=an_offer(), reason=reason, now=LATER
        )
    assert refusal.value.problems == {"reason": Problem.MISSING}


def test_what_could_not_be_sent_cannot_be_asked_for(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    actor = cast.actor("handler")
    for given, problem in (
        (an_offer(text=""), {"text": Problem.MISSING}),
        (an_offer(answer_by=LATER.date() - timedelta(days=1)), {"answer_by": Problem.IN_THE_PAST}),
    ):
        with pytest.raises(Invalid) as refusal:
            ask_approval(actor, complaint, step=Step.PROPOSE, given=given, reason="理由", now=LATER)
        assert refusal.value.problems == problem
    with pytest.raises(NotNow) as missing:
        ask_approval(
            actor,
            complaint,
            step=Step.DECIDE,
            given=decision(90_000) | {"findings": {}},
            reason="理由",
            now=LATER,
        )
    assert missing.value.obstacle is Obstacle.ALLEGATION_WITHOUT_FINDING
    with pytest.raises(Changed):
        ask_approval(
            actor,
            complaint,
            step=Step.PROPOSE,
            given=an_offer(),
            reason="理由",
            now=LATER,
            seen_version=complaint.version - 1,
        )
    assert not Approval.objects.exists()


def test_grave_decision_is_not_asked_for_by_a_handler(cast: Cast) -> None:
    complaint = makers.investigated(cast, severity="S2")
    with pytest.raises(Refused):
        ask_approval(
            cast.actor("handler"), complaint, step=Step.DECIDE, given=decision(90_000), reason="理", now=LATER
        )


@pytest.mark.parametrize(("role", "amount"), [("handler", 500_001), ("lead", 500_000)])
def test_where_nobody_else_may_approve_so_much_it_is_said_at_once(cast: Cast, role: str, amount: int) -> None:
    complaint = makers.investigated(cast)
    with pytest.raises(NotNow) as refusal:
        ask(cast.actor(role), complaint, amount)
    assert refusal.value.obstacle is Obstacle.NOBODY_APPROVES


def test_nobody_approves_what_they_asked_for_or_what_is_past_their_limit(cast: Cast) -> None:
    complaint = waiting(cast)
    for role, obstacle in (("handler", Obstacle.ANOTHER_APPROVES), ("colleague", Obstacle.OVER_LIMIT)):
        with pytest.raises(NotNow) as refusal:
            approve(cast.actor(role), complaint)
        assert refusal.value.obstacle is obstacle
    for role, refused in (("auditor", Refused), ("administrator", Unseen)):
        with pytest.raises(refused):
            approve(cast.actor(role), complaint)
    assert complaint.approvals.get().state == "asked"


def test_lead_asks_another_lead_above_four_eyes(cast: Cast) -> None:
    given = AuthorityGiven(
        currency="JPY", of_role={Role.HANDLER: 30_000, Role.LEAD: 500_000}, four_eyes=100_000
    )
    set_limits(cast.actor("administrator"), given, seen=0, now=SOONER)
    complaint, second = makers.investigated(cast), another_lead()
    with pytest.raises(NotNow) as refusal:
        propose_solution(cast.actor("lead"), complaint, **an_offer(100_001), now=LATER)
    assert refusal.value.obstacle is Obstacle.OVER_LIMIT
    propose_solution(cast.actor("lead"), complaint, **an_offer(100_000), now=LATER)
    ask(cast.actor("lead"), complaint, 100_001)
    approve(actor_for(second), complaint)
    assert complaint.remedies.get(state="offered").granted_by_id == second.pk


def test_who_is_barred_is_not_asked_and_cannot_approve(cast: Cast) -> None:
    complaint, second = makers.investigated(cast), another_lead()
    Complaint.objects.filter(pk=complaint.pk).update(barred=[cast.lead.pk])
    ask(cast.actor("handler"), complaint)
    assert complaint.events.get(kind="approval_asked").data["mentioned"] == [second.pk]
    with pytest.raises(Unseen):
        approve(cast.actor("lead"), complaint)


def test_under_review_those_without_a_part_approve(cast: Cast) -> None:
    complaint, second = decided(cast), another_lead()
    ask_review(makers.complainant_of(complaint), complaint, now=SOONER)
    begin_review(cast.actor("lead"), complaint, to=cast.colleague, now=SOONER)
    ask_approval(
        cast.actor("colleague"), complaint, step=Step.DECIDE, given=decision(90_000), reason="理", now=LATER
    )
    assert set(complaint.events.get(kind="approval_asked").data["mentioned"]) == {cast.lead.pk, second.pk}
    approve(actor_for(second), complaint)
    assert complaint.state == "decided"


def test_whoever_approved_the_first_decision_does_not_review_it(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    ask_approval(
        cast.actor("handler"), complaint, step=Step.DECIDE, given=decision(90_000), reason="理", now=SOONER
    )
    approve_offer(cast.actor("lead"), complaint, approval=complaint.approvals.get().pk, now=SOONER)
    ask_review(makers.complainant_of(complaint), complaint, now=SOONER)
    with pytest.raises(NotNow) as refusal:
        begin_review(cast.actor("lead"), complaint, to=cast.lead, now=LATER)
    assert refusal.value.obstacle is Obstacle.HAD_A_PART


# ── sent back, taken back, fallen ──


def test_sent_back_with_a_reason_and_nothing_goes_out(cast: Cast) -> None:
    complaint = waiting(cast)
    number = complaint.approvals.get().pk
    with pytest.raises(Invalid):
        return_offer(cast.actor("lead"), complaint, approval=number, now=LATER)
    return_offer(cast.actor("lead"), complaint, approval=number, reason="半額で。", now=LATER)
    row = complaint.approvals.get()
    assert (row.state, row.answer, row.answered_by_id) == ("returned", "半額で。", cast.lead.pk)
    assert not complaint.proposals.exists()
    assert Notice.objects.filter(kind="approval", recipient=cast.handler).exists()
    with pytest.raises(NotNow) as refusal:
        approve_offer(cast.actor("lead"), complaint, approval=number, now=NEXT)
    assert refusal.value.obstacle is Obstacle.APPROVAL_NOT_OPEN


def test_taken_back_by_whoever_asked_without_a_reason(cast: Cast) -> None:
    complaint = waiting(cast)
    return_offer(cast.actor("handler"), complaint, approval=complaint.approvals.get().pk, now=LATER)
    assert complaint.approvals.get().state == "taken_back"
    ask(cast.actor("handler"), complaint)
    assert complaint.approvals.filter(state="asked").count() == 1


def test_newer_request_takes_the_place_of_the_older(cast: Cast) -> None:
    complaint = waiting(cast)
    ask(cast.actor("handler"), complaint, 46_000)
    assert [(row.amount, row.state, row.why) for row in complaint.approvals.all()] == [
        (45_000, "fallen", "overtaken"),
        (46_000, "asked", ""),
    ]


def test_newer_offer_and_a_withdrawal_let_what_waits_fall(cast: Cast) -> None:
    complaint = waiting(cast)
    propose_solution(cast.actor("handler"), complaint, **an_offer(900), now=LATER)
    assert complaint.approvals.get().why == "overtaken"
    assert complaint.events.get(kind="proposed").data["fallen"] == complaint.approvals.get().pk
    ask(cast.actor("handler"), complaint)
    withdraw_complaint(makers.complainant_of(complaint), complaint, now=NEXT)
    assert {row.state for row in complaint.approvals.all()} == {"fallen"}
    with pytest.raises(NotNow):
        approve_offer(cast.actor("lead"), complaint, approval=complaint.approvals.last().pk, now=NEXT)


def _moved(complaint: Complaint, _cast: Cast) -> None:
    Complaint.objects.filter(pk=complaint.pk).update(state="acknowledged")


def _without_a_voice(_complaint: Complaint, cast: Cast) -> None:
    Staff.objects.filter(pk=cast.handler.pk).update(role=Role.AUDITOR.value)


def _gone(_complaint: Complaint, cast: Cast) -> None:
    Staff.objects.filter(pk=cast.handler.pk).update(is_active=False)


def _barred(complaint: Complaint, cast: Cast) -> None:
    Complaint.objects.filter(pk=complaint.pk).update(barred=[cast.handler.pk])


def _in_dollars(_complaint: Complaint, cast: Cast) -> None:
    given = AuthorityGiven(currency="USD", of_role={Role.HANDLER: 30_000, Role.LEAD: 500_000})
    set_limits(cast.actor("administrator"), given, seen=0, now=LATER)


@pytest.mark.parametrize(
    ("meanwhile", "why", "days"),
    [
        (_moved, "moved_on", 0),
        (_without_a_voice, "asker_may_not", 0),
        (_gone, "asker_may_not", 0),
        (_barred, "asker_may_not", 0),
        (_in_dollars, "not_possible", 0),
        (lambda *_: None, "day_passed", 30),
    ],
)
def test_what_cannot_go_out_any_more_falls_and_says_why(
    cast: Cast, meanwhile: Any, why: str, days: int
) -> None:
    complaint = waiting(cast)
    meanwhile(complaint, cast)
    letters = complaint.letters.count()
    number = complaint.approvals.get().pk
    answered = approve_offer(cast.actor("lead"), complaint, approval=number, now=LATER + timedelta(days=days))
    assert (answered.state, answered.why) == ("fallen", why)
    stored = complaint.approvals.get()
    assert (stored.state, stored.why, stored.answered_by_id) == ("fallen", why, cast.lead.pk)
    assert complaint.letters.count() == letters
    assert not complaint.proposals.exists()
    assert complaint.events.get(kind="approval_answered").data["why"] == why


def test_facts_that_changed_let_a_decision_fall(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    ask_approval(
        cast.actor("handler"), complaint, step=Step.DECIDE, given=decision(90_000), reason="理", now=SOONER
    )
    assess_complaint(
        cast.actor("handler"),
        complaint,
        severity="S3",
        subject="delivery",
        safety={"injury": "no"},
        allegations=[AllegationGiven(text=f"点{n}") for n in range(1, 4)],
        now=SOONER,
    )
    assert approve(cast.actor("lead"), complaint).why == "not_possible"
    assert complaint.state == "investigating"


def test_request_of_another_complaint_is_not_answered_here(cast: Cast) -> None:
    complaint, other = waiting(cast), makers.investigated(cast)
    with pytest.raises(NotNow) as refusal:
        approve_offer(cast.actor("lead"), other, approval=complaint.approvals.get().pk, now=LATER)
    assert refusal.value.obstacle is Obstacle.APPROVAL_NOT_OPEN


def test_asking_is_not_possible_where_nothing_can_be_offered(cast: Cast) -> None:
    with pytest.raises(StepNotPossible):
        ask(cast.actor("handler"), makers.acknowledged(cast))


@pytest.mark.django_db(transaction=True)
def test_two_who_approve_at_once_send_one_letter() -> None:
    cast = summon()
    complaint, second = waiting(cast), another_lead()
    number, both = complaint.approvals.get().pk, Barrier(2)

    def press(staff: Staff) -> str:
        try:
            both.wait(60)
            approve_offer(
                actor_for(staff), Complaint.objects.get(pk=complaint.pk), approval=number, now=LATER
            )
        except NotNow as refusal:
            return refusal.obstacle.value
        finally:
            connection.close()
        return "approved"

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(press, (cast.lead, second)))
    assert sorted(answers) == ["approval_not_open", "approved"]
    assert complaint.proposals.count() == 1
    assert complaint.letters.filter(kind="proposal").count() == 1
    assert complaint.events.filter(kind="approval_answered").count() == 1
