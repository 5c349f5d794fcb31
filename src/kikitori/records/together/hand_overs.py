"""Hand-overs 引き継ぎ: what whoever had a complaint in hand leaves to whoever has it next, until they have read it."""

from typing import Any, ClassVar

from django.db import models

from kikitori.records.complaints.models import Complaint
from kikitori.records.people.models import Staff


class HandOver(models.Model):
    """A complaint went from one pair of hands into another, with what the next person must know.

    `facts` hold values as they stood at that moment (casework/handing_over.py), never sentences; `words` are those of
    whoever handed it over. Told to nobody outside. Nothing but `read_at` ever changes.
    """

    #: Its index is hand_over_of_complaint.
    complaint = models.ForeignKey(
        Complaint, on_delete=models.CASCADE, related_name="hand_overs", db_index=False
    )
    #: In whose hands it was; empty: in nobody's.
    giver = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    #: Who handed it over: the giver, or a lead in their place.
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    receiver = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="hand_overs")
    at = models.DateTimeField()
    words = models.TextField(blank=True)
    facts = models.JSONField(default=dict)
    #: When the receiver said that they have read it.
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["complaint", "id"], name="hand_over_of_complaint"),
        ]
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return f"{self.receiver_id} {self.at:%Y-%m-%d %H:%M}"
