"""Escalate 上申: somebody above must look. An event, not a state; the complaint goes on meanwhile."""

from datetime import datetime

from kikitori.casework.errors import NotNow, Obstacle
from kikitori.casework.given import checked_text
from kikitori.casework.step import taking
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.terms import Urgency
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Staff
from kikitori.records.people.terms import Role


def escalate_complaint(actor: Actor, complaint: Complaint, *, reason: str, now: datetime) -> Staff:
    """Bring it before a lead: one of the complaint's team if there is one, else any. Returns the lead.

    Raises NotNow(NOBODY_ABOVE) when no lead is at work.
    """
    text = checked_text("reason", reason, longest=5000)
    with taking(actor, complaint, Step.ESCALATE, now=now) as step:
        leads = list(Staff.objects.filter(role=Role.LEAD.value, is_active=True).order_by("id"))
        if not leads:
            raise NotNow(Obstacle.NOBODY_ABOVE)
        own = [lead for lead in leads if lead.team_id and lead.team_id == step.complaint.team_id]
        lead = (own or leads)[0]
        if step.complaint.urgency in (Urgency.NORMAL.value, Urgency.LOW.value):
            step.complaint.urgency = Urgency.TODAY.value
        step.say(to=lead.pk, reason=text)
    return lead
