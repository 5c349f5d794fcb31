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
from kikitori.casework.step import Taken, taking
from kikitori.foundation.language.bilingual import tongue
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Complaint
from kikitori.records.letters.compose import fixed_sentences, has_letters
from kikitori.records.letters.kinds import LetterKind
from kikitori.records.letters.proposal_parts import ProposalLetter, missing_in
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
    Raises Invalid, NotNow(NO_REMEDY | OVER_LIMIT | PROPOSAL_PART with its name), Changed.
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
        _require_all_parts(step, [each.due_on for each in read], until)
        step.letter(
            LetterKind.PROPOSAL,
            text=words,
            remedies=remedy_lines(read, step.complaint.language),
            answer_by=until,
        )
    return proposal


def _require_all_parts(step: Taken, offered: Sequence[date], until: date) -> None:
    """Raises NotNow(PROPOSAL_PART) where its letter would leave out what it must say."""
    complaint, organisation = step.complaint, step.house.organisation
    reads = complaint.language if has_letters(complaint.language) else tongue(complaint.language)
    missing = missing_in(
        ProposalLetter(
            offered=offered,
            answer_by=until,
            has_phone=bool(organisation.phone),
            sentences=fixed_sentences(LetterKind.PROPOSAL, reads, complaint, organisation),
        )
    )
    if missing:
        raise NotNow(Obstacle.PROPOSAL_PART, missing[0].value)
