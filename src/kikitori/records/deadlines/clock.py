"""How the clock of a rule stands, and what time alone will bring to it. Pure: no call asks for the time of day."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from kikitori.records.deadlines.working_time import utc


class ClockState(StrEnum):
    """How a clock stands."""

    RUNNING = "running"
    WARNED = "warned"
    DUE_SOON = "due_soon"
    MET = "met"
    MET_LATE = "met_late"
    BREACHED = "breached"
    CANCELLED = "cancelled"
    #: Another clock runs in its place, by an extension that was told in time.
    EXTENDED = "extended"


#: Still to be met. A breached clock is among them: what is late is owed all the same.
UNFINISHED = frozenset({ClockState.RUNNING, ClockState.WARNED, ClockState.DUE_SOON, ClockState.BREACHED})


@dataclass(frozen=True, slots=True)
class ClockFacts:
    """What has happened to one clock. Every moment is aware; what has not happened is None."""

    due_at: datetime
    warn_from: datetime | None = None
    due_soon_from: datetime | None = None
    met_at: datetime | None = None
    cancelled_at: datetime | None = None
    extended_at: datetime | None = None


_SECOND = timedelta(seconds=1)
#: In the order in which time brings them.
_ORDER = (ClockState.RUNNING, ClockState.WARNED, ClockState.DUE_SOON, ClockState.BREACHED)


def is_late(due_at: datetime, at: datetime) -> bool:
    """Is `at` too late for `due_at`? The whole of the due second is in time."""
    return utc(at).replace(microsecond=0) > utc(due_at)


def state_of(facts: ClockFacts, now: datetime) -> ClockState:
    """How the clock stands at `now`. What happens after `now` is not known yet: any past moment can be asked.

    A breach is never undone: met after it is met late, cancelled or extended after it stays breached.
    Raises ValueError for a moment without a time zone.
    """
    extended = facts.extended_at if _has_come(facts.extended_at, now) else None
    if extended:
        return ClockState.BREACHED if is_late(facts.due_at, extended) else ClockState.EXTENDED
    met = facts.met_at if _has_come(facts.met_at, now) else None
    cancelled = facts.cancelled_at if _has_come(facts.cancelled_at, now) else None
    if met and not (cancelled and utc(cancelled) < utc(met)):
        return ClockState.MET_LATE if is_late(facts.due_at, met) else ClockState.MET
    if cancelled:
        return ClockState.BREACHED if is_late(facts.due_at, cancelled) else ClockState.CANCELLED
    if is_late(facts.due_at, now):
        return ClockState.BREACHED
    if _has_come(facts.due_soon_from, now):
        return ClockState.DUE_SOON
    return ClockState.WARNED if _has_come(facts.warn_from, now) else ClockState.RUNNING


def told_anew(facts: ClockFacts, told: ClockState, now: datetime) -> ClockState:
    """What counts as said of a clock that was counted anew: nothing that lies ahead of it again."""
    state = state_of(facts, now)
    return state if {state, told} <= set(_ORDER) and _ORDER.index(state) < _ORDER.index(told) else told


def _has_come(moment: datetime | None, now: datetime) -> bool:
    return moment is not None and utc(moment) <= utc(now)


def next_turn(facts: ClockFacts, after: ClockState) -> tuple[ClockState, datetime] | None:
    """What time alone will bring to a running clock of which `after` was the last thing said, and when; or nothing.

    The whole of the due second is in time, so a breach comes one second after it. What has been passed over (two
    turns at once after a stop of the house) is not said again: ask `state_of` for what is true by then.
    """
    ahead = (
        (ClockState.WARNED, facts.warn_from),
        (ClockState.DUE_SOON, facts.due_soon_from),
        (ClockState.BREACHED, utc(facts.due_at) + _SECOND),
    )
    said = _ORDER.index(after) if after in _ORDER else len(_ORDER)
    return next(((state, at) for state, at in ahead if at is not None and _ORDER.index(state) > said), None)
