"""Refusals 拒否の記録: steps that somebody tried to take in a complaint and might not. Only ever added to."""

from typing import Any, ClassVar

from django.db import models

from kikitori.records.complaints.models import Complaint
from kikitori.records.people.models import Staff


class Refusal(models.Model):
    """One step that was refused to one actor on one day, for one reason, and how often (ADR 0033).

    What was typed is not kept, and of an outsider neither name nor address: their kind and the complaint say enough.
    """

    #: Its index is that of refusal_once_a_day.
    complaint = models.ForeignKey(
        Complaint, on_delete=models.PROTECT, related_name="refusals", db_index=False
    )
    #: In the organisation's zone.
    day = models.DateField()
    #: An ActorKind.
    actor_kind = models.CharField(max_length=12)
    staff = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    #: The role in which it was tried; empty for outsiders.
    role = models.CharField(max_length=20, blank=True)
    #: A Step; of a page that was closed to them before any step, the Permission it needs.
    wanted = models.CharField(max_length=30)
    #: A Reason of the policy, or STATE.
    why = models.CharField(max_length=20)
    #: Where the complaint stood.
    state = models.CharField(max_length=20)
    times = models.PositiveIntegerField(default=1)
    last_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["complaint", "day", "actor_kind", "staff", "role", "wanted", "why", "state"],
                name="refusal_once_a_day",
                nulls_distinct=False,
            ),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["-last_at", "-id"], name="refusal_newest")]

    def __str__(self) -> str:
        return f"{self.actor_kind} {self.wanted} {self.why} {self.day}"


#: In the place of a Reason: the lifecycle does not know the step where the complaint stood.
STATE = "state"
