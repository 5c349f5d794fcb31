"""Seals 封印: who may know that a sealed complaint exists, and who has looked or tried to. No role opens one.

`Grant` is the only key: for one person, one complaint and one purpose, and for no longer than it says. Designated
receivers (従事者, 公益通報者保護法 11条) get theirs when a complaint is sealed; everybody else from one who has one.
"""

from typing import Any, ClassVar

from django.db import models

from kikitori.records.complaints.models import Complaint
from kikitori.records.people.models import Staff


class Seal(models.Model):
    """A complaint was moved into the vault 保護区画, and perhaps out again."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="seals")
    sealed_at = models.DateTimeField()
    #: Nobody where it came along with another.
    sealed_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    #: Why somebody thinks so; read by those who hold a grant alone.
    reason = models.TextField()
    #: A Confidentiality: what it goes back to.
    before = models.CharField(max_length=12)
    #: Whether it is looked into, as the reporter was told, and when; then what came of it.
    inquiry_told_at = models.DateTimeField(null=True, blank=True)
    is_looked_into = models.BooleanField(null=True, blank=True)
    outcome_told_at = models.DateTimeField(null=True, blank=True)
    #: Opening it takes two: one asks, another agrees.
    lift_asked_at = models.DateTimeField(null=True, blank=True)
    lift_asked_by = models.ForeignKey(
        Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    lift_reason = models.TextField(blank=True, default="")
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["complaint"], name="seal_one_at_a_time", condition=models.Q(lifted_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.complaint_id} {self.sealed_at:%Y-%m-%d}"


class Grant(models.Model):
    """One person may read one sealed complaint 閲覧許可, for a purpose, until it ends."""

    complaint = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="grants")
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="grants")
    #: In words of whoever gave it; empty for a designated receiver, whose purpose the law names.
    purpose = models.CharField(max_length=300, blank=True, default="")
    given_at = models.DateTimeField()
    #: Nobody where it was given by the seal itself.
    given_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    #: It is over at this moment by itself; none: with the seal.
    until = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["complaint", "staff"],
                name="grant_one_at_a_time",
                condition=models.Q(ended_at__isnull=True),
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            # The rule of sight asks for it with every list: whose it is, of which complaint, until when.
            models.Index(
                fields=["staff", "complaint"],
                name="grant_live",
                condition=models.Q(ended_at__isnull=True),
                include=["until"],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.staff_id} → {self.complaint_id}"


class Receiver(models.Model):
    """Somebody designated to deal with reports of wrongdoing 公益通報対応業務従事者."""

    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    since = models.DateTimeField()
    named_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["staff"], name="receiver_once", condition=models.Q(ended_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.staff_id}"


class SealedReading(models.Model):
    """Each time somebody opened a page of a sealed complaint, or asked for one that is not there for them.

    Only ever added to. Looking for who has reported is forbidden (公益通報者保護法, from 2026-12-01), so that somebody
    tried is worth as much as that they read.
    """

    complaint = models.ForeignKey(
        Complaint, on_delete=models.PROTECT, related_name="readings", db_index=False
    )
    staff = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20)
    at = models.DateTimeField()
    #: The name of the page (config/urls), nothing of what was typed.
    page = models.CharField(max_length=80)
    #: Was it shown? Otherwise they got what a number gets that was never given out.
    shown = models.BooleanField()

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["complaint", "-at", "-id"], name="reading_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.staff_id} {self.page} {self.complaint_id}"
