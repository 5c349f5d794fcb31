"""What waits for an answer of somebody above: escalations of complaints this actor sees, in their order and counted.

First what stands before me or before nobody, then everything else; in each the highest level first, the longest
waiting first. Pages begin where the last one ended (rank, moment, id), so no row is skipped or shown twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from django.db.models import BooleanField, Case, Count, F, IntegerField, Q, QuerySet, Value, When
from django.utils.translation import get_language

from kikitori.casework.escalate import may_acknowledge
from kikitori.interfaces.desk.keyset import Mark
from kikitori.interfaces.desk.rows import Row, rows_of
from kikitori.interfaces.desk.why_escalated import why_escalated
from kikitori.records.access.visibility import visible_to
from kikitori.records.deadlines.models import Clock, Promise
from kikitori.records.escalation.models import Escalation, Level
from kikitori.records.escalation.queries import open_escalations
from kikitori.records.people.actor import Actor

#: Higher than any level: what is mine comes before everything that is not.
_MINE = 1000
_PLACE = re.compile(r"(-?\d{1,6})_(.{1,40})")
#: Long texts that no list shows.
_LONG = ("complaint__story", "complaint__desired_outcome", "complaint__accommodation")


@dataclass(frozen=True, slots=True)
class AlertCounts:
    """How many wait, and how many of them before this actor or before nobody."""

    waiting: int
    pressing: int

    @classmethod
    def of_rows(cls, rows: Iterable[Mapping[str, Any]]) -> Self:
        """From what `before_whom` counts."""
        counts = {row["is_mine"]: row["number"] for row in rows}
        return cls(waiting=sum(counts.values()), pressing=counts.get(True, 0))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page of the list ended."""

    rank: int
    mark: Mark

    def __str__(self) -> str:
        return f"{self.rank}_{self.mark}"

    @classmethod
    def read(cls, text: str) -> Place:
        """The place an address names. Raises ValueError for anything `str` has not made."""
        found = _PLACE.fullmatch(text)
        if not found or not text.isascii():
            raise ValueError("not a place in this list")
        return cls(int(found[1]), Mark.read(found[2]))


@dataclass(frozen=True, slots=True)
class Alert:
    """One escalation as a list shows it. `when`: the date it speaks of, of a promise or a deadline."""

    escalation: Escalation
    row: Row | None
    level: str
    why: str
    when: datetime | None
    may_answer: bool


def _mine_or_nobodys(actor: Actor) -> Q:
    return Q(holder=actor.staff_id) | Q(holder__isnull=True)


def waiting(actor: Actor) -> QuerySet[Escalation]:
    """What waits for an answer and this actor sees, in no order."""
    return open_escalations(visible_to(actor))


def answered(actor: Actor) -> QuerySet[Escalation]:
    """What somebody has answered, or what ended with its complaint; in no order."""
    seen = Escalation.objects.filter(complaint__in=visible_to(actor), superseded_by__isnull=True)
    return shown(seen.filter(acknowledged_at__isnull=False))


def shown(rows: QuerySet[Escalation]) -> QuerySet[Escalation]:
    """The same with everything the list says of them, and no long text."""
    related = rows.select_related("complaint__assignee", "holder", "deputy", "acknowledged_by", "raised_by")
    return related.defer(*_LONG)


def before_whom(actor: Actor) -> QuerySet[Escalation, Any]:
    """What `waiting` lists, as numbers: `is_mine` (or nobody's), `number`."""
    mine = Case(
        When(_mine_or_nobodys(actor), then=Value(True)), default=Value(False), output_field=BooleanField()
    )
    return waiting(actor).order_by().annotate(is_mine=mine).values("is_mine").annotate(number=Count("pk"))


def page_of(actor: Actor, *, size: int, after: Place | None = None) -> tuple[list[Escalation], Place | None]:
    """One page of what waits, and the place after it where there is more. One query."""
    rank = Case(
        When(_mine_or_nobodys(actor), then=Value(-_MINE) - F("level")),
        default=Value(0) - F("level"),
        output_field=IntegerField(),
    )
    rows = shown(waiting(actor)).annotate(rank=rank).order_by("rank", "at", "id")
    if after is not None:
        at, pk = after.mark.at, after.mark.pk
        later = Q(at__gt=at) | Q(at=at, id__gt=pk)
        rows = rows.filter(Q(rank__gt=after.rank) | (Q(rank=after.rank) & later))
    found: list[Any] = list(rows[: size + 1])
    if len(found) <= size:
        return found, None
    last = found[size - 1]
    return found[:size], Place(last.rank, Mark(last.at, last.pk))


def as_alerts(actor: Actor, escalations: Sequence[Escalation], *, with_rows: bool = True) -> list[Alert]:
    """Each with its complaint, its level's name and its reason. Five queries for any number; none for none."""
    if not escalations:
        return []
    names = level_names()
    rows = rows_of([one.complaint for one in escalations]) if with_rows else [None] * len(escalations)
    promised = _due(Promise.objects.all(), (one.promise_id for one in escalations))
    ruled = _due(Clock.objects.all(), (one.clock_id for one in escalations))
    return [
        Alert(
            escalation=one,
            row=row,
            level=names.get(one.level, ""),
            why=why_escalated(one.cause, one.detail),
            when=promised.get(one.promise_id or 0) or ruled.get(one.clock_id or 0),
            may_answer=one.is_open and may_acknowledge(actor, one).allowed,
        )
        for one, row in zip(escalations, rows, strict=True)
    ]


def level_names() -> dict[int, str]:
    """Level → its name in the reader's language. One query."""
    language = get_language() or "ja"
    return {level.number: level.name_in(language) for level in Level.objects.all()}


def _due(rows: QuerySet[Promise] | QuerySet[Clock], numbers: Iterable[int | None]) -> dict[int, datetime]:
    """When these fall due. One query; none for none."""
    wanted = {number for number in numbers if number}
    return dict(rows.filter(pk__in=wanted).values_list("pk", "due_at")) if wanted else {}
