"""Files that go with what we write 送る添付, and those that came in on paper 届いた書面: each lies in one place.

With a draft, with a reply that waits, with what was said; with the way a complaint came in; or with what its
complainant hands in at the portal, and from then on with the complaint itself, or with whom they appoint.
"""

from functools import reduce
from operator import or_
from typing import Any, ClassVar

from django.db import models

from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.way_in import WayIn
from kikitori.records.letters.drafts import Draft, PendingReply
from kikitori.records.letters.models import Message
from kikitori.records.letters.parcels import Parcel
from kikitori.records.people.models import Staff

_PLACES = ("draft", "pending", "message", "way_in", "parcel", "appointment")


def _one_of(place: str) -> models.Q:
    """It lies there, and nowhere else."""
    return models.Q(**{f"{each}__isnull": each != place for each in _PLACES})


class Enclosure(models.Model):
    """One file we keep. It moves with its text from draft to reply, and back; its bytes never change.

    Whether the complainant ever sees it follows from the text it lies with: that of a note never leaves the house.
    """

    #: Its index is enclosure_of_complaint. Nothing: handed in and not sent yet, so that nobody sees it.
    complaint = models.ForeignKey(
        Complaint, null=True, blank=True, on_delete=models.CASCADE, related_name="enclosures", db_index=False
    )
    draft = models.ForeignKey(
        Draft, null=True, blank=True, on_delete=models.CASCADE, related_name="enclosures"
    )
    pending = models.ForeignKey(
        PendingReply, null=True, blank=True, on_delete=models.CASCADE, related_name="enclosures"
    )
    message = models.ForeignKey(
        Message, null=True, blank=True, on_delete=models.CASCADE, related_name="enclosures"
    )
    #: A scan of what came in: no letter ever carries it. `part`: what of it (ScanPart).
    way_in = models.ForeignKey(WayIn, null=True, blank=True, on_delete=models.CASCADE, related_name="scans")
    part = models.CharField(max_length=10, blank=True, default="")
    #: Handed in by the complainant; with a complaint, it came with its story. Its index is enclosure_of_parcel.
    parcel = models.ForeignKey(
        Parcel, null=True, blank=True, on_delete=models.PROTECT, related_name="enclosures", db_index=False
    )
    #: What entitles somebody to speak for the complainant 委任状.
    appointment = models.ForeignKey(
        "Appointment", null=True, blank=True, on_delete=models.CASCADE, related_name="enclosures"
    )
    #: As its reader saves it (file_rules.py); may be empty.
    name = models.CharField(max_length=255, blank=True)
    #: What its first bytes say it is.
    found = models.CharField(max_length=200)
    size = models.BigIntegerField()
    digest = models.CharField(max_length=64, db_index=True)
    #: Small ones; large ones lie in the store, under their digest.
    raw = models.BinaryField(null=True, blank=True)
    #: A picture of which we could not take out where and with what it was taken.
    tells_more = models.BooleanField(default=False)
    #: Empty: not looked at; else `clean`, `infected` or `failed`.
    scan = models.CharField(max_length=10, blank=True)
    added_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["complaint", "id"], name="enclosure_of_complaint"),
            models.Index(fields=["parcel", "id"], name="enclosure_of_parcel"),
            models.Index(
                fields=["scan", "id"],
                name="enclosure_to_scan",
                condition=~models.Q(scan__in=["clean", "infected"]),
            ),
        ]
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=reduce(or_, map(_one_of, _PLACES)),
                name="enclosure_lies_in_one_place",
            ),
            models.CheckConstraint(
                condition=models.Q(complaint__isnull=False) | models.Q(parcel__isnull=False),
                name="enclosure_of_nobody_is_in_a_parcel",
            ),
            models.UniqueConstraint(
                fields=["draft", "digest", "name"],
                name="enclosure_once_in_a_draft",
                condition=models.Q(draft__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["parcel", "digest", "name"],
                name="enclosure_once_in_a_parcel",
                condition=models.Q(parcel__isnull=False, complaint__isnull=True),
            ),
        ]
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return self.name or f"{self.pk}"
