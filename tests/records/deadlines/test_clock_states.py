"""How a clock stands: by the time alone, after it has ended, and in hindsight."""

from dataclasses import FrozenInstanceError, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kikitori.records.deadlines.clock import (
    UNFINISHED,
    ClockFacts,
    ClockState,
    is_late,
    next_turn,
    state_of,
    told_anew,
)

TOKYO, BRITAIN = ZoneInfo("Asia/Tokyo"), ZoneInfo("Europe/London")


def tokyo(month: int, day: int, hour: int = 10, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=TOKYO)


DUE, WARN, SOON = tokyo(11, 26, 17), tokyo(11, 25, 12), tokyo(11, 26, 12)
FACTS = ClockFacts(DUE, WARN, SOON)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("now", "state"),
    [
        (tokyo(11, 20), ClockState.RUNNING),
        (WARN - SECOND, ClockState.RUNNING),
        (WARN, ClockState.WARNED),
        (SOON - SECOND, ClockState.WARNED),
        (SOON, ClockState.DUE_SOON),
        (DUE, ClockState.DUE_SOON),
        (DUE + timedelta(microseconds=999_999), ClockState.DUE_SOON),
        (DUE + SECOND, ClockState.BREACHED),
        (DUE + timedelta(days=900), ClockState.BREACHED),
    ],
)
def test_state_of_an_open_clock_follows_the_time(now: datetime, state: ClockState) -> None:
    assert state_of(FACTS, now) is state
    assert state in UNFINISHED


@pytest.mark.parametrize(
    ("met_at", "cancelled_at", "state"),
    [
        (DUE, None, ClockState.MET),
        (DUE + SECOND, None, ClockState.MET_LATE),
        (None, DUE - SECOND, ClockState.CANCELLED),
        (None, DUE + SECOND, ClockState.BREACHED),
        (WARN, SOON, ClockState.MET),
        (SOON, WARN, ClockState.CANCELLED),
        (SOON, SOON, ClockState.MET),
        (DUE + 2 * SECOND, DUE + SECOND, ClockState.BREACHED),
        (DUE + SECOND, DUE + 2 * SECOND, ClockState.MET_LATE),
    ],
)
def test_state_of_an_ended_clock_keeps_what_came_first(
    met_at: datetime | None, cancelled_at: datetime | None, state: ClockState
) -> None:
    facts = replace(FACTS, met_at=met_at, cancelled_at=cancelled_at)
    assert state_of(facts, DUE + timedelta(days=30)) is state


def test_state_of_a_past_moment_does_not_know_the_future() -> None:
    facts = replace(FACTS, met_at=DUE + timedelta(days=1))
    assert state_of(facts, WARN) is ClockState.WARNED
    assert state_of(facts, DUE + timedelta(hours=3)) is ClockState.BREACHED
    assert state_of(facts, DUE + timedelta(days=1)) is ClockState.MET_LATE
    assert state_of(replace(FACTS, cancelled_at=SOON), WARN) is ClockState.WARNED


def test_state_of_a_clock_without_warnings_runs_until_it_is_breached() -> None:
    assert state_of(ClockFacts(DUE), DUE) is ClockState.RUNNING
    assert state_of(ClockFacts(DUE), DUE + SECOND) is ClockState.BREACHED


@pytest.mark.parametrize(
    ("more", "state"),
    [
        # Extended in time: another clock runs in its place, whatever comes of this one afterwards.
        ({"extended_at": WARN}, ClockState.EXTENDED),
        ({"extended_at": DUE}, ClockState.EXTENDED),
        ({"extended_at": DUE + timedelta(microseconds=999_999)}, ClockState.EXTENDED),
        ({"extended_at": WARN, "met_at": SOON}, ClockState.EXTENDED),
        ({"extended_at": WARN, "cancelled_at": SOON}, ClockState.EXTENDED),
        # Told too late, it was breached and stays so.
        ({"extended_at": DUE + SECOND}, ClockState.BREACHED),
        ({"extended_at": DUE + SECOND, "met_at": DUE + 2 * SECOND}, ClockState.BREACHED),
    ],
)
def test_state_of_an_extended_clock_ends_it_if_told_in_time(
    more: dict[str, datetime], state: ClockState
) -> None:
    assert state_of(replace(FACTS, **more), DUE + timedelta(days=30)) is state


def test_state_of_a_moment_before_the_extension_does_not_know_it() -> None:
    facts = replace(FACTS, extended_at=SOON)
    assert state_of(facts, SOON - SECOND) is ClockState.WARNED
    assert state_of(facts, SOON) is ClockState.EXTENDED
    assert ClockState.EXTENDED not in UNFINISHED


@pytest.mark.parametrize(
    ("facts", "after", "turn"),
    [
        (FACTS, ClockState.RUNNING, (ClockState.WARNED, WARN)),
        (FACTS, ClockState.WARNED, (ClockState.DUE_SOON, SOON)),
        (FACTS, ClockState.DUE_SOON, (ClockState.BREACHED, DUE + SECOND)),
        (FACTS, ClockState.BREACHED, None),
        (FACTS, ClockState.MET, None),
        (FACTS, ClockState.MET_LATE, None),
        (FACTS, ClockState.CANCELLED, None),
        (FACTS, ClockState.EXTENDED, None),
        # Warnings that a rule does not have are passed over.
        (ClockFacts(DUE), ClockState.RUNNING, (ClockState.BREACHED, DUE + SECOND)),
        (ClockFacts(DUE, WARN), ClockState.WARNED, (ClockState.BREACHED, DUE + SECOND)),
        (ClockFacts(DUE, None, SOON), ClockState.RUNNING, (ClockState.DUE_SOON, SOON)),
    ],
)
def test_next_turn_is_what_time_alone_will_bring(
    facts: ClockFacts, after: ClockState, turn: tuple[ClockState, datetime] | None
) -> None:
    assert next_turn(facts, after) == turn


