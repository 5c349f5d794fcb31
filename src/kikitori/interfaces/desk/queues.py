"""The places where complaints wait, as views that are always there: one condition each, for list and count alike.

Urgent is a place of its own; what is mine, my team's, nobody's or a VIP's may be in either.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from django.db.models import Q, QuerySet, Value

from kikitori.foundation.postgres.counted import GroupedUpTo, UpTo
from kikitori.records.access.visibility import not_sealed, visible_to
from kikitori.records.complaints.lifecycle import CLOSED, OPEN, State
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.terms import Ending, Queue
from kikitori.records.people.actor import Actor
from kikitori.records.people.terms import CustomerType
from kikitori.records.selection.conditions import Condition, Conditions
from kikitori.records.selection.queries import Reader, as_q
from kikitori.records.selection.terms import ME, MINE, NOBODY, Field, Operator


class QueueName(StrEnum):
    """As it stands in the address."""

    URGENT = "urgent"
    MAIN = "main"
    MINE = "mine"
    UNASSIGNED = "unassigned"
    TEAM = "team"
    VIP = "vip"


def _one(field: Field, value: str) -> Conditions:
    return Conditions((Condition(field, Operator.IS, (value,)),))


#: What is in each place.
MEANT: dict[QueueName, Conditions] = {
    QueueName.URGENT: _one(Field.QUEUE, Queue.URGENT.value),
    QueueName.MAIN: _one(Field.QUEUE, Queue.MAIN.value),
    QueueName.MINE: _one(Field.ASSIGNEE, ME),
    QueueName.UNASSIGNED: _one(Field.ASSIGNEE, NOBODY),
    QueueName.TEAM: _one(Field.TEAM, MINE),
    QueueName.VIP: _one(Field.CUSTOMER_TYPE, CustomerType.PAYING_SUPPORT.value),
}
#: Those with a number on every page: each is counted from an index alone.
IN_BAR = (QueueName.URGENT, QueueName.UNASSIGNED, QueueName.MINE, QueueName.MAIN)

#: What `?state=` may say: every open one, every closed one, or one state by its own name. Neither open nor
#: closed is what went to another desk.
STATES: dict[str, tuple[str, ...]] = {
    "open": tuple(sorted(state.value for state in OPEN)),
    "closed": tuple(sorted(state.value for state in CLOSED)),
    **{state.value: (state.value,) for state in State},
}
#: What it may say beside these: how it ended, where no state says the same.
ENDED = tuple(ending.value for ending in Ending if ending.value not in STATES)
#: Everything it may say.
STANDINGS = (*STATES, *ENDED)


def standing(word: str) -> Q:
    """Those that stand as this word of STANDINGS says."""
    return Q(ending=word) if word in ENDED else Q(state__in=STATES[word])


def _place(actor: Actor, name: QueueName) -> Q:
    return as_q(MEANT[name], Reader(actor.staff_id))


def queue(actor: Actor, name: QueueName, state: str = "open") -> QuerySet[Complaint]:
    """The complaints in a place that this actor sees, in no order. `state`: a word of STANDINGS."""
    return visible_to(actor).filter(not_sealed(), _place(actor, name), standing(state))


def in_places(actor: Actor) -> list[GroupedUpTo]:
    """How many open ones wait in each place of IN_BAR, up to a limit: the cost of a page is not that of the house."""
    named = (queue(actor, name).annotate(place=Value(name.value)).order_by() for name in IN_BAR)
    return [GroupedUpTo(rows.values("place")) for rows in named]


def places_counted(rows: Iterable[Mapping[str, Any]]) -> dict[QueueName, UpTo]:
    """From what `in_places` counts: how many wait in each place. A place where nothing waits has no row."""
    numbers = {row["place"]: row["number"] for row in rows}
    return {name: UpTo.of(numbers.get(name.value, 0)) for name in IN_BAR}
