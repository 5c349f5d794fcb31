"""The check of effectiveness: what is counted, what follows, who is told; and that nobody has to remember it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from kikitori.casework.errors import Invalid, NotNow, Obstacle, Refused
from kikitori.casework.following import notices_of
from kikitori.casework.house import House
from kikitori.casework.merge import merge_complaint
from kikitori.casework.prevent.analyse import analyse_action
from kikitori.casework.prevent.carry_out import begin_action, enter_exposure, finish_action
from kikitori.casework.prevent.checking import check_action, check_actions, judge_action
from kikitori.casework.prevent.counting import count_until, watched
from kikitori.casework.prevent.plan import approve_plan, plan_action
from kikitori.records.people.actor import Actor
from kikitori.records.together.models import Notice
from tests import makers
from tests.cast import Cast
from tests.corrective import PLAN, WHYS, came, carried_out, caused, cycle_of, day, fresh, planned, record

SYSTEM = Actor.system("watched")
#: The day of the check of what was planned for the tenth day with thirty days after it.
CHECK = 41


def told(cast: Cast, role: str) -> int:
    return Notice.objects.filter(recipient=getattr(cast, role), kind="action").count()


def test_what_helped_is_found_effective_on_its_day(cast: Cast) -> None:
    came(cast, range(-9, 0))
    action = carried_out(cast)
    came(cast, [20])
    assert check_actions(SYSTEM, now=day(CHECK - 1)) == 0
    assert check_actions(SYSTEM, now=day(CHECK)) == 1
    cycle = cycle_of(action)
    assert (fresh(action).state, cycle.verdict, cycle.judged_at) == ("effective", "effective", day(CHECK))
    assert {
        name: cycle.result[name] for name in ("before", "after", "unnamed", "days_before", "days_after")
    } == {
        "before": 9,
        "after": 1,
        "unnamed": 0,
        "days_before": 30,
        "days_after": 30,
    }
    assert cycle.result["ratio"] == pytest.approx(1 / 9)
    assert 0 < cycle.result["lower"] < 1 / 9 < cycle.result["upper"] < 1
    assert action.events.last().data == cycle.result
    assert (told(cast, "handler"), told(cast, "lead")) == (2, 1)
    assert check_actions(SYSTEM, now=day(CHECK + 1)) == 0


def test_what_did_not_help_begins_anew_by_itself_and_owner_and_approver_are_told(cast: Cast) -> None:
    came(cast, range(-4, 0))
    action = carried_out(cast)
    came(cast, [12, 20])
    before = told(cast, "handler")
    assert check_actions(SYSTEM, now=day(CHECK - 20)) == 0
    came(cast, [40])
    assert check_actions(SYSTEM, now=day(CHECK)) == 1
    own = fresh(action)
    assert (own.state, own.cycle, own.check_on, own.owner) == ("identified", 2, None, cast.handler)
    first = cycle_of(action, 1)
    assert (first.verdict, first.result["before"], first.result["after"]) == ("not_effective", 4, 3)
    assert "early" not in first.result
    assert record(action)[-2:] == ["fail", "anew"]
    assert [line.by for line in action.events.order_by("-pk")[:2]] == [None, None]
    assert (told(cast, "handler"), told(cast, "lead")) == (before + 1, 1)
    assert [row.action for row in notices_of(cast.actor("lead"))] == [action.reference]
    assert check_actions(SYSTEM, now=day(CHECK + 5)) == 0


def test_what_can_no_longer_be_reached_does_not_wait_for_its_day(cast: Cast) -> None:
    came(cast, range(-4, 0))
    action = carried_out(cast)
    came(cast, [12, 13])
    # Two in two days are much; but two of four are still half.
    assert check_actions(SYSTEM, now=day(14)) == 0
    came(cast, [15])
    assert check_actions(SYSTEM, now=day(16)) == 1
    first = cycle_of(action, 1)
    assert (first.verdict, first.result["early"], first.result["until"]) == (
        "not_effective",
        True,
        "2026-12-06",
    )
    assert fresh(action).cycle == 2


def test_too_few_get_more_time_once_and_then_people_are_asked(cast: Cast) -> None:
    came(cast, [-3, -2])
    action = carried_out(cast)
    assert check_actions(SYSTEM, now=day(CHECK)) == 1
    own, cycle = fresh(action), cycle_of(action)
    assert (own.state, cycle.extended_to, own.check_on) == ("checking", date(2027, 1, 30), date(2027, 1, 30))
    assert (cycle.check_on, cycle.verdict, own.asked_at) == (date(2026, 12, 31), "", None)
    assert check_actions(SYSTEM, now=day(CHECK + 29)) == 0
    assert check_actions(SYSTEM, now=day(CHECK + 30)) == 1
    own, cycle = fresh(action), cycle_of(action)
    assert (own.state, own.asked_at, cycle.verdict) == ("checking", day(CHECK + 30), "")
    assert (cycle.result["days_after"], cycle.result["after"]) == (60, 0)
    assert record(action)[-2:] == ["extend", "ask"]
    # Nobody is asked twice.
    assert check_actions(SYSTEM, now=day(CHECK + 60)) == 0
    assert (told(cast, "handler"), told(cast, "lead")) == (3, 2)


@pytest.mark.parametrize(("helped", "state", "cycles"), [(True, "effective", 1), (False, "identified", 2)])
def test_people_judge_where_numbers_cannot_with_a_reason(
    cast: Cast, helped: bool, state: str, cycles: int
) -> None:
    action, lead = carried_out(cast), cast.actor("lead")
    with pytest.raises(NotNow) as early:
        judge_action(lead, action, helped=helped, reason="x", now=day(20), seen=action.version)
    assert early.value.obstacle is Obstacle.NOT_DUE_YET
    for number in (CHECK, CHECK + 30):
        check_actions(SYSTEM, now=day(number))
    seen = fresh(action).version
    with pytest.raises(Refused):
        judge_action(cast.actor("handler"), action, helped=helped, reason="x", now=day(80), seen=seen)
    with pytest.raises(Invalid):
        judge_action(lead, action, helped=helped, reason="", now=day(80), seen=seen)
    judge_action(lead, action, helped=helped, reason="現場を見た。", now=day(80), seen=seen)
    own, first = fresh(action), cycle_of(action, 1)
    assert (own.state, own.cycle, own.asked_at) == (state, cycles, None)
    assert (first.verdict, first.result["reason"]) == (
        "effective" if helped else "not_effective",
        "現場を見た。",
    )


def test_nothing_before_and_one_after_is_a_recurrence(cast: Cast) -> None:
    action = carried_out(cast)
    came(cast, [12])
    assert check_actions(SYSTEM, now=day(13)) == 1
    first = cycle_of(action, 1)
    assert (first.verdict, first.result["ratio"], first.result["upper"]) == ("not_effective", None, None)


def test_what_is_counted_over_orders_waits_for_their_numbers(cast: Cast) -> None:
    came(cast, range(-4, 0))
    action, handler = carried_out(cast, unit="注文"), cast.actor("handler")
    came(cast, [12, 13, 14, 15])
    # What cannot be reached over days may be reached over orders: nothing is judged ahead of its day.
    assert check_actions(SYSTEM, now=day(20)) == 0
    assert check_actions(SYSTEM, now=day(CHECK)) == 1
    own = fresh(action)
    assert (own.state, own.asked_at, cycle_of(action).result["lacks"]) == ("checking", day(CHECK), "exposure")
    enter_exposure(handler, action, before=1_000, after=None, now=day(CHECK))
    assert fresh(action).asked_at is not None
    enter_exposure(handler, action, before=1_000, after=20_000, now=day(CHECK))
    assert fresh(action).asked_at is None
    assert check_actions(SYSTEM, now=day(CHECK)) == 1
    cycle = cycle_of(action)
    assert (fresh(action).state, cycle.result["exposure_after"]) == ("effective", 20_000)
    assert cycle.result["ratio"] == pytest.approx(4 / 20_000 / (4 / 1_000))


def test_more_time_needs_new_numbers_of_orders(cast: Cast) -> None:
    came(cast, [-2])
    action, handler = carried_out(cast, unit="注文"), cast.actor("handler")
    enter_exposure(handler, action, before=100, after=100, now=day(CHECK))
    check_actions(SYSTEM, now=day(CHECK))
    cycle = cycle_of(action)
    assert (cycle.extended_to is not None, cycle.exposure_before, cycle.exposure_after) == (True, 100, None)
    check_actions(SYSTEM, now=day(CHECK + 30))
    assert cycle_of(action).result["lacks"] == "exposure"
    enter_exposure(handler, action, before=100, after=210, now=day(CHECK + 30))
    check_actions(SYSTEM, now=day(CHECK + 30))
    assert (fresh(action).state, record(action)[-1], "lacks" in cycle_of(action).result) == (
        "checking",
        "ask",
        False,
    )


def test_what_was_done_after_the_day_of_the_check_gets_time_first(cast: Cast) -> None:
    came(cast, range(-9, 0))
    action = carried_out(cast, done=CHECK + 3)
    assert check_actions(SYSTEM, now=day(CHECK + 4)) == 1
    cycle = cycle_of(action)
    assert (fresh(action).state, cycle.extended_to) == ("checking", day(CHECK + 34).date())


def test_days_are_those_of_the_house_and_ends_are_held_apart(cast: Cast) -> None:
    """Counted: thirty days up to the one before it was begun; from the day after it was done to the one before the check."""
    action = carried_out(cast)
    for moment in (
        day(-31).replace(hour=23, minute=59),
        day(-30).replace(hour=0),
        day(-1).replace(hour=23, minute=59),
        day(0).replace(hour=0),
        day(10).replace(hour=23),
        day(11).replace(hour=0),
        day(40).replace(hour=23, minute=59),
        day(CHECK).replace(hour=0),
    ):
        caused(cast, moment)
    found = watched(cycle_of(action), House(), until=day(CHECK).date())
    assert (found.before, found.after, found.days_before, found.days_after) == (2, 2, 30, 30)


def test_only_the_same_cause_is_counted_and_what_has_none_yet_is_said(cast: Cast) -> None:
    came(cast, [-3, -2])
    came(cast, [-4], "training")
    action = carried_out(cast)
    caused(cast, day(12), "training", "process")
    caused(cast, day(13), "training")
    makers.investigated(cast, now=day(14), received_at=day(14))
    found = watched(cycle_of(action), House(), until=day(CHECK).date())
    assert (found.before, found.after, found.unnamed) == (2, 1, 1)


def test_subject_narrows_what_is_counted(cast: Cast) -> None:
    came(cast, [-3, -2])
    both, alone, other = (
        planned(cast, subject="delivery"),
        planned(cast, causes=(), subject="delivery"),
        planned(cast, subject="price"),
    )
    makers.investigated(cast, now=day(-1), received_at=day(-1))
    counts = [count_until(cycle_of(each), House(), day(0).date()) for each in (both, alone, other)]
    assert counts == [2, 3, 0]


def test_complaints_joined_with_each_other_are_one_at_the_moment_of_the_first(cast: Cast) -> None:
    before, after = caused(cast, day(-3)), caused(cast, day(12))
    caused(cast, day(-2))
    action = carried_out(cast)
    merge_complaint(cast.actor("handler"), after, to=before, reason="同じ件", now=day(13))
    found = watched(cycle_of(action), House(), until=day(CHECK).date())
    assert (found.before, found.after) == (2, 0)


def test_counting_asks_the_same_few_questions_however_many_there_are(
    cast: Cast, django_assert_num_queries: object
) -> None:
    came(cast, range(-4, 0))
    cycle, house = cycle_of(carried_out(cast)), House()
    assert house.zone.key == "Asia/Tokyo"
    with django_assert_num_queries(3):  # type: ignore[operator]
        watched(cycle, house, until=day(CHECK).date())


def test_one_that_cannot_be_judged_holds_up_no_other(cast: Cast) -> None:
    broken, whole = carried_out(cast), carried_out(cast)
    cycle_of(broken).__class__.objects.filter(action=broken).update(started_on=None)
    came(cast, [12])
    assert check_actions(SYSTEM, now=day(13)) == 1
    assert (fresh(broken).state, fresh(whole).cycle) == ("implemented", 2)


@pytest.mark.parametrize("role", ["auditor", "administrator"])
def test_who_only_reads_checks_nothing(cast: Cast, role: str) -> None:
    with pytest.raises(Refused):
        check_action(cast.actor(role), carried_out(cast), now=day(CHECK))


def test_second_time_round_it_can_prove_effective(cast: Cast) -> None:
    """The course of the founding story: fails, is looked into again, another plan, and then it holds."""
    handler, lead = cast.actor("handler"), cast.actor("lead")
    came(cast, range(-4, 0))
    action = carried_out(cast)
    came(cast, range(12, 20))
    check_actions(SYSTEM, now=day(20))
    analyse_action(handler, action, WHYS, now=day(21))
    plan_action(handler, action, replace(PLAN, due_on=day(25).date()), now=day(21))
    approve_plan(lead, action, now=day(21), seen=fresh(action).version)
    begin_action(handler, action, now=day(21))
    finish_action(handler, action, how="箱そのものを替えた。", now=day(25))
    assert fresh(action).check_on == day(25).date() + timedelta(days=31)
    assert check_actions(SYSTEM, now=day(56)) == 1
    assert (fresh(action).state, cycle_of(action).result["before"]) == ("effective", 12)
    assert [cycle_of(action, number).verdict for number in (1, 2)] == ["not_effective", "effective"]
