"""Review 再検討: the complainant has the result looked at once more, by somebody who had no part in it.

No reasons are needed. The complaint leaves the hands it was in and comes before a lead, who names the reviewer by the
day that was promised.
"""

from datetime import datetime

from django.db import transaction

from kikitori.casework.assign import assign_within, require_able
from kikitori.casework.errors import NotNow, Obstacle
from kikitori.casework.escalate import escalate_complaint
from kikitori.casework.given import Checked
from kikitori.casework.step import taking
from kikitori.records.access.visibility import seen_by
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.second_stage import TELLING, is_reviewed
from kikitori.records.complaints.terms import EventKind
from kikitori.records.escalation.terms import Cause
from kikitori.records.letters.kinds import LetterKind
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Staff


def ask_review(actor: Actor, complaint: Complaint, *, now: datetime, reason: str = "", how: str = "") -> None:
    """Have the result looked at again. `how`: by what road staff were told, where they write it down.

    Raises NotNow(REVIEWED_ALREADY) where this result came of a review: then an external body is the way.
    """
    check = Checked()
    text, road = check.text("reason", reason, longest=10_000), check.line("how", how, longest=200)
    check.done()
    with transaction.atomic():
        with taking(actor, complaint, Step.ASK_REVIEW, now=now) as step:
            if is_reviewed(_kinds(step.complaint)):
                raise NotNow(Obstacle.REVIEWED_ALREADY)
            before = step.complaint.assignee_id
            step.complaint.assignee = None
            step.say(
                **({"reason": text} if text else {}),
                **({"how": road} if road else {}),
                **({"before": before} if before else {}),
            )
        system = Actor.system("review")
        escalate_complaint(system, complaint, reason=Cause.REVIEW.value, cause=Cause.REVIEW, now=now)


def begin_review(actor: Actor, complaint: Complaint, *, to: Staff, now: datetime) -> None:
    """Name who looks at it again; the complainant hears that it is somebody without a part, and by when.

    Raises Invalid, NotNow(HAD_A_PART, RECEIVER_CANNOT_SEE, or REVIEW_BEGUN where somebody has been named).
    """
    require_able(to)
    with taking(actor, complaint, Step.BEGIN_REVIEW, now=now) as step:
        newest = step.complaint.events.filter(kind__in=_ABOUT_REVIEW).order_by("-pk").first()
        if newest is not None and newest.kind == EventKind.REVIEW_BEGUN.value:
            raise NotNow(Obstacle.REVIEW_BEGUN)
        assign_within(step, to)
        if not seen_by(step.complaint).filter(pk=to.pk).exists():
            raise NotNow(Obstacle.RECEIVER_CANNOT_SEE, to.name)
        step.letter(LetterKind.REVIEW)


_ABOUT_REVIEW = (EventKind.REVIEW_ASKED.value, EventKind.REVIEW_BEGUN.value)


def _kinds(complaint: Complaint) -> list[str]:
    return list(complaint.events.filter(kind__in=TELLING).order_by("pk").values_list("kind", flat=True))
