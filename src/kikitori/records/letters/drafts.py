"""What is written and not out yet: drafts 下書き, and replies that wait to be sent 送信待ちの返信."""

from typing import Any, ClassVar

from django.db import models

from kikitori.records.complaints.models import Complaint
from kikitori.records.letters.kinds import PENDING_SEEN, PendingState
from kikitori.records.letters.models import Message
from kikitori.records.people.models import Staff


class Draft(models.Model):
    """What one person has typed into one form about one complaint. Theirs alone; its text is erased once it is sent.

    No part of the archive's history. Each window of theirs has its own, so that two never overwrite each other.
    """

    #: Its index is draft_of_person.
    staff = models.ForeignKey(Staff, on_delete=models.CASCADE, related_name="drafts", db_index=False)
    complaint = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="drafts")
    form = models.CharField(max_length=20)
    text = models.TextField()
    #: Fingerprint of the page it was typed into last.
    window = models.CharField(max_length=64, unique=True)
    #: Counts the savings, so that a page that goes on with it notices that another one has done so before.
    revision = models.PositiveIntegerField(default=1)
    saved_at = models.DateTimeField()
    #: Sent from this page: what still arrives from there is no draft any more. Forgotten after a day.
    is_sent = models.BooleanField(default=False)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["staff", "complaint", "form", "-id"], name="draft_of_person"),
        ]
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return f"{self.form} {self.saved_at:%Y-%m-%d %H:%M}"


class PendingReply(models.Model):
    """A reply handed in, until its moment comes: it can be taken back, and nobody outside has seen anything of it.

    Once it is out (or taken back) the text lies elsewhere, and is erased here.
    """

    complaint = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="pending_replies")
    #: In whose name it goes; empty: in the organisation's.
    author = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    body = models.TextField(blank=True)
    language = models.CharField(max_length=10)
    written_at = models.DateTimeField()
    #: When it goes; `chosen`: somebody chose that moment.
    goes_at = models.DateTimeField()
    chosen = models.BooleanField(default=False)
    state = models.CharField(max_length=10, default=PendingState.WAITING.value)
    #: Why it is stuck: a PendingTrouble.
    trouble = models.CharField(max_length=12, blank=True)
    #: The reply it has become.
    message = models.OneToOneField(
        Message, null=True, blank=True, on_delete=models.SET_NULL, related_name="pending"
    )

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(
                fields=["goes_at", "id"], name="pending_waiting", condition=models.Q(state="waiting")
            ),
            # The list of all of them, what could not go first, for its moment is past.
            models.Index(
                fields=["goes_at", "id"],
                name="pending_by_moment",
                condition=models.Q(state__in=sorted(PENDING_SEEN)),
            ),
            models.Index(
                fields=["complaint", "id"],
                name="pending_of_complaint",
                condition=models.Q(state__in=sorted(PENDING_SEEN)),
            ),
        ]
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return f"{self.state} {self.goes_at:%Y-%m-%d %H:%M}"

    @property
    def is_stuck(self) -> bool:
        """Could it not be sent when its moment came?"""
        return self.state == PendingState.STUCK.value
