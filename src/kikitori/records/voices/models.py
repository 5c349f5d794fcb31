"""The complainant's verdict."""

from typing import Any, ClassVar

from django.db import models

from kikitori.records.complaints.models import Complaint

#: 1 (badly) to 5 (well).
RATINGS = range(1, 6)


class Verdict(models.Model):
    """One answer to „is it solved?“ or „does it hold?“, or ratings (1 to 5), or both."""

    complaint = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="verdicts")
    at = models.DateTimeField()
    solved = models.BooleanField(null=True, blank=True)
    #: How we dealt with it, and what came of it: two questions (ISO 10002, 8.3).
    rating = models.PositiveSmallIntegerField(null=True, blank=True)
    outcome_rating = models.PositiveSmallIntegerField(null=True, blank=True)
    #: Not solved, and they leave it at that.
    left = models.BooleanField(default=False)
    #: Said after the end, to the question whether it holds.
    second = models.BooleanField(default=False)
    comment = models.TextField(blank=True)
    #: „by phone“, where it did not come through the portal.
    how = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(rating__isnull=True) | models.Q(rating__range=(RATINGS[0], RATINGS[-1])),
                name="verdict_rating_1_to_5",
            ),
            models.CheckConstraint(
                condition=models.Q(outcome_rating__isnull=True)
                | models.Q(outcome_rating__range=(RATINGS[0], RATINGS[-1])),
                name="verdict_outcome_rating_1_to_5",
            ),
            models.CheckConstraint(
                condition=models.Q(left=False) | models.Q(solved=False), name="verdict_left_unsolved"
            ),
        ]
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return f"{self.solved} {self.rating}"
