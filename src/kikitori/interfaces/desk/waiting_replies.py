"""Replies that wait to be sent, everybody's or mine, by their moment: so those that could not go come first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from django.db.models import BooleanField, Case, Count, Exists, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Left

from kikitori.interfaces.desk.owed import Whose
from kikitori.records.access.visibility import visible_to
from kikitori.records.letters.drafts import PendingReply
from kikitori.records.letters.enclosures import Enclosure
from kikitori.records.letters.kinds import PENDING_SEEN
from kikitori.records.letters.mail_terms import Scan
from kikitori.records.people.actor import Actor

#: A reply may be ten thousand characters long; a list shows how it begins.
_BEGINNING = 90
_SHOWN = ("state", "trouble", "goes_at", "written_at", "chosen", "language", "author__name")
_SHOWN_OF_COMPLAINT = ("reference", "title", "language", "severity", "state", "confidentiality", "assignee")


@dataclass(frozen=True, slots=True)
class RepliesCounts:
    """How many wait, and how many could not be sent; of everybody and of mine."""

    waiting: int = 0
    stuck: int = 0
    mine: int = 0

    @classmethod
    def of_rows(cls, rows: Iterable[Mapping[str, Any]]) -> Self:
        """From what `replies_counted` counts."""
        found = {"waiting": 0, "stuck": 0, "mine": 0}
        for row in rows:
            found[row["state"]] += row["number"]
            found["mine"] += row["number"] if row["is_mine"] else 0
        return cls(**found)

    @property
    def all(self) -> int:
        """Both."""
        return self.waiting + self.stuck

    def of(self, whose: Whose) -> int:
        """Of everybody, or of mine."""
        return self.mine if whose is Whose.MINE else self.all


def replies_counted(actor: Actor) -> QuerySet[PendingReply, Any]:
    """How many there are (`state`, `is_mine`, `number`); at any time few."""
    is_mine = Case(When(_of(actor, Whose.MINE), then=True), default=Value(False), output_field=BooleanField())
    seen = _seen(actor).order_by().annotate(is_mine=is_mine)
    return seen.values("state", "is_mine").annotate(number=Count("pk"))


def replies_waiting(actor: Actor, whose: Whose) -> QuerySet[PendingReply]:
    """The same as a list, in no order, with what is shown of them (`beginning`, `unscanned`)."""
    files = Enclosure.objects.filter(pending=OuterRef("pk"))
    rows = _seen(actor).filter(_of(actor, whose)).select_related("complaint", "author")
    return rows.only(*_SHOWN, *(f"complaint__{name}" for name in _SHOWN_OF_COMPLAINT)).annotate(
        beginning=Left("body", _BEGINNING),
        has_files=Exists(files),
        unscanned=Exists(files.exclude(scan=Scan.CLEAN.value)),
    )


def _seen(actor: Actor) -> QuerySet[PendingReply]:
    return PendingReply.objects.filter(state__in=sorted(PENDING_SEEN), complaint__in=visible_to(actor))


def _of(actor: Actor, whose: Whose) -> Q:
    return Q(author=actor.staff_id) if whose is Whose.MINE else Q()
