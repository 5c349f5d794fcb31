"""Why nothing changes 是正処置をしない理由: from what was right comes an action, or there is a reason why none.

A decision does not wait for that answer: whoever decides owes the complainant a date. What is unanswered stands in a
list until it is answered (ADR 0037).
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from kikitori.casework.errors import Unseen
from kikitori.casework.given import checked_text
from kikitori.casework.prevent.doorway import require
from kikitori.records.access.permissions import Permission
from kikitori.records.access.visibility import visible_to
from kikitori.records.complaints.mass import MassMember
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.terms import Outcome
from kikitori.records.inquiry.models import Finding
from kikitori.records.people.actor import Actor
from kikitori.records.prevention.actions import ActionSource, NoAction

LONGEST = 5000
#: Found right, in whole or in part.
RIGHT = (Outcome.UPHELD.value, Outcome.PARTLY.value)


def say_why_no_action(actor: Actor, complaint: Complaint, *, reason: str, now: datetime) -> None:
    """Nothing in the organisation changes after this one, and why. Raises Unseen, Refused, Invalid."""
    require(actor, Permission.PREVENT)
    why = checked_text("reason", reason, longest=LONGEST)
    with transaction.atomic():
        if not visible_to(actor).filter(pk=complaint.pk).exists():
            raise Unseen
        NoAction.objects.update_or_create(
            complaint=complaint, defaults={"reason": why, "at": now, "by_id": actor.own_staff_id}
        )


def unanswered(actor: Actor) -> QuerySet[Complaint]:
    """What this actor sees of complaints that were right, without an action and without a reason why none."""
    newer = Finding.objects.filter(allegation=OuterRef("allegation"), pk__gt=OuterRef("pk"))
    right = Finding.objects.filter(allegation__complaint=OuterRef("pk"), outcome__in=RIGHT)
    masses = MassMember.objects.filter(complaint=OuterRef(OuterRef("pk")), left_at__isnull=True).values(
        "mass"
    )
    sources = ActionSource.objects.filter(Q(complaint=OuterRef("pk")) | Q(mass__in=masses))
    return visible_to(actor).filter(
        Exists(right.filter(~Exists(newer))),
        ~Exists(sources),
        no_action__isnull=True,
        merged_into__isnull=True,
    )
