"""Verify 着金・到着の確認: what was done has reached the person, by their own word or as another of us has seen."""

from datetime import datetime

from kikitori.casework.errors import NotNow, Obstacle
from kikitori.casework.given import Checked
from kikitori.casework.step import taking
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.terms import Visibility
from kikitori.records.people.actor import Actor
from kikitori.records.remedies.terms import RemedyState


def verify_remedy(actor: Actor, complaint: Complaint, *, remedy: int, now: datetime, how: str = "") -> None:
    """It has arrived. `how`: by what road the complainant said so („by phone“), where staff write that down.

    Without their word, somebody looks who has not carried it out.
    Raises Invalid, NotNow(NOT_CARRIED_OUT: not done yet, or verified before; ANOTHER_VERIFIES).
    """
    check = Checked()
    road = check.line("how", how, longest=200)
    check.done()
    with taking(actor, complaint, Step.VERIFY_REMEDY, now=now) as step:
        own = step.complaint.remedies.filter(pk=remedy, state=RemedyState.DONE.value).first()
        if own is None:
            raise NotNow(Obstacle.NOT_CARRIED_OUT)
        if actor.staff_id is not None:
            if own.done_by_id == actor.staff_id and not road:
                raise NotNow(Obstacle.ANOTHER_VERIFIES)
            step.visibility = Visibility.INTERNAL
        own.state, own.verified_at = RemedyState.VERIFIED.value, now
        own.verified_by_id = actor.staff_id
        own.save(update_fields=["state", "verified_at", "verified_by"])
        step.say(remedy=own.pk, kind=own.kind, **({"how": road} if road else {}))
