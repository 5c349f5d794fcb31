"""What we owe people by when: promises not kept yet, counted and listed by the same conditions.

A missed promise stays until it is made good or replaced by another date. Once a complaint has ended nobody
waits for news of it any more; what a person has promised by hand, a call above all, can still be done, so it stays;
and so does the question, days after an end by agreement, whether it holds.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Self

from django.db.models import Count, F, Func, IntegerField, Q, QuerySet, Value

from kikitori.foundation.postgres.counted import LIMIT, GroupedUpTo, UpTo
from kikitori.interfaces.desk.horizon import GROUPS, UNTIL_TONIGHT, Group, Horizon
from kikitori.records.access.visibility import visible_to
from kikitori.records.complaints.models import Complaint
from kikitori.records.deadlines.models import Promise
from kikitori.records.deadlines.queries import CAN_OUTLIVE, OF_OPEN, STILL_OWED, promises_due
from kikitori.records.people.actor import Actor

#: What the page shows of a promise and of its complaint; a story may be ten thousand characters long.
_SHOWN = ("kind", "due_at", "note")
_SHOWN_OF_COMPLAINT = ("reference", "title", "language", "severity", "state", "assignee")

_Rows = Iterable[Mapping[str, Any]]


class Whose(StrEnum):
    """Whose promises: everybody's that I see, those on complaints in my hands, or of those I stand in for."""

    ALL = "all"
    MINE = "mine"
    DEPUTY = "deputy"


@dataclass(frozen=True, slots=True)
class OwedCounts:
    """How many promises are owed, by group, of everybody and of mine."""

    by_group: dict[Whose, dict[Group, int]]
    #: Where the counting has stopped, if it has: of this group and of those after it there may be more.
    stopped_in: dict[Whose, Group] = field(default_factory=dict)

    @classmethod
    def of_rows(cls, of_all: _Rows, *of_mine: _Rows) -> Self:
        """From the parts that `in_groups` counts."""
        counts = {whose: dict.fromkeys(Group, 0) for whose in Whose}
        stopped: dict[Whose, Group] = {}
        parts = [(Whose.ALL, list(of_all)), *((Whose.MINE, list(rows)) for rows in of_mine)]
        for whose, rows in parts:
            for row in rows:
                counts[whose][GROUPS[row["place"]]] += row["number"]
            if sum(row["number"] for row in rows) > LIMIT:
                last = GROUPS[max(row["place"] for row in rows)]  # the soonest are counted first
                stopped[whose] = min(last, stopped.get(whose, last), key=GROUPS.index)
        return cls(counts, stopped)

    @classmethod
    def as_deputy(cls, rows: QuerySet[Promise], horizon: Horizon) -> Self:
        """How many of these are owed in place of others. One query."""
        found = rows.order_by().annotate(place=_place(horizon)).values("place").annotate(number=Count("pk"))
        counts = {GROUPS[row["place"]]: row["number"] for row in found}
        return cls({Whose.DEPUTY: {group: counts.get(group, 0) for group in Group}})

    def of(self, whose: Whose, groups: Iterable[Group] = GROUPS) -> UpTo:
        """The sum over some groups."""
        wanted, stopped_in = tuple(groups), self.stopped_in.get(whose)
        is_more = stopped_in is not None and any(
            GROUPS.index(group) >= GROUPS.index(stopped_in) for group in wanted
        )
        return UpTo(min(sum(self.by_group[whose][group] for group in wanted), LIMIT), is_more=is_more)

    def tonight(self, whose: Whose = Whose.ALL) -> UpTo:
        """Overdue, or due before the day is over."""
        return self.of(whose, UNTIL_TONIGHT)

    def late(self, whose: Whose = Whose.ALL) -> UpTo:
        """Overdue."""
        return self.of(whose, (Group.LATE,))


def unkept(complaints: QuerySet[Complaint]) -> QuerySet[Promise]:
    """Promises about these complaints that somebody still waits for, soonest first."""
    return promises_due(complaints).filter(STILL_OWED)


def in_groups(actor: Actor, horizon: Horizon) -> tuple[GroupedUpTo, GroupedUpTo, GroupedUpTo]:
    """What `owed` lists, as numbers: `place` in GROUPS, `number`. The soonest of each part, up to LIMIT.

    All of them; mine on complaints that go on; mine that outlive their complaint. Mine are counted by themselves: in a
    house that is a thousand promises late everybody still knows their own. Each part by an index of its own.
    """
    soonest = (
        unkept(visible_to(actor)).filter(due_at__lt=horizon.week).select_related(None).order_by("due_at")
    )
    waiting = soonest.annotate(place=_place(horizon)).values("place")
    mine = waiting.filter(complaint__assignee=actor.staff_id)
    return (
        GroupedUpTo(waiting),
        GroupedUpTo(mine.filter(OF_OPEN)),
        GroupedUpTo(mine.filter(CAN_OUTLIVE & ~OF_OPEN)),
    )


def owed(actor: Actor, horizon: Horizon, whose: Whose, stood_in: Q | None = None) -> QuerySet[Promise]:
    """What is owed within the horizon, soonest first, with what is shown of the complaint.

    `stood_in`: which promises are those of people this actor stands in for; asked for with DEPUTY alone.
    """
    rows = unkept(visible_to(actor)).filter(_of(actor, whose, stood_in), due_at__lt=horizon.week)
    rows = rows.select_related(None).select_related("complaint")
    return rows.only(*_SHOWN, *(f"complaint__{field}" for field in _SHOWN_OF_COMPLAINT))


def _place(horizon: Horizon) -> Func:
    """The number of its group."""
    return Func(F("due_at"), Value(list(horizon.ends)), function="width_bucket", output_field=IntegerField())


def _of(actor: Actor, whose: Whose, stood_in: Q | None) -> Q:
    if whose is Whose.DEPUTY:
        return stood_in or Q(pk__in=())
    return Q(complaint__assignee=actor.staff_id) if whose is Whose.MINE else Q()
