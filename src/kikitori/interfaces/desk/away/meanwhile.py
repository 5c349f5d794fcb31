"""What happened while somebody was away: in the complaints in their hands, and what others took off them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.db.models import Count, Max, Q
from django.utils.functional import Promise as LazyText

from kikitori.interfaces.desk.away.standing_for import end_of
from kikitori.records.access.visibility import visible_to
from kikitori.records.complaints.event_labels import EVENT
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.terms import EventKind, Visibility
from kikitori.records.complaints.timeline import Event
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Staff
from kikitori.records.people.standing_in import Away
from kikitori.records.together.hand_overs import HandOver
from kikitori.records.together.models import Task

#: So many of each are shown; everything else stands in the timelines.
SHOWN = 30
_LONG = ("complaint__story", "complaint__desired_outcome", "complaint__accommodation")


@dataclass(frozen=True, slots=True)
class Moved:
    """One complaint in which something has happened: how much, the newest of it, and how often they wrote to us."""

    complaint: Complaint
    entries: int
    heard: int
    newest: Event
    says: str | LazyText


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """All of it."""

    moved: list[Moved]
    handed_on: Sequence[HandOver]
    done: Sequence[Task]

    @property
    def is_nothing(self) -> bool:
        """Nothing has happened."""
        return not (self.moved or self.handed_on or self.done)


def meanwhile(actor: Actor, staff: Staff, absence: Away, zone: ZoneInfo) -> Meanwhile:
    """From the first day until the last, what they did themselves left out. Four queries."""
    began, ended = datetime.combine(absence.first, time.min, tzinfo=zone), end_of(absence, zone)
    seen = visible_to(actor)
    given = HandOver.objects.filter(giver=staff, at__gte=began, at__lt=ended, complaint__in=seen)
    given = given.exclude(by=staff).select_related("complaint", "receiver").defer(*_LONG)
    done = Task.objects.filter(assignee=staff, ended_at__gte=began, ended_at__lt=ended, complaint__in=seen)
    done = done.exclude(ended_by=staff).select_related("complaint", "ended_by").defer(*_LONG)
    return Meanwhile(
        _moved(actor, staff, began, ended),
        list(given.order_by("-at", "-pk")[:SHOWN]),
        list(done.order_by("-ended_at", "-pk")[:SHOWN]),
    )


def _moved(actor: Actor, staff: Staff, began: datetime, ended: datetime) -> list[Moved]:
    """The newest first. Two queries."""
    theirs = visible_to(actor).filter(assignee=staff)
    rows = Event.objects.filter(complaint__in=theirs, at__gte=began, at__lt=ended)
    rows = rows.exclude(visibility=Visibility.CONFIDED.value)
    counted = (
        rows.exclude(actor_staff=staff)
        .order_by()
        .values("complaint")
        .annotate(
            entries=Count("pk"),
            heard=Count("pk", filter=Q(kind=EventKind.HEARD.value)),
            newest=Max("pk"),
        )
        .order_by("-newest")
    )
    found = list(counted[:SHOWN])
    events = Event.objects.select_related("complaint").defer(*_LONG).in_bulk([row["newest"] for row in found])
    return [
        Moved(
            events[row["newest"]].complaint,
            row["entries"],
            row["heard"],
            events[row["newest"]],
            EVENT[EventKind(events[row["newest"]].kind)],
        )
        for row in found
    ]
