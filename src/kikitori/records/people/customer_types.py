"""Tables for customer types 顧客類型: which were given to whom and why, and how people of a type are best met.

A type changes tone and queue. Nothing that decides who is right reads these tables.
"""

from datetime import date
from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from kikitori.records.people.models import Person, Staff
from kikitori.records.people.terms import QueueHint


class GivenType(models.Model):
    """One customer type of one person: by whom, on what evidence, and until when it holds without a second look."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="types")
    type = models.CharField(max_length=20)
    evidence = models.TextField(blank=True)
    #: Complaints that show it, by number of row; a reader is shown those they see.
    complaints = ArrayField(models.BigIntegerField(), default=list, blank=True)
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    #: After this day it fades until somebody has looked at it again.
    review_on = models.DateField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["person", "type"],
                name="given_type_once",
                condition=models.Q(ended_at__isnull=True),
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(
                fields=["type", "person"],
                name="given_type_of_people",
                condition=models.Q(ended_at__isnull=True),
                include=["review_on"],
            ),
            models.Index(
                fields=["review_on", "id"],
                name="given_type_to_review",
                condition=models.Q(ended_at__isnull=True),
            ),
        ]
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return f"{self.person_id} {self.type}"

    def is_faded(self, today: date) -> bool:
        """Has its day of review passed?"""
        return self.review_on < today


class Protocol(models.Model):
    """One version of how people of a customer type are best met 応対の手引き; the newest counts. Only ever added to."""

    type = models.CharField(max_length=20)
    version = models.PositiveIntegerField()
    text_ja = models.TextField(blank=True)
    text_en = models.TextField(blank=True)
    tone_ja = models.CharField(max_length=200, blank=True)
    tone_en = models.CharField(max_length=200, blank=True)
    queue_hint = models.CharField(max_length=12, default=QueueHint.USUAL.value)
    at = models.DateTimeField()
    by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["type", "version"], name="protocol_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.version}"
