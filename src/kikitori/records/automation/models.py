"""Automations with their versions, what they wait for, and a line for each time one has fired."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import get_language

from kikitori.records.automation.rule import Rule
from kikitori.records.automation.rule_kept import rule_from
from kikitori.records.automation.terms import Outcome
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.timeline import Event
from kikitori.records.people.models import Staff


class Automation(models.Model):
    """Something that happens by itself 自動処理: `rule` as rule.py writes it, at its place in the order.

    Written by casework alone. It fires for what happens after `from_event`, and for what falls due after `on_since`.
    """

    position = models.PositiveIntegerField()
    rule = models.JSONField()
    version = models.PositiveIntegerField(default=1)
    is_on = models.BooleanField(default=False)
    #: The newest entry of any timeline when it was switched on, or changed while it was on; and when that was.
    from_event = models.BigIntegerField(default=0)
    on_since = models.DateTimeField(null=True, blank=True)
    #: How often in a row it has failed, and since when it pauses because of that.
    failures = models.PositiveSmallIntegerField(default=0)
    paused_at = models.DateTimeField(null=True, blank=True)
    #: The complaint up to which its timers are set; empty once all are.
    walked_to = models.BigIntegerField(null=True, blank=True)
    #: The newest change of business days by which its timers were counted.
    counted_with = models.BigIntegerField(default=0)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["position"], name="automation_place_once", deferrable=models.Deferrable.DEFERRED
            ),
        ]
        ordering: ClassVar[list[str]] = ["position"]

    def __str__(self) -> str:
        return f"{self.position}. {self.read.ja or self.read.en}"

    @property
    def read(self) -> Rule:
        """What it does. Raises UnreadableRule."""
        return rule_from(self.rule)

    @property
    def name(self) -> str:
        """Its name in the reader's language, also where the rule cannot be read any more."""
        return name_of(self.rule)


class AutomationVersion(models.Model):
    """An automation as it was kept once. Only ever added to."""

    #: Its index is that of automation_version_once.
    automation = models.ForeignKey(
        Automation, on_delete=models.PROTECT, related_name="versions", db_index=False
    )
    number = models.PositiveIntegerField()
    rule = models.JSONField()
    at = models.DateTimeField()
    by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["automation", "number"], name="automation_version_once"),
        ]
        ordering: ClassVar[list[str]] = ["automation_id", "-number"]

    def __str__(self) -> str:
        return f"{self.automation_id} {self.number}"


class Firing(models.Model):
    """An automation has fired on a complaint 発動, or was held back, or failed: why, what it saw, what it did.

    Written in the transaction of what it did. `key` is the cause (an entry, a due moment): once for each.
    """

    #: Its index is that of firing_once.
    automation = models.ForeignKey(
        Automation, on_delete=models.PROTECT, related_name="firings", db_index=False
    )
    version = models.PositiveIntegerField()
    #: Its index is firing_of_complaint.
    complaint = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="firings", db_index=False)
    key = models.CharField(max_length=60)
    #: The entry that set it off; empty where time did.
    event = models.ForeignKey(Event, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    chain = models.CharField(max_length=60)
    depth = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    outcome = models.CharField(max_length=8)
    #: Why it was held back or failed as a whole.
    why = models.CharField(max_length=40, blank=True)
    #: Each condition with the value it found, and what became of each action.
    seen = models.JSONField(default=list)
    done = models.JSONField(default=list)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["automation", "complaint", "key"], name="firing_once"),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["complaint", "-at", "-id"], name="firing_of_complaint"),
            models.Index(fields=["automation", "-at", "-id"], name="firing_newest"),
            # What an administrator should look at.
            models.Index(
                fields=["at"], name="firing_troubled", condition=models.Q(outcome__in=["failed", "guarded"])
            ),
        ]
        ordering: ClassVar[list[str]] = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.automation_id}/{self.version} {self.outcome} {self.at:%Y-%m-%d %H:%M}"

    @property
    def is_trouble(self) -> bool:
        """Should somebody look at it?"""
        return self.outcome != Outcome.DONE.value


class CausedEvent(models.Model):
    """An entry of the timeline that a firing has written: so a chain is known for what it is."""

    event = models.OneToOneField(Event, primary_key=True, on_delete=models.CASCADE, related_name="+")
    firing = models.ForeignKey(Firing, on_delete=models.CASCADE, related_name="caused")

    def __str__(self) -> str:
        return f"{self.event_id} by {self.firing_id}"


class Timer(models.Model):
    """A moment at which an automation is due on a complaint 時限. Spent: it was, whatever came of it.

    `subject`: what it is counted from (dues.py); `cause`: the firing that brought that about.
    """

    #: Its index is that of timer_once.
    automation = models.ForeignKey(
        Automation, on_delete=models.CASCADE, related_name="timers", db_index=False
    )
    complaint = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="+")
    subject = models.CharField(max_length=60)
    due_at = models.DateTimeField()
    is_spent = models.BooleanField(default=False)
    cause = models.ForeignKey(Firing, null=True, blank=True, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["automation", "complaint", "subject"], name="timer_once"),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["due_at", "id"], name="timer_due", condition=models.Q(is_spent=False)),
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.due_at:%Y-%m-%d %H:%M}"


class AutomationWatch(models.Model):
    """How far the timelines have been watched: one row.

    `horizon` is a number of a transaction: once all before it have ended, nothing appears any more below `seen_to`.
    """

    done_to = models.BigIntegerField(default=0)
    seen_to = models.BigIntegerField(default=0)
    horizon = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"to {self.done_to}"


def name_of(kept: Any) -> str:
    """The name in a kept rule, in the reader's language; empty for what is no rule."""
    names = kept.get("name") if isinstance(kept, dict) else None
    if not isinstance(names, dict):
        return ""
    mine = "ja" if (get_language() or "ja").startswith("ja") else "en"
    return str(names.get(mine) or names.get("en") or names.get("ja") or "")
