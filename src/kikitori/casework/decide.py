"""Decide 決定: a finding with reasons on every allegation, and what follows from it (ISO 10002, 7.8).

The decision letter has its parts by construction: each point and its answer, the reasons, the remedy, what is
still to be done, and where else the person can turn. A grave complaint is decided by a lead.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from kikitori.casework.apart import require_no_part_of
from kikitori.casework.errors import NotNow, Obstacle
from kikitori.casework.find_causes import (
    CauseGiven,
    look_again,
    name_causes,
    read_causes,
    require_what_allowed_it,
)
from kikitori.casework.given import Checked
from kikitori.casework.house import House
from kikitori.casework.outgoing import remedy_lines
from kikitori.casework.plan_inquiry import require_plan
from kikitori.casework.propose import (
    RemedyGiven,
    RemedyRead,
    read_remedies,
    require_within_limit,
)
from kikitori.casework.step import Taken, taking
from kikitori.casework.take_evidence import require_cited
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.terms import Outcome
from kikitori.records.inquiry.models import Finding, FoundCause
from kikitori.records.letters.kinds import LetterKind
from kikitori.records.people.actor import Actor
from kikitori.records.remedies.models import Remedy
from kikitori.records.remedies.terms import ProposalState, RemedyState

#: What came about by something of ours.
_HAS_A_CAUSE = frozenset({Outcome.UPHELD.value, Outcome.PARTLY.value})


@dataclass(frozen=True, kw_only=True)
class FindingGiven:
    """What was found on one allegation, and why. `causes`: in the place of those named before; None: those stand."""

    outcome: str
    reasons: str
    causes: Sequence[CauseGiven] | None = None


@dataclass(frozen=True, kw_only=True)
class RelatedGiven:
    """How many related complaints the decider was shown, and whether they looked at them, or why not."""

    shown: int
    looked_at: bool
    why_not: str = ""


def decide_complaint(
    actor: Actor,
    complaint: Complaint,
    *,
    findings: Mapping[int, FindingGiven],
    remedies: Sequence[RemedyGiven] = (),
    words: str = "",
    now: datetime,
    seen_version: int | None = None,
    related: RelatedGiven | None = None,
) -> None:
    """Decide. `findings`: allegation number → finding; every allegation needs one.

    What is upheld, wholly or partly, has a cause: one named here, or one named before. What is grave has a plan.
    `related`: what the decider says of related complaints; the desk asks for it. Reasons may cite evidence (E-1).

    Raises Invalid, NotNow(NO_ALLEGATION | ALLEGATION_WITHOUT_FINDING, CAUSE_MISSING or WHAT_ALLOWED_IT with its
    number | OVER_LIMIT | HAD_A_PART | NO_PLAN | NO_SUCH_EVIDENCE), Changed.
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
    looked = _read_related(check, related)
    owed = read_remedies(check, remedies, house.day_of(now))
    named = {number: one.causes for number, one in findings.items() if one.causes is not None}
    causes = read_causes(check, named, house.day_of(now))
    check.done()
    require_what_allowed_it(causes)
    with transaction.atomic():
        with taking(actor, complaint, Step.DECIDE, now=now, seen_version=seen_version, house=house) as step:
            require_no_part_of(step)
            require_plan(step)
            require_within_limit(actor, owed)
            require_cited(step, *(reasons for _outcome, reasons in outcomes.values()))
            found = _find(step, outcomes)
            numbers = {finding.allegation.number for finding in found}
            to_look_at = name_causes(step, {n: rows for n, rows in causes.items() if n in numbers})
            _require_causes(found)
            _owe(step, owed)
            open_remedies = list(step.complaint.remedies.filter(state=RemedyState.DUE.value))
            last_due = max((remedy.due_on for remedy in open_remedies), default=None)
            step.say(
                outcomes={str(finding.allegation.number): finding.outcome for finding in found},
                remedy_due_on=last_due.isoformat() if last_due else None,
                **looked,
            )
            step.letter(
                LetterKind.DECISION,
                words_given=text,
                findings=found,
                remedies=remedy_lines(open_remedies, step.complaint.language),
            )
        look_again(step, to_look_at)


def _read_related(check: Checked, given: RelatedGiven | None) -> dict[str, object]:
    """For the entry on the timeline; whoever did not look says why."""
    if given is None:
        return {}
    why = check.text("related.why_not", given.why_not, longest=2000, needed=not given.looked_at)
    return {
        "related": given.shown,
        "related_looked_at": given.looked_at,
        **({} if given.looked_at else {"related_why_not": why}),
    }


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


def _require_causes(found: Sequence[Finding]) -> None:
    """What is right about a complaint came about by something. One query where anything is upheld."""
    right = {each.allegation_id: each.allegation.number for each in found if each.outcome in _HAS_A_CAUSE}
    if right:
        named = FoundCause.objects.filter(allegation__in=right).values_list("allegation", flat=True)
        for missing in sorted(right[number] for number in right.keys() - set(named)):
            raise NotNow(Obstacle.CAUSE_MISSING, str(missing))


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
