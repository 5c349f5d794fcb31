"""What becomes of a letter on paper 発送: its number, how and when it was posted, and whether it came back."""

from typing import Any, ClassVar

from django.db import models

from kikitori.records.letters.models import Letter
from kikitori.records.people.models import Staff


class LetterCounter(models.Model):
    """The last number given to a letter in a year. A row, not a sequence: numbers have no gaps after a crash."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class Posting(models.Model):
    """One letter on paper. Made with it, so that its number and its paper are the same whoever prints it, and when.

    The day it was posted and the day it came back are told by people; when they were written down stands apart.
    """

    letter = models.OneToOneField(Letter, on_delete=models.CASCADE, related_name="posting")
    #: 文書番号: `L-2026-000012`, never given twice, without gaps in a year.
    number = models.CharField(max_length=20, unique=True)
    #: What stands on it beside subject and text (sheets.py), in words.
    sheet = models.JSONField(default=dict)
    large_print = models.BooleanField(default=False)
    #: SHA-256 of the PDF as it was posted; made again, it is the same.
    digest = models.CharField(max_length=64, blank=True, default="")
    #: A PostService; empty until it is posted.
    service = models.CharField(max_length=20, blank=True, default="")
    tracking = models.CharField(max_length=40, blank=True, default="")
    posted_on = models.DateField(null=True, blank=True)
    noted_at = models.DateTimeField(null=True, blank=True)
    noted_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    #: A ReturnReason; empty unless it came back.
    returned_why = models.CharField(max_length=20, blank=True, default="")
    returned_on = models.DateField(null=True, blank=True)
    #: The letter that was written in its place, to another address.
    replaced_by = models.OneToOneField(
        Letter, null=True, blank=True, on_delete=models.SET_NULL, related_name="replaces"
    )

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(returned_on__isnull=True) | models.Q(posted_on__isnull=False),
                name="posting_returned_was_posted",
            ),
        ]

    def __str__(self) -> str:
        return self.number
