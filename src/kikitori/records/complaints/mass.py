"""Mass complaints 集団申出: one cause, many complainants. A child stays a complaint of its own in everything.

The parent is no complaint: nobody has made it, no clock runs on it and no letter goes to it. It holds what is true of
all its children, and the texts that are written once and sent to each as their own letter (ADR 0020).
"""

from typing import Any, ClassVar

from django.db import models

from kikitori.records.complaints.models import Complaint
from kikitori.records.people.models import Staff


class MassComplaint(models.Model):
    """The common cause of several complaints, and what was found about it."""

    title = models.CharField(max_length=200)
    story = models.TextField(blank=True)
    #: What they have in common beyond this one occasion: „parcels crushed in the depot“.
    theme = models.CharField(max_length=200, blank=True)
    #: What is being looked into for all of them, and what came of it.
    inquiry = models.TextField(blank=True)
    found = models.TextField(blank=True)
    #: Does each of them learn how many they are? Never who.
    tells_number = models.BooleanField(default=False)
    #: An editor sends back the one they saw.
    version = models.PositiveIntegerField(default=1)
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes: ClassVar[list[Any]] = [models.Index(fields=["-begun_at", "-id"], name="mass_newest")]

    def __str__(self) -> str:
        return self.title


class MassMember(models.Model):
    """One complaint's belonging to a mass complaint. It ends and can begin again; to one at a time."""

    #: Its index is mass_children.
    mass = models.ForeignKey(MassComplaint, on_delete=models.CASCADE, related_name="members", db_index=False)
    complaint = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="belonging")
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["complaint"], name="child_of_one", condition=models.Q(left_at__isnull=True)
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["mass", "complaint"], name="mass_children"),
        ]

    def __str__(self) -> str:
        return f"{self.mass_id}: {self.complaint_id}"


class MassChange(models.Model):
    """What was said or done about the common cause: who, when, what. Only ever added to (config/grants.py)."""

    mass = models.ForeignKey(MassComplaint, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=16)
    at = models.DateTimeField()
    by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    data = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return f"{self.mass_id} {self.kind} {self.at:%Y-%m-%d %H:%M}"


class CommonReply(models.Model):
    """A reply written once for all children 共通の返信; each gets its own letter from it."""

    mass = models.ForeignKey(MassComplaint, on_delete=models.CASCADE, related_name="replies")
    #: By language and politeness (`ja/polite`), with placeholders.
    texts = models.JSONField(default=dict)
    #: In which tone, where there is a text for it.
    politeness = models.CharField(max_length=12)
    version = models.PositiveIntegerField(default=1)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name_plural = "common replies"
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return f"{self.mass_id} {self.written_at:%Y-%m-%d %H:%M}"


class CommonItem(models.Model):
    """What is different for one child, and what went to it. Without a row it gets the common text.

    `text`: its own words instead of the common ones, and once it is being sent, exactly what goes.
    """

    #: Its index is that of common_item_once.
    reply = models.ForeignKey(CommonReply, on_delete=models.CASCADE, related_name="items", db_index=False)
    complaint = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="+")
    text = models.TextField(blank=True)
    edited = models.BooleanField(default=False)
    left_out = models.BooleanField(default=False)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["reply", "complaint"], name="common_item_once"),
        ]

    def __str__(self) -> str:
        return f"{self.reply_id}: {self.complaint_id}"
