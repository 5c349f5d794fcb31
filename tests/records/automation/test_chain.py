"""The loop guard: whatever automations set each other off, everything comes to an end, and soon."""

from collections import deque
from collections.abc import Mapping

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

#: Automations by number: which kinds of entries set each off, and which it writes itself.
Wired = Mapping[int, tuple[frozenset[str], tuple[str, ...]]]
KINDS = st.sampled_from("abcde")
WIRED = st.dictionaries(
    st.integers(1, 8),
    st.tuples(st.frozensets(KINDS, min_size=1), st.lists(KINDS, max_size=4).map(tuple)),
    min_size=1,
)


def let_run(wired: Wired, entry: str, *, fired_today: int = 0) -> tuple[list[tuple[int, int]], list[Guard]]:
    """Play the engine: entries in order, automations in order. Returns (automation, depth) fired, and what was held."""
    fired: list[tuple[int, int]] = []
    held: list[Guard] = []
    in_chain: set[int] = set()
    waiting = deque([(entry, 1)])
    while waiting:
        kind, depth = waiting.popleft()
        for number, (stirred_by, writes) in sorted(wired.items()):
            if kind not in stirred_by:
                continue
            chain = Chain("event 1", depth, frozenset(in_chain))
            guard = held_back(chain, number, fired_today=fired_today + len(fired))
            if guard is not None:
                held.append(guard)
                continue
            fired.append((number, depth))
            in_chain.add(number)
            waiting.extend((each, depth + 1) for each in writes)
    return fired, held


@given(WIRED, KINDS)
@settings(max_examples=300)
def test_every_chain_ends_however_automations_set_each_other_off(wired: Wired, entry: str) -> None:
    fired, _held = let_run(wired, entry)
    numbers = [number for number, _depth in fired]
    assert len(numbers) == len(set(numbers)), "none fires twice in one chain"
    assert max((depth for _number, depth in fired), default=1) <= MOST_DEEP
    assert len(fired) <= len(wired)


@given(WIRED, KINDS, st.integers(0, MOST_A_DAY + 5))
def test_no_complaint_sees_more_than_the_cap_in_a_day(wired: Wired, entry: str, before: int) -> None:
    fired, held = let_run(wired, entry, fired_today=before)
    assert len(fired) <= max(MOST_A_DAY - before, 0)
    if before >= MOST_A_DAY and any(entry in stirred for stirred, _writes in wired.values()):
        assert set(held) == {Guard.CAP}


def test_two_that_set_each_other_off_fire_once_each_and_the_rest_is_held_back() -> None:
    ping_pong: Wired = {1: (frozenset("a"), ("b",)), 2: (frozenset("b"), ("a",))}
    fired, held = let_run(ping_pong, "a")
    assert fired == [(1, 1), (2, 2)]
    assert held == [Guard.AGAIN]


def test_chain_of_four_is_cut_before_the_fourth() -> None:
    row: dict[int, tuple[frozenset[str], tuple[str, ...]]] = {
        number: (frozenset(kind), (after,)) for number, kind, after in ((1, "a", "b"), (2, "b", "c"))
    }
    row |= {3: (frozenset("c"), ("d",)), 4: (frozenset("d"), ())}
    fired, held = let_run(row, "a")
    assert fired == [(1, 1), (2, 2), (3, 3)]
    assert held == [Guard.DEPTH]


@pytest.mark.parametrize(
    ("chain", "today", "guard"),
    [
        (Chain("x"), 0, None),
        (Chain("x", MOST_DEEP), 0, None),
        (Chain("x", MOST_DEEP + 1), 0, Guard.DEPTH),
        (Chain("x", 1, frozenset({7})), 0, Guard.AGAIN),
        (Chain("x", 1, frozenset({8})), 0, None),
        (Chain("x"), MOST_A_DAY - 1, None),
        (Chain("x"), MOST_A_DAY, Guard.CAP),
        # The first reason is told where several hold.
        (Chain("x", MOST_DEEP + 1, frozenset({7})), MOST_A_DAY, Guard.DEPTH),
    ],
)
def test_guard_says_why(chain: Chain, today: int, guard: Guard | None) -> None:
    assert held_back(chain, 7, fired_today=today) is guard


@pytest.mark.parametrize(
    ("outcomes", "pauses"),
    [
        ([Outcome.FAILED] * MOST_FAILURES, True),
        ([Outcome.FAILED] * (MOST_FAILURES - 1), False),
        ([*[Outcome.FAILED] * (MOST_FAILURES - 1), Outcome.DONE, Outcome.FAILED], False),
        # Held back is neither: it says nothing about the automation.
        ([*[Outcome.FAILED] * (MOST_FAILURES - 1), Outcome.GUARDED, Outcome.FAILED], True),
        ([Outcome.GUARDED] * 10, False),
        ([], False),
    ],
)
def test_pauses_after_failing_so_often_in_a_row(outcomes: list[Outcome], pauses: bool) -> None:
    failures = 0
    for outcome in outcomes:
        failures = failures_after(failures, outcome)
    assert must_pause(failures) is pauses
