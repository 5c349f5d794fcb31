"""Review: asked for without reasons, before somebody who had no part, in time, and once."""

from datetime import timedelta

import pytest

from kikitori.casework.assign import assign_complaint
from kikitori.casework.close import close_as_exhausted
from kikitori.casework.confirm import confirm_unsolved
from kikitori.casework.decide import FindingGiven, decide_complaint
from kikitori.casework.errors import Invalid, NotNow, Obstacle, Refused
from kikitori.casework.hand_over import hand_over_complaint
from kikitori.casework.place import Whereabouts, put_back
from kikitori.casework.propose import RemedyGiven
from kikitori.casework.remedy import carry_out_remedy
from kikitori.casework.reopen import reopen_complaint
from kikitori.casework.review import ask_review, begin_review
from kikitori.records.complaints.lifecycle import StepNotPossible
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Staff
from kikitori.records.people.terms import Role
from kikitori.records.together.models import Notice
from tests import makers
from tests.casework.verbs import SOON
from tests.cast import Cast
from tests.makers import FRIDAY, JAPAN, complainant_of

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
#: Monday was a holiday: the Tuesday after.
TUESDAY = FRIDAY + 4 * DAY


def decided(cast: Cast, *remedies: RemedyGiven, by: str = "handler") -> Complaint:
    complaint = makers.investigated(cast)
    decide(cast.actor(by), complaint, *remedies, hours=2)
    return complaint


def decide(actor: Actor, complaint: Complaint, *remedies: RemedyGiven, hours: float) -> None:
    decide_complaint(
        actor,
        complaint,
        findings={n: FindingGiven(outcome="not_upheld", reasons="記録がありません。") for n in (1, 2)},
        remedies=remedies,
        now=FRIDAY + hours * HOUR,
    )


def asked(cast: Cast, *remedies: RemedyGiven) -> Complaint:
    complaint = decided(cast, *remedies)
    ask_review(complainant_of(complaint), complaint, now=FRIDAY + 3 * HOUR)
    return complaint


def begun(cast: Cast) -> Complaint:
    complaint = asked(cast)
    begin_review(cast.actor("lead"), complaint, to=cast.colleague, now=TUESDAY)
    return complaint


def second_lead() -> Staff:
    return Staff.objects.create(login="second", name="副田 みのる", role=Role.LEAD.value)


# ── asking ──


def test_review_needs_no_reason_and_leaves_the_hands_it_was_in(cast: Cast) -> None:
    complaint = asked(cast)
    complaint.refresh_from_db()
    assert (complaint.state, complaint.assignee_id, complaint.urgency) == ("review2", None, "today")
    event = complaint.events.get(kind="review_asked")
    assert (event.visibility, event.actor_kind, "reason" in event.data) == ("public", "complainant", False)
    assert event.data["before"] == cast.handler.pk


def test_words_and_the_road_are_kept_where_they_were_given(cast: Cast) -> None:
    complaint = decided(cast)
    ask_review(cast.actor("handler"), complaint, reason="写真を見ていない", how="電話", now=FRIDAY + 3 * HOUR)
    data = complaint.events.get(kind="review_asked").data
    assert (data["reason"], data["how"]) == ("写真を見ていない", "電話")


def test_two_days_are_promised_and_the_question_whether_it_is_solved_falls_away(cast: Cast) -> None:
    complaint = asked(cast)
    owed = complaint.promises.filter(state="open").order_by("due_at")
    assert [promise.kind for promise in owed] == ["review", "decision"]
    review = owed[0]
    assert review.rule == "jp-default/1/acknowledgement"
    assert review.due_at.astimezone(JAPAN).date() == (TUESDAY + DAY).date(), "asked for on Friday evening"
    assert complaint.promises.get(kind="follow_up").state == "kept"


def test_review_comes_before_a_lead_who_is_told(cast: Cast) -> None:
    complaint = asked(cast)
    [escalation] = complaint.escalations.all()
    assert (escalation.cause, escalation.holder_id) == ("review", cast.lead.pk)
    assert Notice.objects.filter(recipient=cast.lead, kind="escalation", complaint=complaint).exists()


@pytest.mark.parametrize("end", ["accepted", "exhausted"])
def test_ended_complaint_is_reviewed_too(cast: Cast, end: str) -> None:
    complaint = decided(cast)
    if end == "exhausted":
        close_as_exhausted(cast.actor("lead"), complaint, reason="尽くしました。", now=FRIDAY + 3 * HOUR)
    else:
        Complaint.objects.filter(pk=complaint.pk).update(state="closed_accepted", closed_at=FRIDAY)
    ask_review(complainant_of(complaint), complaint, now=FRIDAY + DAY)
    complaint.refresh_from_db()
    assert (complaint.state, complaint.closed_at) == ("review2", None)
    assert set(complaint.promises.filter(state="open").values_list("kind", flat=True)) == {
        "review",
        "decision",
    }


