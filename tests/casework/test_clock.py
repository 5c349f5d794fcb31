"""Clocks by hand and by time: what begins them, what prolongs and stops them, and that the timeline tells it all."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kikitori.casework.assess import assess_complaint
from kikitori.casework.clock import (
    extend_clock,
    longest_extension,
    meet_clock,
    recount_clocks,
    start_clock,
    stop_clock,
    turn_clock,
)
from kikitori.casework.decide import FindingGiven, decide_complaint
from kikitori.casework.errors import Invalid, NotNow, Obstacle, Problem, Refused
from kikitori.casework.house import House
from kikitori.casework.inquire import ask_complainant, record_answer
from kikitori.casework.reopen import reopen_complaint
from kikitori.casework.sweep import turn_clocks
from kikitori.casework.withdraw import withdraw_complaint
from kikitori.casework.write import hear, reply
from kikitori.records.complaints.models import Complaint
from kikitori.records.deadlines.clock import ClockState
from kikitori.records.deadlines.models import Clock, Closure, RulePack
from kikitori.records.deadlines.replay import clocks_told
from kikitori.records.deadlines.why import DayCode
from kikitori.records.deadlines.why_kept import kept_why
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Organisation
from tests import makers
from tests.casework.ruled import ACCIDENT, DELIVERY, LAW, LEAK, NOTICE, clock, leaked, under_the_law
from tests.cast import Cast
from tests.makers import FRIDAY, JAPAN

LATER = datetime(2026, 11, 24, 10, tzinfo=JAPAN)
SWEEPER = Actor.system("swept")
HURT = "皿の破片で指を切り、けがをしました。"


def day(month: int, number: int, hour: int = 17, year: int = 2026) -> datetime:
    return datetime(year, month, number, hour, tzinfo=JAPAN)


def told_again(complaint: Complaint) -> dict[int, tuple[Any, ...]]:
    """Every clock from the timeline alone."""
    events = complaint.events.order_by("pk").values_list("at", "data")
    return {
        number: (each.rule, each.started_at, each.facts, each.told, each.paused_at)
        for number, each in clocks_told(events).items()
    }


def as_they_stand(complaint: Complaint) -> dict[int, tuple[Any, ...]]:
    return {
        each.pk: (each.rule, each.started_at, each.facts, ClockState(each.told), each.paused_at)
        for each in complaint.clocks.all()
    }


# ── packs


def test_complaint_keeps_the_versions_of_the_day_it_was_received(cast: Cast) -> None:
    before = makers.acknowledged(cast)
    RulePack.objects.create(
        pack="jp-default",
        version=1001,
        text=(
            "id: jp-default\nversion: 1001\nvalid_from: 2026-11-20\njurisdiction: JP\nrole: service\n"
            "source: {title: 社内規程}\ncertainty: proposal\nrules:\n"
            + "".join(
                f"  - {{id: {rule}, kind: {kind}, trigger: received, quantity: {days}, unit: business_day{more}}}\n"
                for rule, kind, days, more in (
                    ("acknowledgement", "acknowledgement", 2, ", met_by: [acknowledge]"),
                    ("first-answer", "progress", 3, ", met_by: [reply]"),
                    ("progress", "progress", 10, ""),
                    ("decision", "decision", 15, ", met_by: [decide]"),
                    ("remedy", "remedy", 10, ""),
                    ("follow-up", "follow_up", 5, ""),
                )
            )
        ),
        added_at=FRIDAY,
    )
    after = makers.acknowledged(cast)
    assert (before.rule_packs["jp-default"], after.rule_packs["jp-default"]) == (1, 1001)
    due = [one.promises.get(kind="decision").due_at for one in (before, after)]
    assert due == [day(12, 21), day(12, 14)]
    earlier = makers.acknowledged(cast, received_at=FRIDAY - timedelta(days=1))
    assert earlier.rule_packs["jp-default"] == 1
    reply(cast.actor("handler"), before, body="確認中です。", now=LATER)
    assert before.promises.get(kind="progress", state="open").rule == "jp-default/1/progress"


def test_rule_that_asks_for_a_danger_begins_where_there_is_one(cast: Cast) -> None:
    under_the_law()
    harmless = makers.acknowledged(cast)
    assert not harmless.clocks.filter(rule=ACCIDENT).exists()
    assess_complaint(
        cast.actor("handler"), harmless, severity="S1", subject="safety", safety={"injury": "yes"}, allegations=[],
        now=LATER,
    )  # fmt: skip
    found = harmless.clocks.get(rule=ACCIDENT)
    assert (found.audience, found.due_at.astimezone(JAPAN).date()) == ("authority", date(2026, 11, 29))
    assert "started" in harmless.events.last().data["clocks"]  # type: ignore[union-attr]
    assess_complaint(
        cast.actor("handler"), harmless, severity="S1", subject="delivery", safety={"injury": "yes"}, allegations=[],
        now=LATER,
    )  # fmt: skip
    assert harmless.clocks.filter(rule=ACCIDENT).count() == 1
    assert harmless.clocks.filter(rule=DELIVERY).count() == 1
    assert told_again(harmless) == as_they_stand(harmless)


def test_what_is_owed_to_an_authority_outlives_the_complaint(cast: Cast) -> None:
    under_the_law()
    complaint = makers.received(cast, safety={"injury": "yes"}).complaint
    withdraw_complaint(makers.complainant_of(complaint), complaint, now=LATER)
    assert [each.rule for each in complaint.clocks.all() if each.is_running] == [ACCIDENT]
    meet_clock(
        cast.actor("handler"),
        complaint,
        clock=clock(complaint, "accident"),
        how="報告済み",
        at=LATER,
        now=LATER,
    )
    assert clock(complaint, "accident").state_at(LATER) is ClockState.MET
    assert told_again(complaint) == as_they_stand(complaint)


# ── by hand


def test_clock_begun_by_hand_counts_from_the_moment_named(cast: Cast) -> None:
    complaint = leaked(cast, at=FRIDAY + timedelta(hours=2))
    begun = clock(complaint, "leak")
    assert (begun.rule, begun.kind, begun.started_at) == (LEAK, "leak_report", FRIDAY + timedelta(hours=2))
    assert begun.due_at.astimezone(JAPAN).date() == date(2026, 12, 19)
    event = complaint.events.get(kind="clock_started")
    assert (event.visibility, event.data["note"]) == ("internal", "名簿が届いた")
    start_clock(cast.actor("handler"), complaint, rule=NOTICE, at=day(12, 20, 13), now=LATER)
    assert clock(complaint, "notice").due_at.astimezone(JAPAN).date() == date(2026, 12, 13)
    assert told_again(complaint) == as_they_stand(complaint)


@pytest.mark.parametrize(
    ("rule", "at", "problems"),
    [
        ("stage-law/1001/nothing", FRIDAY, {"rule": Problem.UNKNOWN_WORD}),
        (ACCIDENT, FRIDAY, {"rule": Problem.UNKNOWN_WORD}),
        (LEAK, LATER + timedelta(days=1), {"at": Problem.IN_THE_FUTURE}),
        (LEAK, datetime(1999, 1, 1, tzinfo=JAPAN), {"at": Problem.OUT_OF_RANGE}),
        (NOTICE, datetime(2099, 1, 1, tzinfo=JAPAN), {"at": Problem.OUT_OF_RANGE}),
    ],
)
def test_clock_that_cannot_begin_is_refused(
    cast: Cast, rule: str, at: datetime, problems: dict[str, Problem]
) -> None:
    under_the_law()
    complaint = makers.acknowledged(cast)
    with pytest.raises(Invalid) as refused:
        start_clock(cast.actor("handler"), complaint, rule=rule, at=at, now=LATER)
    assert refused.value.problems == problems


def test_clock_is_met_by_hand_once_and_not_before_it_began(cast: Cast) -> None:
    complaint = leaked(cast)
    handler, leak = cast.actor("handler"), clock(complaint, "leak")
    with pytest.raises(Invalid):
        meet_clock(handler, complaint, clock=leak, how="早い", at=FRIDAY, now=LATER)
    with pytest.raises(NotNow) as by_step:
        meet_clock(handler, complaint, clock=clock(complaint, "decision"), how="x", at=LATER, now=LATER)
    assert by_step.value.obstacle is Obstacle.CLOCK_MET_BY_A_STEP
    meet_clock(handler, complaint, clock=leak, how="委員会へ報告", at=LATER - timedelta(hours=1), now=LATER)
    leak.refresh_from_db()
    assert (leak.met_at, leak.turns_at, leak.state_at(LATER)) == (
        LATER - timedelta(hours=1),
        None,
        ClockState.MET,
    )
    with pytest.raises(NotNow) as again:
        meet_clock(handler, complaint, clock=leak, how="もう一度", at=LATER, now=LATER)
    assert again.value.obstacle is Obstacle.CLOCK_NOT_RUNNING
    assert told_again(complaint) == as_they_stand(complaint)


def test_lead_alone_stops_a_clock_and_says_why(cast: Cast) -> None:
    complaint = leaked(cast)
    leak = clock(complaint, "leak")
    with pytest.raises(Refused):
        stop_clock(cast.actor("handler"), complaint, clock=leak, reason="対象外", now=LATER)
    stop_clock(cast.actor("lead"), complaint, clock=leak, reason="対象外", now=LATER)
    leak.refresh_from_db()
    assert (leak.cancelled_at, leak.reason, leak.state_at(LATER)) == (LATER, "対象外", ClockState.CANCELLED)
    assert told_again(complaint) == as_they_stand(complaint)


# ── prolonged


def test_prolonged_deadline_is_told_with_its_promise(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    decision = clock(complaint, "decision")
    new = extend_clock(
        cast.actor("handler"),
        complaint,
        clock=decision,
        to=date(2027, 1, 8),
        reason="記録を待つため。",
        now=LATER,
    )
    decision.refresh_from_db()
    assert (decision.state_at(LATER), decision.extended_by) == (ClockState.EXTENDED, new)
    assert (new.due_at, new.started_at) == (day(1, 8, year=2027), decision.started_at)
    promise = complaint.promises.get(kind="decision", replaced_by=None)
    assert (promise.due_at, promise.replaces.reason) == (new.due_at, "記録を待つため。")
    letter = complaint.letters.latest("pk")
    assert (letter.kind, "1月8日" in letter.body, "記録を待つため" in letter.body) == ("new_date", True, True)
    event = complaint.events.get(kind="clock_extended")
    assert event.visibility == "public"
    decide_complaint(
        cast.actor("handler"), complaint,
        findings={n: FindingGiven(outcome="not_upheld", reasons="確認") for n in (1, 2)}, now=day(1, 7, year=2027),
    )  # fmt: skip
    assert clock(complaint, "decision").state_at(day(1, 7, year=2027)) is ClockState.MET
    assert told_again(complaint) == as_they_stand(complaint)


def test_prolonging_goes_as_far_and_as_often_as_the_rule_says(cast: Cast) -> None:
    """20 business days from 20 November, twice 20 more: until 25 January and until 24 February."""
    complaint, handler = makers.investigated(cast), cast.actor("handler")

    def extend(to: date, now: datetime = LATER, reason: str = "調査中") -> None:
        newest = clock(complaint, "decision")
        extend_clock(handler, complaint, clock=newest, to=to, reason=reason, now=now)

    rule = House().service_pack(complaint).rule("decision")
    assert longest_extension(complaint, clock(complaint, "decision"), rule, House()) == day(1, 25, year=2027)
    for to, reason, problems in (
        (date(2027, 1, 26), "調査中", {"to": Problem.OUT_OF_RANGE}),
        (date(2026, 12, 21), "調査中", {"to": Problem.IN_THE_PAST}),
        (date(2027, 1, 25), "", {"reason": Problem.MISSING}),
    ):
        with pytest.raises(Invalid) as refused:
            extend(to, reason=reason)
        assert refused.value.problems == problems
    extend(date(2027, 1, 25))
    extend(date(2027, 2, 24))
    with pytest.raises(NotNow) as often:
        extend(date(2027, 3, 1))
    assert often.value.obstacle is Obstacle.EXTENDED_OFTEN_ENOUGH
    with pytest.raises(NotNow) as late:
        extend(date(2027, 3, 1), now=day(2, 25, year=2027))
    assert late.value.obstacle is Obstacle.TOO_LATE_TO_EXTEND
    with pytest.raises(NotNow) as never:
        extend_clock(
            handler,
            complaint,
            clock=clock(complaint, "first-answer"),
            to=date(2027, 1, 8),
            reason="x",
            now=LATER,
        )
    assert never.value.obstacle is Obstacle.CLOCK_NOT_EXTENDABLE


def test_what_is_owed_to_an_authority_is_prolonged_without_a_letter(cast: Cast) -> None:
    complaint = leaked(cast)
    letters = complaint.letters.count()
    extend_clock(
        cast.actor("handler"),
        complaint,
        clock=clock(complaint, "leak"),
        to=date(2026, 12, 25),
        reason="確認中",
        now=LATER,
    )
    assert complaint.letters.count() == letters
    assert complaint.events.get(kind="clock_extended").visibility == "internal"
    assert told_again(complaint) == as_they_stand(complaint)


# ── waiting for the complainant


@pytest.mark.parametrize("road", ["written down", "heard"])
def test_waiting_for_an_answer_pauses_our_own_target_and_nothing_else(cast: Cast, road: str) -> None:
    """Asked on Tuesday 24, answered on Friday 27: Wednesday to Friday do not count for the decision."""
    under_the_law(LAW.replace("    applies_if: {subject: [delivery]}\n", ""))
    complaint, handler = makers.investigated(cast), cast.actor("handler")
    before = {each.rule: each.due_at for each in complaint.clocks.all()}
    ask_complainant(handler, complaint, question="何枚ですか。", answer_by=date(2026, 12, 4), now=LATER)
    waiting = {each.rule: each.paused_at for each in complaint.clocks.filter(met_at=None)}
    assert {rule for rule, since in waiting.items() if since} == {"jp-default/1/decision"}
    assert clock(complaint, "decision").turns_at is None
    assert turn_clocks(SWEEPER, now=LATER + timedelta(days=90)) > 0
    assert clock(complaint, "decision").told == "running"
    answered = day(11, 27, 11)
    if road == "heard":
        hear(makers.complainant_of(complaint), complaint, body="三枚です。", now=answered)
    else:
        record_answer(handler, complaint, inquiry=complaint.inquiries.get(), answer="三枚", now=answered)
    decision = clock(complaint, "decision")
    assert (decision.paused_at, decision.due_at) == (None, day(12, 24))
    assert [day.reason_code for day in kept_why(decision.why)].count(DayCode.PAUSED) == 3
    after = {each.rule: each.due_at for each in complaint.clocks.all()}
    assert {rule for rule in after if after[rule] != before[rule]} == {"jp-default/1/decision"}
    assert complaint.promises.get(kind="decision").due_at == day(12, 21)
    assert told_again(complaint) == as_they_stand(complaint)


def test_decision_made_while_waiting_is_in_time_by_the_days_that_were_waited(cast: Cast) -> None:
    complaint, handler = makers.investigated(cast), cast.actor("handler")
    ask_complainant(handler, complaint, question="何枚ですか。", answer_by=date(2026, 12, 4), now=LATER)
    withdraw_complaint(makers.complainant_of(complaint), complaint, now=day(12, 25))
    decision = clock(complaint, "decision")
    assert decision.due_at > day(12, 25)
    assert decision.state_at(day(12, 28)) is ClockState.CANCELLED
    reopen_complaint(makers.complainant_of(complaint), complaint, reason="やはり", now=day(12, 28))
    assert clock(complaint, "decision").started_at == day(12, 28)
    assert told_again(complaint) == as_they_stand(complaint)


# ── time


def test_time_turns_a_clock_once_each_and_says_so(cast: Cast) -> None:
    """Decision by 21 December 17:00 in working hours: warned at three quarters, due soon at nine tenths."""
    complaint = makers.investigated(cast)
    reply(cast.actor("handler"), complaint, body="確認中です。", now=LATER)
    decision = clock(complaint, "decision")
    moments = [decision.warn_from, decision.due_soon_from, decision.due_at + timedelta(seconds=1)]
    assert decision.turns_at == moments[0]
    for moment, state in zip(moments, ("warned", "due_soon", "breached"), strict=True):
        assert moment is not None
        assert turn_clocks(SWEEPER, now=moment - timedelta(seconds=1)) == 0
        assert turn_clocks(SWEEPER, now=moment) == 1
        assert turn_clocks(SWEEPER, now=moment) == 0
        decision.refresh_from_db()
        assert (decision.told, decision.state_at(moment)) == (state, ClockState(state))
    assert decision.turns_at is None
    said = [event.data["clocks"]["turned"][0]["to"] for event in complaint.events.filter(kind="clock_turned")]
    assert said == ["warned", "due_soon", "breached"]
    raised = complaint.escalations.order_by("pk").values_list("level", "cause", "clock_id", "detail")
    assert list(raised) == [(level, "clock", decision.pk, "jp-default/1/decision") for level in (1, 2)]
    assert told_again(complaint) == as_they_stand(complaint)


def test_house_that_stood_still_says_what_is_true_now_and_no_more(cast: Cast) -> None:
    complaint = makers.acknowledged(cast)
    assert turn_clocks(SWEEPER, now=day(3, 1, year=2027)) == 2
    events = complaint.events.filter(kind="clock_turned")
    assert [event.data["clocks"]["turned"][0]["to"] for event in events] == ["breached", "breached"]


def test_clock_another_sweeper_has_turned_is_left_alone(cast: Cast) -> None:
    complaint = makers.acknowledged(cast)
    seen = clock(complaint, "decision")
    late = day(1, 5, year=2027)
    assert turn_clocks(SWEEPER, now=late) == 2
    with pytest.raises(NotNow) as refused:
        turn_clock(SWEEPER, seen, now=late)
    assert refused.value.obstacle is Obstacle.CLOCK_NOT_RUNNING
    met = clock(makers.acknowledged(cast), "decision")
    Clock.objects.filter(pk=met.pk).update(met_at=LATER, turns_at=None)
    with pytest.raises(NotNow):
        turn_clock(SWEEPER, met, now=late)


def test_sweep_with_nothing_due_is_one_query_whatever_runs(cast: Cast) -> None:
    for _ in range(3):
        makers.acknowledged(cast)
    with CaptureQueriesContext(connection) as asked:
        assert turn_clocks(SWEEPER, now=FRIDAY) == 0
    assert len(asked) == 1


def test_deadlines_are_counted_anew_when_a_closure_becomes_known(cast: Cast) -> None:
    complaint, lead = makers.acknowledged(cast), cast.actor("lead")
    promised = complaint.promises.get(kind="decision").due_at
    with pytest.raises(NotNow) as same:
        recount_clocks(lead, complaint, reason="確認", now=LATER)
    assert same.value.obstacle is Obstacle.NOTHING_CHANGED
    closed = date(2026, 11, 25)
    Closure.objects.create(name_ja="臨時休業", name_en="Closed", first=closed, last=closed)
    assert recount_clocks(lead, complaint, reason="臨時休業のため", now=LATER) == 2
    assert clock(complaint, "decision").due_at == day(12, 22)
    assert complaint.promises.get(kind="decision").due_at == promised
    with pytest.raises(Refused):
        recount_clocks(cast.actor("handler"), complaint, reason="x", now=LATER)
    assert told_again(complaint) == as_they_stand(complaint)


def test_deadline_that_is_late_no_more_is_said_to_be_late_again_when_it_is(cast: Cast) -> None:
    complaint, lead = makers.acknowledged(cast), cast.actor("lead")
    decision = clock(complaint, "decision")
    late = decision.due_at + timedelta(hours=2)
    turn_clocks(SWEEPER, now=late)
    day_off = decision.due_at.astimezone(JAPAN).date()
    Closure.objects.create(name_ja="停電による休業", name_en="Power cut", first=day_off, last=day_off)
    recount_clocks(lead, complaint, reason="停電のため", now=late)
    decision.refresh_from_db()
    assert decision.state_at(late) is ClockState.DUE_SOON
    assert (decision.told, decision.turns_at) == ("due_soon", decision.due_at + timedelta(seconds=1))
    assert told_again(complaint) == as_they_stand(complaint)
    turn_clocks(SWEEPER, now=decision.due_at + timedelta(seconds=1))
    turned = [
        each["to"]
        for event in complaint.events.filter(kind="clock_turned", data__rule=decision.rule).order_by("pk")
        for each in event.data["clocks"]["turned"]
    ]
    assert turned == ["breached", "breached"]
    assert told_again(complaint) == as_they_stand(complaint)


def test_pack_that_came_into_use_later_counts_once_it_is_begun_by_hand(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    assert "stage-law" not in complaint.rule_packs
    under_the_law(LAW.replace("audience: authority\n    trigger: named", "trigger: named"))
    at = FRIDAY + timedelta(hours=2)
    start_clock(cast.actor("handler"), complaint, rule=LEAK, at=at, now=at)
    complaint.refresh_from_db()
    assert complaint.rule_packs["stage-law"] == 1001
    assert complaint.rule_packs["jp-default"] == 1
    withdraw_complaint(makers.complainant_of(complaint), complaint, now=LATER)
    assert clock(complaint, "leak").state_at(LATER) is ClockState.CANCELLED
    assert told_again(complaint) == as_they_stand(complaint)


def closed_on(number: int) -> None:
    """A closure nobody knew of when the dates were counted."""
    closed = date(2026, 11, number)
    Closure.objects.create(name_ja="臨時休業", name_en="Closed", first=closed, last=closed)


def test_clock_that_waits_for_an_answer_waits_on_when_it_is_counted_anew(cast: Cast) -> None:
    lead = cast.actor("lead")
    complaint = makers.investigated(cast)
    ask_complainant(
        cast.actor("handler"), complaint, question="何枚ですか。", answer_by=date(2026, 12, 4), now=LATER
    )
    assert clock(complaint, "decision").paused_at == LATER
    closed_on(20)
    closed_on(24)
    recount_clocks(lead, complaint, reason="臨時休業のため", now=LATER)
    assert clock(complaint, "decision").paused_at == LATER
    assert told_again(complaint) == as_they_stand(complaint)


def test_clock_that_was_late_and_is_no_more_says_so_when_it_is_late_again(cast: Cast) -> None:
    complaint = makers.received(cast).complaint
    early = day(11, 25, 9)
    turn_clocks(SWEEPER, now=early)
    late = clock(complaint, "acknowledgement")
    assert (late.told, late.state_at(early)) == ("breached", ClockState.BREACHED)
    closed_on(24)
    recount_clocks(cast.actor("lead"), complaint, reason="臨時休業のため", now=early)
    again = clock(complaint, "acknowledgement")
    assert again.due_at == day(11, 25)
    assert ClockState(again.told) is again.state_at(early)
    assert again.told != "breached"
    assert told_again(complaint) == as_they_stand(complaint)
    turn_clocks(SWEEPER, now=day(11, 25, 18))
    assert clock(complaint, "acknowledgement").told == "breached"
    assert told_again(complaint) == as_they_stand(complaint)


def test_team_counts_by_its_own_hours(cast: Cast) -> None:
    team = cast.handler.team
    assert team is not None
    team.week = [["9:00-12:00"]] * 7
    team.save()
    complaint = makers.investigated(cast)
    reply(cast.actor("handler"), complaint, body="確認中です。", now=LATER)
    promise = complaint.promises.get(kind="progress", state="open")
    assert promise.due_at == day(12, 4, 12)
    assert Organisation.objects.get().week == []
