"""Whether a complaint may be closed: they said it is solved, or were asked, tried otherwise, and silent long enough."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from kikitori.casework.other_road import waits_of
from kikitori.interfaces.desk.complaint.standing import Standing
from kikitori.records.complaints.lifecycle import State
from kikitori.records.complaints.terms import EventKind
from kikitori.records.voices.silence import ASKED, SPOKEN, Silence, Waits, silence_of

_ASKABLE = frozenset({State.CONFIRMING, State.DECIDED})


@dataclass(frozen=True, slots=True)
class Agreement:
    """What the complainant has said to „is it solved?“, or how their silence stands."""

    silence: Silence | None = None
    waits: Waits | None = None
    #: The newest word was yes; or that they leave it at that.
    said_so: bool = False
    left_it: bool = False

    @property
    def silent_until(self) -> datetime | None:
        """Until when an answer is awaited before it may be closed; None where nobody is silent.

        While no other way has been tried: the end of the days they have at least.
        """
        if self.silence is None or self.waits is None:
            return None
        return self.silence.lasts_until(self.waits) or self.silence.may_end_from(self.waits)

    @property
    def other_road_from(self) -> datetime | None:
        """From when another way is due; None where it has been tried, or nobody is silent."""
        if self.silence is None or self.waits is None or self.silence.tried_at is not None:
            return None
        return self.silence.to_be_tried_from(self.waits)

    def is_to_be_tried(self, now: datetime) -> bool:
        """Is another way still ahead? Where nobody was given it and all days are over, there was none."""
        given = self.silence is not None and self.silence.task is not None
        return given or self.silent_until is None or now < self.silent_until

    def is_reached(self, now: datetime) -> bool:
        """May it be closed at `now`? Whether there is another way to be tried first, the verb looks under lock."""
        return self.said_so or (self.silent_until is not None and now >= self.silent_until)


def agreement_of(standing: Standing) -> Agreement:
    """Read it off the timeline as closing will: the newest word counts, and answers what was asked before it."""
    if standing.state not in _ASKABLE:
        return Agreement()
    entries = standing.file.entries_on_silence
    newest = next((row.kind for row in reversed(entries) if row.kind in (*SPOKEN, ASKED)), "")
    return Agreement(
        silence=silence_of((row.kind, row.at, row.data) for row in entries),
        waits=waits_of(standing.organisation),
        said_so=newest == EventKind.SOLVED.value,
        left_it=newest == EventKind.LEFT_AT_THAT.value,
    )
