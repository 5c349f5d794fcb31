"""Deadlines and reports of an incident of leaked data 漏えい事案の期限と報告, which belong to no complaint."""

from typing import Any, ClassVar

from django.db import models

from kikitori.records.complaints.breaches import BreachIncident
from kikitori.records.deadlines.report_forms import ReportKind
from kikitori.records.people.models import Staff


class BreachClock(models.Model):
    """One deadline of an incident, by a rule of the pack: a ReportKind, or `notify` for those affected."""

    incident = models.ForeignKey(
        BreachIncident, on_delete=models.CASCADE, related_name="clocks", db_index=False
    )
    kind = models.CharField(max_length=20)
    #: `pack/version/rule`, as with the clocks of complaints.
    rule = models.CharField(max_length=140)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    warn_from = models.DateTimeField(null=True, blank=True)
    why = models.JSONField(default=list)
    met_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["incident", "kind"], name="breach_clock_once"),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(
                fields=["due_at", "id"],
                name="breach_clock_running",
                condition=models.Q(met_at__isnull=True, cancelled_at__isnull=True),
            ),
        ]
        ordering: ClassVar[list[str]] = ["due_at", "id"]

    def __str__(self) -> str:
        return f"{self.incident_id} {self.kind} {self.due_at:%Y-%m-%d}"

    @property
    def is_running(self) -> bool:
        """Is it still to be met?"""
        return self.met_at is None and self.cancelled_at is None


class BreachReport(models.Model):
    """That a report on an incident was sent: to whom, under which number of theirs, when."""

    incident = models.ForeignKey(
        BreachIncident, on_delete=models.CASCADE, related_name="reports", db_index=False
    )
    kind = models.CharField(max_length=20)
    authority = models.CharField(max_length=200)
    number = models.CharField(max_length=100, blank=True)
    reported_at = models.DateTimeField()
    by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["incident", "kind"], name="breach_report_once"),
        ]
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return f"{self.incident_id} {self.kind} {self.reported_at:%Y-%m-%d}"


class BreachReportVersion(models.Model):
    """What was written in one report on an incident at one time; nothing is overwritten."""

    incident = models.ForeignKey(
        BreachIncident, on_delete=models.PROTECT, related_name="report_versions", db_index=False
    )
    kind = models.CharField(max_length=20)
    number = models.PositiveIntegerField()
    #: Item → what stands there.
    items = models.JSONField(default=dict)
    written_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["incident", "kind", "number"], name="breach_report_version_once"),
        ]
        ordering: ClassVar[list[str]] = ["incident", "kind", "number"]

    def __str__(self) -> str:
        return f"{self.incident_id} {self.kind}/{self.number}"

    @property
    def what(self) -> ReportKind:
        """Which report."""
        return ReportKind(self.kind)
