"""What most complaints do not have: a customer type, a firing, other complaints of the same people, corrective actions.

Asked together in one statement that is made once for each role; only where there is something the whole question
follows. Also whether the reader knows the guideline it goes by.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from functools import lru_cache

from django.db.models import Count, Q, Value

from kikitori.foundation.postgres.stencil import Stencil
from kikitori.records.access.visibility import visible_to
from kikitori.records.automation.models import Firing
from kikitori.records.complaints.mass import MassMember
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Person, group_of
from kikitori.records.people.queries import types_of
from kikitori.records.prevention.actions import ActionSource, NoAction
from kikitori.records.prevention.guidelines import GuidelineRead

#: Who and what stands in the statement while it is made: numbers nobody has.
_SOMEBODY, _SOME_COMPLAINT, _SOME_PEOPLE, _SOME_GROUPS = (-(2**62) + n for n in range(4))
_TYPES, _OTHERS, _FIRED, _ACTIONS, _NO_ACTION, _READ = range(6)


@dataclass(frozen=True, slots=True)
class Seldom:
    """`others`: further complaints of the same people that the reader sees. `no_action`: why nothing changes."""

    has_types: bool
    others: int
    has_fired: bool
    has_actions: bool
    no_action: str
    #: The reader has marked as read the guideline it goes by.
    has_read: bool = False


def seldom(
    actor: Actor, complaint: Complaint, *, types_of: Collection[int], people: Collection[int]
) -> Seldom:
    """Is there any? One query. `types_of`, `people`: numbers of the cards that stand for whoever takes part."""
    somebody = replace(actor, staff_id=_SOMEBODY, name="")
    instead: dict[object, object] = {
        _SOMEBODY: actor.own_staff_id,
        _SOME_COMPLAINT: complaint.pk,
        _SOME_GROUPS: list(types_of),
        _SOME_PEOPLE: list(people),
    }
    found = dict(_statement(somebody).rows(instead))
    others = found[_OTHERS]["number"] if _OTHERS in found else 0
    no_action = str(found[_NO_ACTION]["reason"]) if _NO_ACTION in found else ""
    return Seldom(_TYPES in found, others, _FIRED in found, _ACTIONS in found, no_action, _READ in found)


@lru_cache(maxsize=32)
def _statement(somebody: Actor) -> Stencil:
    people = Person.objects.alias(stands=group_of())
    typed, cards = people.filter(stands__among=[_SOME_GROUPS]), people.filter(stands__among=[_SOME_PEOPLE])
    others = visible_to(somebody).filter(parties__person__in=cards.values("pk")).exclude(pk=_SOME_COMPLAINT)
    masses = MassMember.objects.filter(complaint=_SOME_COMPLAINT, left_at__isnull=True).values("mass")
    sources = ActionSource.objects.filter(Q(complaint=_SOME_COMPLAINT) | Q(mass__in=masses))
    return Stencil.of(
        [
            types_of(typed).values("pk"),
            others.order_by().values(one=Value(1)).annotate(number=Count("pk", distinct=True)),
            Firing.objects.filter(complaint=_SOME_COMPLAINT).order_by().values("pk")[:1],
            sources.order_by().values("pk")[:1],
            NoAction.objects.filter(complaint=_SOME_COMPLAINT).order_by().values("reason"),
            GuidelineRead.objects.filter(
                staff=_SOMEBODY, version__pins__complaint=_SOME_COMPLAINT, version__pins__ended_at=None
            ).values("pk")[:1],
        ]
    )
