"""Telling the clocks again from the timeline alone, so that any of them can be proved. Pure but for one function's row.

Each event of a step carries `clocks`: what it started, met, stopped, paused, resumed, extended, counted anew or turned.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Protocol

from kikitori.records.deadlines.clock import ClockFacts, ClockState, state_of, told_anew


class Row(Protocol):
    """A clock as the table has it."""

    pk: Any
    rule: str
    kind: str
    audience: str
    started_at: datetime
    due_at: datetime
    warn_from: datetime | None
    due_soon_from: datetime | None


@dataclass(frozen=True, slots=True)
class ToldClock:
    """One clock as the timeline tells it."""

    pk: int
    rule: str
    kind: str
    audience: str
    started_at: datetime
    facts: ClockFacts
    paused_at: datetime | None = None
    told: ClockState = ClockState.RUNNING

    def state_at(self, now: datetime) -> ClockState:
        """How it stands at `now`."""
        return state_of(self.facts, now)


def said_of(clock: Row) -> dict[str, Any]:
    """What an event says of a clock that begins or is counted anew."""
    return {
        "clock": clock.pk,
        "rule": clock.rule,
        "kind": clock.kind,
        "audience": clock.audience,
        "started_at": clock.started_at.isoformat(),
        "due_at": clock.due_at.isoformat(),
        "warn_from": clock.warn_from.isoformat() if clock.warn_from else None,
        "due_soon_from": clock.due_soon_from.isoformat() if clock.due_soon_from else None,
    }


def clocks_told(events: Iterable[tuple[datetime, Mapping[str, Any]]]) -> dict[int, ToldClock]:
    """Every clock of one complaint from its events (moment, data), oldest first; by number.

    Raises KeyError for an event that speaks of a clock nobody has started.
    """
    clocks: dict[int, ToldClock] = {}
    for at, data in events:
        _tell(clocks, at, data.get("clocks", {}))
    return clocks


def _tell(clocks: dict[int, ToldClock], at: datetime, said: Mapping[str, Any]) -> None:
    """What one event says of them."""
    for each in said.get("started", ()):
        clocks[each["clock"]] = _begun(each)
    for number in said.get("met", ()):
        clocks[number] = _with(clocks[number], met_at=at)
    for each in said.get("met_at", ()):
        clocks[each["clock"]] = _with(clocks[each["clock"]], met_at=datetime.fromisoformat(each["at"]))
    for number in said.get("stopped", ()):
        clocks[number] = _with(clocks[number], cancelled_at=at)
    for number in said.get("paused", ()):
        clocks[number] = replace(clocks[number], paused_at=at)
    for each in said.get("resumed", ()):
        clocks[each["clock"]] = _again(clocks[each["clock"]], each, at)
    for each in said.get("recounted", ()):
        before = clocks[each["clock"]]
        # What is counted anew in the middle of a wait goes on waiting.
        clocks[before.pk] = replace(_again(before, each, at), paused_at=before.paused_at)
    for each in said.get("extended", ()):
        clocks[each["clock"]] = _with(clocks[each["clock"]], extended_at=at)
    for each in said.get("turned", ()):
        clocks[each["clock"]] = replace(clocks[each["clock"]], told=ClockState(each["to"]))


def _begun(each: Mapping[str, Any]) -> ToldClock:
    due_at, warn_from, due_soon_from = (
        datetime.fromisoformat(each[name]) if each[name] else None
        for name in ("due_at", "warn_from", "due_soon_from")
    )
    if due_at is None:
        raise ValueError("a clock without a due moment")
    return ToldClock(
        pk=each["clock"],
        rule=each["rule"],
        kind=each["kind"],
        audience=each["audience"],
        started_at=datetime.fromisoformat(each["started_at"]),
        facts=ClockFacts(due_at, warn_from, due_soon_from),
    )


def _again(before: ToldClock, each: Mapping[str, Any], at: datetime) -> ToldClock:
    """With other dates; what has happened to it has happened, and what lies ahead again is yet to be said."""
    now = _begun(each)
    facts = replace(now.facts, met_at=before.facts.met_at, cancelled_at=before.facts.cancelled_at)
    return replace(now, facts=facts, told=told_anew(facts, before.told, at))


def _with(clock: ToldClock, **happened: datetime) -> ToldClock:
    """With this, it runs no more; what was waited for is over."""
    return replace(clock, facts=replace(clock.facts, **happened), paused_at=None)
