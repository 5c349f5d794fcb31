"""Lifting 関与禁止の解除: which bars stand, as far as somebody may know of them, and who has asked to lift one.

Reads, writes nothing. What was asked for stands on the timeline and nowhere else: it waits until somebody else has
decided it, and is void once whoever asked may not decide about people any more, and once the bar it speaks of has been
lifted, wherever that was decided: who is barred anew is barred by another wish.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from kikitori.casework.barring import DECIDING
from kikitori.records.access.visibility import is_confided_in
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.terms import EventKind
from kikitori.records.complaints.timeline import Event
from kikitori.records.people.actor import Actor

_ABOUT_BARS = (EventKind.BAR_DECIDED.value, EventKind.LIFT_ASKED.value, EventKind.LIFT_DECIDED.value)


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar that stands. `entries`: by which it came; `asked`: by which its lifting waits for somebody else.

    Both of this bar alone: nothing from before the same person was let in the last time.
    """

    staff: int
    entries: list[Event]
    asked: Event | None

    @property
    def hidden_from(self) -> set[int]:
        """Who must not learn of it."""
        lists = [event.data.get("hidden_from", ()) for event in self.entries]
        return {self.staff, *(number for each in lists for number in each)}

    @property
    def petitions(self) -> set[int]:
        """Numbers of the requests it was decided on."""
        return {event.data["petition"] for event in self.entries if "petition" in event.data}

    @property
    def came_along(self) -> bool:
        """Did it (also) come along with a word moved here from a complaint of another matter?"""
        return any(event.data.get("of_another") for event in self.entries)

    @property
    def is_of_another(self) -> bool:
        """Did it come along so and in no other way? Then whoever complains here has named nobody."""
        return bool(self.entries) and all(event.data.get("of_another") for event in self.entries)


def bars_known_to(actor: Actor, complaint: Complaint) -> list[Bar]:
    """Every bar of a complaint this actor sees, but those they must not learn of. One query; none without a bar."""
    if not complaint.barred or actor.staff_id is None or not is_confided_in(actor):
        return []
    return [bar for bar in bars_of(complaint) if actor.staff_id not in bar.hidden_from]


def bars_of(complaint: Complaint) -> list[Bar]:
    """Every bar that stands. One query."""
    rows = complaint.events.filter(kind__in=_ABOUT_BARS).select_related("actor_staff").order_by("pk")
    events = list(rows)
    decided = {event.data.get("asked") for event in events if event.kind == EventKind.LIFT_DECIDED.value}
    waiting = [
        event
        for event in events
        if event.kind == EventKind.LIFT_ASKED.value and event.pk not in decided and _holds(event, complaint)
    ]
    return [
        Bar(
            number,
            [event for event in lately if number in event.data.get("barred", ())],
            next((event for event in lately if event in waiting and event.data["staff"] == number), None),
        )
        for number in complaint.barred
        for lately in [_since_lifted(events, number)]
    ]


def _since_lifted(events: Sequence[Event], staff: int) -> Sequence[Event]:
    """What has come since this person was let in the last time; all of it where they never were."""
    lifted = [number for number, event in enumerate(events) if _lifts(event, staff)]
    return events[lifted[-1] + 1 :] if lifted else events


def _lifts(event: Event, staff: int) -> bool:
    granted = event.kind == EventKind.LIFT_DECIDED.value and bool(event.data.get("granted"))
    return granted and event.data.get("staff") == staff


def _holds(asked: Event, complaint: Complaint) -> bool:
    """Is whoever asked still at work, not barred, and somebody who decides about people?"""
    by = asked.actor_staff
    return by is not None and by.is_active and by.role in DECIDING and by.pk not in complaint.barred
