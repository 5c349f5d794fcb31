"""Propose 解決案の提示: what we offer, by when, and until when the offer stands (standards N6).

Accepting never waives the right to turn to an external body; the letter says so.
"""

from collections.abc import Sequence
from datetime import date, datetime

from kikitori.casework.errors import NotNow, Obstacle
from kikitori.casework.given import Checked
from kikitori.casework.granting import (
    RemedyGiven,
    RemedyRead,
    costs_money,
    granted_by,
    read_remedies,
    write_remedies,
)
from kikitori.casework.house import House
from kikitori.casework.outgoing import remedy_lines
from kikitori.casework.overtaking import overtake
from kikitori.casework.step import taking
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Complaint
from kikitori.records.letters.kinds import LetterKind
from kikitori.records.people.actor import Actor
from kikitori.records.remedies.limits import SHIPPED
from kikitori.records.remedies.models import Proposal
from kikitori.records.remedies.terms import RemedyState

__all__ = ["RemedyGiven", "RemedyRead", "propose_solution"]


def propose_solution(
    actor: Actor,
    complaint: Complaint,
    *,
    text: str,
    remedies: Sequence[RemedyGiven],
    answer_by: date | None,
    now: datetime,
    seen_version: int | None = None,
    approved_by: int | None = None,
    unlike: str = "",
) -> Proposal:
    """Offer a solution with at least one remedy; an earlier offer still open is overtaken by it.

    `approved_by`: the member of staff who has approved it (casework/approval.py), where it is past the actor's limit.
    `unlike`: why so much or so little, beside what complaints like this one received; for colleagues only.
    Raises Invalid, NotNow(NO_REMEDY | OVER_LIMIT), Changed.
    """
    house = House()
    today = house.day_of(now)
    check = Checked()
    words = check.text("text", text, longest=20_000, needed=True)
    why_unlike = check.text("unlike", unlike, longest=2000)
    until = check.coming_day("answer_by", answer_by, today)
    limits = house.limits if costs_money(remedies) else SHIPPED
    read = read_remedies(check, remedies, today, limits.currency)
    check.done()
    if not read:
        raise NotNow(Obstacle.NO_REMEDY)
    with taking(actor, complaint, Step.PROPOSE, now=now, seen_version=seen_version, house=house) as step:
        by = granted_by(step, read, approved_by)
        rounds = step.complaint.proposals.count()
        overtake(step)
        proposal = Proposal.objects.create(
            complaint=step.complaint,
            round=rounds + 1,
            text=words,
            offered_at=now,
            offered_by_id=actor.own_staff_id,
            answer_by=until,
        )
        write_remedies(step, read, RemedyState.OFFERED, by=by, proposal=proposal, unlike=why_unlike)
        step.say(proposal=proposal.pk, round=proposal.round, answer_by=until.isoformat())
        step.letter(
            LetterKind.PROPOSAL,
            text=words,
            remedies=remedy_lines(read, step.complaint.language),
            answer_by=until,
        )
    return proposal
