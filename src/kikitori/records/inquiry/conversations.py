"""Conversations held by a question set, and the sets an organisation has written for itself."""

from typing import Any, ClassVar

from django.db import models

from kikitori.records.complaints.models import Complaint
from kikitori.records.people.models import Person, Staff


class QuestionSetVersion(models.Model):
    """One version of a question set 質問票, as it was written; the newest own one counts. Only ever added to.

    A version that comes with Kikitori is kept here too once somebody has asked by it, so that it can be read for good.
    """

    set = models.CharField(max_length=40)
    #: Own ones from `OWN_FROM` (question_sets.py); lower numbers are those shipped.
    version = models.PositiveIntegerField()
    text = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["set", "version"], name="question_set_version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.set} {self.version}"


class Conversation(models.Model):
    """One conversation 聞き取り: what was asked and what was said, each answer kept as soon as it is given.

    It keeps the version of the questions it was begun with. Until it ends it is its holder's alone; then it belongs to
    the complaint that came of it, or was told in it, and is read by whoever reads that one's internal notes.
    """

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="conversations")
    set = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    channel = models.CharField(max_length=20)
    #: In which the questions are said and the story is written.
    language = models.CharField(max_length=2)
    #: Somebody we know, from whose page it was begun.
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    #: The complaint it is about, or that came of it.
    complaint = models.ForeignKey(
        Complaint, null=True, blank=True, on_delete=models.CASCADE, related_name="conversations"
    )
    #: question → answer; empty where it was passed over.
    answers = models.JSONField(default=dict)
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    #: Why it was broken off; then its answers are erased.
    dropped = models.CharField(max_length=200, blank=True)
    intake_key = models.CharField(max_length=64, unique=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["staff", "begun_at"],
                condition=models.Q(ended_at__isnull=True),
                name="conversation_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.set} {self.version} ({self.pk})"
