"""Whether a complaint may be closed as agreed: they said it is solved, or were asked and silent long enough."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from kikitori.interfaces.desk.complaint.standing import Standing
from kikitori.records.complaints.lifecycle import State
from kikitori.records.complaints.terms import EventKind

_ASKABLE = frozenset({State.CONFIRMING, State.DECIDED})


@dataclass(frozen=True, slots=True)
class Agreement:
    """What the complainant has said to „is it solved?“, or until when their silence is awaited."""

    silent_until: datetime | None
    said_so: bool

    def is_reached(self, now: datetime) -> bool:
        """May it be closed as agreed at `now`?"""
        return self.said_so or (self.silent_until is not None and now >= self.silent_until)


def agreement_of(standing: Standing) -> Agreement:
    """Read it off the timeline and the verdicts: two queries where it matters, none elsewhere."""
    if standing.state not in _ASKABLE:
        return Agreement(None, said_so=False)
    complaint = standing.complaint
    asked = complaint.events.filter(kind=EventKind.SOLUTION_ASKED.value).order_by("pk").last()
    verdict = complaint.verdicts.filter(solved__isnull=False).order_by("pk").last()
    said_so = bool(verdict and verdict.solved and (asked is None or verdict.at >= asked.at))
    until = asked.at + timedelta(days=standing.organisation.silence_days) if asked else None
    return Agreement(until, said_so)
