"""Tables of escalation: the levels, and what was brought before whom."""

from typing import Any, ClassVar

from django.db import models

from kikitori.foundation.language.bilingual import tongue
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.models import Staff

#: Nobody has answered, and nobody above has taken its place.
OPEN = models.Q(acknowledged_at__isnull=True, superseded_by__isnull=True)


class Level(models.Model):
    """One level 段階 of the ladder; where there is none, leads are asked (ladder.py)."""

    number = models.PositiveSmallIntegerField(unique=True)
    name_ja = models.CharField(max_length=60, blank=True)
    name_en = models.CharField(max_length=60, blank=True)
    holder = models.ForeignKey(
        Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="levels_held"
    )
    deputy = models.ForeignKey(
        Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="levels_deputised"
    )
    #: Working minutes after which what nobody has answered goes up.
    answer_within_minutes = models.PositiveIntegerField()
    #: What is at least this grave comes here when it is assessed; empty: nothing does.
    from_severity = models.CharField(max_length=2, blank=True)

    class Meta:
        ordering: ClassVar[list[str]] = ["number"]

    def __str__(self) -> str:
        return f"{self.number}. {self.name_ja or self.name_en}"

    def name_in(self, language: str) -> str:
        """Its name for a reader of `language`; in the other one where it has only that."""
        ja_first = tongue(language) == "ja"
        return (self.name_ja or self.name_en) if ja_first else (self.name_en or self.name_ja)


class Escalation(models.Model):
    """One complaint brought before one level 上申. An event, not a state; somebody answers it."""

    #: Its index is escalation_of_complaint.
    complaint = models.ForeignKey(
        Complaint, on_delete=models.CASCADE, related_name="escalations", db_index=False
    )
    level = models.PositiveSmallIntegerField()
    cause = models.CharField(max_length=16)
    at = models.DateTimeField()
    #: Empty: the system.
    raised_by = models.ForeignKey(
        Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="escalations_raised"
    )
    #: What somebody asks of those above, in their words; only for a request.
    reason = models.TextField(blank=True)
    #: The code of what brought it about by itself: kind of promise, rule of a clock, severity.
    detail = models.CharField(max_length=140, blank=True)
    # Plain numbers: rooms do not know each other, and a date that is gone must not take this with it.
    clock_id = models.BigIntegerField(null=True, blank=True)
    promise_id = models.BigIntegerField(null=True, blank=True)
    #: Before whom it stands; empty: nobody was left, and it is everybody's who sees the complaint.
    holder = models.ForeignKey(
        Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="escalations"
    )
    #: Who may answer for the holder.
    deputy = models.ForeignKey(
        Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="escalations_deputised"
    )
    #: When it goes up if nobody has answered, in working time; empty: there is nothing above.
    answer_by = models.DateTimeField(null=True, blank=True)
    #: With nobody in `acknowledged_by`: the complaint had ended, and no answer was needed any more.
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="escalations_acknowledged"
    )
    #: The one above that has taken its place.
    superseded_by = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="supersedes"
    )

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["complaint", "level", "cause"], name="escalation_open_once", condition=OPEN
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["complaint", "id"], name="escalation_of_complaint"),
            # The list and its number in the bar, from the few that are open.
            models.Index(
                fields=["-level", "at", "id"],
                name="escalation_open",
                condition=OPEN,
                include=["complaint", "holder"],
            ),
            models.Index(fields=["answer_by", "id"], name="escalation_unanswered", condition=OPEN),
            models.Index(
                fields=["-acknowledged_at", "-id"],
                name="escalation_answered",
                condition=models.Q(acknowledged_at__isnull=False),
            ),
        ]
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return f"{self.level} {self.cause} {self.at:%Y-%m-%d %H:%M}"

    @property
    def is_open(self) -> bool:
        """Does it still wait for an answer?"""
        return self.acknowledged_at is None and self.superseded_by_id is None

    def is_before(self, staff_id: int | None) -> bool:
        """Does it stand before this person, in their own name or as deputy?"""
        return staff_id is not None and staff_id in (self.holder_id, self.deputy_id)
