"""What stands in the way of one step of a macro, in the words its own page would use."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kikitori.casework.errors import Invalid, NotNow, Refused, Unseen
from kikitori.casework.macro_ahead import Ahead
from kikitori.interfaces.desk.complaint.sentences import of_obstacle, of_refusal, of_state
from kikitori.records.complaints.lifecycle import Step, StepNotPossible
from kikitori.records.people.actor import Actor


def why_not(ahead: Ahead, actor: Actor) -> str:
    """What stands in the way of one part, in words; empty where nothing does."""
    return refusal_told(ahead.refusal, ahead.part.step or Step.NOTE, actor) if ahead.refusal else ""


def refusal_told(refusal: Exception, step: Step, actor: Actor) -> str:
    """A refusal in words, as the page of its own step would say it."""
    match refusal:
        case NotNow(obstacle=obstacle, detail=detail):
            return of_obstacle(obstacle, detail, actor.role).happened
        case StepNotPossible(state=state, step=wanted):
            return of_state(state, wanted).happened
        case Refused(decision=decision):
            return of_refusal(decision, step).happened
        case Unseen():
            return _("After the step before, you would not see this complaint any more.")
        case Invalid(problems=problems):
            return _INVALID_SAID.get(next(iter(problems)), lambda: _("What it names is not possible here."))()
    return ""


_INVALID_SAID = {
    "to": lambda: _("Whom it names is not at work, or cannot take this."),
    "template": lambda: _("Its template is not in use any more."),
    "team": lambda: _("Its team is not there any more."),
}
