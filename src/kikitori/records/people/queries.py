"""Reads about people."""

from collections.abc import Collection
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.db.models import QuerySet

from kikitori.records.people.actor import Actor
from kikitori.records.people.customer_types import GivenType, Protocol
from kikitori.records.people.models import Organisation, Person, Staff, group_of
from kikitori.records.people.terms import CustomerType, Role

_ONLY = 1


def the_organisation() -> Organisation:
    """The one organisation of this installation, its logo at hand; a nameless one until it has been set up."""
    found = Organisation.objects.filter(pk=_ONLY).select_related("logo").defer("logo__content").first()
    return found or Organisation(pk=_ONLY, name_ja="（名称未設定）", name_en="(not named yet)")


def actor_for(staff: Staff) -> Actor:
    """A signed-in member of staff as an actor."""
    return Actor.staff(staff.pk, Role(staff.role), staff.name)


def cards_of(person: Person) -> QuerySet[Person]:
    """Every card of this person, the one at hand among them, the oldest first."""
    return cards_in([person.group]).order_by("pk")


def cards_in(groups: QuerySet[Any, Any] | Collection[int]) -> QuerySet[Person]:
    """Every card for which one of these stands."""
    return Person.objects.alias(stands=group_of()).filter(stands__in=groups)


def same_as_any(people: QuerySet[Any, Any]) -> QuerySet[Person]:
    """Every card of everybody among these cards."""
    return cards_in(Person.objects.filter(pk__in=people).values(stands=group_of()))


def people_of_type(kind: CustomerType, on: date) -> QuerySet[Person]:
    """Cards to which this type was given, and on which it has not faded by this day."""
    given = GivenType.objects.filter(type=kind.value, ended_at=None, review_on__gte=on)
    return Person.objects.filter(pk__in=given.values("person"))


def types_of(cards: QuerySet[Person]) -> QuerySet[GivenType]:
    """What was given to any of these cards and has not ended. Asked from the cards: given are many, of each few."""
    return GivenType.objects.filter(ended_at=None, person__in=cards.values("pk"))


def protocols_of(kinds: Collection[str]) -> dict[str, Protocol]:
    """Type → how its people are best met: the newest version written here, else the one shipped.

    One query; none for none. A shipped one has version 0 and no row. Types without either are absent.
    """
    if not kinds:
        return {}
    newest = Protocol.objects.filter(type__in=kinds).select_related("by").order_by("type", "-version")
    written = {row.type: row for row in newest.distinct("type")}
    return {kind: row for kind in kinds if (row := written.get(kind) or shipped_protocol(kind))}


@cache
def _shipped() -> dict[str, dict[str, str]]:
    """What comes with Kikitori, by type."""
    text = (Path(__file__).parent / "data" / "protocols.yaml").read_text(encoding="utf-8")
    found: dict[str, dict[str, str]] = yaml.safe_load(text)
    return found


def shipped_protocol(kind: str) -> Protocol | None:
    """The protocol that comes with Kikitori, not saved."""
    values = _shipped().get(kind)
    return Protocol(type=kind, version=0, **values) if values else None
