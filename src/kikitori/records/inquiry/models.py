"""Questions asked in an investigation, and the finding per allegation."""

from typing import Any, ClassVar

from django.db import models

from kikitori.records.complaints.models import Allegation, Complaint
from kikitori.records.people.models import Staff


class Inquiry(models.Model):
    """One question put to the complainant or to a third party, with its answer once there is one."""

    complaint = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="inquiries")
    #: `complainant` or `third_party`.
    asked_of = models.CharField(max_length=12)
    #: Whom, for a third party: „the delivery company“.
    whom = models.CharField(max_length=200, blank=True)
    question = models.TextField()
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    answer_by = models.DateField(null=True, blank=True)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        verbose_name_plural = "inquiries"

    def __str__(self) -> str:
        return self.question[:60]


class Finding(models.Model):
    """What was found on one allegation 認定, with reasons. A later one is added beside it, and the newest counts."""

    allegation = models.ForeignKey(Allegation, on_delete=models.CASCADE, related_name="findings")
    outcome = models.CharField(max_length=16)
    reasons = models.TextField()
    found_at = models.DateTimeField()
    found_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar[list[Any]] = ["id"]

    def __str__(self) -> str:
        return f"{self.outcome} ({self.allegation_id})"