def test_withdrawn_complaint_is_taken_up_again_instead(cast: Cast) -> None:
    complaint = decided(cast)
    Complaint.objects.filter(pk=complaint.pk).update(state="withdrawn")
    with pytest.raises(StepNotPossible):
        ask_review(complainant_of(complaint), complaint, now=FRIDAY + DAY)


def test_result_of_a_review_is_not_reviewed_once_more(cast: Cast) -> None:
    complaint = begun(cast)
    decide(cast.actor("colleague"), complaint, hours=100)
    events = complaint.events.count()
    with pytest.raises(NotNow) as refusal:
        ask_review(complainant_of(complaint), complaint, now=FRIDAY + 5 * DAY)
    assert refusal.value.obstacle is Obstacle.REVIEWED_ALREADY
    assert complaint.events.count() == events


def test_what_was_taken_up_again_since_can_be_reviewed_again(cast: Cast) -> None:
    complaint = begun(cast)
    decide(cast.actor("colleague"), complaint, hours=100)
    confirm_unsolved(complainant_of(complaint), complaint, now=FRIDAY + 5 * DAY)
    decide(cast.actor("handler"), complaint, hours=130)
    ask_review(complainant_of(complaint), complaint, now=FRIDAY + 6 * DAY)
    with pytest.raises(NotNow) as refusal:
        begin_review(cast.actor("lead"), complaint, to=cast.colleague, now=FRIDAY + 7 * DAY)
    assert refusal.value.obstacle is Obstacle.HAD_A_PART, "they decided the first review"


def test_too_long_a_reason_is_refused_and_nothing_is_written(cast: Cast) -> None:
    complaint = decided(cast)
    with pytest.raises(Invalid):
        ask_review(complainant_of(complaint), complaint, reason="あ" * 10_001, now=FRIDAY + DAY)
    assert not complaint.events.filter(kind="review_asked").exists()
    assert not complaint.escalations.exists()


# ── who reviews ──


def test_reviewer_is_named_in_time_and_the_complainant_hears_of_it(cast: Cast) -> None:
    complaint = begun(cast)
    complaint.refresh_from_db()
    assert complaint.assignee_id == cast.colleague.pk
    assert complaint.promises.get(kind="review").state == "kept"
    letter = complaint.letters.get(kind="review")
    assert "これまで本件に関わっていない者" in letter.body
    assert cast.colleague.name not in letter.body
    assert Notice.objects.filter(recipient=cast.colleague, kind="assigned", complaint=complaint).exists()


def test_nobody_with_a_part_in_it_is_named(cast: Cast) -> None:
    complaint = asked(cast)
    with pytest.raises(NotNow) as refusal:
        begin_review(cast.actor("lead"), complaint, to=cast.handler, now=TUESDAY)
    assert (refusal.value.obstacle, refusal.value.detail) == (Obstacle.HAD_A_PART, cast.handler.name)
    assert not complaint.letters.filter(kind="review").exists()


def test_lead_who_decided_names_another_and_does_not_review_themselves(cast: Cast) -> None:
    complaint = decided(cast, by="lead")
    ask_review(complainant_of(complaint), complaint, now=FRIDAY + 3 * HOUR)
    with pytest.raises(NotNow):
        begin_review(cast.actor("lead"), complaint, to=cast.lead, now=TUESDAY)
    begin_review(cast.actor("lead"), complaint, to=cast.colleague, now=TUESDAY)
    complaint.refresh_from_db()
    assert complaint.assignee_id == cast.colleague.pk


def test_auditor_cannot_be_named(cast: Cast) -> None:
    with pytest.raises(Invalid):
        begin_review(cast.actor("lead"), asked(cast), to=cast.auditor, now=TUESDAY)


def test_reviewer_is_named_once_and_changed_by_assigning(cast: Cast) -> None:
    complaint, other = begun(cast), second_lead()
    with pytest.raises(NotNow) as refusal:
        begin_review(cast.actor("lead"), complaint, to=other, now=TUESDAY + HOUR)
    assert refusal.value.obstacle is Obstacle.REVIEW_BEGUN
    assign_complaint(cast.actor("lead"), complaint, to=other, now=TUESDAY + HOUR)
    complaint.refresh_from_db()
    assert complaint.assignee_id == other.pk


