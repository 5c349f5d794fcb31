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
    #: In the smallest units of `currency`.
    amount = models.PositiveIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3, default="JPY")
    due_on = models.DateField()
    state = models.CharField(max_length=8, default=RemedyState.OFFERED.value)
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    done_note = models.TextField(blank=True)
    #: Who offered or decided it; empty of what is older than this line of the ledger.
    written_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    #: Who had the last word on it: whoever approved it, else whoever offered or decided it. Another one pays.
    granted_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    #: What shows that it was carried out: the number of a transfer, of a parcel.
    proof = models.CharField(max_length=200, blank=True, default="")
    #: The same as a file; who sees it follows from the text it lies with (ADR 0018).
    proof_file = models.ForeignKey(
        "Enclosure", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    #: Why it was so much, or so little, beside what complaints like it received. For colleagues only.
    why_unlike = models.TextField(blank=True, default="")
    verified_at = models.DateTimeField(null=True, blank=True)
    #: Empty where the complainant has said so themselves.
    verified_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    #: A DropReason, where what was owed is not done any more; and what the complainant was told of it.
    drop_reason = models.CharField(max_length=12, blank=True, default="")
    drop_words = models.TextField(blank=True, default="")
    dropped_at = models.DateTimeField(null=True, blank=True)
    dropped_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    #: What is done in its place.
    replaced_by = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaces"
    )
    #: The ledger is read by the day on which something was offered or granted.
    written_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar[list[Any]] = [models.Index(fields=["-written_at", "-id"], name="remedy_newest")]
        ordering: ClassVar[list[str]] = ["id"]
        verbose_name_plural = "remedies"

    def __str__(self) -> str:
        return f"{self.kind}: {self.text[:40]}"
