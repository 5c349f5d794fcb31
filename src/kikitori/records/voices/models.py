"""The complainant's verdict."""

from typing import Any, ClassVar

from django.db import models

from kikitori.records.complaints.models import Complaint

#: 1 (badly) to 5 (well).
RATINGS = range(1, 6)


class Verdict(models.Model):
    """One answer to „is it solved?“, or a rating of how we dealt with it (1 to 5), or both."""

    complaint = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="verdicts")
    at = models.DateTimeField()
    solved = models.BooleanField(null=True, blank=True)
    rating = models.PositiveSmallIntegerField(null=True, blank=True)
    comment = models.TextField(blank=True)
    #: „by phone“, where it did not come through the portal.
    how = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(rating__isnull=True) | models.Q(rating__range=(RATINGS[0], RATINGS[-1])),
                name="verdict_rating_1_to_5",
            ),
        ]
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return f"{self.solved} {self.rating}"
