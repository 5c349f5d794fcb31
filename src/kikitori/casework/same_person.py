"""Same person 同じ方: cards are joined by a person who has looked, and parted again as if it had never been.

Joining is grouping. No name, address or complaint moves from one card to another, so letters go where the people of
each complaint themselves have asked for them, whatever was joined with what (invariant 10).
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from kikitori.casework.errors import Invalid, Problem, Refused, Unseen
from kikitori.casework.given import checked_text
from kikitori.casework.on_card import change_of
from kikitori.casework.once import wait_for_turn
from kikitori.records.access.permissions import Permission
from kikitori.records.access.policy import may
from kikitori.records.access.visibility import people_seen_by
from kikitori.records.people.actor import Actor
from kikitori.records.people.groups import standing_for
from kikitori.records.people.models import Person
from kikitori.records.people.queries import cards_in
from kikitori.records.people.terms import CardChange, Judgement
from kikitori.records.people.ties import PersonChange, PersonPair


def join_people(actor: Actor, one: Person, other: Person, *, now: datetime, reason: str = "") -> bool:
    """These two cards are the same person; False where they were joined already. A machine never says so.

    Locks whatever else joins or parts, until commit. Raises Unseen (either), Refused, Invalid.
    """
    why = checked_text("reason", reason, longest=2000, needed=False)
    with transaction.atomic():
        first, second = _both(actor, one, other)
        if first.group == second.group:
            return False
        before = PersonPair.objects.filter(one=first, other=second).first()
        PersonPair.objects.update_or_create(
            one=first,
            other=second,
            defaults={
                "judgement": Judgement.SAME.value,
                "was_apart": before is not None,
                "reason": why,
                "at": now,
                "by_id": actor.staff_id,
            },
        )
        _regroup({first.group, second.group})
        _note(actor, CardChange.JOINED, (first, second), now, why)
    return True


def part_people(actor: Actor, one: Person, other: Person, *, now: datetime, reason: str = "") -> bool:
    """Take back what was said about these two: that they are the same, or that they are not. False where nothing was.

    Everything is as it had been before it was said. Raises Unseen (either), Refused, Invalid.
    """
    why = checked_text("reason", reason, longest=2000, needed=False)
    with transaction.atomic():
        first, second = _both(actor, one, other)
        pair = PersonPair.objects.filter(one=first, other=second).first()
        if pair is None:
            return False
        if pair.was_apart:
            pair.judgement, pair.was_apart = Judgement.DIFFERENT.value, False
            pair.save(update_fields=["judgement", "was_apart"])
        else:
            pair.delete()
        _regroup({first.group, second.group})
        _note(actor, CardChange.PARTED, (first, second), now, why)
    return True


def hold_apart(actor: Actor, one: Person, other: Person, *, now: datetime, reason: str = "") -> bool:
    """They look alike and are not the same: nobody is asked again. False where this, or that they are, was said before.

    Raises Unseen (either), Refused, Invalid.
    """
    why = checked_text("reason", reason, longest=2000, needed=False)
    with transaction.atomic():
        first, second = _both(actor, one, other)
        if first.group == second.group:
            return False
        _pair, made = PersonPair.objects.get_or_create(
            one=first,
            other=second,
            defaults={
                "judgement": Judgement.DIFFERENT.value,
                "reason": why,
                "at": now,
                "by_id": actor.staff_id,
            },
        )
        if made:
            _note(actor, CardChange.HELD_APART, (first, second), now, why)
    return made


def _both(actor: Actor, one: Person, other: Person) -> tuple[Person, Person]:
    """Both cards as they stand, the older first, while nobody else joins or parts."""
    decision = may(actor, Permission.JOIN_PEOPLE)
    if not decision.allowed:
        raise Refused(decision)
    if one.pk == other.pk:
        raise Invalid({"other": Problem.OUT_OF_RANGE})
    wait_for_turn("same person")
    seen = people_seen_by(actor).filter(pk__in=[one.pk, other.pk]).order_by("pk")
    match list(seen):
        case [first, second]:
            return first, second
    raise Unseen


def _regroup(groups: Iterable[int]) -> None:
    """Work out anew which card stands for each of these."""
    cards = dict(cards_in(list(groups)).values_list("pk", "same_as_id"))
    said = PersonPair.objects.filter(judgement=Judgement.SAME.value)
    pairs = said.filter(Q(one__in=cards) | Q(other__in=cards)).values_list("one_id", "other_id")
    for card, lead in standing_for(cards, pairs).items():
        wanted = None if lead == card else lead
        if cards[card] != wanted:
            Person.objects.filter(pk=card).update(same_as=wanted)


def _note(actor: Actor, kind: CardChange, cards: tuple[Person, Person], now: datetime, why: str) -> None:
    """On both cards, each naming the other."""
    PersonChange.objects.bulk_create(
        change_of(actor, card, kind, now, why=why, other=with_card.pk)
        for card, with_card in zip(cards, reversed(cards), strict=True)
    )
