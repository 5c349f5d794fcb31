"""Cards that may be the same person, each with what they have in common; and what was said about pairs before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _

from kikitori.interfaces.desk.people.known import Known
from kikitori.records.access.visibility import people_seen_by
from kikitori.records.people.models import ContactPoint, Person
from kikitori.records.people.scores import Features, Likeness, how_alike, likenesses
from kikitori.records.people.terms import Judgement
from kikitori.records.people.ties import Membership, PersonPair

LIKENESS = {
    Likeness.MEMBER_NUMBER: _("the same member number"),
    Likeness.MAIL: _("the same e-mail address"),
    Likeness.PHONE: _("the same telephone number"),
    Likeness.ADDRESS: _("the same postal address"),
    Likeness.NAME_AND_READING: _("the same name and reading"),
    Likeness.SOUND: _("a reading that sounds alike"),
    Likeness.NAME: _("the same name"),
}
#: So many cards are compared with one, at most; whoever shares a name with more is not found by it.
_MOST = 40
_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Lookalike:
    """A card that may be the same person, and why."""

    person: Person
    reasons: list[str | LazyText]


@dataclass(frozen=True, slots=True)
class Pair:
    """What was said about a card of theirs and another one."""

    row: PersonPair
    own: Person
    other: Person


def lookalikes(known: Known) -> list[Lookalike]:
    """Cards the reader sees and nobody has judged yet, the most alike first. Seven queries."""
    own = list(_with_features(Person.objects.filter(pk__in=known.numbers)))
    features = {card.pk: _features(card) for card in own}
    pairs = PersonPair.objects.filter(Q(one__in=known.numbers) | Q(other__in=known.numbers))
    judged = {number for pair in pairs.values_list("one_id", "other_id") for number in pair}
    candidates = people_seen_by(known.actor).filter(pk__in=_candidates(own))
    candidates = candidates.exclude(pk__in=[*judged, *known.numbers]).order_by("-pk")[:_MOST]
    found = []
    for card in _with_features(candidates):
        theirs = _features(card)
        reasons = max((likenesses(each, theirs) for each in features.values()), key=how_alike, default=())
        if reasons:
            found.append((reasons, card))
    found.sort(key=lambda each: (-how_alike(each[0]), each[1].pk))
    return [Lookalike(card, [LIKENESS[each] for each in reasons]) for reasons, card in found[:_SHOWN]]


def judged_pairs(known: Known) -> list[Pair]:
    """Everything that was said about their cards and others that the reader sees, newest first. Two queries."""
    pairs = PersonPair.objects.filter(Q(one__in=known.numbers) | Q(other__in=known.numbers))
    rows = list(pairs.select_related("by").order_by("-at", "-pk"))
    wanted = {number for row in rows for number in (row.one_id, row.other_id)}
    seen = people_seen_by(known.actor).in_bulk(list(wanted)) if wanted else {}
    own = set(known.numbers)
    found = []
    for row in rows:
        one, other = seen.get(row.one_id), seen.get(row.other_id)
        if one is not None and other is not None:
            mine, theirs = (one, other) if one.pk in own else (other, one)
            found.append(Pair(row, mine, theirs))
    return found


def joined(pairs: Iterable[Pair]) -> list[Pair]:
    """Those that were found the same."""
    return [pair for pair in pairs if pair.row.judgement == Judgement.SAME.value]


def _candidates(own: Iterable[Person]) -> QuerySet[Any, Any]:
    """Cards that share anything with one of these, each condition by its own index."""
    cards = list(own)
    roads = {point.key for card in cards for point in card.contact_points.all() if point.key}
    numbers = {row.number_key for card in cards for row in card.memberships.all() if row.number_key}
    names = {card.name_key for card in cards if card.name_key}
    sounds = {card.kana_key for card in cards if card.kana_key}
    return (
        Person.objects.filter(pk__in=ContactPoint.objects.filter(key__in=roads).values("person"))
        .union(
            Person.objects.filter(pk__in=Membership.objects.filter(number_key__in=numbers).values("person")),
            Person.objects.filter(name_key__in=names),
            Person.objects.filter(kana_key__in=sounds).exclude(kana_key=""),
        )
        .values("pk")
    )


def _with_features(people: QuerySet[Person]) -> QuerySet[Person]:
    return people.prefetch_related("contact_points", "memberships")


def _features(card: Person) -> Features:
    return Features(
        name=card.name_key,
        kana=card.name_kana.replace(" ", ""),
        sound=card.kana_key,
        roads=frozenset((point.kind, point.key) for point in card.contact_points.all()),
        numbers=frozenset(
            (row.organisation_id, row.number_key) for row in card.memberships.all() if row.number_key
        ),
    )
