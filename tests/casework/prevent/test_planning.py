"""Cause, plan and approval: what is asked before anything starts, and that it stands afterwards."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from kikitori.casework.cause_terms import CauseTermGiven, save_cause
from kikitori.casework.errors import Invalid, NotNow, Obstacle, Problem, Refused
from kikitori.casework.prevent.analyse import (
    MOST_WHYS,
    AnalysisGiven,
    AnalysisLine,
    analyse_action,
)
from kikitori.casework.prevent.carry_out import begin_action, enter_exposure, finish_action
from kikitori.casework.prevent.plan import approve_plan, day_of_check, plan_action, send_back_plan
from kikitori.casework.prevent.raising import hand_over_action
from kikitori.records.prevention.lifecycle import ActionStepNotPossible
from kikitori.records.together.models import Notice
from tests.cast import Cast
from tests.corrective import PLAN, WHYS, approved, carried_out, cycle_of, fresh, planned, raised, record
from tests.makers import FRIDAY

LATER = FRIDAY + timedelta(hours=3)
LINE = AnalysisLine(says="見本がない", shown="現場の写真")


def test_whys_are_kept_in_their_order_with_what_shows_them(cast: Cast) -> None:
    action = raised(cast)
    analyse_action(cast.actor("handler"), action, WHYS, now=LATER)
    cycle = cycle_of(action)
    assert (fresh(action).state, cycle.method, cycle.roots) == ("analysed", "five_whys", ["process"])
    assert cycle.analysis == [
        {"says": "箱の中で皿が動いた", "shown": "返送された箱の写真"},
        {"says": "緩衝材の量が決まっていない", "shown": "梱包手順書 第3版"},
    ]


def test_fishbone_keeps_each_cause_on_its_bone(cast: Cast) -> None:
    action = raised(cast)
    lines = (replace(LINE, bone="method"), replace(LINE, bone="people"))
    given = AnalysisGiven(method="fishbone", lines=lines, roots=("process", "training", "process"))
    analyse_action(cast.actor("handler"), action, given, now=LATER)
    cycle = cycle_of(action)
    assert [row["bone"] for row in cycle.analysis] == ["method", "people"]
    assert cycle.roots == ["process", "training"]


@pytest.mark.parametrize(
    ("changes", "problems"),
    [
        ({"method": ""}, {"method": Problem.MISSING}),
        ({"method": "guess"}, {"method": Problem.UNKNOWN_WORD}),
        ({"lines": ()}, {"lines.0.says": Problem.MISSING}),
        ({"lines": (replace(LINE, shown=""),)}, {"lines.0.shown": Problem.MISSING}),
        ({"lines": (LINE, replace(LINE, says=" "))}, {"lines.1.says": Problem.MISSING}),
        ({"lines": (replace(LINE, says="x" * 501),)}, {"lines.0.says": Problem.TOO_LONG}),
        ({"lines": (LINE,) * (MOST_WHYS + 1)}, {f"lines.{MOST_WHYS}.says": Problem.TOO_LONG}),
        ({"method": "fishbone", "lines": (LINE,)}, {"lines.0.bone": Problem.MISSING}),
        (
            {"method": "fishbone", "lines": (replace(LINE, bone="tail"),)},
            {"lines.0.bone": Problem.UNKNOWN_WORD},
        ),
        ({"roots": ()}, {"roots": Problem.MISSING}),
        ({"roots": ("weather",)}, {"roots": Problem.UNKNOWN_WORD}),
        # A cause that is not known is what one looks for here.
        ({"roots": ("unknown",)}, {"roots": Problem.UNKNOWN_WORD}),
    ],
)
def test_analysis_says_what_is_missing(
    cast: Cast, changes: dict[str, Any], problems: dict[str, Problem]
) -> None:
    action = raised(cast)
    with pytest.raises(Invalid) as invalid:
        analyse_action(cast.actor("handler"), action, replace(WHYS, **changes), now=LATER)
    assert invalid.value.problems == problems
    assert (fresh(action).state, record(action)) == ("identified", ["raise"])


def test_mistake_of_the_complainant_alone_is_no_root(cast: Cast) -> None:
    action, handler = raised(cast), cast.actor("handler")
    alone = replace(WHYS, roots=("misunderstanding",))
    own = save_cause(cast.actor("lead"), CauseTermGiven(name_ja="お客様の誤り", needs="another"), now=FRIDAY)
    with pytest.raises(NotNow) as refused:
        analyse_action(handler, action, replace(alone, roots=(own.code,)), now=LATER)
    assert refused.value.obstacle is Obstacle.WHAT_ALLOWED_IT
    analyse_action(handler, action, replace(alone, roots=(own.code, "usability")), now=LATER)
    assert cycle_of(action).roots == [own.code, "usability"]


def test_plan_fixes_the_day_of_the_check_with_it(cast: Cast) -> None:
    action = planned(cast)
    cycle = cycle_of(action)
    assert (fresh(action).state, cycle.kind, cycle.due_on) == ("planned", "ca_rule", date(2026, 11, 30))
    # Thirty whole days from the first of December on; on the day after them it is looked at.
    assert cycle.check_on == fresh(action).check_on == date(2026, 12, 31)
    assert day_of_check(date(2026, 11, 30), 7) == date(2026, 12, 8)
    assert (cycle.causes, cycle.days_before, cycle.days_after, cycle.threshold) == (["process"], 30, 30, 50)


@pytest.mark.parametrize(
    ("changes", "problems"),
    [
        ({"kind": ""}, {"kind": Problem.MISSING}),
        ({"kind": "ca_prayer"}, {"kind": Problem.UNKNOWN_WORD}),
        ({"plan": "  "}, {"plan": Problem.MISSING}),
        ({"due_on": None}, {"due_on": Problem.MISSING}),
        ({"due_on": date(2026, 11, 19)}, {"due_on": Problem.IN_THE_PAST}),
        ({"causes": ()}, {"causes": Problem.MISSING}),
        ({"causes": ("weather",)}, {"causes": Problem.UNKNOWN_WORD}),
        ({"subject": "weather"}, {"subject": Problem.UNKNOWN_WORD}),
        ({"days_before": None}, {"days_before": Problem.MISSING}),
        ({"days_before": 6}, {"days_before": Problem.OUT_OF_RANGE}),
        ({"days_after": 731}, {"days_after": Problem.OUT_OF_RANGE}),
        ({"threshold": None}, {"threshold": Problem.MISSING}),
        ({"threshold": 96}, {"threshold": Problem.OUT_OF_RANGE}),
        ({"threshold": 0}, {"threshold": Problem.OUT_OF_RANGE}),
        ({"unit": "x" * 61}, {"unit": Problem.TOO_LONG}),
    ],
)
def test_plan_says_what_is_missing(cast: Cast, changes: dict[str, Any], problems: dict[str, Problem]) -> None:
    action = planned(cast)
    with pytest.raises(Invalid) as invalid:
        plan_action(cast.actor("handler"), action, replace(PLAN, **changes), now=LATER)
    assert invalid.value.problems == problems
    assert cycle_of(action).plan == PLAN.plan


def test_subject_alone_can_be_counted(cast: Cast) -> None:
    cycle = cycle_of(planned(cast, causes=(), subject="delivery"))
    assert (cycle.causes, cycle.subject) == ([], "delivery")


def test_nothing_is_planned_before_the_cause_is_analysed(cast: Cast) -> None:
    with pytest.raises(ActionStepNotPossible):
        plan_action(cast.actor("handler"), raised(cast), PLAN, now=LATER)


def test_lead_approves_what_they_have_read_and_the_owner_is_told(cast: Cast) -> None:
    action, lead = planned(cast), cast.actor("lead")
    plan_action(cast.actor("handler"), action, replace(PLAN, threshold=80), now=LATER)
    with pytest.raises(NotNow) as unread:
        approve_plan(lead, action, now=LATER, seen=action.version)
    assert unread.value.obstacle is Obstacle.SET_MEANWHILE
    approve_plan(lead, action, now=LATER, seen=fresh(action).version)
    cycle = cycle_of(action)
    assert (fresh(action).state, cycle.approved_by, cycle.approved_at) == ("approved", cast.lead, LATER)
    [notice] = Notice.objects.all()
    assert (notice.recipient, notice.by, notice.complaint) == (cast.handler, cast.lead, None)
    assert (notice.kind, notice.action, notice.by_mail) == ("action", action.reference, "no")


@pytest.mark.parametrize("role", ["handler", "colleague", "auditor", "administrator"])
def test_nobody_but_a_lead_approves(cast: Cast, role: str) -> None:
    action = planned(cast)
    for attempt in (
        lambda: approve_plan(cast.actor(role), action, now=LATER, seen=action.version),
        lambda: send_back_plan(cast.actor(role), action, reason="x", now=LATER),
    ):
        with pytest.raises(Refused):
            attempt()
    assert fresh(action).state == "planned"


def test_owner_never_approves_their_own(cast: Cast) -> None:
    action = planned(cast)
    hand_over_action(cast.actor("handler"), action, to=cast.lead, now=LATER)
    with pytest.raises(NotNow) as refused:
        approve_plan(cast.actor("lead"), action, now=LATER, seen=fresh(action).version)
    assert refused.value.obstacle is Obstacle.OWNER_APPROVES


def test_plan_that_is_sent_back_is_written_anew(cast: Cast) -> None:
    action, handler = planned(cast), cast.actor("handler")
    with pytest.raises(Invalid):
        send_back_plan(cast.actor("lead"), action, reason="", now=LATER)
    send_back_plan(cast.actor("lead"), action, reason="効果を測る期間が短すぎる。", now=LATER)
    assert fresh(action).state == "analysed"
    assert Notice.objects.get().recipient == cast.handler
    plan_action(handler, action, replace(PLAN, days_after=90), now=LATER)
    assert (fresh(action).state, cycle_of(action).days_after) == ("planned", 90)


@pytest.mark.parametrize("make", [approved, carried_out])
def test_measure_that_was_approved_stands(cast: Cast, make: Any) -> None:
    action, handler = make(cast), cast.actor("handler")
    for attempt in (
        lambda: plan_action(handler, action, replace(PLAN, threshold=90), now=LATER),
        lambda: analyse_action(handler, action, WHYS, now=LATER),
        lambda: approve_plan(cast.actor("lead"), action, now=LATER, seen=fresh(action).version),
        lambda: send_back_plan(cast.actor("lead"), action, reason="x", now=LATER),
    ):
        with pytest.raises(ActionStepNotPossible):
            attempt()
    assert (cycle_of(action).threshold, cycle_of(action).check_on) == (50, date(2026, 12, 31))


def test_nothing_is_done_before_it_is_approved(cast: Cast) -> None:
    action, handler = planned(cast), cast.actor("handler")
    with pytest.raises(ActionStepNotPossible):
        begin_action(handler, action, now=LATER)
    with pytest.raises(ActionStepNotPossible):
        finish_action(handler, action, how="x", now=LATER)


def test_what_was_done_is_said_and_its_days_are_kept(cast: Cast) -> None:
    action, handler = approved(cast), cast.actor("handler")
    begin_action(handler, action, now=LATER)
    with pytest.raises(Invalid):
        finish_action(handler, action, how="", now=LATER)
    # After midnight in Tokyo it is the next day, whatever the day is elsewhere.
    finish_action(handler, action, how="手順書を改めた。", now=FRIDAY.replace(hour=0) + timedelta(days=2))
    cycle = cycle_of(action)
    assert (cycle.started_on, cycle.done_on) == (date(2026, 11, 20), date(2026, 11, 22))
    assert (fresh(action).state, cycle.done_how) == ("implemented", "手順書を改めた。")
    assert record(action) == ["raise", "analyse", "plan", "approve", "begin", "finish"]


def test_numbers_of_orders_are_asked_only_where_the_plan_counts_over_them(cast: Cast) -> None:
    handler = cast.actor("handler")
    with pytest.raises(Invalid) as none:
        enter_exposure(handler, carried_out(cast), before=10, after=10, now=LATER)
    assert none.value.problems == {"unit": Problem.MISSING}
    action = carried_out(cast, unit="注文")
    for before, after in ((0, 1), (1, -5), (10**13, 1)):
        with pytest.raises(Invalid):
            enter_exposure(handler, action, before=before, after=after, now=LATER)
    enter_exposure(handler, action, before=12_000, after=None, now=LATER)
    assert (cycle_of(action).exposure_before, cycle_of(action).exposure_after) == (12_000, None)
    assert action.events.last().data == {"before": 12_000, "after": None}


def test_plan_that_counts_by_days_forgets_numbers_of_orders(cast: Cast) -> None:
    action, handler = planned(cast, unit="注文"), cast.actor("handler")
    enter_exposure(handler, action, before=12_000, after=None, now=LATER)
    plan_action(handler, action, PLAN, now=LATER)
    assert cycle_of(action).exposure_before is None
