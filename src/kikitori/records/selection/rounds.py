"""Rounds 一括処理: one step on many complaints, asked for once, and what became of each: to be told, and undone."""

from typing import Any, ClassVar

from django.db import models

from kikitori.records.complaints.models import Complaint
from kikitori.records.people.models import Staff
from kikitori.records.selection.terms import Fate


class Round(models.Model):
    """What somebody asked to be done to several complaints at once. Each of them is a RoundItem."""

    kind = models.CharField(max_length=12)
    #: For the verb: to whom, where to, what to note.
    values = models.JSONField(default=dict)
    by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="rounds")
    asked_at = models.DateTimeField()
    #: When each of its complaints had had its turn.
    ended_at = models.DateTimeField(null=True, blank=True)
    #: The round that this one takes back.
    undoes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="undone_by"
    )
    #: Hash of the token of the form: the same sending twice is one round.
    intake_key = models.CharField(max_length=64, unique=True)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["id"], name="round_under_way", condition=models.Q(ended_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.asked_at:%Y-%m-%d %H:%M}"


class RoundItem(models.Model):
    """One complaint of a round. `fate`: waits for its turn, done, or left as it was and `why`, a code."""

    #: Its index is that of round_item_once.
    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="items", db_index=False)
    complaint = models.ForeignKey(Complaint, on_delete=models.CASCADE, related_name="+")
    fate = models.CharField(max_length=8, default=Fate.WAITS.value)
    why = models.CharField(max_length=40, blank=True)
    #: Where it stood before, and where the step has put it: what undoing needs.
    before = models.JSONField(default=dict, blank=True)
    after = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["round", "complaint"], name="round_item_once"),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(
                fields=["round", "id"],
                name="round_item_waits",
                condition=models.Q(fate=Fate.WAITS.value),
            ),
        ]
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return f"{self.round_id}: {self.complaint_id} {self.fate}"
