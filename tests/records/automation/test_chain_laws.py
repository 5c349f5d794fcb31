"""The loop guard as laws: over any number of causes and days, in any order, however the order is changed."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kikitori.records.automation.chain import (
    MOST_A_DAY,
    MOST_DEEP,
    MOST_FAILURES,
    Chain,
    failures_after,
    held_back,
    must_pause,
)
from kikitori.records.automation.terms import Guard, Outcome

chains = st.builds(Chain, st.just("event 1"), st.integers(1, 6), st.frozensets(st.integers(1, 9)))
numbers = st.integers(1, 9)
counts = st.integers(0, MOST_A_DAY + 5)


def ring(length: int, order: tuple[int, ...], *, most: int = 10_000) -> list[int]:
    """Each writes what sets the next one off, the last one the first: who has fired, looked at in this order."""
    fired: list[int] = []
    waiting = [(1, Chain("event 1"))]
    while waiting:
        kind, chain = waiting.pop(0)
        for number in order:
            if number != kind or held_back(chain, number, fired_today=len(fired)) is not None:
                continue
            fired.append(number)
            assert len(fired) < most
            chain = chain.after(number)
            waiting.append((number % length + 1, chain.deeper()))
    return fired


@pytest.mark.parametrize("length", range(1, 5))
def test_ring_of_any_length_ends_the_same_in_every_order(length: int) -> None:
    found = {tuple(ring(length, order)) for order in permutations(range(1, length + 1))}
    assert found == {tuple(range(1, min(length, MOST_DEEP) + 1))}


@given(chains, numbers, counts)
@settings(max_examples=25)
def test_what_has_fired_is_never_let_fire_again_in_its_chain(chain: Chain, number: int, today: int) -> None:
    for later in (chain.after(number), chain.after(number).deeper(), chain.deeper().after(number)):
        assert held_back(later, number, fired_today=today) is not None


@given(chains, numbers, counts)
@settings(max_examples=25)
def test_guard_never_loosens_as_a_chain_goes_on(chain: Chain, number: int, today: int) -> None:
    if held_back(chain, number, fired_today=today) is None:
        return
    for later in (chain.deeper(), chain.after(99), chain.deeper().after(98).deeper()):
        assert held_back(later, number, fired_today=today) is not None
    assert held_back(chain, number, fired_today=today + 1) is not None


@given(chains, st.lists(numbers, max_size=6))
@settings(max_examples=25)
def test_order_of_firing_leaves_the_same_chain(chain: Chain, order: list[int]) -> None:
    forwards, backwards = chain, chain
    for number in order:
        forwards = forwards.after(number)
    for number in reversed(order):
        backwards = backwards.after(number)
    assert forwards == backwards
    assert (forwards.root, forwards.depth) == (chain.root, chain.depth)
    assert forwards.fired == chain.fired | set(order)


@given(chains, st.integers(0, 8))
@settings(max_examples=25)
def test_no_more_than_three_lie_below_each_other(chain: Chain, more: int) -> None:
    for _ in range(more):
        chain = chain.deeper()
    guard = held_back(chain, 42, fired_today=0)
    assert (guard is Guard.DEPTH) is (chain.depth > MOST_DEEP)


@given(st.lists(st.sampled_from(Outcome), max_size=30))
@settings(max_examples=25)
def test_pause_comes_with_the_third_failure_since_it_last_went_well(outcomes: list[Outcome]) -> None:
    failures = 0
    for outcome in outcomes:
        failures = failures_after(failures, outcome)
    said = [outcome for outcome in outcomes if outcome is not Outcome.GUARDED]
    since = said[::-1].index(Outcome.DONE) if Outcome.DONE in said else len(said)
    assert failures == since
    assert must_pause(failures) is (since >= MOST_FAILURES)


def test_day_of_many_causes_ends_at_the_cap_whatever_is_set_off() -> None:
    today = 0
    for event in range(100):
        for number in (1, 2, 3):
            if held_back(Chain(f"event {event}"), number, fired_today=today) is None:
                today += 1
    assert today == MOST_A_DAY
    assert held_back(Chain("event 101"), 9, fired_today=today) is Guard.CAP
    assert held_back(Chain("event 101"), 9, fired_today=0) is None, "the next day"
