"""The person a page is about, with every card of theirs that the reader sees."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest

from kikitori.interfaces.desk.frame import frame_of
from kikitori.records.access.visibility import people_seen_by, visible_to
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Person
from kikitori.records.people.queries import cards_of
from kikitori.records.people.terms import PersonKind


@dataclass(frozen=True)
class Known:
    """Somebody as far as this reader knows them. `cards`: the one asked for among them, the oldest first."""

    actor: Actor
    person: Person
    cards: list[Person]
    now: datetime
    zone: ZoneInfo

    @property
    def numbers(self) -> list[int]:
        """Of their cards."""
        return [card.pk for card in self.cards]

    @property
    def others(self) -> list[Person]:
        """Their cards but the one asked for."""
        return [card for card in self.cards if card != self.person]

    @property
    def is_body(self) -> bool:
        """Is it a company or an association?"""
        return self.person.kind == PersonKind.BODY.value

    @cached_property
    def today(self) -> date:
        """The day it is where the organisation is."""
        return self.now.astimezone(self.zone).date()

    @property
    def belongs(self) -> Q:
        """Of memberships: those that hold today."""
        begun = Q(since__isnull=True) | Q(since__lte=self.today)
        return begun & (Q(until__isnull=True) | Q(until__gte=self.today))

    @property
    def complaints(self) -> QuerySet[Complaint]:
        """Those in which they take part and which the reader sees, each once."""
        return visible_to(self.actor).filter(parties__person__in=self.numbers).distinct()

    @cached_property
    def complaint_numbers(self) -> list[int]:
        """Of these complaints, found once for all that the page counts in them. One query."""
        return list(self.complaints.order_by().values_list("pk", flat=True))


def known_or_404(request: HttpRequest, actor: Actor, number: int) -> Known:
    """The person of this card; 404 where the reader does not see it. Other cards they do not see are left out."""
    seen = people_seen_by(actor)
    person = seen.filter(pk=number).first()
    if person is None:
        raise Http404
    cards = list(seen.filter(pk__in=cards_of(person).values("pk")).order_by("pk"))
    frame = frame_of(request)
    return Known(actor, person, cards, frame.now, ZoneInfo(frame.organisation.time_zone))
