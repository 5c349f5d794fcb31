"""Somebody we know who calls again: what the form for a new complaint begins with, and how they are best met."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404, HttpRequest

from kikitori.interfaces.desk.people.known import Known, known_or_404
from kikitori.interfaces.desk.people.type_panel import TypeShown, types_shown
from kikitori.records.people.actor import Actor

_CONTACTS = 3
_DIGITS = 18


@dataclass(frozen=True, slots=True)
class Caller:
    """The person, and their customer types."""

    known: Known
    types: list[TypeShown]

    def as_typed(self) -> dict[str, object]:
        """As the form would have it typed. One query. By name and way the complaint then finds the card again."""
        person = self.known.person
        typed: dict[str, object] = {
            "person": person.pk,
            "name": person.name,
            "kana": person.name_kana,
            "person_kind": person.kind,
            "language": person.language,
            "accommodation": person.accommodation,
        }
        for number, point in enumerate(person.contact_points.all()[:_CONTACTS], start=1):
            typed[f"contact_{number}_kind"] = point.kind
            typed[f"contact_{number}"] = point.value
            typed[f"contact_{number}_note"] = point.note
        return typed


def known_caller(request: HttpRequest, actor: Actor, given: str) -> Caller | None:
    """Whose number was given; None for none, and for somebody the reader does not see. Up to four queries."""
    if not (given.isascii() and given.isdigit() and len(given) <= _DIGITS):
        return None
    try:
        known = known_or_404(request, actor, int(given))
    except Http404:
        return None
    return Caller(known, types_shown(actor, [known.person.group], known.today))
