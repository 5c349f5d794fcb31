"""Tables of working together: who has a complaint open."""

from typing import Any, ClassVar

from django.db import models

from kikitori.records.complaints.models import Complaint
from kikitori.records.people.models import Staff


class Presence(models.Model):
    """Somebody has a complaint open 閲覧中. No record: the table is unlogged, and a row says nothing a minute later."""

    #: Its index is presence_once.
    complaint = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="+", db_index=False)
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="+")
    #: When their page was last heard of.
    seen_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["complaint", "staff"], name="presence_once"),
        ]

    def __str__(self) -> str:
        return f"{self.staff_id} {self.complaint_id} {self.seen_at:%Y-%m-%d %H:%M}"
