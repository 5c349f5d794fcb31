"""What was told to whom by when (promises), what rules demand (clocks), and when we are closed."""

from datetime import datetime
from typing import Any, ClassVar

from django.db import models

from kikitori.records.complaints.models import Complaint
from kikitori.records.deadlines.clock import ClockFacts, ClockState, state_of


class Promise(models.Model):
    """A date somebody was told 約束. Kept, missed or replaced with a reason; never forgotten (invariant 3).

    Kinds and states: promises.py. `why` is the count day by day, as clock.py serialises it.
    """

    #: Its index is promise_of_complaint.
    complaint = models.ForeignKey(
        Complaint, on_delete=models.CASCADE, related_name="promises", db_index=False
    )
    kind = models.CharField(max_length=20)
    state = models.CharField(max_length=12, default="open")
    due_at = models.DateTimeField()
    made_at = models.DateTimeField()
    kept_at = models.DateTimeField(null=True, blank=True)
    why = models.JSONField(default=list)
    rule = models.CharField(max_length=60, blank=True)
    #: Only for promises made by hand: what was promised („call back about the invoice“).
    note = models.CharField(max_length=300, blank=True)
    #: The promise that stands in for this one, and why the first could not be held.
    replaced_by = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaces"
    )
    reason = models.TextField(blank=True)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["due_at", "id"], name="promise_open", condition=models.Q(state="open")),
            # What is still owed, late ones first; counted from the index alone on every page of the desk.
            models.Index(
                fields=["due_at", "id"],
                name="promise_owed",
                condition=models.Q(
                    state__in=["missed", "open"], kept_at__isnull=True, replaced_by__isnull=True
                ),
                include=["complaint", "kind", "note"],
            ),
            models.Index(fields=["complaint", "due_at"], name="promise_of_complaint"),
        ]
        ordering: ClassVar[list[str]] = ["due_at", "id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.due_at:%Y-%m-%d}"

    @property
    def is_open(self) -> bool:
        """Still to be kept."""
        return self.state == "open"


class Clock(models.Model):
    """A deadline 期限 of a rule. Waiting for an answer does not stop it (invariant 4)."""

    complaint = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="clocks")
    kind = models.CharField(max_length=20)
    rule = models.CharField(max_length=60)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    warn_from = models.DateTimeField(null=True, blank=True)
    due_soon_from = models.DateTimeField(null=True, blank=True)
    met_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    why = models.JSONField(default=list)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(
                fields=["due_at", "id"],
                name="clock_running",
                condition=models.Q(met_at__isnull=True, cancelled_at__isnull=True),
            ),
        ]
        ordering: ClassVar[list[str]] = ["due_at", "id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.due_at:%Y-%m-%d}"

    def state_at(self, now: datetime) -> ClockState:
        """How it stands at `now`. Not stored: a state that time alone changes cannot be kept true in a row."""
        return state_of(
            ClockFacts(self.due_at, self.warn_from, self.due_soon_from, self.met_at, self.cancelled_at), now
        )


class Closure(models.Model):
    """Days the organisation is closed: once (`first`–`last`), or every year when `yearly` is set."""

    name_ja = models.CharField(max_length=100)
    name_en = models.CharField(max_length=100)
    first = models.DateField()
    last = models.DateField()
    yearly = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(last__gte=models.F("first")), name="closure_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return self.name_ja
