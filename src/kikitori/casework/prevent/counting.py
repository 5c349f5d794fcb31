"""Counting what comes again: complaints with the same causes, before an action was begun and after it was done.

Over all complaints there are, whoever sees them; only numbers leave this module. A complaint is counted where it was
received, by the causes found in its own points; those joined with each other are one, at the moment of the first.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Exists, Min, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from kikitori.casework.house import House
from kikitori.records.access.visibility import not_sealed
from kikitori.records.complaints.models import Complaint
from kikitori.records.inquiry.models import FoundCause
from kikitori.records.prevention.actions import ActionCycle
from kikitori.records.prevention.watching import Counted


@dataclass(frozen=True, slots=True)
class Watched:
    """What was counted, and over which days. `unnamed`: complaints of the time after that have no cause named yet.

    `until`: the day up to which it was counted, itself not taken in. `days_after`: whole days that have passed.
    """

    before: int
    after: int
    unnamed: int
    days_before: int
    days_after: int
    until: date

    def counted(self, cycle: ActionCycle) -> Counted | None:
        """Over days, or over what the plan counts by; None as long as its numbers are not there."""
        if not cycle.unit:
            return Counted(self.before, self.after, self.days_before, self.days_after)
        if not cycle.exposure_before or not cycle.exposure_after:
            return None
        return Counted(self.before, self.after, cycle.exposure_before, cycle.exposure_after)


def watched(cycle: ActionCycle, house: House, *, until: date) -> Watched:
    """Of a cycle that was carried out: the days before it was begun against those after it was done. Three queries."""
    begun, done = days_of(cycle)
    first, after = begun - timedelta(days=cycle.days_before), done + timedelta(days=1)
    days = max((until - after).days, 0)
    span = (_moment(first, house), _moment(max(until, after), house))
    firsts = _firsts(_alike(cycle), span)
    return Watched(
        before=_within(firsts, span[0], _moment(begun, house)),
        after=_within(firsts, _moment(after, house), span[1]) if days else 0,
        unnamed=_unnamed(cycle, _moment(after, house), span[1]) if days and cycle.causes else 0,
        days_before=cycle.days_before,
        days_after=days,
        until=until,
    )


def days_of(cycle: ActionCycle) -> tuple[date, date]:
    """The day it was begun, and the day it was done. Raises ValueError for one that was not carried out."""
    if cycle.started_on is None or cycle.done_on is None:
        raise ValueError(f"{cycle} was not carried out")
    return cycle.started_on, cycle.done_on


def count_until(cycle: ActionCycle, house: House, day: date) -> int:
    """How many there were in the days before `day`: what stands beside a plan before it is approved. One query."""
    span = (_moment(day - timedelta(days=cycle.days_before), house), _moment(day, house))
    return _within(_firsts(_alike(cycle), span), *span)


def _alike(cycle: ActionCycle) -> QuerySet[Complaint]:
    complaints = Complaint.objects.filter(not_sealed())
    if cycle.subject:
        complaints = complaints.filter(subject=cycle.subject)
    if cycle.causes:
        named = FoundCause.objects.filter(allegation__complaint=OuterRef("pk"), code__in=cycle.causes)
        complaints = complaints.filter(Exists(named))
    return complaints


def _firsts(alike: QuerySet[Complaint], span: tuple[datetime, datetime]) -> QuerySet[Any, Any]:
    """One row for each complaint and what was joined with it: when the first of them came, within these moments."""
    within = alike.filter(received_at__gte=span[0], received_at__lt=span[1])
    one = within.annotate(one=Coalesce("merged_into", "pk")).order_by().values("one")
    return one.annotate(first=Min("received_at"))


def _within(firsts: QuerySet[Any, Any], begin: datetime, end: datetime) -> int:
    return firsts.filter(first__gte=begin, first__lt=end).count()


def _unnamed(cycle: ActionCycle, begin: datetime, end: datetime) -> int:
    causes = FoundCause.objects.filter(allegation__complaint=OuterRef("pk"))
    rows = Complaint.objects.filter(not_sealed(), ~Exists(causes))
    rows = rows.filter(received_at__gte=begin, received_at__lt=end)
    if cycle.subject:
        rows = rows.filter(Q(subject=cycle.subject))
    return rows.filter(merged_into__isnull=True).count()


def _moment(day: date, house: House) -> datetime:
    return datetime.combine(day, time(), tzinfo=house.zone)
