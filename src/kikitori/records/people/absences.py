"""Who is away, from when until when, and who stands in 不在と代理: the table, and what is asked of it."""

from datetime import date
from typing import Any, ClassVar

from django.db import models

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


def roster(day: date) -> Roster:
    """Who is away around that day, from AFTER before it to AHEAD after it. One query."""
    near = Absence.objects.filter(last__gte=day - AFTER, first__lte=day + AHEAD)
    return Roster(day, told(near))


def told(absences: models.QuerySet[Absence]) -> list[Away]:
    """Each with the names of both; a deputy who has gone, or whose post stands in for nobody, is none. One query."""
    rows = absences.select_related("staff", "deputy")
    return [_told(row) for row in rows]


def _told(row: Absence) -> Away:
    deputy = row.deputy
    if deputy is not None and not (deputy.is_active and deputy.role in STANDS_IN):
        deputy = None
    return Away(
        number=row.pk,
        staff=row.staff_id,
        first=row.first,
        last=row.last,
        deputy=deputy.pk if deputy else None,
        name=row.staff.name,
        deputy_name=deputy.name if deputy else "",
    )
