"""Leaflets 案内 of bodies as files: one in use for each, in versions; what was handed out once stays as it was."""

from typing import Any, ClassVar

from django.db import models

from kikitori.records.people.models import Staff
from kikitori.records.referral.models import Body

#: Bytes of one: a few pages, or a picture of one. It lies in its row.
LARGEST_LEAFLET = 5_000_000
#: What it may be, by its first bytes: what every device opens, and nothing in it acts.
LEAFLET_KINDS = frozenset({"application/pdf", "image/png", "image/jpeg"})


class Leaflet(models.Model):
    """One version of the leaflet of a body. In use until another one takes its place, or it is taken out."""

    #: Its index is leaflet_version_once.
    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="leaflets", db_index=False)
    version = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=255)
    #: What its first bytes say it is.
    found = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    #: SHA-256 of its bytes, in hex.
    digest = models.CharField(max_length=64)
    raw = models.BinaryField()
    #: Empty: not looked at; else a Scan.
    scan = models.CharField(max_length=10, blank=True, default="")
    added_by = models.ForeignKey(Staff, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["body", "version"], name="leaflet_version_once"),
            models.UniqueConstraint(
                fields=["body"], name="leaflet_one_in_use", condition=models.Q(ended_at__isnull=True)
            ),
        ]
        ordering: ClassVar[list[str]] = ["id"]

    def __str__(self) -> str:
        return f"{self.name} ({self.version})"
