"""Limits as an organisation has set them, and offers that wait for somebody who may grant them."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from kikitori.records.complaints.models import Complaint
from kikitori.records.people.models import Staff
from kikitori.records.people.terms import Role
from kikitori.records.remedies.limits import SHIPPED, Limits
from kikitori.records.remedies.terms import ApprovalState


class Authority(models.Model):
    """The limits in use; a single row (pk 1), and none before anybody has set them."""

    currency = models.CharField(max_length=3)
    #: Role → smallest units.
    of_role = models.JSONField()
    four_eyes = models.BigIntegerField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "authorities"

    def __str__(self) -> str:
        return f"{self.currency} {self.of_role}"

    @property
    def limits(self) -> Limits:
        """As values."""
        return Limits(
            self.currency, {Role(word): most for word, most in self.of_role.items()}, self.four_eyes
        )


def limits_in_use() -> Limits:
    """The organisation's own, else those that come with Kikitori. One query."""
    row = Authority.objects.filter(pk=1).first()
    return row.limits if row else SHIPPED


class Approval(models.Model):
    """An offer or decision 承認依頼 as it was written, kept until somebody who may grant it has looked at it.

    Internal: the complainant learns of it as the offer it becomes, or not at all.
    """

    complaint = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="approvals")
    #: The Step it is to become.
    step = models.CharField(max_length=10)
    #: What was typed, as values of JSON (casework/offers_kept.py).
    given = models.JSONField()
    amount = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    #: Why so much, for whoever approves it.
    reason = models.TextField()
    state = models.CharField(max_length=10, default=ApprovalState.ASKED.value)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    #: Why it was sent back, in the words of whoever did.
    answer = models.TextField(blank=True)
    #: A WhyFallen, where it fell.
    why = models.CharField(max_length=14, blank=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["complaint"], condition=Q(state="asked"), name="approval_one_at_a_time"
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["asked_at", "id"], condition=Q(state="asked"), name="approval_waiting"),
        ]
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return f"{self.step}: {self.currency} {self.amount}"

    @property
    def is_open(self) -> bool:
        """Does it wait?"""
        return self.state == ApprovalState.ASKED.value
