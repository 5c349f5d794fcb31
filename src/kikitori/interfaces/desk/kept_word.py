"""Did we keep our word to this person? Counted over the complaints the reader sees."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, F, Q
from django.utils.functional import Promise as LazyText

from kikitori.records.access.visibility import visible_to
from kikitori.records.deadlines.labels import PROMISE_KIND
from kikitori.records.deadlines.models import Promise
from kikitori.records.deadlines.promises import PromiseKind, PromiseState
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Person

_SHOWN = 5
_SECOND = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Word:
    """Promises towards one person. Late ones were kept after their date; missed ones not at all, or replaced too late.

    `broken`: the newest late and missed ones, each with the name of its kind.
    """

    kept: int
    late: int
    missed: int
    coming: int
    broken: list[tuple[Promise, str | LazyText]]

    @property
    def given(self) -> int:
        """How many have come due: kept, kept late or missed."""
        return self.kept + self.late + self.missed


def word_to(actor: Actor, person: Person, now: datetime) -> Word:
    """Count the promises on the visible complaints this person takes part in. Two queries."""
    promises = Promise.objects.filter(complaint__in=visible_to(actor).filter(parties__person=person))
    # „Kept“ holds the whole of the second that was told; due moments are whole seconds.
    in_time = Q(kept_at__isnull=False) & ~Q(state=PromiseState.MISSED.value) & ~_after_date()
    late = Q(kept_at__isnull=False) & (Q(state=PromiseState.MISSED.value) | _after_date())
    past = Q(state=PromiseState.MISSED.value) | Q(state=PromiseState.OPEN.value, due_at__lt=now)
    missed = Q(kept_at__isnull=True) & past
    coming = Q(state=PromiseState.OPEN.value, due_at__gte=now)
    counts = promises.aggregate(
        kept=Count("pk", filter=in_time),
        late=Count("pk", filter=late),
        missed=Count("pk", filter=missed),
        coming=Count("pk", filter=coming),
    )
    broken = promises.filter(late | missed).select_related("complaint").order_by("-due_at", "-id")
    broken = broken.only("kind", "due_at", "kept_at", "complaint__reference")
    named: list[tuple[Promise, str | LazyText]] = [
        (promise, PROMISE_KIND[PromiseKind(promise.kind)]) for promise in broken[:_SHOWN]
    ]
    return Word(counts["kept"], counts["late"], counts["missed"], counts["coming"], named)


def _after_date() -> Q:
    return Q(kept_at__gte=F("due_at") + _SECOND)
