"""The doorway to an incident of leaked data: lock it if the actor sees it, ask whether they may and whether it is time.

    with on_incident(actor, incident, BreachAct.X, now=now) as own:
        …rows of the verb's own…
        own.say(value=…)

One transaction: the rows and the line of the record that tells of them, or neither.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db import transaction

from kikitori.casework.errors import NotNow, Obstacle, Refused, Unseen
from kikitori.casework.house import House
from kikitori.records.access.permissions import Permission
from kikitori.records.access.policy import may
from kikitori.records.access.visibility import breaches_seen_by
from kikitori.records.complaints.breach_terms import BreachAct, is_possible
from kikitori.records.complaints.breaches import BreachChange, BreachIncident
from kikitori.records.people.actor import Actor


@dataclass
class Held:
    """A locked incident, and what is to be written down about what is done with it."""

    actor: Actor
    breach_incident: BreachIncident
    act: BreachAct
    now: datetime
    values: dict[str, Any] = field(default_factory=dict)
    is_let_be: bool = False

    @cached_property
    def house(self) -> House:
        """The organisation, as long as this lasts."""
        return House()

    def say(self, **values: Any) -> None:
        """Values for the record: JSON-able, no sentences."""
        self.values.update(values)

    def let_be(self) -> None:
        """What was wanted stands already: nothing is written down."""
        self.is_let_be = True


@contextmanager
def on_incident(
    actor: Actor, incident: BreachIncident | int, act: BreachAct, *, now: datetime
) -> Iterator[Held]:
    """Do one thing with an incident, holding its row lock until commit.

    Raises Refused, Unseen, NotNow(BREACH_STANDS_ELSEWHERE), and then nothing stands.
    """
    number = incident.pk if isinstance(incident, BreachIncident) else incident
    with transaction.atomic():
        require_keeping(actor)
        found = breaches_seen_by(actor).select_for_update(of=("self",)).filter(pk=number).first()
        if found is None:
            raise Unseen
        if not is_possible(act, found.stands):
            raise NotNow(Obstacle.BREACH_STANDS_ELSEWHERE)
        held = Held(actor, found, act, now)
        yield held
        if not held.is_let_be:
            note(actor, found, held.act, now, **held.values)


def note(actor: Actor, incident: BreachIncident, act: BreachAct, now: datetime, **values: Any) -> None:
    """A line of its record."""
    BreachChange.objects.create(incident=incident, kind=act.value, at=now, by_id=actor.staff_id, data=values)


def require_keeping(actor: Actor) -> None:
    """Raises Refused where this actor keeps no incidents."""
    decision = may(actor, Permission.KEEP_BREACHES)
    if not decision.allowed:
        raise Refused(decision)
