"""The facts of a complaint for the panel beside the conversation."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.utils.functional import Promise as Lazy
from django.utils.translation import get_language

from kikitori.casework.prevent.answering import RIGHT
from kikitori.casework.prevent.sight import actions_of
from kikitori.foundation.language.contact import phone
from kikitori.interfaces.desk.actions.badges import Shown
from kikitori.interfaces.desk.automation.log_pages import FiringShown, firings_shown
from kikitori.interfaces.desk.automation.rule_form import named
from kikitori.interfaces.desk.complaint.bound import Bound
from kikitori.interfaces.desk.complaint.case_file import CaseFile
from kikitori.interfaces.desk.complaint.files_shown import Enclosed
from kikitori.interfaces.desk.complaint.folding import Folded, folded_briefly
from kikitori.interfaces.desk.complaint.guideline_panel import GuidelinePanel, panel_for
from kikitori.interfaces.desk.complaint.owed import Owed, owed_of
from kikitori.interfaces.desk.complaint.referred import Referred, referred
from kikitori.interfaces.desk.complaint.reports import ReportShown, reports_shown
from kikitori.interfaces.desk.complaint.seldom import Seldom, seldom
from kikitori.interfaces.desk.complaint.standing import Standing
from kikitori.interfaces.desk.people.type_panel import TypeShown, types_shown
from kikitori.records.automation.models import Firing
from kikitori.records.complaints.models import Allegation, Party
from kikitori.records.complaints.terms import PartyRole
from kikitori.records.deadlines.duties import REPORTS, Duty
from kikitori.records.inquiry.models import Finding, FoundCause
from kikitori.records.letters.kinds import LetterState
from kikitori.records.letters.models import Letter
from kikitori.records.people.labels import CONTACT_KIND
from kikitori.records.people.terms import ContactKind
from kikitori.records.remedies.models import Proposal, Remedy
from kikitori.records.triage.labels import ANSWER, SAFETY_QUESTION
from kikitori.records.triage.sorting import Answer, SafetyQuestion
from kikitori.records.voices.appointments import Appointment
from kikitori.records.voices.petitions import Petition

Words = str | Lazy
#: Letters shown at once; all others are behind a fold.
_LETTERS = 6
#: Still older ones stand in the timeline, beside the step that sent them.
_OLDER = 36
#: Firings of automations that are shown here; all of them stand on a page of their own.
_FIRINGS = 5
_SPEAKS = (PartyRole.COMPLAINANT.value, PartyRole.REPRESENTATIVE.value)
_NEEDS_HAND = (LetterState.FAILED.value, LetterState.TO_PRINT.value)


@dataclass(frozen=True, slots=True)
class Point:
    """One allegation with its newest finding, and how many were made before."""

    row: Allegation
    finding: Finding | None
    earlier: int
    #: Why it came about: name of the cause, what shows it, the day on which somebody looks again.
    causes: tuple[tuple[str, FoundCause], ...] = ()
    #: What the complainant says is not right about it, as long as nobody has answered.
    objections: tuple[Petition, ...] = ()


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
    roads: list[Road]


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody named to speak for them, and what entitles that person."""

    row: Appointment
    files: tuple[Enclosed, ...]


