"""The doorway of search: complaints that fit some words, as far as this actor sees them, the newest first.

Where the words stand as words of their own comes before where they are part of longer ones (京都 before 東京都).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection

from kikitori.insight.search.keys import locator_meant, number_meant
from kikitori.insight.search.places import Place, texts_of
from kikitori.insight.search.question import Question, read_question
from kikitori.insight.search.shown import Shown, places_shown
from kikitori.records.access.permissions import Permission
from kikitori.records.access.policy import permissions_of
from kikitori.records.access.visibility import sees_internal, visible_to
from kikitori.records.complaints.models import Complaint, Receipt
from kikitori.records.people.actor import Actor, ActorKind

#: Nobody reads more; beyond, a count costs more than it tells.
MOST_COUNTED = 1001
_ASKED = """
select tier, received_at, complaint_id from insight_found(
  wanted => %(wanted)s::tsquery, at_first => %(at_first)s::tsquery,
  clauses => %(clauses)s::int[], ways => %(ways)s::tsquery[], exactly => %(exactly)s::text[],
  everything => %(everything)s, reader => %(reader)s, states => %(states)s::text[], queue => %(queue)s::text,
  channel => %(channel)s::text, language => %(language)s::text, since => %(since)s::timestamptz,
  until => %(until)s::timestamptz, assignee => %(assignee)s::bigint, unassigned => %(unassigned)s,
  after_tier => %(tier)s::int, after_at => %(at)s::timestamptz, after_id => %(pk)s::bigint,
  most => %(most)s, counting => %(counting)s)
"""


@dataclass(frozen=True, slots=True)
class Filters:
    """What else must hold; each is left out by its default. `since` included, `until` not; `assignee`: id of staff.

    `states`: any of these, or of the endings among them.
    """

    states: tuple[str, ...] | None = None
    queue: str | None = None
    channel: str | None = None
    language: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    assignee: int | None = None
    unassigned: bool = False


class After(NamedTuple):
    """The place of a hit in the list: its tier (1: words of their own, 2: parts of longer ones), moment and id."""

    tier: int
    at: datetime
    pk: int


@dataclass(frozen=True, slots=True)
class Hit:
    """One complaint, and where in it the words were found."""

    complaint: Complaint
    place: After
    shown: list[Shown]


@dataclass(frozen=True, slots=True)
class Found:
    """A page of hits. `total`: of all, MOST_COUNTED at most. `onward`: the place of the last one, if more follow."""

    hits: list[Hit]
    total: int
    onward: After | None


NOTHING = Found([], 0, None)


def search(
    actor: Actor, words: str, filters: Filters | None = None, *, after: After | None = None, size: int = 25
) -> Found:
    """A page of what fits the words. For whoever may read internal notes: they are searched too; others find nothing.

    Thirteen queries, however many hits.
    """
    question = read_question(words)
    if not question.clauses or not sees_internal(actor) or Permission.READ not in permissions_of(actor):
        return NOTHING
    asked = _values(actor, question, filters or Filters())
    rows = _ask({**asked, "most": size + 1, **_place(after)})
    if not rows and after is None:
        return NOTHING
    ((total, _, _),) = _ask({**asked, "most": MOST_COUNTED, "counting": True, **_place(None)})
    places = [After(*row) for row in rows[:size]]
    numbers = [place.pk for place in places]
    seen = visible_to(actor).select_related("assignee").defer("story", "desired_outcome").in_bulk(numbers)
    texts = texts_of(numbers)
    hits = [
        Hit(seen[place.pk], place, places_shown(texts[place.pk], question))
        for place in places
        if place.pk in seen
    ]
    return Found(hits, total, places[-1] if len(rows) > size else None)


def known_by_number(actor: Actor, words: str) -> Complaint | None:
    """The complaint whose whole number or locator this is, also one of which there is no document yet.

    Somebody may ask for it in the very minute in which they were given it, or while no worker runs. Two queries.
    The locator of whoever speaks for the complainant is one of its locators.
    """
    seen = visible_to(actor).select_related(None)
    if reference := number_meant(words):
        return seen.filter(reference=reference).first()
    locator = locator_meant(words)
    return seen.filter(pk=opened).first() if (opened := _opened_by(locator)) else None


def _opened_by(locator: str) -> int | None:
    """The complaint whose page this slip opens: its own, or that of somebody appointed. One query, by its index."""
    receipt = Receipt.objects.select_related("party").filter(locator=locator).first() if locator else None
    return receipt.opens if receipt else None


def is_exact(found: Found) -> bool:
    """Is this one complaint alone, found by its number or its slip?"""
    places = [shown.place for hit in found.hits for shown in hit.shown[:1]]
    return found.total == 1 and places in ([Place.NUMBER], [Place.LOCATOR])


def _values(actor: Actor, question: Question, filters: Filters) -> dict[str, Any]:
    exactly = question.exactly
    return {
        "wanted": question.wanted,
        "at_first": question.at_first,
        "clauses": [number for number, _, _ in exactly] or None,
        "ways": [way for _, way, _ in exactly] or None,
        "exactly": [signs for _, _, signs in exactly] or None,
        "everything": actor.kind is ActorKind.SYSTEM or Permission.SEE_RESTRICTED in permissions_of(actor),
        "reader": actor.staff_id,
        "states": None if filters.states is None else list(filters.states),
        "queue": filters.queue,
        "channel": filters.channel,
        "language": filters.language,
        "since": filters.since,
        "until": filters.until,
        "assignee": filters.assignee,
        "unassigned": filters.unassigned,
        "counting": False,
    }


def _place(after: After | None) -> dict[str, Any]:
    return dict(zip(("tier", "at", "pk"), after or (None, None, None), strict=True))


def _ask(values: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(_ASKED, values)
        return list(cursor.fetchall())
