"""Corrective actions 是正処置: what an organisation changes in itself, and how it knows that this has helped.

Apart from remedies, which are owed to a person. One action goes through as many cycles as it takes (ADR 0037).
"""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from kikitori.records.complaints.mass import MassComplaint
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.models import Staff
from kikitori.records.prevention.lifecycle import OPEN, UNDONE, WATCHED
from kikitori.records.prevention.models import Improvement
from kikitori.records.prevention.terms import ActionState

_OPEN = models.Q(state__in=sorted(state.value for state in OPEN))
_UNDONE = models.Q(state__in=sorted(state.value for state in UNDONE))
_WATCHED = models.Q(state__in=sorted(state.value for state in WATCHED))


class ActionCounter(models.Model):
    """The last number given to a corrective action in a year. A row, not a sequence: no gaps after a crash."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.year}: {self.last}"


class CorrectiveAction(models.Model):
    """One of them. What it is now; each cycle keeps its own analysis, plan and measure."""

    #: `CA-2026-0001`, never given twice, without gaps in a year.
    reference = models.CharField(max_length=20, unique=True)
    title = models.CharField(max_length=200)
    #: What happened, and must not happen to the next person.
    problem = models.TextField()
    #: Where it was seen, where no complaint is its source: a report, an audit.
    seen_in = models.CharField(max_length=200, blank=True, default="")
    state = models.CharField(max_length=16, default=ActionState.IDENTIFIED.value)
    cycle = models.PositiveSmallIntegerField(default=1)
    owner = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="actions_owned", db_index=False)
    raised_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    #: Of the cycle it is in: by when it is to be done, and when it is looked at whether it helped.
    due_on = models.DateField(null=True, blank=True)
    check_on = models.DateField(null=True, blank=True)
    #: The numbers could not tell, twice, or a number of theirs is missing: people are asked.
    asked_at = models.DateTimeField(null=True, blank=True)
    #: What was told to everybody about it.
    improvement = models.OneToOneField(
        Improvement, null=True, blank=True, on_delete=models.SET_NULL, related_name="action"
    )
    #: An editor sends back the one they saw.
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["-raised_at", "-id"], name="action_newest"),
            models.Index(fields=["owner", "-raised_at", "-id"], name="action_of_owner"),
            models.Index(fields=["-raised_at", "-id"], name="action_open", condition=_OPEN),
            models.Index(fields=["due_on"], name="action_undone", condition=_UNDONE),
            models.Index(fields=["check_on"], name="action_watched", condition=_WATCHED),
        ]

    def __str__(self) -> str:
        return self.reference


class ActionCycle(models.Model):
    """One round of it: why it came about, what is done, and how it is known whether that helped.

    What was approved stands as it was: a plan or measure changes only with a cycle of its own.
    """

    #: Its index is that of action_cycle_once.
    action = models.ForeignKey(
        CorrectiveAction, on_delete=models.CASCADE, related_name="cycles", db_index=False
    )
    number = models.PositiveSmallIntegerField()
    begun_at = models.DateTimeField()
    #: Why it began anew; empty in the first.
    why = models.TextField(blank=True, default="")
    #: A Method, with what was written: analysis.py reads it.
    method = models.CharField(max_length=12, blank=True, default="")
    analysis = models.JSONField(default=list)
    #: The heads a fishbone was written under, as they were called then: bones.py reads them. None: the shipped ones.
    heads = models.JSONField(default=list, blank=True)
    #: The root causes that were found: codes of the causes there are.
    roots = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    #: An ActionKind.
    kind = models.CharField(max_length=16, blank=True, default="")
    plan = models.TextField(blank=True, default="")
    due_on = models.DateField(null=True, blank=True)
    # The measure: complaints with one of these causes, of this subject where one is said.
    causes = ArrayField(models.CharField(max_length=30), default=list, blank=True)
    subject = models.CharField(max_length=24, blank=True, default="")
    days_before = models.PositiveSmallIntegerField(default=0)
    days_after = models.PositiveSmallIntegerField(default=0)
    #: The ratio of rates that must not be exceeded, in hundredths.
    threshold = models.PositiveSmallIntegerField(default=0)
    #: Fixed with the plan.
    check_on = models.DateField(null=True, blank=True)
    #: Over what it is counted beside days: orders, members; empty: days. Its numbers are entered by hand.
    unit = models.CharField(max_length=60, blank=True, default="")
    exposure_before = models.PositiveBigIntegerField(null=True, blank=True)
    exposure_after = models.PositiveBigIntegerField(null=True, blank=True)
    approved_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    started_on = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    done_how = models.TextField(blank=True, default="")
    #: The second and last day of the check, where the numbers were too few on the first.
    extended_to = models.DateField(null=True, blank=True)
    #: What came of it: a Verdict, the numbers it was given on, and what a person said where people judged.
    verdict = models.CharField(max_length=16, blank=True, default="")
    result = models.JSONField(default=dict, blank=True)
    judged_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["action", "number"], name="action_cycle_once"),
        ]
        ordering: ClassVar[list[str]] = ["number"]

    def __str__(self) -> str:
        return f"{self.action_id} ({self.number})"


class ActionSource(models.Model):
    """Where a corrective action comes from: a complaint, or a mass complaint."""

    action = models.ForeignKey(
        CorrectiveAction, on_delete=models.CASCADE, related_name="sources", db_index=False
    )
    complaint = models.ForeignKey(
        Complaint, null=True, blank=True, on_delete=models.CASCADE, related_name="action_sources"
    )
    mass = models.ForeignKey(
        MassComplaint, null=True, blank=True, on_delete=models.CASCADE, related_name="action_sources"
    )
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["action", "complaint", "mass"], name="action_source_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=models.Q(complaint__isnull=False, mass__isnull=True)
                | models.Q(complaint__isnull=True, mass__isnull=False),
                name="action_source_is_one",
            ),
        ]
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return f"{self.action_id}: {self.complaint_id or self.mass_id}"


class ActionEvent(models.Model):
    """One line of its record: who did what, when. Only ever added to (config/grants.py)."""

    action = models.ForeignKey(CorrectiveAction, on_delete=models.PROTECT, related_name="events")
    #: An ActionStep.
    kind = models.CharField(max_length=16)
    cycle = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    data = models.JSONField(default=dict)

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return f"{self.action_id} {self.kind} {self.at:%Y-%m-%d %H:%M}"


class FishboneHead(models.Model):
    """A head of the fishbone in an organisation's own words: a shipped one, or one of its own (bones.py)."""

    code = models.CharField(max_length=30, unique=True)
    name_ja = models.CharField(max_length=40, blank=True)
    name_en = models.CharField(max_length=40, blank=True)
    #: In the order in which they are drawn; the same number: the one written first.
    place = models.PositiveSmallIntegerField()
    is_offered = models.BooleanField(default=True)
    written_at = models.DateTimeField()

    class Meta:
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return self.code


class NoAction(models.Model):
    """Why nothing in the organisation changes after a complaint that was right; said anew, it takes the place."""

    complaint = models.OneToOneField(Complaint, on_delete=models.CASCADE, related_name="no_action")
    reason = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.complaint_id} {self.at:%Y-%m-%d}"
