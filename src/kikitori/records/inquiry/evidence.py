"""Evidence 証拠: what there is, on which points it bears, and in whose hands it has been. Only ever added to.

No row here changes or goes (config/grants.py): what does not hold any more is withdrawn by a further entry, with its
reason (ISO 10002, 7.6; R-09: evidence with hash and custody).
"""

from typing import Any, ClassVar

from django.db import models

from kikitori.records.complaints.models import Allegation, Complaint
from kikitori.records.people.models import Staff


class Evidence(models.Model):
    """One piece of evidence, E-1, E-2 …: a file with the complaint, a thing kept somewhere, or a statement."""

    #: Its index is that of evidence_number_once.
    complaint = models.ForeignKey(
        Complaint, on_delete=models.PROTECT, related_name="evidence", db_index=False
    )
    number = models.PositiveSmallIntegerField()
    #: An EvidenceKind.
    kind = models.CharField(max_length=14)
    #: What it is; of a statement, what was said.
    what = models.TextField()
    #: Where it came from, and when it was got.
    source = models.CharField(max_length=300)
    got_on = models.DateField()
    enclosure = models.ForeignKey(
        "Enclosure", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    attachment = models.ForeignKey(
        "Attachment", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    #: Of a file: SHA-256 in hex, bytes and name, as it was taken in.
    digest = models.CharField(max_length=64, blank=True, default="")
    size = models.BigIntegerField(null=True, blank=True)
    file_name = models.CharField(max_length=255, blank=True, default="")
    #: Of a thing: where it was kept at first.
    place = models.CharField(max_length=300, blank=True)
    taken_at = models.DateTimeField()
    taken_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["complaint", "number"], name="evidence_number_once"),
            models.CheckConstraint(
                condition=models.Q(enclosure__isnull=True) | models.Q(attachment__isnull=True),
                name="evidence_is_one_file",
            ),
            models.CheckConstraint(
                condition=models.Q(digest="", enclosure__isnull=True, attachment__isnull=True)
                | (
                    ~models.Q(digest="")
                    & (models.Q(enclosure__isnull=False) | models.Q(attachment__isnull=False))
                ),
                name="evidence_file_has_a_digest",
            ),
        ]
        ordering: ClassVar[list[str]] = ["number"]
        verbose_name_plural = "evidence"

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """As findings cite it."""
        return f"E-{self.number}"


class EvidenceBearing(models.Model):
    """How a piece of evidence bears on one point (a Bearing). It falls with the point, if that is dropped."""

    #: Its index is that of evidence_bears_once.
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="bearings", db_index=False)
    allegation = models.ForeignKey(Allegation, on_delete=models.CASCADE, related_name="evidence")
    bearing = models.CharField(max_length=8)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["evidence", "allegation"], name="evidence_bears_once"),
        ]
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return f"{self.evidence_id} {self.bearing} {self.allegation_id}"


class CustodyEntry(models.Model):
    """One line of custody 保管の記録: what happened to a piece of evidence, when, by whom, and where it has gone."""

    #: Its index is that of custody_number_once.
    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="custody", db_index=False)
    number = models.PositiveSmallIntegerField()
    #: A CustodyKind.
    kind = models.CharField(max_length=10)
    #: To whom, by whom, or where to.
    whom = models.CharField(max_length=300, blank=True)
    note = models.TextField(blank=True)
    happened_on = models.DateField()
    at = models.DateTimeField()
    noted_by = models.ForeignKey(Staff, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["evidence", "number"], name="custody_number_once"),
        ]
        ordering: ClassVar[list[str]] = ["number"]
        verbose_name_plural = "custody entries"

    def __str__(self) -> str:
        return f"{self.evidence_id} {self.number} {self.kind}"
