"""Letters that wait for a person: to be printed and posted, or not to be sent at all. One condition each."""

from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Count, Q, QuerySet

from kikitori.records.access.visibility import visible_to
from kikitori.records.letters.kinds import LetterState
from kikitori.records.letters.models import Letter
from kikitori.records.people.actor import Actor


class Pile(StrEnum):
    """Why a letter waits."""

    TO_PRINT = LetterState.TO_PRINT.value
    FAILED = LetterState.FAILED.value


@dataclass(frozen=True, slots=True)
class OutboxCounts:
    """How many letters lie on each pile."""

    to_print: int
    failed: int

    @property
    def waiting(self) -> int:
        """Both piles."""
        return self.to_print + self.failed


def letters_seen(actor: Actor) -> QuerySet[Letter]:
    """Every letter about a complaint this actor sees."""
    return Letter.objects.filter(complaint__in=visible_to(actor))


def pile(actor: Actor, name: Pile) -> QuerySet[Letter]:
    """The letters on one pile, in no order, with their complaints."""
    return letters_seen(actor).filter(_on(name)).select_related("complaint")


def count_outbox(actor: Actor) -> OutboxCounts:
    """Count both piles. One query."""
    counts = letters_seen(actor).aggregate(**{name.name: Count("pk", filter=_on(name)) for name in Pile})
    return OutboxCounts(to_print=counts["TO_PRINT"], failed=counts["FAILED"])


def _on(name: Pile) -> Q:
    return Q(state=name.value)
