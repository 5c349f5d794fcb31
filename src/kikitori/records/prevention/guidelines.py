"""Tables for guidelines 対応指針: drafts, versions that were in force, which complaint goes by which, who has read.

They stand in this room and not in triage 振分: sorting only looks up which one applies, while what is written in them
is what was learned from earlier cases, so that the next one is handled better.
"""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from kikitori.records.complaints.models import Complaint
from kikitori.records.people.models import Staff
from kikitori.records.prevention.text import GuidelineText


class Guideline(models.Model):
    """A guideline as it is being written. What is in force stands in its versions."""

    draft = models.JSONField(default=dict)
    #: Counts changes of any kind; an editor sends back the one they saw.
    revision = models.PositiveIntegerField(default=0)
    #: The number of the next item that is new; none is ever used twice.
    next_item = models.PositiveIntegerField(default=1)
    written_at = models.DateTimeField()
    #: Out of use since; the next version that is put into force brings it back.
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return f"{self.pk}: {self.text.title.ja or self.text.title.en}"

    @property
    def text(self) -> GuidelineText:
        """The draft, to be read."""
        return GuidelineText.read(self.draft)


class GuidelineVersion(models.Model):
    """What a guideline said from a day on. Only ever added to: whoever went by it can be shown what it said."""

    #: Its index is that of guideline_version_once.
    guideline = models.ForeignKey(
        Guideline, on_delete=models.PROTECT, related_name="versions", db_index=False
    )
    number = models.PositiveIntegerField()
    words = models.JSONField()
    #: The first day, by the organisation's calendar, on which complaints get it.
    in_force_from = models.DateField()
    #: Why it was changed.
    reason = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["guideline", "number"], name="guideline_version_once"),
        ]
        ordering: ClassVar[list[str]] = ["guideline_id", "number"]

    def __str__(self) -> str:
        return f"{self.guideline_id} v{self.number}"

    @property
    def text(self) -> GuidelineText:
        """What it says."""
        return GuidelineText.read(self.words)


class GuidelinePin(models.Model):
    """The version by which a complaint goes. Of several, the one that has not ended holds; the others are kept."""

    complaint = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="guideline_pins")
    version = models.ForeignKey(GuidelineVersion, on_delete=models.PROTECT, related_name="pins")
    #: What the complaint was about at that moment; once it is about something else, it is chosen anew.
    subject = models.CharField(max_length=24)
    severity = models.CharField(max_length=2)
    kind = models.CharField(max_length=20)
    #: By what the guideline names this complaint (`Fits`), and how many others applied less closely.
    named = ArrayField(models.CharField(max_length=10), default=list, blank=True)
    others = models.PositiveIntegerField(default=0)
    #: Why somebody chose it themselves; empty where it was found by the assessment.
    reason = models.TextField(blank=True)
    pinned_at = models.DateTimeField()
    pinned_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["complaint"], name="guideline_pin_once", condition=models.Q(ended_at__isnull=True)
            ),
        ]
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return f"{self.complaint_id}: {self.version_id}"


class GuidelineMark(models.Model):
    """What was said of one item of the checklist in one complaint: done, or not done and why."""

    #: Its index is that of guideline_mark_once.
    pin = models.ForeignKey(GuidelinePin, on_delete=models.CASCADE, related_name="marks", db_index=False)
    item = models.CharField(max_length=20)
    #: An ItemState that is not open: what is open has no row.
    state = models.CharField(max_length=10)
    reason = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["pin", "item"], name="guideline_mark_once"),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(
                fields=["-at", "-id"], name="guideline_deviations", condition=models.Q(state="not_done")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pin_id} {self.item}: {self.state}"


class GuidelineRead(models.Model):
    """Somebody has read this version and understood it. Only ever added to."""

    #: Its index is that of guideline_read_once.
    version = models.ForeignKey(
        GuidelineVersion, on_delete=models.PROTECT, related_name="reads", db_index=False
    )
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="guidelines_read")
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["version", "staff"], name="guideline_read_once"),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.staff_id}"
