"""What a macro would meet, part by part, before anybody presses: roles, state, and the facts that can be seen.

Reads, writes nothing. The verbs ask again under lock; what is found here is said beforehand, in the words of theirs.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self

from kikitori.casework.errors import Invalid, NotNow, Obstacle, Problem, Refused, Unseen
from kikitori.casework.standing_in import instead_of
from kikitori.casework.use_macro import stands_already
from kikitori.records.access.permissions import NEEDED, OF_ROLE, Permission
from kikitori.records.access.policy import may, permissions_of
from kikitori.records.access.visibility import seen_by
from kikitori.records.complaints.lifecycle import State, StepNotPossible, is_possible
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.terms import Confidentiality, Queue, Severity
from kikitori.records.letters.templates_kept import ReplyTemplate
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Staff, Team
from kikitori.records.people.standing_in import Away, Roster
from kikitori.records.people.terms import Role
from kikitori.records.together.parts import HOLDER, ME, Part, PartKind
from kikitori.records.triage.sorting import must_be_urgent


@dataclass(frozen=True, slots=True)
class Ahead:
    """One part as it would go. `refusal`: what its verb would say; `stands`: it is so already, and is passed over.

    `away`, `instead`: whom it names is not there today, and who takes the complaint in their place.
    """

    part: Part
    refusal: Exception | None = None
    stands: bool = False
    away: Away | None = None
    instead: Staff | None = None


@dataclass(frozen=True, slots=True)
class Named:
    """The rows that macros name: colleagues and whether they are at work, templates and whether in use, teams."""

    staff: dict[int, Staff]
    templates: dict[int, ReplyTemplate]
    teams: dict[int, Team]

    @classmethod
    def of(cls, parts: Iterable[Part]) -> Self:
        """One query for each kind that is named; none where nothing is."""
        known = list(parts)
        staff = {part.staff for part in known if part.staff}
        templates = {part.template for part in known if part.template}
        teams = {part.team for part in known if part.team}
        return cls(
            Staff.objects.in_bulk(staff) if staff else {},
            ReplyTemplate.objects.in_bulk(templates) if templates else {},
            Team.objects.in_bulk(teams) if teams else {},
        )


@dataclass
class _Course:
    """How the complaint would stand after the parts before: in whose hands, and still in the actor's sight?"""

    actor: Actor
    complaint: Complaint
    named: Named
    holder: int | None
    roster: Roster
    seen: bool = True

    def hands(self, part: Part) -> int | None:
        """Whom the part means."""
        if part.to == ME:
            return self.actor.staff_id
        return self.holder if part.to == HOLDER else part.staff

    def role(self, number: int) -> Role | None:
        """The role of somebody at work; None for anybody else."""
        if number == self.actor.staff_id:
            return self.actor.role
        person = self.named.staff.get(number) or Staff.objects.filter(pk=number).first()
        return Role(person.role) if person is not None and person.is_active else None

    def away(self, part: Part) -> Away | None:
        """The absence of a colleague whom the part names, where it would give them the complaint."""
        return self.roster.away(part.staff) if part.kind is PartKind.ASSIGN else None


def look_ahead(
    actor: Actor, complaint: Complaint, parts: Sequence[Part], named: Named, roster: Roster | None = None
) -> list[Ahead]:
    """Every part in order, as it would go for this actor on this complaint now. `roster`: who is away today.

    Asks the database only where a task is for somebody, somebody is away, or a restricted complaint changes hands.
    """
    course = _Course(actor, complaint, named, complaint.assignee_id, roster or Roster(date.min))
    return [_ahead(course, part) for part in parts]


def would_go(ahead: Sequence[Ahead]) -> bool:
    """Does nothing stand in the way of any part, and is there one that does something?"""
    return all(each.refusal is None for each in ahead) and not all(each.stands for each in ahead)


def _ahead(course: _Course, part: Part) -> Ahead:
    if not course.seen:
        return Ahead(part, Unseen())
    if stands_already(part, course.complaint, course.actor):
        return Ahead(part, stands=True)
    refusal, away, instead = _refusal(course, part), course.away(part), None
    if refusal is None and away is not None:
        instead = instead_of(away.staff, course.complaint, course.roster)
        refusal = None if instead else NotNow(Obstacle.AWAY, away.name)
    if refusal is None and part.kind is PartKind.ASSIGN:
        course.holder = instead.pk if instead else course.hands(part)
        course.seen = _still_seen(course)
    stands = instead is not None and instead.pk == course.complaint.assignee_id
    return Ahead(part, refusal, stands=stands, away=away, instead=instead)


def _still_seen(course: _Course) -> bool:
    """Does the actor see it when it is in other hands?"""
    if course.complaint.confidentiality != Confidentiality.RESTRICTED.value:
        return True
    sees_all = Permission.SEE_RESTRICTED in permissions_of(course.actor)
    return sees_all or course.holder == course.actor.staff_id


def _refusal(course: _Course, part: Part) -> Exception | None:
    complaint = course.complaint
    if part.step is not None:
        decision = may(course.actor, NEEDED[part.step], complaint)
        if not decision.allowed:
            return Refused(decision)
        if not is_possible(State(complaint.state), part.step):
            return StepNotPossible(State(complaint.state), part.step)
    look = _FACTS.get(part.kind)
    return look(course, part) if look else None


def _hands(course: _Course, part: Part) -> Exception | None:
    is_task = part.kind is PartKind.TASK
    needs = Permission.NOTE if is_task else Permission.INVESTIGATE
    number = course.hands(part)
    if number is None:
        return Invalid({"to": Problem.MISSING})
    role = course.role(number)
    if role is None or needs not in OF_ROLE[role]:
        return Invalid({"to": Problem.OUT_OF_RANGE})
    sees_it = not is_task or number == course.holder or seen_by(course.complaint).filter(pk=number).exists()
    return None if sees_it else Invalid({"to": Problem.OUT_OF_RANGE})


def _place(course: _Course, part: Part) -> Exception | None:
    if part.team is not None and part.team not in course.named.teams:
        return Invalid({"team": Problem.OUT_OF_RANGE})
    goes_out = part.queue and part.queue != Queue.URGENT.value
    if goes_out and must_be_urgent(Severity(course.complaint.severity)):
        return NotNow(Obstacle.GRAVE_IS_URGENT)
    return None


def _reply(course: _Course, part: Part) -> Exception | None:
    row = course.named.templates.get(part.template or 0)
    return None if row and row.is_active else Invalid({"template": Problem.OUT_OF_RANGE})


_FACTS: dict[PartKind, Callable[[_Course, Part], Exception | None]] = {
    PartKind.ASSIGN: _hands,
    PartKind.TASK: _hands,
    PartKind.PLACE: _place,
    PartKind.REPLY: _reply,
}
