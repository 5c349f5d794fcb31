"""Silence 応答なし: what the timeline says of somebody who was asked „is it solved?“ and has not answered. Pure.

First they have some days; then somebody tries to reach them in another way; then they have the rest of the days. Only
after that is it known that nobody could be reached, and nothing more than that: silence is no yes.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from kikitori.records.complaints.terms import EventKind
from kikitori.records.voices.terms import Road

#: The complainant has spoken (or somebody for them) since we asked: from then on they are not silent.
SPOKEN = (
    EventKind.HEARD.value,
    EventKind.SOLVED.value,
    EventKind.NOT_SOLVED.value,
    EventKind.LEFT_AT_THAT.value,
    EventKind.WITHDRAWN.value,
    EventKind.REOPENED.value,
)
ASKED = EventKind.SOLUTION_ASKED.value
TRIED = EventKind.OTHER_ROAD_TRIED.value
#: What counts, in the order of the timeline. Tasks count where they say what they are for.
COUNTING = (*SPOKEN, ASKED, TRIED, EventKind.TASK_ADDED.value)
#: In the values of the question: the days that hold for its answer.
OTHER_ROAD_DAYS, SILENCE_DAYS = "other_road_days", "silence_days"
#: What such a task is for, in the event that tells of it.
FOR_OTHER_ROAD = "other_road"


@dataclass(frozen=True, slots=True)
class Waits:
    """How long each part of the silence lasts."""

    other_road: timedelta
    whole: timedelta

    @classmethod
    def of(cls, other_road_days: int, silence_days: int) -> "Waits":
        """In days, as the organisation has set them."""
        return cls(timedelta(days=other_road_days), timedelta(days=silence_days))

    @property
    def rest(self) -> timedelta:
        """What is left for an answer to the second try."""
        return max(self.whole - self.other_road, timedelta(0))


@dataclass(frozen=True, slots=True)
class Silence:
    """Asked, and silent since. `task`: somebody was given it to do; `tried_at`: it was tried, by `road`.

    `told`: the days that held when they were asked. Their letter names the day after them, so they hold whatever is
    set later; None where they were asked before that was kept.
    """

    asked_at: datetime
    task: int | None = None
    tried_at: datetime | None = None
    road: Road | None = None
    told: Waits | None = None

    @property
    def is_seen_to(self) -> bool:
        """Has somebody been told to try, or has it been tried?"""
        return self.task is not None or self.tried_at is not None

    def to_be_tried_from(self, waits: Waits) -> datetime:
        """When another way is due."""
        return self.asked_at + self.waits(waits).other_road

    def may_end_from(self, waits: Waits) -> datetime:
        """The day that was told: before it nobody's silence is over."""
        return self.asked_at + self.waits(waits).whole

    def waits(self, usual: Waits) -> Waits:
        """What was told, or what is usual."""
        return self.told or usual

    def lasts_until(self, waits: Waits) -> datetime | None:
        """From when nobody need be waited for any more; None while no other way has been tried."""
        whole = self.may_end_from(waits)
        if self.tried_at is None:
            return None
        return whole if self.road is Road.NONE else max(whole, self.tried_at + self.waits(waits).rest)

    def is_over(self, waits: Waits, now: datetime) -> bool:
        """May it be closed as not confirmed at `now`?"""
        until = self.lasts_until(waits)
        return until is not None and now >= until


def silence_of(words: Iterable[tuple[str, datetime, Mapping[str, Any]]]) -> Silence | None:
    """Kind, moment and values of events, oldest first → the silence that lasts, or None where none does.

    Whoever was reached has answered, whatever they said: then it is asked anew before it can be closed.
    """
    found: Silence | None = None
    for kind, at, data in words:
        if kind == ASKED:
            found = Silence(at, told=_told(data))
        elif kind in SPOKEN or (kind == TRIED and data.get("reached")):
            found = None
        elif found is None:
            continue
        elif kind == TRIED and found.tried_at is None:
            found = replace(found, tried_at=at, road=Road(data.get("road", Road.OTHER.value)))
        elif kind == EventKind.TASK_ADDED.value and data.get("for") == FOR_OTHER_ROAD:
            found = replace(found, task=data.get("task"))
    return found


def days_told(other_road_days: int, silence_days: int) -> dict[str, int]:
    """What the question keeps of the days that hold for it."""
    return {OTHER_ROAD_DAYS: other_road_days, SILENCE_DAYS: silence_days}


def _told(data: Mapping[str, Any]) -> Waits | None:
    if OTHER_ROAD_DAYS not in data or SILENCE_DAYS not in data:
        return None
    return Waits.of(data[OTHER_ROAD_DAYS], data[SILENCE_DAYS])
