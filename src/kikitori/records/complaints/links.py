"""Links 関連: what joins two complaints without changing either. Written by casework/link.py alone."""

from typing import Any, ClassVar

from django.db import models

from kikitori.records.complaints.models import Complaint
from kikitori.records.people.models import Staff


class Link(models.Model):
    """`one` stands in this relation to `other` (a LinkKind). What is taken away is deleted; the timelines keep it."""

    #: Its index is that of link_once.
    one = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="links", db_index=False)
    other = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="links_from")
    kind = models.CharField(max_length=12)
    reason = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["one", "other", "kind"], name="link_once"),
            models.CheckConstraint(
                condition=~models.Q(one=models.F("other")), name="link_between_two_complaints"
            ),
        ]
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return f"{self.one_id} {self.kind} {self.other_id}"
