"""Carry out a corrective action 実施: begun, done, and over how much is counted where that is not days."""

from datetime import datetime

from kikitori.casework.errors import Invalid, Problem
from kikitori.casework.given import checked_text
from kikitori.casework.prevent.doorway import acting
from kikitori.records.people.actor import Actor
from kikitori.records.prevention.actions import CorrectiveAction
from kikitori.records.prevention.lifecycle import ActionStep

LONGEST = 10_000
MOST_EXPOSURE = 10**12
#: In the result of a check that could not be made: what it waits for.
LACKS = "lacks"


def begin_action(actor: Actor, action: CorrectiveAction, *, now: datetime, seen: int | None = None) -> None:
    """What went on until today is the time before. Raises Unseen, Refused, ActionStepNotPossible."""
    with acting(actor, action, ActionStep.BEGIN, now=now, seen=seen) as step:
        step.cycle.started_on = step.today
        step.say(on=step.today.isoformat())


def finish_action(
    actor: Actor, action: CorrectiveAction, *, how: str, now: datetime, seen: int | None = None
) -> None:
    """It is done, and how; from tomorrow on it is watched. Raises Invalid, ActionStepNotPossible."""
    text = checked_text("how", how, longest=LONGEST)
    with acting(actor, action, ActionStep.FINISH, now=now, seen=seen) as step:
        step.cycle.done_on, step.cycle.done_how = step.today, text
        step.say(on=step.today.isoformat(), how=text)


def enter_exposure(
    actor: Actor, action: CorrectiveAction, *, before: int | None, after: int | None, now: datetime
) -> None:
    """How many orders, members, … there were before and after, where the plan counts over them. Either may be empty.

    Both there, what waited for them is looked at again. Raises Invalid (`before`, `after`; without a unit: `unit`).
    """
    given = {"before": before, "after": after}
    wrong = {
        name: Problem.OUT_OF_RANGE
        for name, number in given.items()
        if number is not None and not 1 <= number <= MOST_EXPOSURE
    }
    if wrong:
        raise Invalid(wrong)
    with acting(actor, action, ActionStep.COUNT, now=now) as step:
        if not step.cycle.unit:
            raise Invalid({"unit": Problem.MISSING})
        step.cycle.exposure_before, step.cycle.exposure_after = before, after
        if before and after and step.cycle.result.get(LACKS):
            step.action.asked_at, step.cycle.result = None, {}
        step.say(before=before, after=after)
