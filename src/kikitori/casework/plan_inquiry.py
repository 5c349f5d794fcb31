"""Plan the investigation 調査計画: what to find out, of whom, by when, and what came of it (ISO 10002, 7.6; R-09).

In proportion: what is grave is not decided without a plan, of the usual kind a few lines are offered, and for the rest
none is asked. Who is to follow a line has a task like any other.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from kikitori.casework.errors import NotNow, Obstacle, Problem
from kikitori.casework.given import Checked
from kikitori.casework.house import House
from kikitori.casework.step import Taken, taking
from kikitori.casework.tasks import LONGEST as LONGEST_TITLE
from kikitori.casework.tasks import add_task, drop_task, finish_task
from kikitori.foundation.language.text import one_line
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.terms import Severity
from kikitori.records.inquiry.plan import InquiryLine
from kikitori.records.inquiry.terms import LineState
from kikitori.records.people.actor import Actor
from kikitori.records.people.models import Staff

#: More at a time are a project, not a plan.
MOST = 12
_LONGEST_LINE, _LONGEST_RESULT = 1000, 2000
_NEEDS_A_PLAN = frozenset({Severity.S1.value, Severity.S2.value})


@dataclass(frozen=True, kw_only=True)
class LineGiven:
    """One line as somebody writes it. `point`: its number, None for all. `to`: who gets a task, which needs a day."""

    what: str
    source: str = ""
    point: int | None = None
    due_on: date | None = None
    to: Staff | None = None


def plan_inquiry(
    actor: Actor, complaint: Complaint, *, lines: Sequence[LineGiven], now: datetime
) -> list[InquiryLine]:
    """Add lines to the plan, each with a task for whoever is to follow it.

    Raises Invalid (`lines.0.what`, `lines` without any), NotNow(NO_SUCH_POINT with the number).
    """
    house, check = House(), Checked()
    read = [_read(check, f"lines.{n}", line, house.day_of(now)) for n, line in enumerate(lines)]
    if not lines:
        check.problems["lines"] = Problem.MISSING
    elif len(lines) > MOST:
        check.problems[f"lines.{MOST}.what"] = Problem.OUT_OF_RANGE
    check.done()
    with transaction.atomic():
        with taking(actor, complaint, Step.PLAN_INQUIRY, now=now, house=house) as step:
            made = _write(step, read)
            step.say(numbers=[row.number for row in made])
        for row, given in zip(made, read, strict=True):
            if given.to is not None and given.due_on is not None:
                title = one_line(row.what, LONGEST_TITLE)
                row.task = add_task(actor, complaint, title=title, to=given.to, by=given.due_on, now=now)
                row.save(update_fields=["task"])
    return made


def _read(check: Checked, field: str, line: LineGiven, today: date) -> LineGiven:
    what = check.text(f"{field}.what", line.what, longest=_LONGEST_LINE, needed=True)
    source = check.line(f"{field}.source", line.source, longest=200)
    if line.due_on is not None or line.to is not None:
        check.coming_day(f"{field}.due_on", line.due_on, today)
    return replace(line, what=what, source=source)


def _write(step: Taken, read: Sequence[LineGiven]) -> list[InquiryLine]:
    """Numbered on from the last, which the complaint's lock keeps still."""
    points = {row.number: row for row in step.complaint.allegations.all()}
    last = step.complaint.inquiry_lines.aggregate(last=Max("number"))["last"] or 0
    for line in read:
        if line.point is not None and line.point not in points:
            raise NotNow(Obstacle.NO_SUCH_POINT, str(line.point))
    return InquiryLine.objects.bulk_create(
        InquiryLine(
            complaint=step.complaint,
            number=number,
            allegation=points[line.point] if line.point is not None else None,
            what=line.what,
            source=line.source,
            due_on=line.due_on,
            made_at=step.now,
            made_by_id=step.actor.own_staff_id,
        )
        for number, line in enumerate(read, start=last + 1)
    )


def end_line(
    actor: Actor,
    complaint: Complaint,
    *,
    line: InquiryLine,
    how: str,
    came_out: str,
    now: datetime,
) -> None:
    """Followed to its end (`how`: `done`) or dropped, with what came out or why. Its task ends with it.

    Raises Invalid, NotNow(LINE_NOT_OPEN) where it has ended already, or is none of this complaint's.
    """
    check = Checked()
    state = check.word("how", how, LineState)
    if state is LineState.OPEN:
        check.problems.setdefault("how", Problem.UNKNOWN_WORD)
    text = check.text("came_out", came_out, longest=_LONGEST_RESULT, needed=True)
    check.done()
    with transaction.atomic():
        with taking(actor, complaint, Step.END_INQUIRY_LINE, now=now) as step:
            own = step.complaint.inquiry_lines.select_related("task").filter(pk=line.pk).first()
            if own is None or not own.is_open:
                raise NotNow(Obstacle.LINE_NOT_OPEN)
            own.state, own.came_out = state.value, text
            own.ended_at, own.ended_by_id = now, actor.own_staff_id
            own.save(update_fields=["state", "came_out", "ended_at", "ended_by"])
            step.say(line=own.number, how=state.value)
        if own.task is not None and own.task.is_open:
            if state is LineState.DONE:
                finish_task(actor, complaint, task=own.task, now=now)
            else:
                drop_task(actor, complaint, task=own.task, reason=text, now=now)


def require_plan(step: Taken) -> None:
    """What is grave was looked into by plan. Raises NotNow(NO_PLAN). One query, for what is grave."""
    grave = step.complaint.severity in _NEEDS_A_PLAN
    if grave and not step.complaint.inquiry_lines.exists():
        raise NotNow(Obstacle.NO_PLAN)
