"""Counting the house anew: asked for with a reason, done once, leaving no trace where nothing changes."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from threading import Barrier

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from procrastinate.contrib.django.models import ProcrastinateJob

from kikitori.casework.calendar import ClosureGiven, add_closure
from kikitori.casework.clock import extend_clock, recount_clocks, start_clock, stop_clock, turn_clock
from kikitori.casework.errors import Invalid, NotNow, Obstacle, Problem, Refused
from kikitori.casework.recount import ask_for_recount, recount_asked, recount_house, recount_outlook
from kikitori.casework.settings_kept import newest_change
from kikitori.casework.withdraw import withdraw_complaint
from kikitori.records.complaints.models import Complaint
from kikitori.records.deadlines.clock import ClockState
from kikitori.records.deadlines.models import Clock, RulePack
from kikitori.records.deadlines.replay import clocks_told
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Organisation, SettingChange, Team
from kikitori.records.people.terms import Setting
from tests import makers
from tests.casework.ruled import LEAK, clock, leaked, under_the_law
from tests.cast import Cast, summon
from tests.makers import FRIDAY

SYSTEM = Actor.system("recount")
LATER = FRIDAY + timedelta(hours=1)
WHY = "臨時休業のため"
CLOSED = ClosureGiven(
    name_ja="臨時休業", name_en="Closed for once", first=date(2026, 11, 25), last=date(2026, 11, 27)
)


def close(cast: Cast, team: Team | None = None) -> None:
    add_closure(cast.actor("lead"), CLOSED, team=team, now=LATER)


def ask(cast: Cast, reason: str = WHY, now: datetime = LATER) -> SettingChange:
    return ask_for_recount(cast.actor("lead"), reason=reason, now=now)


def run(**how: int) -> dict[str, object]:
    """The outcome of a run of everything that was asked for."""
    line = recount_house(SYSTEM, now=LATER, **how)
    assert line is not None
    return {name: line.after[name] for name in ("complaints", "clocks", "looked_at", "left")}


def dues(complaint: Complaint) -> dict[str, datetime]:
    return dict(complaint.clocks.values_list("rule", "due_at"))


def queries_of(asked: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as captured:
        asked()
    return sum("SAVEPOINT" not in query["sql"] for query in captured.captured_queries)


# ---- the outlook


def test_outlook_says_what_runs_and_what_would_move_and_writes_nothing(cast: Cast) -> None:
    complaint = makers.acknowledged(cast)
    assert recount_outlook(cast.actor("lead"), LATER).moves == []
    close(cast)
    before, lines = dues(complaint), SettingChange.objects.count()
    seen = recount_outlook(cast.actor("lead"), LATER)
    assert (seen.running, seen.looked_at) == (2, 2)
    assert [move.clock.rule for move in seen.moves] == ["jp-default/1/first-answer", "jp-default/1/decision"]
    assert all(move.due_at > move.clock.due_at for move in seen.moves)
    assert (dues(complaint), SettingChange.objects.count()) == (before, lines)


def test_outlook_names_the_very_dates_the_run_will_give(cast: Cast) -> None:
    complaints = [makers.acknowledged(cast), makers.investigated(cast)]
    close(cast)
    told = {move.clock.pk: move.due_at for move in recount_outlook(cast.actor("lead"), LATER).moves}
    ask(cast)
    run()
    assert told == dict(
        Clock.objects.filter(complaint__in=complaints, pk__in=told).values_list("pk", "due_at")
    )


def test_outlook_looks_at_those_due_next_and_then_at_those_late(cast: Cast) -> None:
    complaint = makers.acknowledged(cast)
    close(cast)
    soon, far = complaint.clocks.filter(met_at=None).order_by("due_at")
    between = soon.due_at + timedelta(hours=1)
    late_first = [move.clock.pk for move in recount_outlook(cast.actor("lead"), between).moves]
    assert late_first == [far.pk, soon.pk]
    seen = recount_outlook(cast.actor("lead"), between, most=1)
    assert (seen.running, seen.looked_at, [move.clock.pk for move in seen.moves]) == (2, 1, [far.pk])


def test_outlook_asks_as_often_for_thirty_complaints_as_for_one(cast: Cast) -> None:
    close(cast)
    makers.acknowledged(cast)
    once = queries_of(lambda: recount_outlook(cast.actor("lead"), LATER))
    for _ in range(29):
        makers.received(cast)
    assert queries_of(lambda: recount_outlook(cast.actor("lead"), LATER)) == once


def test_clock_past_the_table_of_holidays_stays_and_hinders_nobody(cast: Cast) -> None:
    lost, other = makers.acknowledged(cast), makers.acknowledged(cast)
    lost.clocks.update(started_at=datetime(2040, 12, 27, 3, tzinfo=FRIDAY.tzinfo))
    close(cast)
    before = dues(lost)
    assert {move.clock.complaint_id for move in recount_outlook(cast.actor("lead"), LATER).moves} == {
        other.pk
    }
    ask(cast)
    assert run() == {"complaints": 1, "clocks": 2, "looked_at": 4, "left": 0}
    assert dues(lost) == before


# ---- asking


@pytest.mark.parametrize("role", ["handler", "auditor", "administrator"])
def test_only_who_sets_rules_and_stops_clocks_may_ask(cast: Cast, role: str) -> None:
    with pytest.raises(Refused):
        recount_outlook(cast.actor(role), LATER)
    with pytest.raises(Refused):
        ask_for_recount(cast.actor(role), reason=WHY, now=LATER)
    assert not SettingChange.objects.exists()
    assert not ProcrastinateJob.objects.filter(task_name="kikitori.recount_house").exists()


@pytest.mark.parametrize(
    ("reason", "problem"),
    [
        ("", Problem.MISSING),
        (" \n", Problem.MISSING),
        ("休" * 501, Problem.TOO_LONG),
        ("a\x00", Problem.NOT_STORABLE),
    ],
)
def test_reason_must_be_one(cast: Cast, reason: str, problem: Problem) -> None:
    with pytest.raises(Invalid) as refused:
        ask(cast, reason)
    assert refused.value.problems == {"reason": problem}
    assert recount_asked() is None


def test_asking_leaves_a_line_and_one_job(cast: Cast) -> None:
    line = ask(cast)
    assert (line.kind, line.by_id, line.at, line.before) == ("calendar", cast.lead.pk, LATER, {})
    assert (line.after["run"], line.after["reason"]) == ("asked", WHY)
    assert recount_asked() == line
    assert ProcrastinateJob.objects.filter(task_name="kikitori.recount_house", status="todo").count() == 1


def test_form_sent_twice_is_one_request_and_another_one_has_to_wait(cast: Cast) -> None:
    first = ask(cast)
    assert ask(cast, now=LATER + timedelta(seconds=1)) == first
    with pytest.raises(NotNow) as refused:
        ask(cast, "もう一度")
    assert refused.value.obstacle is Obstacle.RECOUNT_ASKED
    run()
    assert ask(cast, "もう一度").pk > first.pk
    assert SettingChange.objects.filter(after__run="asked").count() == 2


def test_line_of_a_run_is_no_change_that_an_editor_has_missed(cast: Cast) -> None:
    close(cast)
    seen = newest_change(Setting.CALENDAR)
    ask(cast)
    run()
    assert newest_change(Setting.CALENDAR) == seen


# ---- the run


def test_run_without_a_request_does_nothing(cast: Cast) -> None:
    complaint = makers.acknowledged(cast)
    close(cast)
    before = dues(complaint)
    assert recount_house(SYSTEM, now=LATER) is None
    assert dues(complaint) == before


def test_run_counts_every_running_clock_and_says_who_asked_and_why(cast: Cast) -> None:
    complaint = makers.acknowledged(cast)
    promised = list(complaint.promises.values_list("kind", "due_at", "state"))
    close(cast)
    asked = ask(cast)
    before = dues(complaint)
    assert run() == {"complaints": 1, "clocks": 2, "looked_at": 2, "left": 0}
    assert all(moved > before[rule] for rule, moved in dues(complaint).items() if "acknow" not in rule)
    event = complaint.events.get(kind="clocks_recounted")
    assert (event.actor_kind, event.actor_reason, event.visibility) == ("system", "recount", "internal")
    assert (event.data["asked"], event.data["asked_by"], event.data["reason"]) == (
        asked.pk,
        cast.lead.pk,
        WHY,
    )
    assert list(complaint.promises.values_list("kind", "due_at", "state")) == promised
    line = SettingChange.objects.latest("pk")
    assert (line.kind, line.by, line.after["run"], line.after["reason"]) == ("calendar", None, "done", WHY)
    assert (line.after["asked"], line.after["asked_by"]) == (asked.pk, cast.lead.pk)


def test_complaint_whose_dates_stay_has_no_trace_of_it(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    before = (complaint.events.count(), dues(complaint), Complaint.objects.get().version)
    ask(cast)
    assert run() == {"complaints": 0, "clocks": 0, "looked_at": 2, "left": 0}
    assert (complaint.events.count(), dues(complaint), Complaint.objects.get().version) == before


def test_run_through_many_small_batches_counts_each_complaint_once(cast: Cast) -> None:
    complaints = [makers.received(cast).complaint for _ in range(7)]
    close(cast)
    ask(cast)
    assert run(batch=2) == {"complaints": 7, "clocks": 14, "looked_at": 21, "left": 0}
    assert all(each.events.filter(kind="clocks_recounted").count() == 1 for each in complaints)


def test_run_again_after_a_fault_finds_what_is_left_and_reports_the_whole(cast: Cast) -> None:
    done, left = makers.acknowledged(cast), makers.acknowledged(cast)
    close(cast)
    asked = ask(cast)
    recount_clocks(SYSTEM, done, reason=WHY, now=LATER, asked={"asked": asked.pk, "asked_by": cast.lead.pk})
    assert run() == {"complaints": 2, "clocks": 4, "looked_at": 4, "left": 0}
    assert [each.events.filter(kind="clocks_recounted").count() for each in (done, left)] == [1, 1]
    assert recount_house(SYSTEM, now=LATER) is None


def test_what_a_lead_counted_by_hand_meanwhile_is_not_claimed_by_the_run(cast: Cast) -> None:
    by_hand = makers.acknowledged(cast)
    makers.acknowledged(cast)
    close(cast)
    ask(cast)
    recount_clocks(cast.actor("lead"), by_hand, reason="電話中に", now=LATER)
    assert run()["complaints"] == 1


def test_complaint_that_cannot_be_counted_holds_up_nobody_and_is_named_in_the_outcome(cast: Cast) -> None:
    broken, sound = makers.acknowledged(cast), makers.acknowledged(cast)
    close(cast)
    Complaint.objects.filter(pk=broken.pk).update(rule_packs={"nobody": 1})
    ask(cast)
    outcome = run()
    assert (outcome["complaints"], outcome["left"]) == (1, 1)
    assert sound.events.filter(kind="clocks_recounted").exists()
    assert not broken.events.filter(kind="clocks_recounted").exists()


def test_what_was_told_as_a_prolongation_stays(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    extend_clock(
        cast.actor("handler"), complaint, clock=clock(complaint, "decision"), to=date(2027, 1, 8),
        reason="記録を待つため。", now=LATER,
    )  # fmt: skip
    told = clock(complaint, "decision").due_at
    close(cast)
    ask(cast)
    assert run()["clocks"] == 1
    assert clock(complaint, "decision").due_at == told


def test_stopped_and_met_clocks_are_left_alone(cast: Cast) -> None:
    complaint = leaked(cast)
    stop_clock(cast.actor("lead"), complaint, clock=clock(complaint, "decision"), reason="対象外", now=LATER)
    before = dues(complaint)
    close(cast)
    ask(cast)
    run()
    after = dues(complaint)
    assert {rule for rule in after if after[rule] != before[rule]} == {"jp-default/1/first-answer"}


def test_calendar_days_do_not_move_by_a_closure(cast: Cast) -> None:
    complaint = leaked(cast)
    before = clock(complaint, "leak").due_at
    close(cast)
    ask(cast)
    run()
    assert clock(complaint, "leak").due_at == before


def test_clock_begun_by_a_pack_that_came_later_is_counted_too(cast: Cast) -> None:
    """Its version is named by the clock itself, not by what the complaint keeps."""
    complaint = makers.acknowledged(cast)
    under_the_law()
    RulePack.objects.update(text=RulePack.objects.get().text.replace("calendar_day", "business_day"))
    begun = start_clock(cast.actor("handler"), complaint, rule=LEAK, at=LATER, now=LATER)
    close(cast)
    ask(cast)
    run()
    assert clock(complaint, "leak").due_at > begun.due_at


def test_closure_of_a_team_moves_the_dates_of_its_complaints_alone(cast: Cast) -> None:
    team = Team.objects.get()
    ours, nobodys = makers.investigated(cast), makers.received(cast).complaint
    before = dues(nobodys)
    close(cast, team)
    ask(cast)
    assert run()["complaints"] == 1
    assert ours.events.filter(kind="clocks_recounted").exists()
    assert dues(nobodys) == before


def test_days_worked_after_all_bring_dates_forward(cast: Cast) -> None:
    complaint = makers.acknowledged(cast)
    Organisation.objects.update(holiday_country="", closed_at_year_end=False)
    before = dues(complaint)
    ask(cast)
    assert run()["complaints"] == 1
    assert dues(complaint)["jp-default/1/decision"] < before["jp-default/1/decision"]


def test_run_reads_a_house_where_nothing_changes_in_as_many_questions_as_an_empty_one(cast: Cast) -> None:
    makers.received(cast)
    ask(cast)
    one = queries_of(lambda: recount_house(SYSTEM, now=LATER))
    for _ in range(20):
        makers.received(cast)
    ask(cast, "もう一度")
    assert queries_of(lambda: recount_house(SYSTEM, now=LATER)) == one


# ---- two at once, and what goes on meanwhile


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_count_everything_once_and_leave_one_outcome() -> None:
    cast, start = summon(), Barrier(2)
    complaints = [makers.received(cast).complaint for _ in range(4)]
    close(cast)
    ask(cast)

    def work(_: int) -> bool:
        try:
            start.wait(timeout=30)
            return recount_house(SYSTEM, now=LATER) is not None
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(work, range(2))) == [False, True]
    assert [each.events.filter(kind="clocks_recounted").count() for each in complaints] == [1] * 4
    (line,) = SettingChange.objects.filter(after__run="done")
    assert (line.after["complaints"], line.after["clocks"]) == (4, 8)


@pytest.mark.django_db(transaction=True)
def test_two_leads_who_ask_at_once_are_one_request() -> None:
    cast, start = summon(), Barrier(2)

    def asking(reason: str) -> str:
        try:
            start.wait(timeout=30)
            ask(cast, reason)
        except NotNow as refused:
            return refused.obstacle.value
        finally:
            connection.close()
        return "asked"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(asking, ["一", "二"])) == ["asked", "recount_asked"]
    assert SettingChange.objects.filter(after__run="asked").count() == 1


def test_clock_that_is_told_again_from_the_timeline_has_the_new_date(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    close(cast)
    ask(cast)
    run()
    events = complaint.events.order_by("id").values_list("at", "data")
    told = {number: each.facts.due_at for number, each in clocks_told(events).items()}
    assert told == dict(complaint.clocks.values_list("pk", "due_at"))


def test_run_moves_the_warnings_with_the_date(cast: Cast) -> None:
    complaint = makers.acknowledged(cast)
    before = clock(complaint, "decision")
    close(cast)
    ask(cast)
    run()
    after = clock(complaint, "decision")
    assert before.warn_from
    assert after.warn_from
    assert after.warn_from >= before.warn_from
    assert after.turns_at == after.warn_from
    assert after.why != before.why


def test_late_clock_that_is_no_longer_late_runs_on_and_its_breach_stays_in_the_record(cast: Cast) -> None:
    complaint = makers.acknowledged(cast)
    first = clock(complaint, "first-answer")
    late = first.due_at + timedelta(hours=1)
    assert turn_clock(Actor.system("swept"), first, now=late) is ClockState.BREACHED
    close(cast)
    ask(cast)
    run()
    moved = clock(complaint, "first-answer")
    assert moved.due_at > late
    assert moved.told == "running"
    assert complaint.events.filter(kind="clock_turned").count() == 1


def test_paused_clock_is_counted_anew_and_stays_paused(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    Clock.objects.filter(pk=clock(complaint, "decision").pk).update(paused_at=LATER, turns_at=None)
    close(cast)
    ask(cast)
    run()
    paused = clock(complaint, "decision")
    assert (paused.paused_at, paused.turns_at) == (LATER, None)


def test_closed_complaints_have_nothing_to_count(cast: Cast) -> None:
    complaint = makers.acknowledged(cast)
    withdraw_complaint(cast.actor("handler"), complaint, reason="解決した", now=LATER)
    close(cast)
    ask(cast)
    assert run() == {"complaints": 0, "clocks": 0, "looked_at": 0, "left": 0}


def test_restricted_complaints_are_counted_too(cast: Cast) -> None:
    complaint = makers.acknowledged(cast)
    Complaint.objects.filter(pk=complaint.pk).update(confidentiality="restricted")
    close(cast)
    ask(cast)
    assert run()["complaints"] == 1


def test_editor_of_a_complaint_is_not_disturbed(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    version = Complaint.objects.get().version
    close(cast)
    ask(cast)
    run()
    assert complaint.events.filter(kind="clocks_recounted").exists()
    assert Complaint.objects.get().version == version


def test_nobody_gets_a_letter(cast: Cast) -> None:
    complaint = makers.investigated(cast)
    before = complaint.letters.count()
    close(cast)
    ask(cast)
    run()
    assert complaint.letters.count() == before


@pytest.mark.parametrize("reason", ["台風のため", "理" * 500, "一行目\n二行目"])
def test_reason_reaches_every_timeline_and_the_record(cast: Cast, reason: str) -> None:
    complaint = makers.acknowledged(cast)
    close(cast)
    ask(cast, reason)
    run()
    assert complaint.events.get(kind="clocks_recounted").data["reason"] == reason
    assert SettingChange.objects.latest("pk").after["reason"] == reason
