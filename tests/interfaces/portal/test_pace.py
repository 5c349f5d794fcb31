"""The arithmetic of waiting: gentle at first, growing, capped, and never a lock."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kikitori.interfaces.portal.pace import (
    COMPLAINTS,
    FILES,
    PER_LOCATOR,
    PER_NETWORK,
    Bucket,
    Misses,
    Slowdown,
)

BUCKET = Bucket(size=3, refill=10)
SLOW = Slowdown(free=2, most=30)


def drawn(bucket: Bucket, moments: list[float]) -> list[int]:
    """The waits that attempts at these moments are told."""
    level, last, waits = None, 0.0, []
    for now in moments:
        level, wait = bucket.take(level, last, now)
        last = now
        waits.append(wait)
    return waits


@pytest.mark.parametrize(
    ("moments", "waits"),
    [
        ([0], [0]),
        ([0, 0, 0], [0, 0, 0]),
        ([0, 0, 0, 0], [0, 0, 0, 10]),
        ([0, 0, 0, 4], [0, 0, 0, 6]),
        ([0, 0, 0, 10], [0, 0, 0, 0]),
        ([0, 0, 0, 10, 10], [0, 0, 0, 0, 10]),
        ([0, 0, 0, 5, 10], [0, 0, 0, 5, 0]),
        ([0, 0, 0, 1000, 1000, 1000, 1000], [0, 0, 0, 0, 0, 0, 10]),
    ],
)
def test_bucket_lets_through_what_it_holds_and_names_the_wait(moments: list[float], waits: list[int]) -> None:
    assert drawn(BUCKET, moments) == waits


def test_bucket_refuses_without_making_the_wait_longer() -> None:
    """Whoever presses the button again and again is not punished for it."""
    assert drawn(BUCKET, [0, 0, 0, 2, 4, 6, 8]) == [0, 0, 0, 8, 6, 4, 2]
    assert drawn(BUCKET, [0, 0, 0, 2, 4, 6, 8, 10])[-1] == 0


@given(st.lists(st.floats(min_value=0, max_value=100), min_size=1, max_size=60))
def test_bucket_never_gives_more_than_it_holds_and_what_flows_in(gaps: list[float]) -> None:
    now, moments = 0.0, []
    for gap in gaps:
        now += gap
        moments.append(now)
    let_through = drawn(BUCKET, moments).count(0)
    assert let_through <= BUCKET.size + (moments[-1] - moments[0]) / BUCKET.refill + 1e-6


@given(st.floats(min_value=0, max_value=10), st.floats(min_value=0, max_value=1000))
def test_bucket_wait_is_always_enough(level: float, passed: float) -> None:
    """Waiting as long as one was told is always enough."""
    left, wait = BUCKET.take(level, 0, passed)
    if wait:
        assert BUCKET.take(left, passed, passed + wait)[1] == 0


@pytest.mark.parametrize(
    ("misses", "wait"), [(0, 0), (1, 0), (2, 0), (3, 1), (4, 2), (5, 4), (6, 8), (7, 16), (8, 30), (500, 30)]
)
def test_slowdown_doubles_up_to_its_most(misses: int, wait: int) -> None:
    assert SLOW.wait_after(misses) == wait


def test_misses_count_up_and_name_the_seconds_left() -> None:
    misses = Misses()
    for _ in range(4):
        misses = misses.another(SLOW, 100.0)
    assert misses == Misses(4, 102.0)
    assert [misses.left(now) for now in (100.0, 101.2, 102.0, 500.0)] == [2, 1, 0, 0]


def test_misses_before_the_free_ones_are_spent_ask_for_no_wait() -> None:
    assert Misses().another(SLOW, 100.0).left(100.0) == 0


@pytest.mark.parametrize("slowdown", [PER_LOCATOR, PER_NETWORK])
def test_slowdown_of_the_portal_never_asks_for_more_than_a_minute(slowdown: Slowdown) -> None:
    assert max(slowdown.wait_after(misses) for misses in range(200)) == 60


def test_slowdown_of_a_network_is_gentler_than_that_of_a_slip() -> None:
    """Many people may sit behind one address; one slip has one holder."""
    assert PER_LOCATOR.wait_after(3) == 0
    assert PER_LOCATOR.wait_after(5) > 0
    assert PER_NETWORK.wait_after(20) == 0


def test_complaints_of_a_whole_office_get_through_at_once() -> None:
    assert drawn(COMPLAINTS, [0.0] * 60) == [0] * 60
    assert 0 < drawn(COMPLAINTS, [0.0] * 61)[-1] <= 20


@pytest.mark.parametrize(
    ("costs", "waits"),
    [
        ([3], [0]),
        ([2, 2], [0, 10]),
        ([1, 2, 1], [0, 0, 10]),
        ([3, 3], [0, 30]),
        ([4], [10]),
    ],
)
def test_what_costs_several_waits_for_all_of_them(costs: list[int], waits: list[int]) -> None:
    level, told = None, []
    for cost in costs:
        level, wait = BUCKET.take(level, 0, 0, cost)
        told.append(wait)
    assert told == waits


def test_wait_for_several_is_over_when_it_was_said_to_be() -> None:
    level, _ = BUCKET.take(None, 0, 0, 3)
    level, wait = BUCKET.take(level, 0, 0, 2)
    assert BUCKET.take(level, 0, wait, 2) == (0, 0)


@given(st.lists(st.integers(1, 40), min_size=1, max_size=30))
def test_network_never_hands_in_more_at_once_than_the_bucket_holds(costs: list[int]) -> None:
    level, taken = None, 0
    for cost in costs:
        level, wait = FILES.take(level, 0, 0, cost)
        taken += 0 if wait else cost
    assert taken <= FILES.size
