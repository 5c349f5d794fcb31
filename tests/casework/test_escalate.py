"""Escalation by the real verbs: before whom it comes, who answers it, and that it goes up and never nowhere."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, transaction

from kikitori.casework.absences import note_absence
from kikitori.casework.assess import assess_complaint
from kikitori.casework.assign import assign_complaint
from kikitori.casework.close import close_as_agreed
from kikitori.casework.confirm import confirm_solved
from kikitori.casework.errors import Invalid, NotNow, Obstacle, Problem, Refused, Unseen
from kikitori.casework.escalate import acknowledge_escalation, escalate_complaint, take_up
from kikitori.casework.ladder import LevelGiven, set_ladder
from kikitori.casework.sweep import note_missed_promises, raise_unanswered_escalations
from kikitori.casework.withdraw import withdraw_complaint
from kikitori.records.complaints.lifecycle import StepNotPossible
from kikitori.records.complaints.models import Complaint
from kikitori.records.escalation.models import Escalation
from kikitori.records.escalation.terms import Cause
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Staff, Team
from kikitori.records.people.queries import actor_for
from tests import makers
from tests.cast import Cast, summon
from tests.makers import FRIDAY, JAPAN

TUESDAY = datetime(2026, 11, 24, 10, 0, tzinfo=JAPAN)
SWEPT = Actor.system("unanswered")
HOUR = timedelta(hours=1)


def another_lead(login: str = "chief", team: Team | None = None) -> Staff:
    return Staff.objects.create(login=login, name=f"上野 {login}", role="lead", team=team)


def ladder_of(cast: Cast, *levels: LevelGiven) -> None:
    set_ladder(cast.actor("lead"), levels, seen=0, now=FRIDAY)


def level(holder: Staff, deputy: Staff | None = None, minutes: int = 60, severity: str = "") -> LevelGiven:
    return LevelGiven(
        name_ja="段階",
        holder=holder.pk,
        deputy=deputy.pk if deputy else None,
        answer_within_minutes=minutes,
        from_severity=severity,
    )


def ask(cast: Cast, complaint: Complaint, reason: str = "判断を仰ぐ", now: datetime = TUESDAY) -> Escalation:
    return escalate_complaint(cast.actor("handler"), complaint, reason=reason, now=now)


def told(complaint: Complaint) -> list[tuple[int, str, str | None]]:
    """Level, cause and holder of everything that waits for an answer."""
    rows = complaint.escalations.filter(acknowledged_at=None, superseded_by=None).order_by("level", "id")
    return [(row.level, row.cause, row.holder.login if row.holder else None) for row in rows]


# ---- before whom


def test_lead_of_the_own_team_comes_first_where_nothing_is_set(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    Staff.objects.filter(pk=cast.lead.pk).update(team=Team.objects.create(name="品質管理室"))
    own = another_lead(team=complaint.team)
    first = ask(cast, complaint)
    assert (first.level, first.holder, first.deputy) == (1, own, cast.lead)
    assert (complaint.urgency, complaint.state) == ("today", "investigating")
    second = ask(cast, complaint, "重ねてお願いします")
    assert (second.level, second.holder) == (2, cast.lead)


def test_nobody_above_stands_before_everybody_and_is_never_refused(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    Staff.objects.filter(role="lead").update(is_active=False)
    escalation = ask(cast, complaint)
    assert (escalation.level, escalation.holder, escalation.is_open) == (1, None, True)
    assert "to" not in complaint.events.get(kind="escalated").data


def test_second_request_goes_above_the_first_and_the_third_adds_its_words_alone(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    ladder_of(cast, level(cast.colleague), level(cast.lead))
    assert ask(cast, complaint).holder == cast.colleague
    second = ask(cast, complaint, "まだ返事がありません")
    assert second.holder == cast.lead
    assert ask(cast, complaint, "三度目です") == second
    assert told(complaint) == [(1, "request", "colleague"), (2, "request", "lead")]
    said = [event.data["reason"] for event in complaint.events.filter(kind="escalated")]
    assert said == ["判断を仰ぐ", "まだ返事がありません", "三度目です"]


@pytest.mark.parametrize(
    ("first", "last", "holder"), [(24, 24, "lead"), (23, 25, "lead"), (25, 26, "colleague")]
)
def test_absence_puts_the_deputy_in_the_holders_place(cast: Cast, first: int, last: int, holder: str) -> None:
    complaint = makers.investigated(cast)
    ladder_of(cast, level(cast.colleague, cast.lead))
    days = {"first": TUESDAY.date().replace(day=first), "last": TUESDAY.date().replace(day=last)}
    note_absence(cast.actor("lead"), cast.colleague, **days, now=FRIDAY)
    assert ask(cast, complaint).holder == getattr(cast, holder)


def test_who_does_not_see_the_complaint_is_passed_over(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    ladder_of(cast, level(cast.colleague), level(cast.lead))
    Complaint.objects.filter(pk=complaint.pk).update(confidentiality="restricted")
    assert (ask(cast, complaint).level, told(complaint)) == (2, [(2, "request", "lead")])


def test_who_has_lost_the_right_to_answer_is_passed_over(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    ladder_of(cast, level(cast.colleague, cast.lead))
    Staff.objects.filter(pk=cast.colleague.pk).update(role="auditor")
    assert ask(cast, complaint).holder == cast.lead


# ---- causes


def test_same_cause_and_level_is_raised_once_while_it_waits(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    clock = complaint.clocks.first()
    assert clock is not None
    by_the_clock = {"reason": clock.rule, "cause": Cause.CLOCK, "clock": clock.pk, "now": TUESDAY}
    actor = Actor.system("clock")
    first = escalate_complaint(actor, complaint, level=1, **by_the_clock)
    version = Complaint.objects.get(pk=complaint.pk).version
    assert escalate_complaint(actor, complaint, level=1, **by_the_clock) == first
    assert Complaint.objects.get(pk=complaint.pk).version == version
    assert complaint.events.filter(kind="escalated").count() == 1
    higher = escalate_complaint(actor, complaint, level=2, **by_the_clock)
    assert (higher.level, higher.clock_id, higher.detail, higher.reason) == (2, clock.pk, clock.rule, "")
    acknowledge_escalation(cast.actor("lead"), complaint, first, now=TUESDAY)
    assert escalate_complaint(actor, complaint, level=1, **by_the_clock) != first


def test_database_holds_one_open_escalation_per_complaint_level_and_cause(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    row = {"complaint": complaint, "level": 1, "cause": "request", "at": TUESDAY}
    Escalation.objects.create(**row)
    with pytest.raises(IntegrityError, match="escalation_open_once"), transaction.atomic():
        Escalation.objects.create(**row)
    Escalation.objects.update(acknowledged_at=TUESDAY)
    Escalation.objects.create(**row)


def test_missed_promise_comes_before_the_first_level_and_names_the_promise(cast: Cast) -> None:
    complaint = makers.received(cast).complaint
    promise = complaint.promises.get()
    assert note_missed_promises(Actor.system("swept"), now=FRIDAY + timedelta(days=6)) == 1
    row = complaint.escalations.get()
    assert (row.level, row.cause, row.promise_id) == (1, "missed_promise", promise.pk)
    assert (row.detail, row.reason, row.raised_by) == (promise.kind, "", None)


@pytest.mark.parametrize(("severity", "holder"), [("S1", "lead"), ("S2", "colleague"), ("S3", None)])
def test_severity_that_a_level_names_comes_before_the_highest_such(
    cast: Cast, severity: str, holder: str | None
) -> None:
    ladder_of(cast, level(cast.colleague, severity="S2"), level(cast.lead, severity="S1"))
    complaint = makers.assessed(cast, severity=severity)
    assert [login for _, _, login in told(complaint)] == ([holder] if holder else [])
    kinds = list(complaint.events.values_list("kind", flat=True))
    assert kinds[3:] == (["escalated"] if holder else [])


def assess_again(cast: Cast, complaint: Complaint, severity: str) -> None:
    assess_complaint(
        cast.actor("handler"), complaint, severity=severity, subject="delivery", safety={}, allegations=[], now=TUESDAY
    )  # fmt: skip


def test_assessing_again_raises_only_what_has_become_graver(cast: Cast) -> None:
    ladder_of(cast, level(cast.lead, severity="S2"))
    complaint = makers.assessed(cast, severity="S2")
    acknowledge_escalation(cast.actor("lead"), complaint, complaint.escalations.get(), now=FRIDAY + HOUR)
    assess_again(cast, complaint, "S2")
    assert told(complaint) == []
    assess_again(cast, complaint, "S1")
    assert told(complaint) == [(1, "severity", "lead")]


# ---- answers


def test_acknowledging_says_who_and_when_and_disturbs_no_editor(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    escalation = ask(cast, complaint)
    version = complaint.version
    acknowledge_escalation(
        cast.actor("lead"), complaint, escalation, note="今日中に電話します。", now=TUESDAY + HOUR
    )
    escalation.refresh_from_db()
    assert (escalation.acknowledged_by, escalation.acknowledged_at) == (cast.lead, TUESDAY + HOUR)
    event = complaint.events.get(kind="escalation_acknowledged")
    assert (event.visibility, event.data["note"]) == ("internal", "今日中に電話します。")
    assert Complaint.objects.get(pk=complaint.pk).version == version


@pytest.mark.parametrize(
    ("role", "may"), [("colleague", True), ("lead", True), ("handler", False), ("auditor", False)]
)
def test_holder_and_every_lead_may_answer_and_nobody_else(cast: Cast, role: str, may: bool) -> None:
    complaint = makers.investigated(cast)
    ladder_of(cast, level(cast.colleague))
    escalation = ask(cast, complaint)
    if may:
        acknowledge_escalation(cast.actor(role), complaint, escalation, now=TUESDAY)
    else:
        with pytest.raises(Refused):
            acknowledge_escalation(cast.actor(role), complaint, escalation, now=TUESDAY)
    escalation.refresh_from_db()
    assert escalation.is_open is not may


def test_deputy_may_answer_while_the_holder_is_there(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    ladder_of(cast, level(cast.lead, cast.colleague))
    acknowledge_escalation(cast.actor("colleague"), complaint, ask(cast, complaint), now=TUESDAY)
    assert told(complaint) == []


def test_who_cannot_see_the_complaint_cannot_answer_for_it(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    ladder_of(cast, level(cast.colleague))
    escalation = ask(cast, complaint)
    Complaint.objects.filter(pk=complaint.pk).update(confidentiality="restricted")
    with pytest.raises(Unseen):
        acknowledge_escalation(cast.actor("colleague"), complaint, escalation, now=TUESDAY)


def test_answering_twice_or_for_another_complaint_is_refused(cast: Cast) -> None:
    complaint, other = makers.investigated(cast), makers.investigated(cast)
    escalation = ask(cast, complaint)
    acknowledge_escalation(cast.actor("lead"), complaint, escalation, now=TUESDAY)
    for one in (other, complaint):
        with pytest.raises(NotNow) as refusal:
            acknowledge_escalation(cast.actor("lead"), one, escalation, now=TUESDAY)
        assert refusal.value.obstacle is Obstacle.ESCALATION_NOT_OPEN
    assert other.events.filter(kind="escalation_acknowledged").count() == 0
    assert complaint.events.filter(kind="escalation_acknowledged").count() == 1


# ---- silence


@pytest.fixture
def climbing(cast: Cast) -> Complaint:
    """An hour at level 1, two at level 2, the top; asked on Tuesday at ten."""
    chief = another_lead()
    ladder_of(cast, level(cast.colleague, minutes=60), level(cast.lead, minutes=120), level(chief))
    complaint = makers.investigated(cast)
    ask(cast, complaint, "判断を仰ぐ")
    return complaint


def test_unanswered_goes_up_level_by_level_and_stays_at_the_top(climbing: Complaint) -> None:
    assert raise_unanswered_escalations(SWEPT, now=TUESDAY + timedelta(minutes=59)) == 0
    assert raise_unanswered_escalations(SWEPT, now=TUESDAY + HOUR) == 1
    assert told(climbing) == [(2, "unacknowledged", "lead")]
    assert raise_unanswered_escalations(SWEPT, now=TUESDAY + HOUR) == 0
    for days in range(1, 5):
        raise_unanswered_escalations(SWEPT, now=TUESDAY + timedelta(days=days))
    assert told(climbing) == [(3, "unacknowledged", "chief")]
    top = climbing.escalations.get(level=3)
    assert (top.answer_by, top.reason, top.detail) == (None, "判断を仰ぐ", "request")
    assert [row.superseded_by_id is None for row in climbing.escalations.order_by("level")] == [
        False,
        False,
        True,
    ]


def test_nights_and_holidays_do_not_count_as_time_to_answer(cast: Cast) -> None:
    """Friday 16:40, Monday is a holiday: an hour of work ends on Tuesday morning."""
    ladder_of(cast, level(cast.colleague, minutes=60), level(cast.lead))
    complaint = makers.investigated(cast)
    row = ask(cast, complaint, now=FRIDAY)
    assert row.answer_by is not None
    assert row.answer_by.astimezone(JAPAN).date() == TUESDAY.date()


def test_answer_above_answers_what_has_come_up_from_below(cast: Cast, climbing: Complaint) -> None:
    raise_unanswered_escalations(SWEPT, now=TUESDAY + HOUR)
    upper = climbing.escalations.get(level=2)
    acknowledge_escalation(cast.actor("lead"), climbing, upper, now=TUESDAY + 2 * HOUR)
    assert [row.acknowledged_by for row in climbing.escalations.all()] == [cast.lead, cast.lead]
    assert ask(cast, climbing, "もう一度").holder == cast.colleague


def test_answered_in_time_stays_where_it_is(cast: Cast, climbing: Complaint) -> None:
    acknowledge_escalation(cast.actor("colleague"), climbing, climbing.escalations.get(), now=TUESDAY)
    assert raise_unanswered_escalations(SWEPT, now=TUESDAY + timedelta(days=3)) == 0


def test_two_that_nobody_answered_go_up_as_one(cast: Cast, climbing: Complaint) -> None:
    escalate_complaint(
        Actor.system("missed_promise"), climbing, reason="decision", cause=Cause.MISSED_PROMISE, now=TUESDAY
    )
    assert raise_unanswered_escalations(SWEPT, now=TUESDAY + HOUR) == 2
    assert told(climbing) == [(2, "unacknowledged", "lead")]
    assert climbing.escalations.filter(superseded_by__level=2).count() == 2


def test_level_that_has_gone_leaves_what_waits_below_alone(cast: Cast, climbing: Complaint) -> None:
    newest = climbing.escalations.model._meta.apps.get_model("records", "SettingChange").objects.latest("id")
    set_ladder(cast.actor("lead"), [level(cast.lead)], seen=newest.pk, now=TUESDAY)
    assert raise_unanswered_escalations(SWEPT, now=TUESDAY + timedelta(days=3)) == 0
    assert told(climbing) == [(1, "request", "colleague")]


def test_house_with_one_lead_who_is_silent_shows_it_to_everybody(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    ask(cast, complaint)
    assert raise_unanswered_escalations(SWEPT, now=TUESDAY + timedelta(days=2)) == 1
    assert told(complaint) == [(2, "unacknowledged", None)]


@pytest.mark.django_db(transaction=True)
def test_two_rounds_at_once_take_it_up_once() -> None:
    cast = summon()
    chief = another_lead()
    ladder_of(cast, level(cast.colleague), level(cast.lead), level(chief))
    complaints = [makers.investigated(cast) for _ in range(3)]
    for complaint in complaints:
        ask(cast, complaint)
    together = Barrier(2)

    def go_round(_: int) -> int:
        try:
            together.wait(timeout=30)
            return raise_unanswered_escalations(SWEPT, now=TUESDAY + HOUR)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sum(pool.map(go_round, range(2))) == 3
    for complaint in complaints:
        assert told(complaint) == [(2, "unacknowledged", "lead")]
        assert complaint.events.filter(kind="escalated").count() == 2


# ---- the end


def test_complaint_that_ends_needs_no_answer_any_more(cast: Cast) -> None:
    complaint = makers.confirming(cast)
    escalation = ask(cast, complaint)
    confirm_solved(makers.complainant_of(complaint), complaint, now=TUESDAY + HOUR)
    escalation.refresh_from_db()
    assert (escalation.acknowledged_at, escalation.acknowledged_by) == (TUESDAY + HOUR, None)
    with pytest.raises(StepNotPossible):
        acknowledge_escalation(cast.actor("lead"), complaint, escalation, now=TUESDAY + HOUR)


def test_withdrawn_complaint_needs_no_answer_either(cast: Cast) -> None:
    complaint, other = makers.investigated(cast), makers.investigated(cast)
    ask(cast, complaint)
    ask(cast, other)
    withdraw_complaint(makers.complainant_of(complaint), complaint, now=TUESDAY)
    assert told(complaint) == []
    assert len(told(other)) == 1


def test_refused_end_leaves_it_open(cast: Cast) -> None:
    complaint = makers.confirming(cast)
    ask(cast, complaint)
    with pytest.raises(NotNow):
        close_as_agreed(cast.actor("handler"), complaint, now=TUESDAY)
    assert len(told(complaint)) == 1


# ---- what it needs


@pytest.mark.parametrize(("reason", "problem"), [("", Problem.MISSING), ("あ" * 5001, Problem.TOO_LONG)])
def test_request_needs_its_words(cast: Cast, reason: str, problem: Problem) -> None:
    complaint = makers.investigated(cast)
    with pytest.raises(Invalid) as refusal:
        ask(cast, complaint, reason)
    assert refusal.value.problems == {"reason": problem}
    assert not complaint.escalations.exists()


def test_handing_the_complaint_on_leaves_the_escalation_where_it_is(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    escalation = ask(cast, complaint)
    assign_complaint(actor_for(cast.lead), complaint, to=cast.lead, now=TUESDAY)
    escalation.refresh_from_db()
    assert escalation.is_open
    assert escalation.holder == cast.lead


def test_answer_above_leaves_what_has_gone_up_by_another_way(cast: Cast, climbing: Complaint) -> None:
    """A second request stands on level 2 beside the first, which has gone up there by itself."""
    second = ask(cast, climbing, "まだ返事がありません")
    raise_unanswered_escalations(SWEPT, now=TUESDAY + HOUR)
    acknowledge_escalation(cast.actor("lead"), climbing, second, now=TUESDAY + HOUR)
    assert told(climbing) == [(2, "unacknowledged", "lead")]
    assert climbing.escalations.get(level=1).acknowledged_at is None
    upper = climbing.escalations.get(level=2, cause="unacknowledged")
    acknowledge_escalation(cast.actor("lead"), climbing, upper, now=TUESDAY + 2 * HOUR)
    assert climbing.escalations.get(level=1).acknowledged_by == cast.lead
    assert told(climbing) == []


def test_answer_at_the_top_answers_every_level_it_has_come_from(cast: Cast, climbing: Complaint) -> None:
    raise_unanswered_escalations(SWEPT, now=TUESDAY + HOUR)
    raise_unanswered_escalations(SWEPT, now=TUESDAY + timedelta(days=2))
    acknowledge_escalation(
        cast.actor("lead"), climbing, climbing.escalations.get(level=3), now=TUESDAY + timedelta(days=3)
    )
    assert {row.acknowledged_by for row in climbing.escalations.all()} == {cast.lead}


@pytest.mark.parametrize("case", ["time is left", "answered", "gone up", "at the top"])
def test_what_need_not_go_up_is_not_taken_up(cast: Cast, climbing: Complaint, case: str) -> None:
    row, now = climbing.escalations.get(), TUESDAY + HOUR
    match case:
        case "time is left":
            now = TUESDAY + timedelta(minutes=59)
        case "answered":
            acknowledge_escalation(cast.actor("colleague"), climbing, row, now=TUESDAY)
        case "gone up":
            take_up(SWEPT, row, now=now)
        case _:
            row = take_up(SWEPT, take_up(SWEPT, row, now=now), now=now + timedelta(days=1))
            now += timedelta(days=90)
    before = climbing.events.count()
    with pytest.raises(NotNow) as refused:
        take_up(SWEPT, row, now=now)
    assert refused.value.obstacle is Obstacle.ESCALATION_NOT_OPEN
    assert climbing.events.count() == before


def test_level_whose_holder_and_deputy_are_away_is_passed_over_on_the_way_up(
    cast: Cast, climbing: Complaint
) -> None:
    note_absence(cast.actor("lead"), cast.lead, first=TUESDAY.date(), last=TUESDAY.date(), now=FRIDAY)
    raise_unanswered_escalations(SWEPT, now=TUESDAY + HOUR)
    assert told(climbing) == [(3, "unacknowledged", "chief")]


def test_whoever_was_silent_below_is_not_asked_again_above(cast: Cast) -> None:
    ladder_of(cast, level(cast.colleague), level(cast.colleague, cast.lead))
    complaint = makers.investigated(cast)
    ask(cast, complaint)
    raise_unanswered_escalations(SWEPT, now=TUESDAY + HOUR)
    [upper] = complaint.escalations.filter(level=2)
    assert (upper.holder, upper.deputy) == (cast.lead, cast.colleague)


def test_named_level_that_there_is_not_means_the_one_above_and_then_the_top(cast: Cast) -> None:
    ladder_of(cast, level(cast.colleague), level(cast.lead))
    for asked, reached in ((1, 1), (2, 2), (7, 2)):
        complaint = makers.investigated(cast)
        row = escalate_complaint(cast.actor("handler"), complaint, reason="x", level=asked, now=TUESDAY)
        assert row.level == reached


@pytest.mark.parametrize("cause", [each for each in Cause if each is not Cause.REQUEST])
def test_code_of_what_brings_it_about_is_kept_apart_from_words(cast: Cast, cause: Cause) -> None:
    complaint = makers.investigated(cast)
    row = escalate_complaint(
        Actor.system("swept"), complaint, reason="decision", cause=cause, now=TUESDAY, clock=7, promise=8
    )
    assert (row.reason, row.detail, row.raised_by) == ("", "decision", None)
    data = complaint.events.get(kind="escalated").data
    assert (data["cause"], data["reason"], data["clock"], data["promise"]) == (cause.value, "decision", 7, 8)


def test_code_too_long_for_its_place_is_refused(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    with pytest.raises(Invalid):
        escalate_complaint(Actor.system("swept"), complaint, reason="x" * 141, cause=Cause.CLOCK, now=TUESDAY)
    assert not complaint.escalations.exists()


def test_urgent_complaint_stays_urgent_when_it_is_brought_up(cast: Cast) -> None:
    for before, after in (("normal", "today"), ("low", "today"), ("today", "today"), ("now", "now")):
        complaint = makers.investigated(cast)
        Complaint.objects.filter(pk=complaint.pk).update(urgency=before)
        ask(cast, complaint)
        complaint.refresh_from_db()
        assert complaint.urgency == after


def test_what_they_will_do_stands_on_the_timeline_with_the_answer(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    row = ask(cast, complaint)
    acknowledge_escalation(cast.actor("lead"), complaint, row, now=TUESDAY, note="本日中に電話します。")
    data = complaint.events.get(kind="escalation_acknowledged").data
    assert (data["note"], data["escalation"], data["level"]) == ("本日中に電話します。", row.pk, 1)
    assert datetime.fromisoformat(data["since"]) == TUESDAY
