"""Propose 解決案の提示: what we offer, by when, and until when the offer stands (standards N6).

Accepting never waives the right to turn to an external body; the letter says so.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from kikitori.casework.errors import NotNow, Obstacle, Problem
from kikitori.casework.given import Checked
from kikitori.casework.house import House
from kikitori.casework.outgoing import remedy_lines
from kikitori.casework.step import taking
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Complaint
from kikitori.records.letters.kinds import LetterKind
from kikitori.records.people.actor import Actor
from kikitori.records.people.terms import Role
from kikitori.records.remedies.limits import may_offer
from kikitori.records.remedies.models import Proposal, Remedy
from kikitori.records.remedies.terms import MONEY, ProposalState, RemedyKind, RemedyState

_MOST = 100_000_000


@dataclass(frozen=True, kw_only=True)
class RemedyGiven:
    """One thing to be done for the person, by a day. `amount` in whole yen where it costs money."""

    kind: str
    text: str
    due_on: date | None
    amount: int | None = None


@dataclass(frozen=True, kw_only=True)
class RemedyRead:
    """A remedy whose values can be stored."""

    kind: RemedyKind
    text: str
    due_on: date
    amount: int | None


def read_remedies(check: Checked, given: Sequence[RemedyGiven], today: date) -> list[RemedyRead]:
    """Check each remedy; problems go under `remedies.<n>.<field>`."""
    read = []
    for n, remedy in enumerate(given):
        kind = check.word(f"remedies.{n}.kind", remedy.kind, RemedyKind)
        if remedy.amount is not None and not 0 <= remedy.amount <= _MOST:
            check.problems[f"remedies.{n}.amount"] = Problem.OUT_OF_RANGE
        read.append(
            RemedyRead(
                kind=kind,
                text=check.text(f"remedies.{n}.text", remedy.text, longest=2000, needed=True),
                due_on=check.coming_day(f"remedies.{n}.due_on", remedy.due_on, today),
                amount=remedy.amount if kind in MONEY else None,
            )
        )
    return read


def require_within_limit(actor: Actor, remedies: Sequence[RemedyRead]) -> None:
    """Raises NotNow(OVER_LIMIT) when the money in it is more than this role may offer alone."""
    amounts = [remedy.amount or 0 for remedy in remedies]
    if not may_offer(actor.role or Role.AUDITOR, amounts):
        raise NotNow(Obstacle.OVER_LIMIT, str(sum(amounts)))


def propose_solution(
    actor: Actor,
    complaint: Complaint,
    *,
    text: str,
    remedies: Sequence[RemedyGiven],
    answer_by: date | None,
    now: datetime,
    seen_version: int | None = None,
) -> Proposal:
    """Offer a solution with at least one remedy; an earlier offer still open is overtaken by it.

    Raises Invalid, NotNow(NO_REMEDY | OVER_LIMIT), Changed.
    """
    house = House()
    today = house.day_of(now)
    check = Checked()
    words = check.text("text", text, longest=20_000, needed=True)
    until = check.coming_day("answer_by", answer_by, today)
    read = read_remedies(check, remedies, today)
    check.done()
    if not read:
        raise NotNow(Obstacle.NO_REMEDY)
    with taking(actor, complaint, Step.PROPOSE, now=now, seen_version=seen_version, house=house) as step:
        require_within_limit(actor, read)
        rounds = step.complaint.proposals.count()
        step.complaint.proposals.filter(state=ProposalState.OFFERED.value).update(
            state=ProposalState.REPLACED.value
        )
        step.complaint.remedies.filter(state=RemedyState.OFFERED.value).update(
            state=RemedyState.DROPPED.value
        )
        proposal = Proposal.objects.create(
            complaint=step.complaint,
            round=rounds + 1,
            text=words,
            offered_at=now,
            offered_by_id=actor.own_staff_id,
            answer_by=until,
        )
        Remedy.objects.bulk_create(
            Remedy(
                complaint=step.complaint,
                proposal=proposal,
                kind=remedy.kind.value,
                text=remedy.text,
                amount=remedy.amount,
                due_on=remedy.due_on,
            )
            for remedy in read
        )
        step.say(proposal=proposal.pk, round=proposal.round, answer_by=until.isoformat())
        step.letter(
            LetterKind.PROPOSAL,
            text=words,
            remedies=remedy_lines(read, step.complaint.language),
            answer_by=until,
        )
    return proposal
