"""Proposals, round by round, and the remedies in them."""

from typing import Any, ClassVar

from django.db import models

from kikitori.records.complaints.models import Complaint
from kikitori.records.people.models import Staff
from kikitori.records.remedies.terms import ProposalState, RemedyState


class Proposal(models.Model):
    """What we offer 解決案. Accepting it waives no right to turn to an external body."""

    #: Its index is that of proposal_round_once.
    complaint = models.ForeignKey(
        Complaint, on_delete=models.CASCADE, related_name="proposals", db_index=False
    )
    round = models.PositiveSmallIntegerField()
    text = models.TextField()
    state = models.CharField(max_length=10, default=ProposalState.OFFERED.value)
    offered_at = models.DateTimeField()
    offered_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    #: The day until which we hold the offer open; told to the person.
    answer_by = models.DateField()
    answered_at = models.DateTimeField(null=True, blank=True)
    #: How the answer reached us when not by the portal: „by phone to …“.
    answered_how = models.CharField(max_length=200, blank=True)
    answer = models.TextField(blank=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["complaint", "round"], name="proposal_round_once"),
        ]
        ordering: ClassVar[list[str]] = ["round"]

    def __str__(self) -> str:
        return f"{self.round}: {self.text[:40]}"


class Remedy(models.Model):
    """One thing done for the person 救済. Comes from an accepted proposal or from a decision."""

    complaint = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="remedies")
    proposal = models.ForeignKey(
        Proposal, null=True, blank=True, on_delete=models.CASCADE, related_name="remedies"
    )
    kind = models.CharField(max_length=12)
    text = models.TextField()
    amount = models.PositiveIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3, default="JPY")
    due_on = models.DateField()
    state = models.CharField(max_length=8, default=RemedyState.OFFERED.value)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    done_note = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]
        verbose_name_plural = "remedies"

    def __str__(self) -> str:
        return f"{self.kind}: {self.text[:40]}"
