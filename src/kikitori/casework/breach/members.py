"""Complaints of an incident of leaked data: one is added, and taken out again. Its own life goes on untouched."""

from datetime import datetime

from kikitori.casework.breach.doorway import on_incident
from kikitori.casework.errors import NotNow, Obstacle, Unseen
from kikitori.casework.step import taking
from kikitori.records.access.visibility import visible_to
from kikitori.records.complaints.breach_terms import BreachAct
from kikitori.records.complaints.breaches import BreachIncident, BreachMember
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.actor import Actor


def join_breach(
    actor: Actor, complaint: Complaint, *, incident: BreachIncident, now: datetime
) -> BreachMember:
    """This complaint is about that leak. To one incident at a time; it says so inside, and nobody outside is told.

    Raises Unseen (either), Refused, NotNow(ALREADY_THERE, IN_A_BREACH).
    """
    _require_sight(actor, complaint)
    with (
        on_incident(actor, incident, BreachAct.JOINED, now=now) as held,
        taking(actor, complaint, Step.JOIN_BREACH, now=now) as step,
    ):
        other = BreachMember.objects.filter(complaint=step.complaint, left_at__isnull=True).first()
        if other is not None:
            here = other.incident_id == held.breach_incident.pk
            raise NotNow(Obstacle.ALREADY_THERE if here else Obstacle.IN_A_BREACH)
        member = BreachMember.objects.create(
            incident=held.breach_incident, complaint=step.complaint, joined_at=now
        )
        step.say(breach=held.breach_incident.pk)
        held.say(complaint=step.complaint.pk)
    return member


def leave_breach(actor: Actor, complaint: Complaint, *, incident: BreachIncident, now: datetime) -> None:
    """It is about something else after all. What was told to its complainant has been told.

    Raises Unseen, Refused, NotNow(NOT_IN_THE_BREACH).
    """
    _require_sight(actor, complaint)
    with (
        on_incident(actor, incident, BreachAct.LEFT, now=now) as held,
        taking(actor, complaint, Step.LEAVE_BREACH, now=now) as step,
    ):
        rows = BreachMember.objects.filter(complaint=step.complaint, left_at__isnull=True)
        own = rows.filter(incident=held.breach_incident).first()
        if own is None:
            raise NotNow(Obstacle.NOT_IN_THE_BREACH)
        own.left_at = now
        own.save(update_fields=["left_at"])
        step.say(breach=held.breach_incident.pk)
        held.say(complaint=step.complaint.pk)


def _require_sight(actor: Actor, complaint: Complaint) -> None:
    """Before the incident is locked, which always comes first: what is not seen does not exist. Raises Unseen."""
    if not visible_to(actor).filter(pk=complaint.pk).exists():
        raise Unseen
