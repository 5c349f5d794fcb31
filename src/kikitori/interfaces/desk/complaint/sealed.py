"""A sealed complaint's own facts: why it was sealed, who may read it, who has read it and who tried to."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Max

from kikitori.records.access.seals import Grant, Seal, SealedReading
from kikitori.records.access.visibility import grants_held
from kikitori.records.complaints.models import Complaint


@dataclass(frozen=True, slots=True)
class Read:
    """How often one person opened it, or asked for it in vain, and when last."""

    name: str
    times: int
    last: datetime
    shown: bool


@dataclass(frozen=True, slots=True)
class Sealed:
    """`grants`: who may read it now, with their names."""

    seal: Seal
    grants: list[Grant]
    readings: list[Read] = field(default_factory=list)

    @property
    def read_by(self) -> list[Read]:
        """Who has read it, the last first."""
        return [each for each in self.readings if each.shown]

    @property
    def asked_in_vain(self) -> list[Read]:
        """Who asked for it and was shown nothing."""
        return [each for each in self.readings if not each.shown]


def sealed_of(complaint: Complaint) -> Sealed | None:
    """None where no seal stands on it. Three queries where one does, none else."""
    if not complaint.is_sealed:
        return None
    seals = complaint.seals.select_related("sealed_by", "lift_asked_by")
    seal = seals.filter(lifted_at__isnull=True).first()
    if seal is None:
        return None
    grants = grants_held().filter(complaint=complaint).select_related("staff", "given_by")
    rows = (
        SealedReading.objects.filter(complaint=complaint)
        .values("staff__name", "shown")
        .annotate(times=Count("pk"), last=Max("at"))
        .order_by("-last")
    )
    readings = [Read(row["staff__name"], row["times"], row["last"], row["shown"]) for row in rows]
    return Sealed(seal, list(grants.order_by("given_at", "pk")), readings)
