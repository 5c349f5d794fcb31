"""Plan a corrective action 計画, and have it approved 承認. The measure stands before anything starts (ADR 0037).

What is counted, over how many days, the ratio that must not be exceeded and the day of the check are part of the plan;
once approved they stand. Another measure means another cycle. Who approves is never who carries it out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kikitori.casework.errors import NotNow, Obstacle, Problem
from kikitori.casework.given import Checked, checked_text, known_years
from kikitori.casework.house import House
from kikitori.casework.prevent.doorway import acting
from kikitori.casework.prevent.telling import tell
from kikitori.records.access.permissions import Permission
from kikitori.records.complaints.terms import Subject
from kikitori.records.inquiry.causes import causes_with
from kikitori.records.inquiry.models import CauseTerm
from kikitori.records.people.actor import Actor
from kikitori.records.prevention.actions import CorrectiveAction
from kikitori.records.prevention.lifecycle import ActionStep
from kikitori.records.prevention.terms import ActionKind

LONGEST = 10_000
#: Shorter says nothing, longer is another time.
FEWEST_DAYS, MOST_DAYS = 7, 730
#: In hundredths: at most so much as before, and less than it.
LEAST_THRESHOLD, MOST_THRESHOLD = 1, 95


@dataclass(frozen=True, kw_only=True)
class PlanGiven:
    """What is done by when, and how it is known whether it helped. `threshold`: in hundredths of the rate before."""

    kind: str
    plan: str
    due_on: date | None
    causes: Sequence[str] = ()
    subject: str = ""
    days_before: int | None = None
    days_after: int | None = None
    threshold: int | None = None
    #: Over what, beside days: „orders“. Its numbers are entered by hand.
    unit: str = ""


def plan_action(
    actor: Actor, action: CorrectiveAction, given: PlanGiven, *, now: datetime, seen: int | None = None
) -> None:
    """Write the plan, or write it anew, as long as it is not approved. Raises Invalid, ActionStepNotPossible."""
    check, house = Checked(), House()
    kind = check.word("kind", given.kind, ActionKind)
    plan = check.text("plan", given.plan, longest=LONGEST, needed=True)
    due_on = check.coming_day("due_on", given.due_on, house.day_of(now))
    subject = check.word("subject", given.subject, Subject) if given.subject else None
    causes = _causes(check, given)
    days_before = _within(check, "days_before", given.days_before, FEWEST_DAYS, MOST_DAYS)
    days_after = _within(check, "days_after", given.days_after, FEWEST_DAYS, MOST_DAYS)
    threshold = _within(check, "threshold", given.threshold, LEAST_THRESHOLD, MOST_THRESHOLD)
    unit = check.line("unit", given.unit, longest=60)
    check_on = day_of_check(due_on, days_after)
    if check_on.year > known_years().last_year:
        check.problems.setdefault("due_on", Problem.OUT_OF_RANGE)
    check.done()
    with acting(actor, action, ActionStep.PLAN, now=now, seen=seen, house=house) as step:
        cycle = step.cycle
        cycle.kind, cycle.plan, cycle.due_on, cycle.check_on = kind.value, plan, due_on, check_on
        cycle.causes, cycle.subject = causes, subject.value if subject else ""
        cycle.days_before, cycle.days_after, cycle.threshold = days_before, days_after, threshold
        cycle.unit = unit
        if not unit:
            cycle.exposure_before = cycle.exposure_after = None
        step.action.due_on, step.action.check_on = due_on, check_on
        step.say(kind=kind.value, due_on=due_on.isoformat(), check_on=check_on.isoformat())
        step.say(causes=causes, subject=cycle.subject, days_before=days_before, days_after=days_after)
        step.say(threshold=threshold, unit=unit)


def day_of_check(due_on: date, days_after: int) -> date:
    """The day after `days_after` whole days have passed, counted from the day after the one it is due on."""
    return due_on + timedelta(days=days_after + 1)


def send_back_plan(
    actor: Actor, action: CorrectiveAction, *, reason: str, now: datetime, seen: int | None = None
) -> None:
    """It is not approved like this; the owner is told why. Raises Invalid, Refused."""
    why = checked_text("reason", reason, longest=LONGEST)
    with acting(
        actor, action, ActionStep.SEND_BACK, now=now, seen=seen, needs=Permission.APPROVE_ACTIONS
    ) as step:
        step.say(reason=why)
        tell(step, [step.action.owner_id])


def approve_plan(actor: Actor, action: CorrectiveAction, *, now: datetime, seen: int) -> None:
    """From now on plan, measure, threshold and day of the check stand. The owner is told.

    `seen` is the version that was read: nobody approves what they have not seen. Raises Refused, NotNow(OWNER_APPROVES,
    SET_MEANWHILE), ActionStepNotPossible.
    """
    with acting(
        actor, action, ActionStep.APPROVE, now=now, seen=seen, needs=Permission.APPROVE_ACTIONS
    ) as step:
        if step.action.owner_id == actor.own_staff_id:
            raise NotNow(Obstacle.OWNER_APPROVES)
        step.cycle.approved_by_id, step.cycle.approved_at = actor.own_staff_id, now
        tell(step, [step.action.owner_id])


def _causes(check: Checked, given: PlanGiven) -> list[str]:
    codes = list(dict.fromkeys(given.causes))
    if not codes and not given.subject:
        check.problems["causes"] = Problem.MISSING
    if codes and not set(codes) <= causes_with(CauseTerm.objects.all()).keys():
        check.problems["causes"] = Problem.UNKNOWN_WORD
    return codes


def _within(check: Checked, name: str, value: int | None, least: int, most: int) -> int:
    if value is None:
        check.problems[name] = Problem.MISSING
        return least
    if not least <= value <= most:
        check.problems[name] = Problem.OUT_OF_RANGE
        return least
    return value
