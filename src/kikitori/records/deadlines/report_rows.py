"""Reports to authorities 官庁への報告: what was written, in every version, and what became of it. Sent by people."""

from typing import Any, ClassVar

from django.db import models

from kikitori.records.complaints.models import Complaint
from kikitori.records.deadlines.report_forms import ReportKind, ReportState
from kikitori.records.people.models import Staff


class LegalReport(models.Model):
    """One report on one complaint; a kind stands once."""

    #: Its index is that of legal_report_once.
    complaint = models.ForeignKey(
        Complaint, on_delete=models.PROTECT, related_name="legal_reports", db_index=False
    )
    #: A ReportKind.
    kind = models.CharField(max_length=20)
    state = models.CharField(max_length=14, default=ReportState.DRAFT.value)
    #: To whom it was reported, under which number of theirs, when.
    authority = models.CharField(max_length=200, blank=True)
    number = models.CharField(max_length=100, blank=True)
    reported_at = models.DateTimeField(null=True, blank=True)
    #: Why it need not be reported, who says so, and who agreed.
    reason = models.TextField(blank=True)
    asked_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["complaint", "kind"], name="legal_report_once"),
        ]
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"

    @property
    def what(self) -> ReportKind:
        """The kind as a word of the trade."""
        return ReportKind(self.kind)

    @property
    def is_open(self) -> bool:
        """Has it neither been reported nor found not to be needed?"""
        return self.state in (ReportState.DRAFT.value, ReportState.WAIVER_ASKED.value)


class LegalReportVersion(models.Model):
    """What was written in one report at one time; nothing is overwritten."""

    #: Its index is that of legal_report_version_once.
    report = models.ForeignKey(LegalReport, on_delete=models.PROTECT, related_name="versions", db_index=False)
    number = models.PositiveIntegerField()
    #: Item → what stands there.
    items = models.JSONField(default=dict)
    written_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["report", "number"], name="legal_report_version_once"),
        ]
        ordering: ClassVar[list[str]] = ["report", "number"]

    def __str__(self) -> str:
        return f"{self.report_id}/{self.number}"