@pytest.mark.parametrize(
    "facts", [FACTS, ClockFacts(DUE), ClockFacts(DUE, WARN), ClockFacts(DUE, None, SOON)]
)
def test_next_turn_comes_true_at_its_moment_and_not_a_second_before(facts: ClockFacts) -> None:
    said, turns = ClockState.RUNNING, 0
    while turn := next_turn(facts, said):
        state, at = turn
        assert state_of(facts, at - SECOND) is said
        assert state_of(facts, at) is state
        said, turns = state, turns + 1
    assert said is ClockState.BREACHED
    assert turns == 1 + sum(moment is not None for moment in (facts.warn_from, facts.due_soon_from))


#: What may follow what. Only a breach can still turn, into a late completion.
NEXT = {
    ClockState.RUNNING: set(ClockState) - {ClockState.MET_LATE},
    ClockState.WARNED: set(ClockState) - {ClockState.RUNNING, ClockState.MET_LATE},
    ClockState.DUE_SOON: set(ClockState) - {ClockState.RUNNING, ClockState.WARNED, ClockState.MET_LATE},
    ClockState.BREACHED: {ClockState.MET_LATE},
    ClockState.MET: set(),
    ClockState.MET_LATE: set(),
    ClockState.CANCELLED: set(),
    ClockState.EXTENDED: set(),
}
hours = st.integers(0, 100)


@settings(deadline=None)
@given(st.lists(hours, min_size=3, max_size=3), st.none() | hours, st.none() | hours, st.none() | hours)
def test_state_of_a_clock_watched_hour_by_hour_only_goes_forward(
    plan: list[int], met: int | None, cancelled: int | None, extended: int | None
) -> None:
    # An extended clock has ended; nobody meets or stops what has been replaced.
    ended = [hour for hour in (met, cancelled) if hour is not None]
    assume(extended is None or not ended or extended <= min(ended))
    start = tokyo(11, 20)
    warn, soon, due_at = (start + timedelta(hours=hour) for hour in sorted(plan))
    facts = ClockFacts(
        due_at,
        warn,
        soon,
        met_at=None if met is None else start + timedelta(hours=met),
        cancelled_at=None if cancelled is None else start + timedelta(hours=cancelled),
        extended_at=None if extended is None else start + timedelta(hours=extended),
    )
    watched = [state_of(facts, start + timedelta(hours=hour)) for hour in range(-1, 130)]
    for before, afterwards in pairwise(watched):
        # Two things may fall into one hour: a breach and its late completion.
        late_at_once = (before, afterwards) == (ClockState.DUE_SOON, ClockState.MET_LATE)
        assert before is afterwards or afterwards in NEXT[before] or late_at_once
    assert watched[0] is ClockState.RUNNING
    assert (watched[-1] in UNFINISHED) == (watched[-1] is ClockState.BREACHED)


def test_state_of_compares_moments_and_not_walls() -> None:
    # In the hour that comes twice the wall shows an earlier time at the later moment.
    due_at = datetime(2027, 10, 31, 1, 50, tzinfo=BRITAIN)
    afterwards = datetime(2027, 10, 31, 1, 10, tzinfo=BRITAIN, fold=1)
    assert afterwards < due_at
    assert state_of(ClockFacts(due_at), afterwards) is ClockState.BREACHED
    assert is_late(due_at, afterwards)


def test_state_of_refuses_a_moment_without_zone() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        state_of(FACTS, datetime(2026, 11, 20, 9))  # noqa: DTZ001 - the point of the test


def test_is_late_gives_the_whole_of_the_due_second() -> None:
    end_of_day = tokyo(11, 29, 23, 59) + timedelta(seconds=59)
    assert not is_late(end_of_day, end_of_day + timedelta(milliseconds=999))
    assert is_late(end_of_day, tokyo(11, 30, 0))
    assert not is_late(end_of_day, end_of_day.astimezone(UTC))


def test_facts_of_a_clock_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        FACTS.due_at = SOON  # type: ignore[misc]


@pytest.mark.parametrize(
    ("told", "now", "anew"),
    [
        # What lies ahead again is said again.
        (ClockState.BREACHED, WARN - SECOND, ClockState.RUNNING),
        (ClockState.BREACHED, WARN, ClockState.WARNED),
        (ClockState.BREACHED, SOON, ClockState.DUE_SOON),
        (ClockState.DUE_SOON, WARN, ClockState.WARNED),
        (ClockState.WARNED, WARN - SECOND, ClockState.RUNNING),
        # What has come is said or will be: the sweep looks.
        (ClockState.RUNNING, SOON, ClockState.RUNNING),
        (ClockState.WARNED, DUE + SECOND, ClockState.WARNED),
        (ClockState.BREACHED, DUE + SECOND, ClockState.BREACHED),
    ],
)
def test_clock_counted_anew_says_again_what_lies_ahead_of_it_again(
    told: ClockState, now: datetime, anew: ClockState
) -> None:
    assert told_anew(FACTS, told, now) is anew


@pytest.mark.parametrize("ended", ["met_at", "cancelled_at", "extended_at"])
def test_clock_that_has_ended_has_nothing_to_say_again(ended: str) -> None:
    facts = replace(FACTS, **{ended: WARN - SECOND})
    assert told_anew(facts, ClockState.BREACHED, WARN) is ClockState.BREACHED
