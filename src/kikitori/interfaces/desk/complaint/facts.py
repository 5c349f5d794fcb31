"""The facts of a complaint for the panel beside the conversation, in a fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext as _

from kikitori.foundation.language.contact import phone
from kikitori.interfaces.desk.complaint.folding import Folded, folded_briefly
from kikitori.interfaces.desk.complaint.letters import LetterFact, letters_of
from kikitori.interfaces.desk.complaint.owed import Owed, owed_of
from kikitori.interfaces.desk.complaint.standing import Standing
from kikitori.records.access.visibility import visible_to
from kikitori.records.complaints.labels import OUTCOME, PARTY_ROLE
from kikitori.records.complaints.models import Allegation, Complaint, Party
from kikitori.records.complaints.terms import Outcome, PartyRole
from kikitori.records.inquiry.models import Finding, Inquiry
from kikitori.records.people.labels import CONTACT_KIND, CUSTOMER_TYPE
from kikitori.records.people.models import ContactPoint
from kikitori.records.people.terms import ContactKind, CustomerType
from kikitori.records.remedies.labels import PROPOSAL_STATE, REMEDY_KIND, REMEDY_STATE
from kikitori.records.remedies.models import Proposal, Remedy
from kikitori.records.remedies.terms import ProposalState, RemedyKind, RemedyState
from kikitori.records.triage.labels import ANSWER, SAFETY_QUESTION
from kikitori.records.triage.sorting import Answer, SafetyQuestion

Words = str | Lazy
#: Letters shown at once; all others are behind a fold.
_LETTERS = 6
#: Still older ones stand in the timeline, beside the step that sent them.
_OLDER = 36


@dataclass(frozen=True, slots=True)
class Point:
    """One allegation with its newest finding, and how many were made before."""

    row: Allegation
    finding: Finding | None
    outcome: Words
    earlier: int


@dataclass(frozen=True, slots=True)
class RemedyFact:
    """One remedy in words."""

    row: Remedy
    kind: Words
    state: Words

    @property
    def is_owed(self) -> bool:
        """Is it still to be done?"""
        return self.row.state == RemedyState.DUE.value


@dataclass(frozen=True, slots=True)
class ProposalFact:
    """One round of the offers."""

    row: Proposal
    state: Words
    remedies: list[RemedyFact]


@dataclass(frozen=True, slots=True)
class Road:
    """One way back to somebody; `link` opens the telephone where the number can be dialled."""

    kind: Words
    shown: str
    note: str
    link: str


@dataclass(frozen=True, slots=True)
class PartyFact:
    """Somebody who takes part, and the roads to them."""

    row: Party
    role: Words
    customer_type: Words
    contacts: list[Road]


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything the panel shows."""

    wish: Folded
    points: list[Point]
    safety: list[tuple[Words, Words, bool]]
    inquiries: list[Inquiry]
    proposals: list[ProposalFact]
    remedies: list[RemedyFact]
    owed: Owed
    letters: list[LetterFact]
    older_letters: list[LetterFact]
    letter_count: int
    letters_to_see_to: list[LetterFact]
    parties: list[PartyFact]
    other_complaints: int

    @property
    def open_inquiries(self) -> list[Inquiry]:
        """Questions that wait for an answer."""
        return [row for row in self.inquiries if row.answered_at is None]

    @property
    def remedies_owed(self) -> list[RemedyFact]:
        """What is still to be done."""
        return [fact for fact in self.remedies if fact.is_owed]

    @property
    def decided_remedies(self) -> list[RemedyFact]:
        """Remedies that come from a decision, not from an offer."""
        return [fact for fact in self.remedies if fact.row.proposal_id is None]

    @property
    def open_proposal(self) -> ProposalFact | None:
        """The offer that waits for an answer."""
        offered = ProposalState.OFFERED.value
        return next((fact for fact in reversed(self.proposals) if fact.row.state == offered), None)

    @property
    def complainant(self) -> PartyFact | None:
        """The complainant's part, if the person is known."""
        return next((fact for fact in self.parties if fact.row.role == PartyRole.COMPLAINANT.value), None)


def facts_of(standing: Standing) -> Facts:
    """Read everything. About fourteen queries, whatever the complaint holds."""
    complaint = standing.complaint
    remedies = [
        RemedyFact(row, REMEDY_KIND[RemedyKind(row.kind)], REMEDY_STATE[RemedyState(row.state)])
        for row in complaint.remedies.select_related("done_by")
    ]
    letters = letters_of(complaint)[::-1]
    parties = _parties(complaint)
    return Facts(
        wish=folded_briefly(complaint.desired_outcome),
        points=_points(complaint),
        safety=_safety(complaint),
        inquiries=list(complaint.inquiries.select_related("asked_by")),
        proposals=[
            ProposalFact(
                row,
                PROPOSAL_STATE[ProposalState(row.state)],
                [fact for fact in remedies if fact.row.proposal_id == row.pk],
            )
            for row in complaint.proposals.all()
        ],
        remedies=remedies,
        owed=owed_of(standing),
        letters=letters[:_LETTERS],
        older_letters=letters[_LETTERS:_OLDER],
        letter_count=len(letters),
        letters_to_see_to=[fact for fact in letters if fact.needs_hand],
        parties=parties,
        other_complaints=_others(standing, parties),
    )


def _points(complaint: Complaint) -> list[Point]:
    points = []
    for row in complaint.allegations.prefetch_related("findings__found_by"):
        findings = list(row.findings.all())
        newest = findings[-1] if findings else None
        outcome = OUTCOME[Outcome(newest.outcome)] if newest else _("No finding yet")
        points.append(Point(row, newest, outcome, max(len(findings) - 1, 0)))
    return points


def _safety(complaint: Complaint) -> list[tuple[Words, Words, bool]]:
    """(question, answer, is it a yes), in the order in which they are asked."""
    given = {row.question: row.answer for row in complaint.safety_answers.all()}
    return [
        (SAFETY_QUESTION[question], ANSWER[Answer(given[question])], given[question] == Answer.YES)
        for question in SafetyQuestion
        if question in given
    ]


def _parties(complaint: Complaint) -> list[PartyFact]:
    rows = complaint.parties.select_related("person__body").prefetch_related("person__contact_points")
    return [
        PartyFact(
            row,
            PARTY_ROLE[PartyRole(row.role)],
            CUSTOMER_TYPE[CustomerType(row.person.customer_type)],
            [_road(point) for point in row.person.contact_points.all()],
        )
        for row in rows.order_by("role", "pk")
    ]


def _road(point: ContactPoint) -> Road:
    kind = ContactKind(point.kind)
    number = phone(point.value) if kind is ContactKind.PHONE else None
    return Road(
        kind=CONTACT_KIND[kind],
        shown=number.shown if number else point.value,
        note=point.note,
        link=f"tel:{number.e164}" if number and number.e164 else "",
    )


def _others(standing: Standing, parties: list[PartyFact]) -> int:
    """Other complaints of the same people, as far as the actor sees them."""
    people = [fact.row.person_id for fact in parties if fact.row.role != PartyRole.RESPONDENT.value]
    if not people:
        return 0
    seen = visible_to(standing.actor).filter(parties__person__in=people).exclude(pk=standing.complaint.pk)
    return seen.distinct().count()
