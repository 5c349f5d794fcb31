"""What complainants ask of us beside the matter itself: to be understood rightly, to be helped, another person."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from kikitori.records.complaints.models import Complaint
from kikitori.records.people.models import Staff
from kikitori.records.voices.terms import PetitionState


class Petition(models.Model):
    """One thing asked for 申入れ, in the person's own words, and what came of it."""

    #: Its index is petition_of_complaint.
    complaint = models.ForeignKey(
        Complaint, on_delete=models.CASCADE, related_name="petitions", db_index=False
    )
    #: A PetitionKind.
    kind = models.CharField(max_length=10)
    words = models.TextField(blank=True)
    #: What was chosen: the point and how it read then, what makes it easier, the language.
    chosen = models.JSONField(default=dict)
    #: „by phone“, where it did not come through the portal.
    how = models.CharField(max_length=200, blank=True)
    asked_at = models.DateTimeField()
    #: By when it is answered; empty where nobody has to.
    due_at = models.DateTimeField(null=True, blank=True)
    #: The promise of that; empty for what is confided to leads, whose dates stand here alone (ADR 0029).
    promise = models.ForeignKey(
        "Promise", null=True, blank=True, on_delete=models.RESTRICT, related_name="petitions"
    )
    state = models.CharField(max_length=10, default=PetitionState.OPEN.value)
    #: What the complainant was told.
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    #: Staff it speaks of, as far as the machine can tell: they never see it, whatever their role.
    hidden_from = ArrayField(models.BigIntegerField(), default=list)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["complaint", "id"], name="petition_of_complaint"),
            models.Index(
                fields=["due_at", "id"],
                name="petition_open",
                condition=models.Q(state=PetitionState.OPEN.value),
            ),
        ]
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"

    @property
    def is_open(self) -> bool:
        """Does the complainant wait for an answer?"""
        return self.state == PetitionState.OPEN.value

    @property
    def asked(self) -> str:
        """What was asked for, whole: what was chosen, in the words in which it was offered, and what was written."""
        return "\n".join([*self.chosen.get("offered", ()), *([self.words] if self.words else [])])

    @property
    def asked_here(self) -> str:
        """The same with what was chosen in the language of the house."""
        return "\n".join([*self.chosen.get("lines", ()), *([self.words] if self.words else [])])
