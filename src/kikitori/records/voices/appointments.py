"""Whom a complainant wants to speak for them 代理人の届出, and what came of it."""

from typing import Any, ClassVar

from django.db import models

from kikitori.records.complaints.models import Complaint, Party
from kikitori.records.people.models import Staff
from kikitori.records.voices.terms import AppointmentState

#: In these nobody else can be named.
STANDING = (AppointmentState.ASKED.value, AppointmentState.CONFIRMED.value)


class Appointment(models.Model):
    """One person named, as the complainant has told us of them. Once it is confirmed they have a part in it."""

    #: Its index is appointment_of_complaint.
    complaint = models.ForeignKey(
        Complaint, on_delete=models.CASCADE, related_name="appointments", db_index=False
    )
    name = models.CharField(max_length=300)
    kana = models.CharField(max_length=300, blank=True)
    #: Who they are to the complainant, in their words: daughter, lawyer, colleague.
    relation = models.CharField(max_length=200, blank=True)
    #: A Mandate.
    mandate = models.CharField(max_length=10)
    #: A ContactKind, and the one road to them. Empty: none was given, so letters go to the complainant as before.
    reach_kind = models.CharField(max_length=10, blank=True)
    reach = models.CharField(max_length=500, blank=True)
    #: The language of their letters.
    language = models.CharField(max_length=10)
    words = models.TextField(blank=True)
    #: An AuthorityProof: what was said of it by the complainant; once confirmed, by whoever looked.
    proof = models.CharField(max_length=10)
    #: „by phone“, where it did not come through the portal.
    how = models.CharField(max_length=200, blank=True)
    asked_at = models.DateTimeField()
    due_at = models.DateTimeField()
    promise = models.ForeignKey("Promise", on_delete=models.RESTRICT, related_name="appointments")
    state = models.CharField(max_length=10, default=AppointmentState.ASKED.value)
    #: What the complainant was told.
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    #: Their part in the complaint, from the day it was confirmed.
    party = models.OneToOneField(
        Party, null=True, blank=True, on_delete=models.PROTECT, related_name="appointment"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    #: Empty: the complainant has ended it themselves.
    ended_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    #: Why we ended it; the complainant owes nobody a reason.
    reason = models.TextField(blank=True)

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["complaint", "id"], name="appointment_of_complaint"),
        ]
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["complaint"],
                name="appointment_one_at_a_time",
                condition=models.Q(state__in=STANDING),
            ),
        ]
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return f"{self.name} {self.state}"

    @property
    def is_open(self) -> bool:
        """Does the complainant wait for an answer?"""
        return self.state == AppointmentState.ASKED.value

    @property
    def is_confirmed(self) -> bool:
        """Do they speak for the complainant now?"""
        return self.state == AppointmentState.CONFIRMED.value

    @property
    def stands(self) -> bool:
        """Asked for or confirmed, and not ended."""
        return self.state in STANDING