@dataclass(frozen=True)
class Facts:
    """What the panel shows beyond the rows themselves."""

    standing: Standing

    @property
    def file(self) -> CaseFile:
        """The rows."""
        return self.standing.file

    @property
    def wish(self) -> Folded:
        """What they want."""
        return folded_briefly(self.standing.complaint.desired_outcome)

    @cached_property
    def reports(self) -> list[ReportShown]:
        """Reports to authorities for which a deadline was begun."""
        return reports_shown(self.standing)

    @property
    def asks_for_incident(self) -> bool:
        """Does a leak of data have to be reported, which may concern more people than this one?"""
        return any(each.kind in REPORTS[Duty.BREACH] for each in self.reports)

    @cached_property
    def owed(self) -> Owed:
        """Promises and clocks."""
        return owed_of(self.standing)

    @cached_property
    def points(self) -> list[Point]:
        """The points raised, with what was found."""
        found = [(row, self.file.findings.get(row.pk, [])) for row in self.file.allegations]
        return [
            Point(
                row,
                each[-1] if each else None,
                max(len(each) - 1, 0),
                self._causes(row),
                self._objections(row),
            )
            for row, each in found
        ]

    def _causes(self, point: Allegation) -> tuple[tuple[str, FoundCause], ...]:
        names, language = self.file.known_causes, get_language() or ""
        return tuple((names[row.code].name.in_(language), row) for row in self.file.causes.get(point.pk, ()))

    def _objections(self, point: Allegation) -> tuple[Petition, ...]:
        return tuple(row for row in self.file.open_petitions if row.chosen.get("point") == point.number)

    @cached_property
    def bound(self) -> Bound:
        """Links, what was joined here, the mass complaint. One query at most."""
        return self.standing.bound

    @cached_property
    def firings(self) -> list[FiringShown]:
        """What has happened to it by itself, the newest few. Queries only where there is any."""
        if not self._seldom.has_fired:
            return []
        rows = Firing.objects.filter(complaint=self.standing.complaint)
        found = list(rows.select_related("automation", "complaint", "event")[:_FIRINGS])
        return firings_shown(found, named())

    @cached_property
    def guideline(self) -> GuidelinePanel | None:
        """The guideline it goes by, with its checklist."""
        return panel_for(self.standing, has_read=lambda: self._seldom.has_read)

    @property
    def appointments(self) -> list[Named]:
        """Whom they named to speak for them, the newest first, with the documents."""
        files = self.file.files
        return [
            Named(row, tuple(Enclosed(each) for each in files if each.appointment_id == row.pk))
            for row in reversed(self.file.appointments)
        ]

    @property
    def spoken_for(self) -> list[Appointment]:
        """Who speaks for them in what was joined here, and not here."""
        return self.standing.bound.spoken_for

    @property
    def referred(self) -> list[Referred]:
        """To whom it was passed on, the newest first."""
        return referred(self.standing)

    @property
    def number_named(self) -> int:
        """All of them."""
        return len(self.file.appointments) + len(self.spoken_for)

    @property
    def has_late_tasks(self) -> bool:
        """Is something overdue that a colleague was to do?"""
        return any(row.due_at < self.standing.now for row in self.file.open_tasks)

    @property
    def safety(self) -> list[tuple[Words, Words, bool]]:
        """(question, answer, is it a yes), in the order in which they are asked."""
        given = self.file.safety
        return [
            (SAFETY_QUESTION[question], ANSWER[Answer(given[question])], given[question] == Answer.YES)
            for question in SafetyQuestion
            if question in given
        ]

    @property
    def rounds(self) -> list[tuple[Proposal, list[Remedy]]]:
        """Each offer with what was offered in it, the newest first."""
        return [
            (offer, [row for row in self.file.remedies if row.proposal_id == offer.pk])
            for offer in reversed(self.file.proposals)
        ]

    @property
    def decided_remedies(self) -> list[Remedy]:
        """Remedies that come from a decision, not from an offer."""
        return [row for row in self.file.remedies if row.proposal_id is None]

    @property
    def letters(self) -> list[Letter]:
        """The newest."""
        return self.file.letters[:_LETTERS]

    @property
    def older_letters(self) -> list[Letter]:
        """Those behind the fold."""
        return self.file.letters[_LETTERS:_OLDER]

    @cached_property
    def letters_to_see_to(self) -> list[Letter]:
        """To be printed, or not to be sent at all."""
        return [letter for letter in self.file.letters if letter.state in _NEEDS_HAND]

    @cached_property
    def parties(self) -> list[PartyFact]:
        """Everybody who takes part, by role."""
        found: dict[int, PartyFact] = {}
        for row in self.file.roads:
            party = found.setdefault(row.pk, PartyFact(row, []))
            if row.road is not None:
                party.roads.append(_road(row.road, row.address, row.note))
        return sorted(found.values(), key=lambda fact: (fact.row.role, fact.row.pk))

    @property
    def complainant(self) -> PartyFact | None:
        """The complainant's part, if the person is known."""
        return next((fact for fact in self.parties if fact.row.role == PartyRole.COMPLAINANT.value), None)

    @cached_property
    def groups(self) -> set[int]:
        """The cards that stand for whoever speaks here; none for the anonymous."""
        spoken = [row for row in self.file.roads if row.role in _SPEAKS]
        if self.standing.complaint.anonymous:
            spoken = [row for row in spoken if row.role != PartyRole.COMPLAINANT.value]
        return {row.person.group for row in spoken}

    @cached_property
    def types(self) -> list[TypeShown]:
        """Their customer types. Queries only where there are any."""
        has_any = self._seldom.has_types
        return types_shown(self.standing.actor, self.groups, self.standing.today) if has_any else []

    @cached_property
    def actions(self) -> list[Shown]:
        """Corrective actions that come from it. A query only where there are any."""
        if not self._seldom.has_actions:
            return []
        rows = actions_of(self.standing.actor, self.standing.complaint).order_by("pk")
        return [Shown(row, self.standing.today) for row in rows]

    @property
    def no_action(self) -> str:
        """Why nothing changes after it, where somebody has said so."""
        return self._seldom.no_action

    @property
    def was_right(self) -> bool:
        """Was one of its points found right, in whole or in part? Then it is owed an answer what changes."""
        return any(point.finding and point.finding.outcome in RIGHT for point in self.points)

    @property
    def other_complaints(self) -> int:
        """Other complaints of the same people, as far as the actor sees them; of nobody there are none."""
        return self._seldom.others if self._people else 0

    @property
    def _people(self) -> set[int]:
        return {row.person.group for row in self.file.roads if row.role in _SPEAKS}

    @cached_property
    def _seldom(self) -> Seldom:
        actor, complaint = self.standing.actor, self.standing.complaint
        return seldom(actor, complaint, types_of=self.groups, people=self._people)


def _road(code: str, value: str, note: str) -> Road:
    kind = ContactKind(code)
    number = phone(value) if kind is ContactKind.PHONE else None
    return Road(
        kind=CONTACT_KIND[kind],
        shown=number.shown if number else value,
        note=note,
        link=f"tel:{number.e164}" if number and number.e164 else "",
    )
