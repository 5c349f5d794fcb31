"""What we owe people by when: promises not kept yet, counted and listed by the same conditions.

A missed promise stays until it is made good or replaced by another date. Once a complaint has ended nobody
waits for news of it any more; a call that was promised can still be made, so it stays.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Count, Q, QuerySet

from kikitori.interfaces.desk.horizon import UNTIL_TONIGHT, Group, Horizon
from kikitori.interfaces.desk.keyset import Mark, Slice, slice_of
from kikitori.records.access.visibility import visible_to
from kikitori.records.complaints.lifecycle import OPEN
from kikitori.records.complaints.models import Complaint
from kikitori.records.deadlines.models import Promise
from kikitori.records.deadlines.promises import PromiseKind
from kikitori.records.deadlines.queries import promises_due
from kikitori.records.people.actor import Actor

PAGE = 60
_OPEN = sorted(state.value for state in OPEN)


class Whose(StrEnum):
    """Whose promises: everybody's that I see, or those on complaints in my hands."""

    ALL = "all"
    MINE = "mine"


@dataclass(frozen=True, slots=True)
class OwedCounts:
    """How many promises are owed, by group, of everybody and of mine."""

    by_group: dict[Whose, dict[Group, int]]

    def of(self, whose: Whose, groups: Iterable[Group] = tuple(Group)) -> int:
        """The sum over some groups."""
        return sum(self.by_group[whose][group] for group in groups)

    def tonight(self, whose: Whose = Whose.ALL) -> int:
        """Overdue, or due before the day is over."""
        return self.of(whose, UNTIL_TONIGHT)

    def late(self, whose: Whose = Whose.ALL) -> int:
        """Overdue."""
        return self.of(whose, (Group.LATE,))


def unkept(complaints: QuerySet[Complaint]) -> QuerySet[Promise]:
    """Promises about these complaints that somebody still waits for, soonest first."""
    return promises_due(complaints).filter(
        Q(complaint__state__in=_OPEN) | Q(kind=PromiseKind.CALL_BACK.value), replaced_by__isnull=True
    )


def count_owed(actor: Actor, horizon: Horizon) -> OwedCounts:
    """Count what `owed_page` lists. One query."""
    conditions = {
        f"{whose}_{group}": _within(horizon, group) & _of(actor, whose) for whose in Whose for group in Group
    }
    counts = (
        unkept(visible_to(actor))
        .order_by()
        .aggregate(**{name: Count("pk", filter=condition) for name, condition in conditions.items()})
    )
    return OwedCounts({whose: {group: counts[f"{whose}_{group}"] for group in Group} for whose in Whose})


def owed_page(
    actor: Actor, horizon: Horizon, whose: Whose, *, onward_from: Mark | None, back_from: Mark | None
) -> Slice[Promise]:
    """One page of what is owed within the horizon, soonest first, with complaint and assignee."""
    rows = unkept(visible_to(actor)).filter(_of(actor, whose), due_at__lt=horizon.week)
    return slice_of(rows, "due_at", size=PAGE, descending=False, onward_from=onward_from, back_from=back_from)


def _of(actor: Actor, whose: Whose) -> Q:
    return Q(complaint__assignee=actor.staff_id) if whose is Whose.MINE else Q()


def _within(horizon: Horizon, group: Group) -> Q:
    start, end = horizon.range_of(group)
    return Q(due_at__lt=end) if start is None else Q(due_at__gte=start, due_at__lt=end)
