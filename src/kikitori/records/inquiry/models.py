"""Questions asked in an investigation; per allegation the finding and the causes."""

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


class FoundCause(models.Model):
    """Why a point came about 根本原因, on evidence. Of a point there are several; the newest naming of them counts."""

    #: Its index is that of cause_once_per_point.
    allegation = models.ForeignKey(
        Allegation, on_delete=models.CASCADE, related_name="causes", db_index=False
    )
    code = models.CharField(max_length=30)
    #: What shows it: a record, a photograph, what somebody said.
    evidence = models.TextField()
    #: For a cause that is not known: the day on which somebody looks again.
    until = models.DateField(null=True, blank=True)
    found_at = models.DateTimeField()
    found_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["allegation", "code"], name="cause_once_per_point"),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["code", "-found_at"], name="cause_by_code"),
            models.Index(fields=["until"], name="cause_to_look_at", condition=models.Q(until__isnull=False)),
        ]
        ordering: ClassVar[list[Any]] = ["id"]

    def __str__(self) -> str:
        return f"{self.code} ({self.allegation_id})"


class CauseTerm(models.Model):
    """A cause in an organisation's own words: one of those that come with Kikitori, or one of its own."""

    code = models.CharField(max_length=30, unique=True)
    name_ja = models.CharField(max_length=80, blank=True)
    name_en = models.CharField(max_length=80, blank=True)
    #: A CauseNeeds.
    needs = models.CharField(max_length=10, blank=True)
    is_offered = models.BooleanField(default=True)
    written_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[Any]] = ["id"]

    def __str__(self) -> str:
        return self.code
