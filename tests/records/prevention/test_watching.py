"""What the numbers say about a corrective action: the rule on its edges, and the watch before its day."""

from __future__ import annotations

import pytest

from kikitori.records.prevention.terms import Verdict
from kikitori.records.prevention.watching import Counted, can_ever_be_proven, exceeds, is_out_of_reach, judge

V = Verdict


def days(before: int, after: int, days_before: float = 90, days_after: float = 90) -> Counted:
    return Counted(before, after, days_before, days_after)


@pytest.mark.parametrize(
    ("counted", "threshold", "verdict"),
    [
        # Halved at least, and surely less than before.
        (days(12, 3), 50, V.EFFECTIVE),
        (days(20, 0), 50, V.EFFECTIVE),
        (days(40, 20), 50, V.EFFECTIVE),
        # Above the threshold: nothing else is asked, however few they are.
        (days(12, 7), 50, V.NOT_EFFECTIVE),
        (days(40, 21), 50, V.NOT_EFFECTIVE),
        (days(1, 1), 50, V.NOT_EFFECTIVE),
        (days(0, 1), 50, V.NOT_EFFECTIVE),
        (days(12, 30), 50, V.NOT_EFFECTIVE),
        # Below it, and it may as well be chance.
        (days(4, 1), 50, V.TOO_FEW),
        (days(5, 0), 50, V.TOO_FEW),
        (days(2, 0), 50, V.TOO_FEW),
        # Nothing was counted, or nothing has passed.
        (days(0, 0), 50, V.TOO_FEW),
        (days(12, 0, 90, 0), 50, V.TOO_FEW),
        # The time counts with it: three in ten days are more than nine in ninety.
        (days(9, 3, 90, 10), 50, V.NOT_EFFECTIVE),
        (days(30, 30, 90, 270), 50, V.EFFECTIVE),
        # Orders instead of days.
        (Counted(30, 30, 1_000, 9_000), 50, V.EFFECTIVE),
        (Counted(30, 15, 9_000, 1_000), 50, V.NOT_EFFECTIVE),
        # A milder threshold lets pass what a harder one does not.
        (days(100, 60), 80, V.EFFECTIVE),
        (days(100, 60), 50, V.NOT_EFFECTIVE),
        (days(100, 80), 80, V.TOO_FEW),
    ],
)
def test_verdict_follows_from_the_numbers_and_what_was_fixed(
    counted: Counted, threshold: int, verdict: Verdict
) -> None:
    assert judge(counted, threshold) is verdict


def test_threshold_that_is_met_exactly_is_met() -> None:
    for before in range(2, 400, 2):
        assert not exceeds(days(before, before // 2), 50)
        assert exceeds(days(before, before // 2 + 1), 50)
    # Thirds of days have no exact float; the comparison is made without dividing.
    assert not exceeds(days(3, 1, 90, 30), 100)
    assert exceeds(days(3, 1, 90, 29), 100)


@pytest.mark.parametrize("before", range(0, 60, 3))
def test_more_after_is_never_a_better_verdict(before: int) -> None:
    order = [V.EFFECTIVE, V.TOO_FEW, V.NOT_EFFECTIVE]
    places = [order.index(judge(days(before, after), 50)) for after in range(1, 80)]
    assert places == sorted(places)


@pytest.mark.parametrize("before", range(1, 40))
def test_what_is_out_of_reach_is_found_ineffective_on_its_day_whatever_comes(before: int) -> None:
    for so_far in range(40):
        if is_out_of_reach(days(before, so_far, 90, 10), 50, whole_after=90):
            for more in range(5):
                assert judge(days(before, so_far + more), 50) is V.NOT_EFFECTIVE


def test_what_can_still_be_reached_is_waited_for() -> None:
    assert not is_out_of_reach(days(12, 6, 90, 10), 50, whole_after=90)
    assert is_out_of_reach(days(12, 7, 90, 10), 50, whole_after=90)
    assert is_out_of_reach(days(0, 1, 90, 1), 50, whole_after=90)
    assert not is_out_of_reach(days(0, 0, 90, 1), 50, whole_after=90)


@pytest.mark.parametrize(
    ("before", "days_before", "days_after", "possible"),
    [
        (6, 90, 90, True),
        (5, 90, 90, False),
        (4, 90, 180, True),
        (3, 90, 180, False),
        (0, 90, 90, False),
        (6, 90, 0, False),
    ],
)
def test_whether_a_plan_could_ever_be_proven_is_known_before(
    before: int, days_before: float, days_after: float, possible: bool
) -> None:
    assert can_ever_be_proven(before, days_before, days_after) is possible
    if days_after:
        assert (judge(days(before, 0, days_before, days_after), 95) is V.EFFECTIVE) is possible
