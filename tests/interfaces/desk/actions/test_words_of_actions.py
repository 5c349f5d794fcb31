"""What a corrective action says of itself: the next step, its numbers, what is offered to whom. No database."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.utils.translation import override

from kikitori.interfaces.desk.actions.badges import Shown
from kikitori.interfaces.desk.actions.next_words import next_words
from kikitori.interfaces.desk.actions.result import result_of
from kikitori.interfaces.desk.actions.steps import STEPS, offered
from kikitori.records.access.permissions import OF_ROLE
from kikitori.records.people.models import Staff
from kikitori.records.people.terms import Role
from kikitori.records.prevention.actions import ActionCycle, CorrectiveAction
from kikitori.records.prevention.lifecycle import OPEN, TABLE, ActionStep
from kikitori.records.prevention.terms import ActionState
from kikitori.records.prevention.watching import Counted

OWNER = Staff(pk=7, name="受田 ひかり")
NOW = datetime(2026, 12, 1, tzinfo=UTC)
TODAY = date(2026, 12, 1)


def action(state: ActionState, **values: Any) -> CorrectiveAction:
    given = {"due_on": date(2026, 12, 4), "check_on": date(2027, 1, 5), **values}
    return CorrectiveAction(reference="CA-2026-0001", state=state.value, owner=OWNER, **given)


def cycle(**values: Any) -> ActionCycle:
    return ActionCycle(number=1, begun_at=NOW, threshold=50, **values)


def ways(state: ActionState, role: Role = Role.LEAD, me: int = 1, **values: Any) -> list[str]:
    row = cycle(**values.pop("cycle", {}))
    return offered(action(state, **values), row, OF_ROLE[role], me)


# ---- the next step


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("state", ActionState)
def test_every_state_says_what_is_next(state: ActionState, language: str) -> None:
    with override(language):
        said = next_words(action(state), cycle())
    assert said
    assert "%" not in said
    assert said.endswith("。" if language == "ja" else ".")


def test_days_and_names_stand_in_it() -> None:
    with override("ja"):
        assert "2026年12月4日" in next_words(action(ActionState.IMPLEMENTING), cycle())
        assert "2027年1月5日" in next_words(action(ActionState.IMPLEMENTED), cycle())
        assert "受田 ひかりさん" in next_words(action(ActionState.IDENTIFIED), cycle())


def test_name_with_a_sign_of_percent_breaks_nothing() -> None:
    own = action(ActionState.IDENTIFIED)
    own.owner = Staff(pk=8, name="100%s ％")
    assert "100%s" in next_words(own, cycle())


def test_check_that_waits_says_for_what() -> None:
    with override("en"):
        counting = next_words(action(ActionState.CHECKING), cycle())
        people = next_words(action(ActionState.CHECKING, asked_at=NOW), cycle(result={"until": "2026-12-01"}))
        numbers = next_words(action(ActionState.CHECKING, asked_at=NOW), cycle(result={"lacks": "exposure"}))
    assert "counted on" in counting
    assert "judges" in people
    assert "Enter over how much" in numbers


def test_what_failed_by_itself_and_what_somebody_began_anew_are_told_apart() -> None:
    with override("en"):
        by_itself = next_words(action(ActionState.IDENTIFIED, cycle=2), cycle())
        by_hand = next_words(action(ActionState.IDENTIFIED, cycle=2), cycle(why="another cause"))
    assert by_itself.startswith("The one before did not help enough.")
    assert by_hand == "受田 ひかり looks for the cause."


# ---- what is offered


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.ADMINISTRATOR])
@pytest.mark.parametrize("state", ActionState)
def test_who_only_reads_is_offered_nothing(state: ActionState, role: Role) -> None:
    assert ways(state, role) == []


@pytest.mark.parametrize("state", ActionState)
def test_nothing_is_offered_that_the_table_does_not_know(state: ActionState) -> None:
    for word in ways(state, asked_at=NOW, cycle={"unit": "注文"}):
        step = ActionStep.ANALYSE if word == "analyse" else STEPS[word].step
        assert state in TABLE[step]


def test_open_ones_have_a_way_on() -> None:
    for state in OPEN - {ActionState.IMPLEMENTED, ActionState.CHECKING}:
        assert [word for word in ways(state) if word == "analyse" or not STEPS[word].aside], state


def test_approval_is_offered_to_leads_who_do_not_own_it() -> None:
    planned = ActionState.PLANNED
    assert "approve" in ways(planned)
    assert "approve" not in ways(planned, me=OWNER.pk)
    assert "approve" not in ways(planned, Role.HANDLER)
    assert ways(planned).index("approve") < ways(planned).index("plan")


def test_judging_is_offered_where_people_are_asked() -> None:
    checking = ActionState.CHECKING
    assert "judge" not in ways(checking)
    assert "judge" in ways(checking, asked_at=NOW)
    assert "judge" not in ways(checking, asked_at=NOW, cycle={"result": {"lacks": "exposure"}})
    assert "judge" not in ways(checking, me=OWNER.pk, asked_at=NOW)
    assert "judge" not in ways(checking, Role.HANDLER, asked_at=NOW)


def test_numbers_are_asked_where_the_plan_counts_over_them() -> None:
    assert "count" not in ways(ActionState.IMPLEMENTED)
    assert "count" in ways(ActionState.IMPLEMENTED, cycle={"unit": "注文"})


def test_draft_is_offered_once_to_who_publishes() -> None:
    effective = ActionState.EFFECTIVE
    assert "draft" in ways(effective)
    assert "draft" not in ways(effective, Role.HANDLER)
    assert "draft" not in ways(effective, improvement_id=3)


# ---- badges


@pytest.mark.parametrize(
    ("state", "values", "css", "late"),
    [
        (ActionState.EFFECTIVE, {}, "badge--kept", False),
        (ActionState.PLANNED, {}, "badge--accent", False),
        (ActionState.APPROVED, {"due_on": date(2026, 11, 30)}, "badge--late", True),
        (ActionState.APPROVED, {"due_on": TODAY}, "badge--accent", False),
        (ActionState.IDENTIFIED, {"due_on": None}, "badge--accent", False),
        (ActionState.IMPLEMENTED, {"due_on": date(2026, 1, 1)}, "badge--accent", False),
        (ActionState.CHECKING, {"asked_at": NOW}, "badge--late", True),
        (ActionState.DROPPED, {"due_on": date(2026, 1, 1)}, "badge--accent", False),
    ],
)
def test_badge_says_whether_something_is_late(
    state: ActionState, values: dict[str, Any], css: str, late: bool
) -> None:
    shown = Shown(action(state, **values), TODAY)
    assert (shown.css, shown.is_late) == (css, late)


# ---- numbers


def kept(before: int, after: int, days_before: float = 90, days_after: float = 45) -> dict[str, Any]:
    found: dict[str, Any] = {
        "before": before,
        "after": after,
        "unnamed": 0,
        "days_before": days_before,
        "days_after": days_after,
        "until": "2026-12-01",
        "exposure_before": days_before,
        "exposure_after": days_after,
    }
    ratio = Counted(before, after, days_before, days_after).ratio
    if ratio is not None:
        ends = {"ratio": ratio.value, "lower": ratio.lower, "upper": ratio.upper}
        found |= {name: None if math.isinf(number) else number for name, number in ends.items()}
    return found


def test_rates_are_told_for_thirty_days_with_what_must_not_be_exceeded() -> None:
    result = result_of(cycle(), kept(12, 3))
    assert result is not None
    assert (result.rates, result.limit, result.until) == (("4.0", "2.0"), "2.0", date(2026, 12, 1))
    with override("en"):
        assert result.per == "per 30 days"
        assert result.ratio.startswith("50% of the rate before (95% interval:")


def test_rates_over_orders_are_told_for_a_thousand() -> None:
    values = {**kept(12, 3), "exposure_before": 6000, "exposure_after": 3000}
    result = result_of(cycle(unit="orders"), values)
    assert result is not None
    assert result.rates == ("2.0", "1.0")
    with override("en"):
        assert result.per == "per 1000 orders"


def test_none_before_has_no_ratio_and_still_a_picture() -> None:
    result = result_of(cycle(), kept(0, 2))
    assert result is not None
    with override("en"):
        assert result.ratio == "there were none before"
    (before, after), limit = result.picture
    assert (before.length, after.length, limit) == (1, 200, 0)


def test_nothing_counted_has_no_result() -> None:
    assert result_of(cycle()) is None
    assert result_of(cycle(result={"lacks": "exposure"})) is None


def test_numbers_that_are_missing_are_said() -> None:
    values = {**kept(4, 1), "lacks": "exposure", "exposure_before": None}
    result = result_of(cycle(result=values))
    assert result is not None
    assert (result.waits_for_numbers, result.has_rates, result.verdict) == (True, False, "")


@pytest.mark.parametrize(("verdict", "helped"), [("effective", True), ("not_effective", False)])
def test_verdict_is_a_word(verdict: str, helped: bool) -> None:
    result = result_of(cycle(verdict=verdict, result=kept(9, 1)))
    assert result is not None
    assert result.helped is helped
    with override("ja"):
        assert str(result.verdict) == ("効果あり" if helped else "効果不十分")