def test_handler_names_nobody(cast: Cast) -> None:
    with pytest.raises(Refused):
        begin_review(cast.actor("colleague"), asked(cast), to=cast.colleague, now=TUESDAY)


def test_complaint_comes_back_into_the_first_hands_by_no_road(cast: Cast) -> None:
    complaint, lead = begun(cast), cast.actor("lead")
    where = Whereabouts(cast.handler.pk, cast.handler.team_id, complaint.queue)
    stands = Whereabouts.of(complaint)
    for road in (
        lambda: assign_complaint(lead, complaint, to=cast.handler, now=TUESDAY + HOUR),
        lambda: hand_over_complaint(lead, complaint, to=cast.handler, now=TUESDAY + HOUR),
        lambda: put_back(lead, complaint, where=where, stands=stands, now=TUESDAY + HOUR),
    ):
        with pytest.raises(NotNow) as refusal:
            road()
        assert refusal.value.obstacle is Obstacle.HAD_A_PART
    complaint.refresh_from_db()
    assert complaint.assignee_id == cast.colleague.pk


def test_first_handler_decides_nothing_under_review_and_the_reviewer_does(cast: Cast) -> None:
    complaint = begun(cast)
    with pytest.raises(NotNow) as refusal:
        decide(cast.actor("handler"), complaint, hours=100)
    assert refusal.value.obstacle is Obstacle.HAD_A_PART
    decide(cast.actor("colleague"), complaint, hours=101)
    complaint.refresh_from_db()
    assert complaint.state == "decided"
    assert complaint.promises.filter(kind="decision", made_at=FRIDAY + 3 * HOUR).get().state == "kept"


def test_lead_who_decided_does_not_close_the_review(cast: Cast) -> None:
    complaint = decided(cast, by="lead")
    ask_review(complainant_of(complaint), complaint, now=FRIDAY + 3 * HOUR)
    with pytest.raises(NotNow) as refusal:
        close_as_exhausted(cast.actor("lead"), complaint, reason="変わりません。", now=TUESDAY)
    assert refusal.value.obstacle is Obstacle.HAD_A_PART
    other = second_lead()
    actor = Actor.staff(other.pk, Role.LEAD, other.name)
    close_as_exhausted(actor, complaint, reason="変わりません。", now=TUESDAY)
    assert not complaint.promises.filter(state="open").exists()


def test_after_the_review_everybody_can_take_it_again(cast: Cast) -> None:
    complaint = begun(cast)
    decide(cast.actor("colleague"), complaint, hours=101)
    assign_complaint(cast.actor("lead"), complaint, to=cast.handler, now=FRIDAY + 5 * DAY)
    complaint.refresh_from_db()
    assert complaint.assignee_id == cast.handler.pk


def test_decision_before_anybody_was_named_keeps_that_promise_too(cast: Cast) -> None:
    complaint = asked(cast)
    decide(cast.actor("colleague"), complaint, hours=20)
    assert complaint.promises.get(kind="review").state == "kept"


def test_reopened_complaint_is_no_review(cast: Cast) -> None:
    complaint = decided(cast)
    close_as_exhausted(cast.actor("lead"), complaint, reason="尽くしました。", now=FRIDAY + 3 * HOUR)
    reopen_complaint(complainant_of(complaint), complaint, reason="新しい写真", now=FRIDAY + DAY)
    assign_complaint(cast.actor("lead"), complaint, to=cast.handler, now=FRIDAY + DAY)
    complaint.refresh_from_db()
    assert complaint.assignee_id == cast.handler.pk


# ── what was owed before ──


def test_what_was_decided_stays_owed_and_is_done_meanwhile(cast: Cast) -> None:
    refund = RemedyGiven(kind="refund", text="皿三枚", due_on=SOON, amount=3000)
    complaint = asked(cast, refund)
    assert set(complaint.promises.filter(state="open").values_list("kind", flat=True)) == {
        *("review", "decision", "remedy")
    }
    carry_out_remedy(
        cast.actor("colleague"),
        complaint,
        remedy=complaint.remedies.get(),
        proof="振込 0001",
        now=FRIDAY + 4 * HOUR,
    )
    complaint.refresh_from_db()
    assert complaint.state == "review2"
    assert complaint.promises.get(kind="remedy").state == "kept"
    # Nobody asks whether it is solved while it is being looked at again.
    assert not complaint.promises.filter(state="open", kind="follow_up").exists()
