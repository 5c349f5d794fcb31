"""Children of a mass complaint: a complaint is added to it, and taken out again. Its own life goes on untouched.

Person, clocks, promises, letters and verdict stay each child's own; what joins them is one row. So leaving undoes
joining, and joining again undoes leaving, at any time.
"""

from datetime import datetime

from django.db import transaction

from kikitori.casework.errors import NotNow, Obstacle, Unseen
from kikitori.casework.given import checked_text
from kikitori.casework.mass import MassGiven, begin_mass
from kikitori.casework.step import taking
from kikitori.records.access.visibility import masses_seen_by
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.mass import MassComplaint, MassMember
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.actor import Actor


def join_mass(
    actor: Actor, complaint: Complaint, *, mass: MassComplaint, now: datetime, reason: str = ""
) -> MassMember:
    """This complaint has the common cause. To one mass complaint at a time.

    Raises Unseen (either), Refused, Invalid, StepNotPossible, NotNow(ALREADY_THERE, IN_A_MASS_COMPLAINT).
    """
    why = checked_text("reason", reason, longest=2000, needed=False)
    with taking(actor, complaint, Step.JOIN_MASS, now=now) as step:
        if not masses_seen_by(actor).filter(pk=mass.pk).exists():
            raise Unseen
        other = belonging_of(step.complaint)
        if other is not None:
            here = other.mass_id == mass.pk
            raise NotNow(Obstacle.ALREADY_THERE if here else Obstacle.IN_A_MASS_COMPLAINT, other.mass.title)
        member = MassMember.objects.create(mass=mass, complaint=step.complaint, joined_at=now)
        step.say(mass=mass.pk, **({"reason": why} if why else {}))
    return member


def join_chosen(
    actor: Actor,
    complaint: Complaint,
    *,
    mass: MassComplaint | None,
    title: str,
    now: datetime,
    reason: str = "",
) -> MassMember:
    """As `join_mass`; where none is chosen, to a new one of this title. Raises what both raise."""
    with transaction.atomic():
        chosen = mass or begin_mass(actor, MassGiven(title=title), now=now)
        return join_mass(actor, complaint, mass=chosen, now=now, reason=reason)


def leave_mass(
    actor: Actor, complaint: Complaint, *, now: datetime, reason: str = "", mass: int | None = None
) -> None:
    """It goes its own way. What was sent to it in common has been sent.

    `mass`: out of this one alone. Raises Unseen, Refused, Invalid, NotNow(NOT_IN_THE_MASS_COMPLAINT).
    """
    why = checked_text("reason", reason, longest=2000, needed=False)
    with taking(actor, complaint, Step.LEAVE_MASS, now=now) as step:
        own = belonging_of(step.complaint)
        if own is None or (mass is not None and own.mass_id != mass):
            raise NotNow(Obstacle.NOT_IN_THE_MASS_COMPLAINT)
        own.left_at = now
        own.save(update_fields=["left_at"])
        step.say(mass=own.mass_id, **({"reason": why} if why else {}))


def belonging_of(complaint: Complaint) -> MassMember | None:
    """To which mass complaint it belongs now. One query."""
    own = MassMember.objects.select_related("mass").filter(complaint=complaint, left_at__isnull=True)
    return own.first()
