"""Note facts and opinions 事実と意見, apart: of a fact what shows it, of an opinion whose it is (R-09, R-70)."""

from dataclasses import dataclass
from datetime import datetime

from kikitori.casework.errors import NotNow, Obstacle, Problem
from kikitori.casework.given import Checked
from kikitori.casework.step import Taken, taking
from kikitori.casework.take_evidence import require_cited
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Allegation, Complaint
from kikitori.records.inquiry.evidence import Evidence
from kikitori.records.inquiry.facts import FactNote
from kikitori.records.inquiry.models import Inquiry
from kikitori.records.inquiry.terms import CustodyKind, Nature
from kikitori.records.people.actor import Actor

_LONGEST = 5000


@dataclass(frozen=True, kw_only=True)
class FactGiven:
    """What somebody writes down. `evidence` or `inquiry` (its answer) shows a fact; else its writer saw or heard it.

    `whose`: of an opinion that is not its writer's. `point`: a number, None for all. `instead_of`: what it corrects.
    """

    nature: str
    text: str
    point: int | None = None
    evidence: Evidence | None = None
    inquiry: Inquiry | None = None
    whose: str = ""
    instead_of: FactNote | None = None


def note_fact(actor: Actor, complaint: Complaint, *, given: FactGiven, now: datetime) -> FactNote:
    """Keep it. What was written before stays; a correction stands beside it.

    Raises Invalid, NotNow: NO_SUCH_POINT, NO_SUCH_EVIDENCE (cited or named, and not there or withdrawn),
    QUESTION_NOT_OPEN (the answer named is none), GONE_MEANWHILE (what it corrects is corrected already).
    """
    check = Checked()
    nature = check.word("nature", given.nature, Nature)
    text = check.text("text", given.text, longest=_LONGEST, needed=True)
    whose = check.line("whose", given.whose, longest=200)
    if nature is Nature.FACT and whose:
        check.problems["whose"] = Problem.OUT_OF_RANGE
    sources = [each for each in (given.evidence, given.inquiry) if each is not None]
    if len(sources) > (1 if nature is Nature.FACT else 0):
        check.problems["source"] = Problem.OUT_OF_RANGE
    check.done()
    with taking(actor, complaint, Step.NOTE_FACT, now=now) as step:
        require_cited(step, text)
        row = FactNote.objects.create(
            complaint=step.complaint,
            nature=nature.value,
            text=text,
            allegation=_point(step, given.point),
            evidence=_evidence(step, given.evidence),
            inquiry=_answered(step, given.inquiry),
            whose=whose,
            instead_of=_corrected(step, given.instead_of),
            at=now,
            noted_by_id=actor.own_staff_id,
        )
        step.say(note=row.pk, nature=nature.value)
    return row


def _point(step: Taken, number: int | None) -> Allegation | None:
    if number is None:
        return None
    for row in step.complaint.allegations.filter(number=number):
        return row
    raise NotNow(Obstacle.NO_SUCH_POINT, str(number))


def _evidence(step: Taken, named: Evidence | None) -> Evidence | None:
    if named is None:
        return None
    standing = step.complaint.evidence.exclude(custody__kind=CustodyKind.WITHDRAWN.value)
    for row in standing.filter(pk=named.pk):
        return row
    raise NotNow(Obstacle.NO_SUCH_EVIDENCE, named.name)


def _answered(step: Taken, named: Inquiry | None) -> Inquiry | None:
    if named is None:
        return None
    for row in step.complaint.inquiries.filter(pk=named.pk, answered_at__isnull=False):
        return row
    raise NotNow(Obstacle.QUESTION_NOT_OPEN)


def _corrected(step: Taken, named: FactNote | None) -> FactNote | None:
    if named is None:
        return None
    for row in step.complaint.fact_notes.filter(pk=named.pk, corrected_by__isnull=True):
        return row
    raise NotNow(Obstacle.GONE_MEANWHILE)
