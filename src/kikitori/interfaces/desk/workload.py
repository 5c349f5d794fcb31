"""Who has how much in hand: my own work by the next promise, and my team's load. One query each."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from kikitori.interfaces.desk.queues import STATES, QueueName, queue
from kikitori.records.access.permissions import OF_ROLE, Permission
from kikitori.records.access.visibility import visible_to
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Staff
from kikitori.records.people.terms import Role
from kikitori.records.selection.queries import owed_of

_SHOWN = 6
_MOST_PEOPLE = 12
_WORKING_ROLES = sorted(role.value for role in Role if Permission.INVESTIGATE in OF_ROLE[role])


@dataclass(frozen=True, slots=True)
class Mine:
    """One complaint in my hands and when the next thing promised about it falls due."""

    complaint: Complaint
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class Load:
    """How many open complaints one colleague has in hand. `most`: the largest number in the team, for the bar."""

    name: str
    count: int
    most: int
    is_me: bool


def my_next(actor: Actor) -> list[Mine]:
    """My open complaints with the nearest promise first, those without one last; the first few."""
    # Each looks up its own in an index; all promises ever made about them would be read first.
    soonest = owed_of().order_by("due_at").values("due_at")[:1]
    rows = (
        queue(actor, QueueName.MINE)
        .only("reference", "title", "language")
        .annotate(due_at=Subquery(soonest))
        .order_by(F("due_at").asc(nulls_last=True), "id")
    )
    return [Mine(row, row.due_at) for row in rows[:_SHOWN]]


def team_load(actor: Actor, team: int | None) -> list[Load]:
    """The members of a team who handle complaints, busiest first; of the whole house where `team` is None.

    Counts only what I see myself: a number would otherwise tell of a restricted complaint.
    """
    open_ones = visible_to(actor).filter(state__in=STATES["open"], assignee=OuterRef("pk")).order_by()
    number = open_ones.values("assignee").annotate(number=Count("pk")).values("number")
    colleagues = Staff.objects.filter(is_active=True, role__in=_WORKING_ROLES)
    if team is not None:
        colleagues = colleagues.filter(team=team)
    rows = colleagues.annotate(in_hand=Coalesce(Subquery(number), 0))
    people = list(rows.order_by("-in_hand", "name_kana", "id")[:_MOST_PEOPLE])
    most = max((person.in_hand for person in people), default=0)
    return [Load(each.name, each.in_hand, max(most, 1), each.pk == actor.staff_id) for each in people]
