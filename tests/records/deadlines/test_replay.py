"""Clocks told again from events alone: each thing that can happen to one, in its place and to no other."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kikitori.records.deadlines.clock import ClockFacts, ClockState
from kikitori.records.deadlines.replay import ToldClock, clocks_told, said_of

START = datetime(2026, 11, 20, 7, 40, tzinfo=UTC)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Kept:
    """A clock as its row would be."""

    pk: int = 1
    rule: str = "ours/1/decision"
    kind: str = "decision"
    audience: str = "complainant"
    started_at: datetime = START
    due_at: datetime = START + 10 * DAY
    warn_from: datetime | None = START + 5 * DAY
    due_soon_from: datetime | None = START + 8 * DAY


FIRST, SECOND = Kept(), Kept(pk=2, rule="ours/1/answer", warn_from=None, due_soon_from=None)
LATER = replace(FIRST, due_at=START + 12 * DAY, warn_from=START + 6 * DAY, due_soon_from=None)
AT = START + 3 * DAY


def told(*events: tuple[datetime, dict[str, Any]], begun: tuple[Kept, ...] = (FIRST, SECOND)) -> ToldClock:
    """The first clock, after the second one was seen to be as it began."""
    started = (START, {"clocks": {"started": [said_of(one) for one in begun]}})
    found = clocks_told([started, *((at, {"clocks": said}) for at, said in events)])
    assert found[2] == clocks_told([started])[2]
    return found[1]


def dates(clock: ToldClock) -> tuple[datetime, datetime | None, datetime | None]:
    return clock.facts.due_at, clock.facts.warn_from, clock.facts.due_soon_from


def test_clock_that_began_is_told_as_its_row_has_it() -> None:
    assert told() == ToldClock(
        pk=1,
        rule="ours/1/decision",
        kind="decision",
        audience="complainant",
        started_at=START,
        facts=ClockFacts(START + 10 * DAY, START + 5 * DAY, START + 8 * DAY),
        paused_at=None,
        told=ClockState.RUNNING,
    )


@pytest.mark.parametrize(
    ("said", "happened"),
    [
        ({"met": [1]}, {"met_at": AT}),
        ({"met_at": [{"clock": 1, "at": (START + DAY).isoformat()}]}, {"met_at": START + DAY}),
        ({"stopped": [1]}, {"cancelled_at": AT}),
        ({"extended": [{"clock": 1, "by": 3}]}, {"extended_at": AT}),
    ],
)
@pytest.mark.parametrize("waiting", [True, False])
def test_what_ends_a_clock_ends_its_wait(
    said: dict[str, Any], happened: dict[str, datetime], *, waiting: bool
) -> None:
    before = [(START + DAY, {"paused": [1]})] if waiting else []
    clock = told(*before, (AT, said))
    assert clock.facts == replace(told().facts, **happened)
    assert clock.paused_at is None


def test_wait_lasts_until_the_answer_which_brings_other_dates() -> None:
    waiting = told((AT, {"paused": [1]}))
    assert (waiting.paused_at, dates(waiting)) == (AT, dates(told()))
    answered = told((AT, {"paused": [1]}), (AT + DAY, {"resumed": [said_of(LATER)]}))
    assert answered.paused_at is None
    assert dates(answered) == (LATER.due_at, LATER.warn_from, None)


@pytest.mark.parametrize(("before", "paused_at"), [([], None), ([(AT, {"paused": [1]})], AT)])
def test_clock_counted_anew_waits_on_if_it_waited(
    before: list[tuple[datetime, dict[str, Any]]], paused_at: datetime | None
) -> None:
    clock = told(*before, (AT + DAY, {"recounted": [said_of(LATER)]}))
    assert clock.paused_at == paused_at
    assert dates(clock) == (LATER.due_at, LATER.warn_from, None)


@pytest.mark.parametrize("again", ["resumed", "recounted"])
def test_other_dates_undo_nothing_that_has_happened(again: str) -> None:
    met = told(
        (AT, {"turned": [{"clock": 1, "to": "warned"}], "met": [1]}), (AT + DAY, {again: [said_of(LATER)]})
    )
    assert met.facts == ClockFacts(LATER.due_at, LATER.warn_from, None, met_at=AT)
    assert met.told is ClockState.WARNED
    stopped = told((AT, {"stopped": [1]}), (AT + DAY, {again: [said_of(LATER)]}))
    assert stopped.facts.cancelled_at == AT


@pytest.mark.parametrize("state", ["warned", "due_soon", "breached"])
def test_turn_changes_what_was_said_and_no_date(state: str) -> None:
    clock = told((AT, {"turned": [{"clock": 1, "to": state}]}))
    assert clock == replace(told(), told=ClockState(state))


def test_event_that_counts_anew_and_turns_back_leaves_the_turn() -> None:
    turned = (AT, {"turned": [{"clock": 1, "to": "breached"}]})
    back = (AT + DAY, {"recounted": [said_of(LATER)], "turned": [{"clock": 1, "to": "running"}]})
    assert told(turned, back).told is ClockState.RUNNING


def test_wait_that_ends_with_the_step_that_meets_it_is_over() -> None:
    both = {"resumed": [said_of(LATER)], "met": [1]}
    clock = told((AT, {"paused": [1]}), (AT + DAY, both))
    assert (clock.paused_at, clock.facts.met_at, clock.facts.due_at) == (None, AT + DAY, LATER.due_at)


def test_events_that_speak_of_no_clock_change_nothing() -> None:
    assert clocks_told([]) == {}
    assert clocks_told([(START, {}), (AT, {"clocks": {}}), (AT, {"reason": "x"})]) == {}


@pytest.mark.parametrize(
    "said",
    [
        *({name: [9]} for name in ("met", "stopped", "paused")),
        *(
            {name: [{"clock": 9, "at": START.isoformat(), "to": "warned"}]}
            for name in ("met_at", "extended", "turned")
        ),
        *({name: [said_of(Kept(pk=9))]} for name in ("resumed", "recounted")),
    ],
)
def test_clock_that_nobody_started_is_a_fault_in_the_timeline(said: dict[str, Any]) -> None:
    with pytest.raises(KeyError):
        told((AT, said))


def test_clock_without_a_due_moment_is_a_fault_in_the_timeline() -> None:
    with pytest.raises(ValueError, match="without a due moment"):
        clocks_told([(START, {"clocks": {"started": [{**said_of(FIRST), "due_at": None}]}})])


@pytest.mark.parametrize(
    ("days", "state"),
    [(0, "running"), (5, "warned"), (8, "due_soon"), (10, "due_soon"), (11, "breached")],
)
def test_any_moment_can_be_asked_for(days: int, state: str) -> None:
    assert told().state_at(START + days * DAY) is ClockState(state)


moments = st.integers(0, 10**6).map(lambda minutes: START + timedelta(minutes=minutes))


@given(
    started=moments, due_at=moments, warn=st.none() | moments, soon=st.none() | moments, number=st.integers(1)
)
@settings(max_examples=30)
def test_what_is_said_of_a_clock_is_enough_to_tell_it(
    started: datetime, due_at: datetime, warn: datetime | None, soon: datetime | None, number: int
) -> None:
    kept = Kept(number, started_at=started, due_at=due_at, warn_from=warn, due_soon_from=soon)
    [clock] = clocks_told([(started, {"clocks": {"started": [said_of(kept)]}})]).values()
    assert (clock.pk, clock.started_at) == (number, started)
    assert dates(clock) == (due_at, warn, soon)
