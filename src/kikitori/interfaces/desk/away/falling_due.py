"""What falls due while somebody is away: of complaints in their hands, and of their tasks, as far as one sees them."""

from __future__ import annotations

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db.models import Q

from kikitori.casework.leaving import complaints_held, tasks_held
from kikitori.interfaces.desk.away.standing_for import end_of
from kikitori.interfaces.desk.owed import unkept
from kikitori.records.access.visibility import visible_to
from kikitori.records.complaints.models import Complaint
from kikitori.records.deadlines.models import Promise
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Staff
from kikitori.records.people.standing_in import Away
from kikitori.records.together.models import Task

#: So many of each are shown.
SHOWN = 200
_OF_COMPLAINT = ("reference", "title", "language", "state", "severity")


@dataclass(frozen=True, slots=True)
class Held:
    """A complaint in their hands, with what is promised in it until they are back, soonest first."""

    complaint: Complaint
    promises: tuple[Promise, ...]


@dataclass(frozen=True, slots=True)
class FallingDue:
    """`held`: what is due first, first. `others`: how many more are in their hands, with nothing due.

    Where there `is_more` due than is shown, nobody has counted these: None. `more_tasks`: the same of tasks.
    """

    held: list[Held]
    tasks: list[Task]
    others: int | None
    is_more: bool = False
    more_tasks: bool = False

    @property
    def is_nothing(self) -> bool:
        """Nothing falls due."""
        return not (self.held or self.tasks)


def falling_due(actor: Actor, staff: Staff, absence: Away, zone: ZoneInfo) -> FallingDue:
    """Until the last day is over, what is overdue included. Three queries at most."""
    until = Q(due_at__lt=end_of(absence, zone))
    theirs = visible_to(actor).filter(pk__in=complaints_held(staff))
    rows = unkept(theirs).filter(until).select_related(None).select_related("complaint")
    shown = ("kind", "due_at", "note", *(f"complaint__{field}" for field in _OF_COMPLAINT))
    found: dict[int, list[Promise]] = {}
    promises = list(rows.only(*shown)[: SHOWN + 1])
    for promise in promises[:SHOWN]:
        found.setdefault(promise.complaint_id, []).append(promise)
    held = [Held(each[0].complaint, tuple(each)) for each in found.values()]
    tasks = tasks_held(staff).filter(until, complaint__in=visible_to(actor)).select_related("complaint")
    to_do = list(tasks.order_by("due_at", "pk")[: SHOWN + 1])
    is_more = len(promises) > SHOWN
    others = None if is_more else theirs.count() - len(held)
    return FallingDue(held, to_do[:SHOWN], others, is_more, len(to_do) > SHOWN)
