"""Letters that wait for a person: to be printed and posted, or not to be sent at all."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self

from django.db.models import QuerySet

from kikitori.foundation.postgres.counted import GroupedUpTo, UpTo
from kikitori.records.access.visibility import visible_to
from kikitori.records.letters.kinds import LetterState
from kikitori.records.letters.models import Letter
from kikitori.records.people.actor import Actor

#: What the list shows of a letter; its text may be long.
_SHOWN = (
    "kind",
    "state",
    "written_at",
    "to_name",
    "to_address",
    "to_key",
    "tries",
    "last_error",
    "complaint__reference",
    "posting__number",
    "posting__returned_why",
)


#: So many letters are counted on each pile; beyond that it is a day's work anyhow.
MOST = 300


class Pile(StrEnum):
    """Why a letter waits."""

    TO_PRINT = LetterState.TO_PRINT.value
    FAILED = LetterState.FAILED.value


@dataclass(frozen=True, slots=True)
class OutboxCounts:
    """How many letters lie on each pile."""

    to_print: UpTo
    failed: UpTo

    @classmethod
    def of_rows(cls, *piles: Iterable[Mapping[str, Any]]) -> Self:
        """From what `in_piles` counts of each."""
        to_print, failed = (UpTo.of(sum(row["number"] for row in rows), MOST) for rows in piles)
        return cls(to_print, failed)

    @property
    def waiting(self) -> UpTo:
        """Both piles."""
        return self.to_print + self.failed


def letters_seen(actor: Actor) -> QuerySet[Letter]:
    """Every letter about a complaint this actor sees."""
    return Letter.objects.filter(complaint__in=visible_to(actor))


def pile(actor: Actor, name: Pile) -> QuerySet[Letter]:
    """The letters on one pile, in no order, each with no more than the list shows of it."""
    waiting = letters_seen(actor).filter(state=name.value).select_related("complaint", "posting")
    return waiting.only(*_SHOWN)


def in_piles(actor: Actor) -> tuple[GroupedUpTo, GroupedUpTo]:
    """How many lie on each pile (`number`): to print and failed, each up to MOST, the longest waiting first."""
    to_print, failed = (
        GroupedUpTo(letters_seen(actor).filter(state=name.value).order_by("written_at").values("state"), MOST)
        for name in (Pile.TO_PRINT, Pile.FAILED)
    )
    return to_print, failed
