"""Read and understood 既読・理解済み: each who handles complaints says so of each version; a new version asks anew."""

from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet

from kikitori.casework.errors import NotNow, Obstacle, Refused
from kikitori.records.access.permissions import OF_ROLE, Permission
from kikitori.records.access.policy import may, permissions_of
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Staff
from kikitori.records.prevention.guideline_queries import unread_by
from kikitori.records.prevention.guidelines import GuidelineRead, GuidelineVersion

#: Whoever may do this goes by guidelines, and is asked to read them.
_GOES_BY = Permission.INVESTIGATE


def mark_guideline_read(actor: Actor, version: int, *, now: datetime) -> GuidelineRead:
    """This person has read this version and understood it; the first time counts.

    Raises Refused for who handles no complaints, NotNow (NO_GUIDELINE) for a version there is not.
    """
    decision = may(actor, _GOES_BY)
    if not decision.allowed:
        raise Refused(decision)
    if not GuidelineVersion.objects.filter(pk=version).exists():
        raise NotNow(Obstacle.NO_GUIDELINE)
    GuidelineRead.objects.bulk_create(
        [GuidelineRead(version_id=version, staff_id=actor.own_staff_id, at=now)], ignore_conflicts=True
    )
    return GuidelineRead.objects.get(version=version, staff=actor.own_staff_id)


def unread_guidelines(actor: Actor) -> QuerySet[GuidelineVersion]:
    """Versions this person is asked to read; none for who handles no complaints."""
    if _GOES_BY not in permissions_of(actor):
        return GuidelineVersion.objects.none()
    return unread_by(actor.own_staff_id)


def unread_guidelines_counted(actor: Actor) -> QuerySet[GuidelineVersion, Any]:
    """How many that are, as `number`, by guideline."""
    return unread_guidelines(actor).order_by().values("guideline").annotate(number=Count("pk"))


def asked_to_read() -> QuerySet[Staff]:
    """Everybody who goes by guidelines, by name."""
    roles = [role.value for role, granted in OF_ROLE.items() if _GOES_BY in granted]
    return Staff.objects.filter(is_active=True, role__in=roles).order_by("name", "pk")
