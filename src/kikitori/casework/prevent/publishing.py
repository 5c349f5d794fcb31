"""From a corrective action to „you said – we did“: a draft in one step, which its writer reads over and publishes."""

from datetime import datetime

from django.db.models import Q

from kikitori.casework.errors import NotNow, Obstacle
from kikitori.casework.improvements import ImprovementGiven, write_improvement
from kikitori.casework.prevent.doorway import acting
from kikitori.foundation.language.bilingual import tongue
from kikitori.records.access.permissions import Permission
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.actor import Actor
from kikitori.records.prevention.actions import CorrectiveAction
from kikitori.records.prevention.lifecycle import ActionStep
from kikitori.records.prevention.models import Improvement

_LONGEST_TITLE = 120


def draft_improvement(actor: Actor, action: CorrectiveAction, *, now: datetime) -> Improvement:
    """Title, what was done, month and number of complaints, in the organisation's language. Nobody reads it yet.

    Raises Refused; NotNow(ALREADY_THERE) where there is one; Invalid where its words point at somebody.
    """
    with acting(actor, action, ActionStep.DRAFT, now=now, needs=Permission.PUBLISH) as step:
        if step.action.improvement_id is not None:
            raise NotNow(Obstacle.ALREADY_THERE)
        title, words = step.action.title[:_LONGEST_TITLE], step.cycle.done_how or step.cycle.plan
        month, number = step.cycle.done_on, max(complaints_behind(step.action), 1)
        if tongue(step.house.organisation.default_language) == "ja":
            given = ImprovementGiven(title_ja=title, words_ja=words, month=month, complaints=number)
        else:
            given = ImprovementGiven(title_en=title, words_en=words, month=month, complaints=number)
        step.action.improvement = improvement = write_improvement(actor, given, now=now)
        step.say(improvement=improvement.pk)
    return improvement


def complaints_behind(action: CorrectiveAction) -> int:
    """How many complaints it comes from, each counted once, whoever sees them. One query."""
    of_mass = Q(belonging__mass__action_sources__action=action, belonging__left_at__isnull=True)
    found = Complaint.objects.filter(Q(action_sources__action=action) | of_mass)
    return found.distinct().count()
