"""Decide 決定: a finding with reasons on every allegation, and what follows from it (ISO 10002, 7.8).

The decision letter has its parts by construction: each point and its answer, the reasons, the remedy, what is
still to be done, and where else the person can turn. A grave complaint is decided by a lead.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from kikitori.casework.apart import require_no_part_of
from kikitori.casework.errors import NotNow, Obstacle
from kikitori.casework.given import Checked
from kikitori.casework.house import House
from kikitori.casework.outgoing import remedy_lines
from kikitori.casework.propose import (
    RemedyGiven,
    RemedyRead,
    read_remedies,
    require_within_limit,
)
from kikitori.casework.step import Taken, taking
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.terms import Outcome
from kikitori.records.inquiry.models import Finding
from kikitori.records.letters.kinds import LetterKind
from kikitori.records.people.actor import Actor
from kikitori.records.remedies.models import Remedy
from kikitori.records.remedies.terms import ProposalState, RemedyState


@dataclass(frozen=True, kw_only=True)
class FindingGiven:
    """What was found on one allegation, and why."""

    outcome: str
    reasons: str


def decide_complaint(
    actor: Actor,
    complaint: Complaint,
    *,
    findings: Mapping[int, FindingGiven],
    remedies: Sequence[RemedyGiven] = (),
    words: str = "",
    now: datetime,
    seen_version: int | None = None,
) -> None:
    """Decide. `findings`: allegation number → finding; every allegation needs one.

    Raises Invalid, NotNow(NO_ALLEGATION | ALLEGATION_WITHOUT_FINDING with its number | OVER_LIMIT |
    HAD_A_PART), Changed.
    """
    house = House()
    check = Checked()
    text = check.text("words", words, longest=20_000)
    outcomes = {
        number: (
            check.word(f"findings.{number}.outcome", finding.outcome, Outcome),
            check.text(f"findings.{number}.reasons", finding.reasons, longest=20_000, needed=True),
        )
        for number, finding in findings.items()
    }
    owed = read_remedies(check, remedies, house.day_of(now))
    check.done()
    with taking(actor, complaint, Step.DECIDE, now=now, seen_version=seen_version, house=house) as step:
        require_no_part_of(step)
        require_within_limit(actor, owed)
        found = _find(step, outcomes)
        _owe(step, owed)
        open_remedies = list(step.complaint.remedies.filter(state=RemedyState.DUE.value))
        last_due = max((remedy.due_on for remedy in open_remedies), default=None)
        step.say(
            outcomes={str(finding.allegation.number): finding.outcome for finding in found},
            remedy_due_on=last_due.isoformat() if last_due else None,
        )
        step.letter(
            LetterKind.DECISION,
            words_given=text,
            findings=found,
            remedies=remedy_lines(open_remedies, step.complaint.language),
        )


def _find(step: Taken, outcomes: Mapping[int, tuple[Outcome, str]]) -> list[Finding]:
    """One finding per allegation, in order; stops at the first allegation left without one."""
    allegations = list(step.complaint.allegations.all())
    if not allegations:
        raise NotNow(Obstacle.NO_ALLEGATION)
    found = []
    for allegation in allegations:
        if allegation.number not in outcomes:
            raise NotNow(Obstacle.ALLEGATION_WITHOUT_FINDING, str(allegation.number))
        outcome, reasons = outcomes[allegation.number]
        found.append(
            Finding(
                allegation=allegation,
                outcome=outcome.value,
                reasons=reasons,
                found_at=step.now,
                found_by_id=step.actor.own_staff_id,
            )
        )
    return Finding.objects.bulk_create(found)


def _owe(step: Taken, remedies: Sequence[RemedyRead]) -> None:
    """What the decision grants is owed; an offer nobody answered is overtaken by it."""
    step.complaint.proposals.filter(state=ProposalState.OFFERED.value).update(
        state=ProposalState.REPLACED.value
    )
    step.complaint.remedies.filter(state=RemedyState.OFFERED.value).update(state=RemedyState.DROPPED.value)
    Remedy.objects.bulk_create(
        Remedy(
            complaint=step.complaint,
            kind=remedy.kind.value,
            text=remedy.text,
            amount=remedy.amount,
            due_on=remedy.due_on,
            state=RemedyState.DUE.value,
        )
        for remedy in remedies
    )
