"""Answers to the safety questions, kept for good: they decide which duties to report arise."""

from typing import Any, ClassVar

from django.db import models

from kikitori.records.complaints.models import Complaint
from kikitori.records.people.models import Staff


class SafetyAnswer(models.Model):
    """One answer to one safety question about one complaint; the newest per question counts."""

    #: Its index is that of safety_question_once.
    complaint = models.ForeignKey(
        Complaint, on_delete=models.CASCADE, related_name="safety_answers", db_index=False
    )
    question = models.CharField(max_length=20)
    answer = models.CharField(max_length=8)
    answered_at = models.DateTimeField()
    answered_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["complaint", "question"], name="safety_question_once"),
        ]

    def __str__(self) -> str:
        return f"{self.question}: {self.answer}"
