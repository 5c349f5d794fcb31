"""The doorway to somebody's card: lock it if the actor sees it, ask whether they may, keep what was changed.

    with on_card(actor, person, now=now) as card:
        …rows of the verb's own…
        card.say(CardChange.X, why="…", value="…")

One transaction: the rows and the line that tells of them, or neither.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from kikitori.casework.errors import Refused, Unseen
from kikitori.records.access.permissions import Permission
from kikitori.records.access.policy import may
from kikitori.records.access.visibility import people_seen_by
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Person
from kikitori.records.people.terms import CardChange
from kikitori.records.people.ties import PersonChange


@dataclass
class Card:
    """A locked card, and what is to be written down about it."""

    actor: Actor
    person: Person
    now: datetime
    lines: list[PersonChange] = field(default_factory=list)

    def say(self, kind: CardChange, *, why: str = "", **values: Any) -> None:
        """A line for the record of changes: JSON-able values, no sentences."""
        self.lines.append(change_of(self.actor, self.person, kind, self.now, why=why, **values))


def change_of(
    actor: Actor, person: Person, kind: CardChange, now: datetime, *, why: str = "", **values: Any
) -> PersonChange:
    """One line of the record, not saved."""
    return PersonChange(person=person, kind=kind.value, at=now, by_id=actor.staff_id, reason=why, data=values)


@contextmanager
def on_card(
    actor: Actor, person: Person, *, now: datetime, needs: Permission = Permission.CHANGE_PERSON
) -> Iterator[Card]:
    """Change what stands on one card, holding its row lock until commit. Raises Unseen, Refused, and nothing stands."""
    with transaction.atomic():
        decision = may(actor, needs)
        if not decision.allowed:
            raise Refused(decision)
        found = people_seen_by(actor).select_for_update(of=("self",)).filter(pk=person.pk).first()
        if found is None:
            raise Unseen
        card = Card(actor, found, now)
        yield card
        PersonChange.objects.bulk_create(card.lines)
