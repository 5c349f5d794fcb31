"""How a clock stands: by the time alone, after it has ended, and in hindsight."""

from dataclasses import FrozenInstanceError, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kikitori.records.deadlines.clock import UNFINISHED, ClockFacts, ClockState, is_late, state_of

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


#: What may follow what. Only a breach can still turn, into a late completion.
NEXT = {
    ClockState.RUNNING: set(ClockState) - {ClockState.MET_LATE},
    ClockState.WARNED: {ClockState.DUE_SOON, ClockState.MET, ClockState.BREACHED, ClockState.CANCELLED},
    ClockState.DUE_SOON: {ClockState.MET, ClockState.BREACHED, ClockState.CANCELLED},
    ClockState.BREACHED: {ClockState.MET_LATE},
    ClockState.MET: set(),
    ClockState.MET_LATE: set(),
    ClockState.CANCELLED: set(),
}
hours = st.integers(0, 100)


@settings(deadline=None)
@given(st.lists(hours, min_size=3, max_size=3), st.none() | hours, st.none() | hours)
def test_state_of_a_clock_watched_hour_by_hour_only_goes_forward(
    plan: list[int], met: int | None, cancelled: int | None
) -> None:
    start = tokyo(11, 20)
    warn, soon, due_at = (start + timedelta(hours=hour) for hour in sorted(plan))
    facts = ClockFacts(
        due_at,
        warn,
        soon,
        met_at=None if met is None else start + timedelta(hours=met),
        cancelled_at=None if cancelled is None else start + timedelta(hours=cancelled),
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
