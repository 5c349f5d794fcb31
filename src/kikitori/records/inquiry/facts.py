"""What was found out, apart from what is thought of it 事実と意見. Never removed (config/grants.py).

An access request may show both (R-70): an opinion names whose it is, and a fact what shows it.
"""

from typing import Any, ClassVar

from django.db import models

from kikitori.records.complaints.models import Allegation, Complaint
from kikitori.records.inquiry.evidence import Evidence
from kikitori.records.inquiry.models import Inquiry
from kikitori.records.inquiry.terms import Nature
from kikitori.records.people.models import Staff


class FactNote(models.Model):
    """One fact with what shows it, or one opinion with whose it is, about a point or about all of them."""

    #: Its index is fact_of_complaint.
    complaint = models.ForeignKey(
        Complaint, on_delete=models.PROTECT, related_name="fact_notes", db_index=False
    )
    #: A Nature.
    nature = models.CharField(max_length=10)
    text = models.TextField()
    #: Nothing: about all of them, or about one that an assessment has dropped since.
    allegation = models.ForeignKey(
        Allegation, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    #: Of a fact: the evidence, or the answer that shows it; neither: its writer has seen or heard it.
    evidence = models.ForeignKey(
        Evidence, null=True, blank=True, on_delete=models.PROTECT, related_name="facts"
    )
    inquiry = models.ForeignKey(
        Inquiry, null=True, blank=True, on_delete=models.PROTECT, related_name="facts"
    )
    #: Of an opinion: whose it is; empty: its writer's.
    whose = models.CharField(max_length=200, blank=True)
    #: What it corrects, which stays to be read.
    instead_of = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrected_by"
    )
    at = models.DateTimeField()
    noted_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes: ClassVar[list[Any]] = [models.Index(fields=["complaint", "id"], name="fact_of_complaint")]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(nature=Nature.FACT.value, whose="")
                | models.Q(nature=Nature.OPINION.value, evidence__isnull=True, inquiry__isnull=True),
                name="fact_has_a_source_opinion_a_person",
            ),
            models.CheckConstraint(
                condition=models.Q(evidence__isnull=True) | models.Q(inquiry__isnull=True),
                name="fact_has_one_source",
            ),
        ]
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return f"{self.nature} {self.text[:40]}"
