"""What we owe people by when: promises not kept yet, counted and listed by the same conditions.

A missed promise stays until it is made good or replaced by another date. Once a complaint has ended nobody
waits for news of it any more; what a person has promised by hand, a call above all, can still be done, so it stays.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self

from django.db.models import Count, F, Func, IntegerField, Q, QuerySet, Value

from kikitori.foundation.postgres.counted import GroupedUpTo, UpTo
from kikitori.interfaces.desk.horizon import GROUPS, UNTIL_TONIGHT, Group, Horizon
from kikitori.records.access.visibility import visible_to
from kikitori.records.complaints.lifecycle import OPEN
from kikitori.records.complaints.models import Complaint
from kikitori.records.deadlines.models import Promise
from kikitori.records.deadlines.queries import MADE_BY_HAND, OF_OPEN, STILL_OWED, promises_due
from kikitori.records.people.actor import Actor

#: What the page shows of a promise and of its complaint; a story may be ten thousand characters long.
_SHOWN = ("kind", "due_at", "note")
_SHOWN_OF_COMPLAINT = ("reference", "title", "language", "severity", "state", "assignee")
#: So many promises are counted; what is owed later than that is “and more”.
MOST = 3000
_OPEN = sorted(state.value for state in OPEN)


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
    stopped_in: Group | None = None

    @classmethod
    def of_rows(cls, *parts: Iterable[Mapping[str, Any]]) -> Self:
        """From the parts that `in_groups` counts."""
        stopped = [_last(part) for part in map(list, parts) if sum(row["number"] for row in part) > MOST]
        rows = [row for part in parts for row in part]
        counts = {whose: dict.fromkeys(Group, 0) for whose in Whose}
        for row in rows:
            for whose in (Whose.ALL, Whose.MINE) if row["is_mine"] else (Whose.ALL,):
                counts[whose][GROUPS[row["place"]]] += row["number"]
        return cls(counts, min(stopped, key=GROUPS.index, default=None))

    @classmethod
    def as_deputy(cls, rows: QuerySet[Promise], horizon: Horizon) -> Self:
        """How many of these are owed in place of others. One query."""
        found = rows.order_by().annotate(place=_place(horizon)).values("place").annotate(number=Count("pk"))
        counts = {GROUPS[row["place"]]: row["number"] for row in found}
        return cls({Whose.DEPUTY: {group: counts.get(group, 0) for group in Group}})

    def of(self, whose: Whose, groups: Iterable[Group] = GROUPS) -> UpTo:
        """The sum over some groups."""
        wanted = tuple(groups)
        is_more = self.stopped_in is not None and any(
            GROUPS.index(group) >= GROUPS.index(self.stopped_in) for group in wanted
        )
        return UpTo(sum(self.by_group[whose][group] for group in wanted), is_more=is_more)

    def tonight(self, whose: Whose = Whose.ALL) -> UpTo:
        """Overdue, or due before the day is over."""
        return self.of(whose, UNTIL_TONIGHT)

    def late(self, whose: Whose = Whose.ALL) -> UpTo:
        """Overdue."""
        return self.of(whose, (Group.LATE,))


def unkept(complaints: QuerySet[Complaint]) -> QuerySet[Promise]:
    """Promises about these complaints that somebody still waits for, soonest first."""
    return promises_due(complaints).filter(STILL_OWED)


def _last(part: Iterable[Mapping[str, Any]]) -> Group:
    """The group in which the counting of a part has stopped: the soonest are counted first."""
    return GROUPS[max(int(row["place"]) for row in part)]


def in_groups(actor: Actor, horizon: Horizon) -> tuple[GroupedUpTo, GroupedUpTo]:
    """What `owed` lists, as numbers: `place` in GROUPS, `is_mine`, `number`. The soonest, up to MOST.

    Of open complaints, and what was promised by hand after the end: two parts, each counted from indexes alone.
    """
    waiting = (
        promises_due(visible_to(actor))
        .filter(replaced_by__isnull=True, due_at__lt=horizon.week)
        .order_by("due_at")
        .annotate(place=_place(horizon), is_mine=Q(complaint__assignee=actor.staff_id))
        .values("place", "is_mine")
    )
    parts = waiting.filter(OF_OPEN), waiting.filter(MADE_BY_HAND & ~OF_OPEN)
    return GroupedUpTo(parts[0], MOST), GroupedUpTo(parts[1], MOST)


def owed(actor: Actor, horizon: Horizon, whose: Whose, stood_in: Q | None = None) -> QuerySet[Promise]:
    """What is owed within the horizon, soonest first, with what is shown of the complaint.

    `stood_in`: which promises are those of people this actor stands in for; asked for with DEPUTY alone.
    """
    seen = visible_to(actor)
    own = {"assignee": actor.staff_id} if whose is Whose.MINE else {}
    # Says nothing new, but from indexes alone: without it each old promise of an ended complaint, and for „mine“ each
    # one of somebody else's, would be looked up before the first that is shown (docs/performance.md).
    likely = Q(complaint__in=seen.filter(state__in=_OPEN, **own)) | MADE_BY_HAND
    rows = unkept(seen).filter(likely, _of(actor, whose, stood_in), due_at__lt=horizon.week)
    rows = rows.select_related(None).select_related("complaint")
    return rows.only(*_SHOWN, *(f"complaint__{field}" for field in _SHOWN_OF_COMPLAINT))


def _place(horizon: Horizon) -> Func:
    """The number of its group."""
    return Func(F("due_at"), Value(list(horizon.ends)), function="width_bucket", output_field=IntegerField())


def _of(actor: Actor, whose: Whose, stood_in: Q | None) -> Q:
    if whose is Whose.DEPUTY:
        return stood_in or Q(pk__in=())
    return Q(complaint__assignee=actor.staff_id) if whose is Whose.MINE else Q()
