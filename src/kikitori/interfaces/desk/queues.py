"""The four places where complaints wait. Each is one condition, used for its list and for its count alike.

Urgent is a place of its own; what is mine or nobody's may be in either.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from django.db.models import BooleanField, Count, ExpressionWrapper, Q, QuerySet

from kikitori.records.access.visibility import visible_to
from kikitori.records.complaints.lifecycle import CLOSED, OPEN, State
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.terms import Queue
from kikitori.records.people.actor import Actor


class QueueName(StrEnum):
    """As it stands in the address."""

    URGENT = "urgent"
    MAIN = "main"
    MINE = "mine"
    UNASSIGNED = "unassigned"


#: What `?state=` may say: every open one, every closed one, or one state by its own name. Neither open nor
#: closed is what went to another desk.
STATES: dict[str, tuple[str, ...]] = {
    "open": tuple(sorted(state.value for state in OPEN)),
    "closed": tuple(sorted(state.value for state in CLOSED)),
    **{state.value: (state.value,) for state in State},
}


def _place(actor: Actor, name: QueueName) -> Q:
    match name:
        case QueueName.URGENT:
            return Q(queue=Queue.URGENT.value)
        case QueueName.MAIN:
            return Q(queue=Queue.MAIN.value)
        case QueueName.MINE:
            return Q(assignee=actor.staff_id)
        case QueueName.UNASSIGNED:
            return Q(assignee__isnull=True)


def queue(actor: Actor, name: QueueName, state: str = "open") -> QuerySet[Complaint]:
    """The complaints in a place that this actor sees, in no order. `state`: a key of STATES."""
    return visible_to(actor).filter(_place(actor, name), state__in=STATES[state])


def in_places(actor: Actor) -> QuerySet[Complaint, Any]:
    """How many open ones wait where, for this actor: `number`, and for each place whether they are in it."""
    places = {
        name.value: ExpressionWrapper(_place(actor, name), output_field=BooleanField()) for name in QueueName
    }
    seen: QuerySet[Complaint, Any] = visible_to(actor).filter(state__in=STATES["open"]).order_by()
    seen = seen.annotate(**places).values(*places)
    return seen.annotate(number=Count("pk"))


def places_counted(rows: Iterable[Mapping[str, Any]]) -> dict[QueueName, int]:
    """From what `in_places` counts: how many wait in each place."""
    return {name: sum(row["number"] for row in rows if row[name.value]) for name in QueueName}
