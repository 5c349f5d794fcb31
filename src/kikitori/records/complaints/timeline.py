"""The timeline: append-only, complete, and the one story told to staff, complainant and auditor alike.

Events hold kinds and values, never sentences (invariant 2): words are chosen at the interface, in the
reader's language. The database itself refuses to change or delete one (config/grants.py).
"""

from typing import Any, ClassVar

from django.db import models
from django.db.models.functions import Now

from kikitori.records.complaints.models import Complaint
from kikitori.records.people.models import Staff


class Event(models.Model):
    """One thing that happened. Written through casework/step.py."""

    #: Its index is event_of_complaint.
    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="events", db_index=False)
    kind = models.CharField(max_length=24)
    #: When it happened, as far as the world is concerned.
    at = models.DateTimeField()
    #: When the database learned of it.
    recorded_at = models.DateTimeField(db_default=Now())
    actor_kind = models.CharField(max_length=12)
    actor_staff = models.ForeignKey(
        Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="events"
    )
    actor_reason = models.CharField(max_length=60, blank=True)
    visibility = models.CharField(max_length=10)
    data = models.JSONField(default=dict)

    class Meta:
        indexes: ClassVar[list[Any]] = [models.Index(fields=["complaint", "id"], name="event_of_complaint")]
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d %H:%M}"
