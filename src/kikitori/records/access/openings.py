"""Openings 閲覧の記録: on which days somebody of ours has read a complaint, and in which role. Only ever added to."""

from typing import Any, ClassVar

from django.db import models

from kikitori.records.complaints.models import Complaint
from kikitori.records.people.models import Staff


class Opening(models.Model):
    """Somebody has opened this complaint on this day; how often on it is not counted (ADR 0029)."""

    #: Its index is opening_once_a_day.
    complaint = models.ForeignKey(
        Complaint, on_delete=models.PROTECT, related_name="openings", db_index=False
    )
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    #: In the organisation's zone.
    day = models.DateField()
    #: The role in which it was opened; whoever has another since has not read it in that one.
    role = models.CharField(max_length=20)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["complaint", "day", "staff"], name="opening_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.complaint_id} {self.day}"
