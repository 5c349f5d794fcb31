"""Did we keep our word to a person? Counted over the complaints of theirs that the reader sees."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, F, Q
from django.utils.functional import Promise as LazyText

from kikitori.records.deadlines.labels import PROMISE_KIND
from kikitori.records.deadlines.models import Promise
from kikitori.records.deadlines.promises import PromiseKind, PromiseState

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


def word_in(complaints: Collection[int], now: datetime) -> Word:
    """Count the promises in these complaints, all of which the reader sees. Two queries."""
    promises = Promise.objects.filter(complaint_id__among=complaints)
    # „Kept“ holds the whole of the second that was told; due moments are whole seconds.
    in_time = Q(kept_at__isnull=False) & ~Q(state=PromiseState.MISSED.value) & ~_after_date()
    late, missed = _late(), _missed(now)
    coming = Q(state=PromiseState.OPEN.value, due_at__gte=now)
    counts = promises.aggregate(
        kept=Count("pk", filter=in_time),
        late=Count("pk", filter=late),
        missed=Count("pk", filter=missed),
        coming=Count("pk", filter=coming),
    )
    newest = promises.filter(late | missed).select_related("complaint").order_by("-due_at", "-id")
    newest = newest.only("kind", "due_at", "kept_at", "complaint__reference")
    named: list[tuple[Promise, str | LazyText]] = [
        (promise, PROMISE_KIND[PromiseKind(promise.kind)]) for promise in newest[:_SHOWN]
    ]
    return Word(counts["kept"], counts["late"], counts["missed"], counts["coming"], named)


def broken(now: datetime) -> Q:
    """Promises that were kept after their date, or not at all."""
    return _late() | _missed(now)


def _late() -> Q:
    return Q(kept_at__isnull=False) & (Q(state=PromiseState.MISSED.value) | _after_date())


def _missed(now: datetime) -> Q:
    past = Q(state=PromiseState.MISSED.value) | Q(state=PromiseState.OPEN.value, due_at__lt=now)
    return Q(kept_at__isnull=True) & past


def _after_date() -> Q:
    return Q(kept_at__gte=F("due_at") + _SECOND)
