"""The ladder without a database: who is told, who is passed over, and that nothing ends nowhere."""

from collections.abc import Collection, Sequence

import pytest

from kikitori.records.complaints.terms import Severity
from kikitori.records.escalation.ladder import (
    ANSWER_WITHIN,
    Placed,
    Rung,
    level_above,
    level_for_request,
    level_for_severity,
    placed,
    usual_ladder,
)

HEAD, DEPUTY, DIRECTOR, CHAIR = 11, 12, 21, 31
LADDER = (
    Rung(1, (HEAD, DEPUTY), 60, Severity.S3),
    Rung(2, (DIRECTOR,), 120),
    Rung(4, (CHAIR,), 480, Severity.S1),
)


def stands(
    level: int,
    *,
    away: Collection[int] = (),
    told: Collection[int] = (),
    ladder: Sequence[Rung] = LADDER,
) -> Placed:
    return placed(ladder, level, told=told, can_answer=lambda one: one not in away)


def test_holder_is_told_first_and_the_deputy_may_answer() -> None:
    assert stands(1) == Placed(1, HEAD, DEPUTY, 60, can_rise=True)


def test_deputy_stands_in_while_the_holder_is_away() -> None:
    assert stands(1, away={HEAD}) == Placed(1, DEPUTY, HEAD, 60, can_rise=True)


def test_level_with_nobody_at_work_passes_it_up() -> None:
    assert stands(1, away={HEAD, DEPUTY}) == Placed(2, DIRECTOR, None, 120, can_rise=True)
    assert stands(1, away={HEAD, DEPUTY, DIRECTOR}) == Placed(4, CHAIR, None, 480, can_rise=False)


def test_nobody_left_anywhere_stands_at_its_level_with_no_holder() -> None:
    assert stands(1, away={HEAD, DEPUTY, DIRECTOR, CHAIR}) == Placed(1, None, None, 60, can_rise=True)
    assert stands(4, away={CHAIR}) == Placed(4, None, None, 480, can_rise=False)


def test_going_up_reaches_somebody_who_was_not_told_before() -> None:
    twice = (Rung(1, (HEAD,)), Rung(2, (HEAD, DIRECTOR)))
    assert stands(2, told={HEAD}, ladder=twice).holder == DIRECTOR
    assert stands(2, ladder=twice).holder == HEAD


def test_nobody_is_asked_about_who_is_not_needed() -> None:
    asked: list[int] = []

    def can_answer(one: int) -> bool:
        asked.append(one)
        return one == DEPUTY

    assert placed(LADDER, 1, told=(), can_answer=can_answer).holder == DEPUTY
    assert asked == [HEAD, DEPUTY]


def test_level_between_two_means_the_one_above_and_beyond_the_top_means_the_top() -> None:
    assert stands(3).level == 4
    assert stands(9) == Placed(4, CHAIR, None, 480, can_rise=False)


def test_order_in_which_levels_are_handed_over_does_not_matter() -> None:
    assert stands(1, away={HEAD, DEPUTY}, ladder=LADDER[::-1]) == stands(1, away={HEAD, DEPUTY})


def test_empty_level_is_passed_over() -> None:
    assert stands(1, ladder=(Rung(1, ()), Rung(2, (DIRECTOR,)))).level == 2


def test_house_without_a_ladder_asks_a_lead_and_then_another() -> None:
    usual = usual_ladder([1, 2])
    assert stands(1, ladder=usual) == Placed(1, 1, 2, ANSWER_WITHIN, can_rise=True)
    assert stands(2, told={1}, ladder=usual).holder == 2
    assert stands(2, told={1}, ladder=usual_ladder([1])) == Placed(2, None, None, ANSWER_WITHIN, False)
    assert stands(1, ladder=usual_ladder([])).holder is None


@pytest.mark.parametrize(("level", "above"), [(1, 2), (2, 4), (3, 4), (4, None), (0, 1)])
def test_level_above_is_the_next_that_exists(level: int, above: int | None) -> None:
    assert level_above(LADDER, level) == above


@pytest.mark.parametrize(("open_levels", "level"), [((), 1), ((1,), 2), ((1, 2), 4), ((2,), 4), ((4,), None)])
def test_request_goes_above_the_highest_that_waits(open_levels: tuple[int, ...], level: int | None) -> None:
    assert level_for_request(LADDER, open_levels) == level


@pytest.mark.parametrize(
    ("severity", "level"), [(Severity.S1, 4), (Severity.S2, 1), (Severity.S3, 1), (Severity.S4, None)]
)
def test_grave_complaint_comes_before_the_highest_level_that_names_it(
    severity: Severity, level: int | None
) -> None:
    assert level_for_severity(LADDER, severity) == level
