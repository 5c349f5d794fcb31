"""Whether a complaint may be closed as agreed: they said it is solved, or were asked and silent long enough."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from kikitori.interfaces.desk.complaint.standing import Standing
from kikitori.records.complaints.lifecycle import State
from kikitori.records.complaints.terms import EventKind

_ASKABLE = frozenset({State.CONFIRMING, State.DECIDED})
_ASKED = EventKind.SOLUTION_ASKED.value


@dataclass(frozen=True, slots=True)
class Agreement:
    """What the complainant has said to „is it solved?“, or until when their silence is awaited."""

    silent_until: datetime | None = None
    said_so: bool = False

    def is_reached(self, now: datetime) -> bool:
        """May it be closed as agreed at `now`?"""
        return self.said_so or (self.silent_until is not None and now >= self.silent_until)


def agreement_of(standing: Standing) -> Agreement:
    """Read it off the timeline as closing will: the newest word counts, and answers what was asked before it."""
    if standing.state not in _ASKABLE:
        return Agreement()
    newest = standing.file.last_word
    if newest is None or newest.kind != _ASKED:
        return Agreement(said_so=newest is not None and newest.kind == EventKind.SOLVED.value)
    return Agreement(newest.at + timedelta(days=standing.organisation.silence_days))
