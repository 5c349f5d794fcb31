"""What is not handled here 他窓口への案内: asked for by one, confirmed by another, kept for good."""

from typing import Any, ClassVar

from django.db import models

from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.terms import RedirectReason
from kikitori.records.people.models import Staff
from kikitori.records.triage.sorting import RedirectState


class Redirection(models.Model):
    """One request that a complainant be shown to another door, and what became of it."""

    #: Its index is redirection_of_complaint.
    complaint = models.ForeignKey(
        Complaint, on_delete=models.CASCADE, related_name="redirections", db_index=False
    )
    #: A RedirectReason.
    reason = models.CharField(max_length=12)
    #: Where to go, and why, as the complainant reads it.
    where = models.TextField()
    why = models.TextField()
    #: A Kind: what it was taken for before, and comes back to if this is undone.
    kind_before = models.CharField(max_length=20)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, default=RedirectState.ASKED.value)
    #: Of whoever confirmed or refused it.
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    #: Why it stays here, or why it was taken up again.
    words = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["complaint"],
                name="redirection_asked_once",
                condition=models.Q(state=RedirectState.ASKED.value),
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["complaint", "id"], name="redirection_of_complaint"),
            models.Index(
                fields=["asked_at", "id"],
                name="redirection_waiting",
                condition=models.Q(state=RedirectState.ASKED.value),
            ),
        ]
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return f"{self.reason} {self.state}"

    @property
    def is_asked(self) -> bool:
        """Does it wait for somebody else?"""
        return self.state == RedirectState.ASKED.value

    @property
    def why_moved(self) -> RedirectReason:
        """The reason as a word of the trade."""
        return RedirectReason(self.reason)
