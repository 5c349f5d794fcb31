"""Decide 決定: a finding with reasons on every allegation, and what follows from it (ISO 10002, 7.8).

The decision letter has its parts by construction: each point and its answer, the reasons, the remedy, what is
still to be done, and where else the person can turn. A grave complaint is decided by a lead.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from kikitori.casework.apart import require_no_part_of
from kikitori.casework.errors import NotNow, Obstacle
from kikitori.casework.find_causes import (
    CauseGiven,
    CauseRead,
    look_again,
    name_causes,
    read_causes,
    require_what_allowed_it,
)
from kikitori.casework.follow_guideline import require_followed
from kikitori.casework.given import Checked, checked_text
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
from kikitori.casework.plan_inquiry import require_plan
from kikitori.casework.step import Taken, taking
from kikitori.casework.take_evidence import require_cited
from kikitori.records.complaints.lifecycle import State, Step
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.terms import Outcome
from kikitori.records.inquiry.models import Finding, FoundCause
from kikitori.records.letters.decision_parts import RIGHT, DecisionLetter, Part, Point, Stage, missing_in
from kikitori.records.letters.kinds import LetterKind
from kikitori.records.people.actor import Actor
from kikitori.records.remedies.limits import SHIPPED
from kikitori.records.remedies.models import Remedy
from kikitori.records.remedies.terms import RECEIVED, RemedyState

#: What is in the way where a part of the letter is missing.
_MISSING = {
    Part.DECISION: Obstacle.ALLEGATION_WITHOUT_FINDING,
    Part.REASONS: Obstacle.ALLEGATION_WITHOUT_FINDING,
    Part.REMEDY: Obstacle.REMEDY_OR_REASON,
    Part.OUTSTANDING: Obstacle.REMEDY_OR_REASON,
    Part.FURTHER: Obstacle.NO_EXTERNAL_ROUTE,
}


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


@dataclass(frozen=True, slots=True)
class _DecisionRead:
    """A decision whose values can be stored. `looked`: what the entry says of related complaints."""

    words: str
    no_remedy: str
    outcomes: dict[int, tuple[Outcome, str]]
    looked: dict[str, object]
    owed: list[RemedyRead]
    causes: dict[int, list[CauseRead]]


def decide_complaint(
    actor: Actor,
    complaint: Complaint,
    *,
    findings: Mapping[int, FindingGiven],
    remedies: Sequence[RemedyGiven] = (),
    words: str = "",
    no_remedy: str = "",
    now: datetime,
    seen_version: int | None = None,
    approved_by: int | None = None,
    related: RelatedGiven | None = None,
    unlike: str = "",
) -> None:
    """Decide. `findings`: allegation number → finding; every allegation needs one.

    What is upheld, wholly or partly, has a cause: one named here, or one named before. And something is done about it,
    or `no_remedy` says to the person why nothing is.

    What is grave has a plan. `related`: what the decider says of related complaints; the desk asks for it. Reasons may
    cite evidence (E-1). `unlike`, `approved_by` (casework/approval.py): as with an offer.

    Raises Invalid, NotNow(NO_ALLEGATION | ALLEGATION_WITHOUT_FINDING, CAUSE_MISSING or WHAT_ALLOWED_IT with its
    number | REMEDY_OR_REASON with its number | NO_EXTERNAL_ROUTE | OVER_LIMIT | HAD_A_PART | ITEM_OPEN |
    NO_PLAN | NO_SUCH_EVIDENCE), Changed.
    """
    house = House()
    read = _read(findings, remedies, words, no_remedy, related, house=house, today=house.day_of(now))
    unlike = checked_text("unlike", unlike, longest=2000, needed=False)
    with transaction.atomic():
        with taking(actor, complaint, Step.DECIDE, now=now, seen_version=seen_version, house=house) as step:
            require_no_part_of(step)
            require_followed(step)
            require_plan(step)
            by = granted_by(step, read.owed, approved_by)
            require_cited(step, *(reasons for _outcome, reasons in read.outcomes.values()))
            found = _find(step, read.outcomes)
            numbers = {finding.allegation.number for finding in found}
            to_look_at = name_causes(step, {n: rows for n, rows in read.causes.items() if n in numbers})
            _require_causes(found)
            # What the decision grants is owed; an offer nobody answered is overtaken by it.
            overtake(step)
            write_remedies(step, read.owed, RemedyState.DUE, by=by, unlike=unlike)
            open_remedies = list(step.complaint.remedies.filter(state=RemedyState.DUE.value))
            stage = _require_all_parts(step, found, open_remedies, no_remedy=read.no_remedy)
            last_due = max((remedy.due_on for remedy in open_remedies), default=None)
            step.say(
                outcomes={str(finding.allegation.number): finding.outcome for finding in found},
                remedy_due_on=last_due.isoformat() if last_due else None,
                **read.looked,
            )
            step.letter(
                LetterKind.DECISION,
                words_given=read.words,
                findings=found,
                remedies=remedy_lines(open_remedies, step.complaint.language),
                stage=stage.value,
                no_remedy=read.no_remedy,
            )
        look_again(step, to_look_at)


def _read(
    findings: Mapping[int, FindingGiven],
    remedies: Sequence[RemedyGiven],
    words: str,
    no_remedy: str,
    related: RelatedGiven | None,
    *,
    house: House,
    today: date,
) -> _DecisionRead:
    """Everything that was given, checked at once. Raises Invalid, NotNow(WHAT_ALLOWED_IT with the number)."""
    check = Checked()
    text = check.text("words", words, longest=20_000)
    why_none = check.text("no_remedy", no_remedy, longest=2000)
    outcomes = {
        number: (
            check.word(f"findings.{number}.outcome", finding.outcome, Outcome),
            check.text(f"findings.{number}.reasons", finding.reasons, longest=20_000, needed=True),
        )
        for number, finding in findings.items()
    }
    looked = _read_related(check, related)
    limits = house.limits if costs_money(remedies) else SHIPPED
    owed = read_remedies(check, remedies, today, limits.currency)
    named = {number: one.causes for number, one in findings.items() if one.causes is not None}
    causes = read_causes(check, named, today)
    check.done()
    require_what_allowed_it(causes)
    return _DecisionRead(text, why_none, outcomes, looked, owed, causes)


def stage_of(before: State | None) -> Stage:
    """In which stage a decision is made on a complaint that stood there until then."""
    return Stage.SECOND if before is State.REVIEW2 else Stage.FIRST


def _require_all_parts(
    step: Taken, found: Sequence[Finding], owed: Sequence[Remedy], *, no_remedy: str
) -> Stage:
    """The stage of the letter, which does not go while one of its parts is missing. One query at most."""
    stage = stage_of(step.before)
    is_right = any(each.outcome in RIGHT for each in found)
    done = step.complaint.remedies.filter(state__in=[each.value for each in RECEIVED])
    letter = DecisionLetter(
        stage=stage,
        points=[Point(each.allegation.number, each.outcome, each.reasons) for each in found],
        has_remedy=bool(owed) or (is_right and done.exists()),
        no_remedy=no_remedy,
        outstanding=[each.due_on for each in owed],
        external=step.house.organisation.external_route_in(step.complaint.language),
    )
    for part, detail in missing_in(letter):
        raise NotNow(_MISSING[part], detail)
    return stage


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
    right = {each.allegation_id: each.allegation.number for each in found if each.outcome in RIGHT}
    if right:
        named = FoundCause.objects.filter(allegation__in=right).values_list("allegation", flat=True)
        for missing in sorted(right[number] for number in right.keys() - set(named)):
            raise NotNow(Obstacle.CAUSE_MISSING, str(missing))
