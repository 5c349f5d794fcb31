"""Who is away, from when until when, and who stands in 不在と代理: the table, and what is asked of it."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any, ClassVar

from django.db import models

from kikitori.foundation.postgres.stencil import Stencil
from kikitori.records.people.models import Staff
from kikitori.records.people.standing_in import AFTER, AHEAD, Away, Roster
from kikitori.records.people.terms import STANDS_IN


class Absence(models.Model):
    """Days, first and last included, on which somebody is passed over 不在, and who stands in for them 代理."""

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="absences")
    first = models.DateField()
    last = models.DateField()
    #: Empty: nobody.
    deputy = models.ForeignKey(
        Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="absences_deputised"
    )

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(last__gte=models.F("first")), name="absence_ends_after_it_begins"
            ),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["last"], name="absence_last")]
        ordering: ClassVar[list[str]] = ["first", "id"]

    def __str__(self) -> str:
        return f"{self.staff_id} {self.first}–{self.last}"


#: Stand for the two borders in the statement while it is made.
_FROM, _TO = date.min, date.max


def roster(day: date) -> Roster:
    """Who is away around that day, from AFTER before it to AHEAD after it. One query, made once: every list asks it."""
    rows = _near().rows({_FROM: day - AFTER, _TO: day + AHEAD})
    return Roster(day, [_told(row) for _, row in rows])


def told(absences: models.QuerySet[Absence]) -> list[Away]:
    """Each with the names of both; a deputy who has gone, or whose post stands in for nobody, is none. One query."""
    return [_told(row) for row in absences.values(*_TOLD)]


@cache
def _near() -> Stencil:
    return Stencil.of([Absence.objects.filter(last__gte=_FROM, first__lte=_TO).order_by().values(*_TOLD)])


_OF_DEPUTY = ("deputy", "deputy__name", "deputy__is_active", "deputy__role")
_TOLD = ("pk", "first", "last", "staff", "staff__name", *_OF_DEPUTY)


def _told(row: Mapping[str, Any]) -> Away:
    stands_in = bool(row["deputy__is_active"]) and row["deputy__role"] in STANDS_IN
    return Away(
        number=row["pk"],
        staff=row["staff"],
        first=_day(row["first"]),
        last=_day(row["last"]),
        deputy=row["deputy"] if stands_in else None,
        name=row["staff__name"],
        deputy_name=row["deputy__name"] if stands_in else "",
    )


def _day(told: date | str) -> date:
    """A day as a query or as a stencil gives it."""
    return told if isinstance(told, date) else date.fromisoformat(told)
