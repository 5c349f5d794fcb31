"""Place 置き場所: in which queue a complaint waits and which team has it; and back to where it was.

The rules of triage stay the floor: what is grave waits in the urgent queue, whoever moves it.
"""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Self

from kikitori.casework.apart import require_no_part
from kikitori.casework.errors import Invalid, NotNow, Obstacle, Problem
from kikitori.casework.given import Checked
from kikitori.casework.step import Taken, taking
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.terms import Queue, Severity
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Staff, Team
from kikitori.records.triage.sorting import must_be_urgent


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """In whose hands, with which team, in which queue; numbers of rows and the queue's word."""

    assignee: int | None
    team: int | None
    queue: str

    @classmethod
    def of(cls, complaint: Complaint) -> Self:
        """As it stands in the row."""
        return cls(complaint.assignee_id, complaint.team_id, complaint.queue)

    def as_json(self) -> dict[str, Any]:
        """For a row that keeps it."""
        return asdict(self)


def place_complaint(
    actor: Actor,
    complaint: Complaint,
    *,
    now: datetime,
    queue: str = "",
    team: Team | None = None,
    reason: str = "",
) -> None:
    """Move the complaint to a queue, to a team, or both; what is not named stays.

    With another team it leaves the hands of whoever is not in it. Raises Invalid, NotNow(ALREADY_THERE,
    GRAVE_IS_URGENT).
    """
    check = Checked()
    where = check.word("queue", queue, Queue) if queue else None
    why = check.text("reason", reason, longest=2000)
    check.done()
    if where is None and team is None:
        raise Invalid({"team": Problem.MISSING})
    with taking(actor, complaint, Step.PLACE, now=now) as step:
        row = step.complaint
        before = Whereabouts.of(row)
        if where is not None:
            row.queue = where.value
        if team is not None:
            row.team = team
            if row.assignee is not None and row.assignee.team_id != team.pk:
                row.assignee = None
        _say_what_changed(step, before)
        if why:
            step.say(reason=why)


def put_back(
    actor: Actor, complaint: Complaint, *, where: Whereabouts, stands: Whereabouts, now: datetime
) -> None:
    """Undo a move or an assignment: back to `where`, if the complaint still is as that had left it (`stands`).

    Raises NotNow(MOVED_MEANWHILE) where somebody has moved it since, NotNow(GRAVE_IS_URGENT), Invalid (`to`, whose
    hands it was in and who is not at work any more).
    """
    with taking(actor, complaint, Step.PLACE, now=now) as step:
        row = step.complaint
        if Whereabouts.of(row) != stands:
            raise NotNow(Obstacle.MOVED_MEANWHILE)
        if (
            where.assignee is not None
            and not Staff.objects.filter(pk=where.assignee, is_active=True).exists()
        ):
            raise Invalid({"to": Problem.OUT_OF_RANGE})
        if where.assignee in row.barred:
            raise NotNow(Obstacle.IS_BARRED)
        if where.assignee is not None:
            require_no_part(step, where.assignee)
        row.assignee_id, row.team_id, row.queue = where.assignee, where.team, where.queue
        _say_what_changed(step, stands)
        step.say(undone=True)


def _say_what_changed(step: Taken, before: Whereabouts) -> None:
    row = step.complaint
    after = Whereabouts.of(row)
    if after == before:
        raise NotNow(Obstacle.ALREADY_THERE)
    if after.queue != Queue.URGENT.value and must_be_urgent(Severity(row.severity)):
        raise NotNow(Obstacle.GRAVE_IS_URGENT)
    if after.queue != before.queue:
        step.say(queue=after.queue, queue_before=before.queue)
    if after.team != before.team:
        step.say(team=after.team, team_before=before.team)
    if after.assignee != before.assignee:
        step.say(to=after.assignee, before=before.assignee)
