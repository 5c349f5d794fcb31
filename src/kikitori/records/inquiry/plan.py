"""The plan of an investigation 調査計画: lines of inquiry, for a point or for all of them (ISO 10002, 7.6; R-09)."""

from typing import Any, ClassVar

from django.db import models

from kikitori.records.complaints.models import Allegation, Complaint
from kikitori.records.inquiry.terms import LineState
from kikitori.records.people.models import Staff


class InquiryLine(models.Model):
    """One thing to find out 調査項目: of whom or where, by when, and in the end what came of it or why it was dropped.

    Who does it is said by its task; a line without one is followed by whoever has the complaint.
    """

    #: Its index is that of inquiry_line_number_once.
    complaint = models.ForeignKey(
        Complaint, on_delete=models.CASCADE, related_name="inquiry_lines", db_index=False
    )
    number = models.PositiveSmallIntegerField()
    #: Nothing: for all of them.
    allegation = models.ForeignKey(
        Allegation, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    what = models.TextField()
    #: From whom, or where: „the delivery company“, „the log of the telephone system“.
    source = models.CharField(max_length=200, blank=True)
    due_on = models.DateField(null=True, blank=True)
    task = models.ForeignKey("Task", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, default=LineState.OPEN.value)
    #: What came out; of a dropped one, why.
    came_out = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["complaint", "number"], name="inquiry_line_number_once"),
        ]
        ordering: ClassVar[list[str]] = ["number"]

    def __str__(self) -> str:
        return self.what[:60]

    @property
    def is_open(self) -> bool:
        """Is it still to be followed?"""
        return self.state == LineState.OPEN.value


class UsualInquiryLine(models.Model):
    """A usual line of inquiry in an organisation's own words: a shipped one, or one of its own (usual_lines.py)."""

    code = models.CharField(max_length=40, unique=True)
    #: A Subject, or `any`.
    subject = models.CharField(max_length=24)
    what_ja = models.CharField(max_length=200, blank=True)
    what_en = models.CharField(max_length=200, blank=True)
    source_ja = models.CharField(max_length=200, blank=True)
    source_en = models.CharField(max_length=200, blank=True)
    #: In the order of its subject; the same number: the one written first.
    place = models.PositiveSmallIntegerField()
    is_offered = models.BooleanField(default=True)
    written_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return self.code
