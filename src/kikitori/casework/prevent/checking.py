"""The check of effectiveness 効果確認: counted on its day, by what was fixed beforehand, and judged by that alone.

What proves ineffective begins anew by itself, and its owner and approver are told. Where the numbers are too few they
get more time once; after that people judge. Meanwhile it is watched: once nothing could bring it below its threshold
any more, nobody waits for the day. Two sweepers at once judge once.
"""

import math
from datetime import date, datetime, timedelta
from functools import partial

from kikitori.casework.errors import NotNow, Obstacle
from kikitori.casework.given import Checked
from kikitori.casework.prevent.carry_out import LACKS
from kikitori.casework.prevent.counting import Watched, days_of, watched
from kikitori.casework.prevent.doorway import Acting, acting
from kikitori.casework.prevent.telling import tell_those_concerned
from kikitori.casework.singly import done_singly
from kikitori.records.access.permissions import Permission
from kikitori.records.people.actor import Actor
from kikitori.records.prevention.actions import CorrectiveAction
from kikitori.records.prevention.lifecycle import WATCHED, ActionStep
from kikitori.records.prevention.terms import Verdict
from kikitori.records.prevention.watching import Counted, is_out_of_reach, judge

LONGEST = 5000
_AT_MOST = 500
_WATCHED = [state.value for state in WATCHED]


def check_actions(actor: Actor, *, now: datetime) -> int:
    """Look at each that is watched and waits for no person. Returns of how many something came."""
    waiting = CorrectiveAction.objects.filter(state__in=_WATCHED, asked_at__isnull=True)
    rows = list(waiting.order_by("check_on", "pk")[:_AT_MOST])
    return sum(done_singly(actor, partial(check_action, actor, row, now=now)) for row in rows)


def check_action(actor: Actor, action: CorrectiveAction, *, now: datetime) -> None:
    """Count it, and judge where it can be judged today.

    Raises NotNow(NOT_DUE_YET) where its day has not come and nothing is decided, or where people are asked; Unseen,
    Refused, ActionStepNotPossible.
    """
    with acting(actor, action, ActionStep.EXTEND, now=now, writes=False) as step:
        if step.action.asked_at is not None:
            raise NotNow(Obstacle.NOT_DUE_YET)
        last = _last_day(step)
        seen = watched(step.cycle, step.house, until=min(step.today, last))
        if step.today < last:
            _look_ahead(step, seen, last)
            return
        counted = seen.counted(step.cycle)
        if counted is None:
            _ask(step, {**_told(seen, None), LACKS: "exposure"})
            return
        verdict = judge(counted, step.cycle.threshold)
        result = _told(seen, counted)
        if verdict is Verdict.TOO_FEW:
            _again(step, result)
        else:
            _close(step, verdict, result)


def judge_action(
    actor: Actor, action: CorrectiveAction, *, helped: bool, reason: str, now: datetime, seen: int
) -> None:
    """Where the numbers could not tell, twice: somebody who may approve says so, with a reason; never its owner.

    Raises Invalid, Refused, NotNow(NOT_DUE_YET as long as nobody is asked, OWNER_APPROVES).
    """
    check = Checked()
    why = check.text("reason", reason, longest=LONGEST, needed=True)
    check.done()
    needs = Permission.APPROVE_ACTIONS
    step_word = ActionStep.PROVE if helped else ActionStep.FAIL
    with acting(actor, action, step_word, now=now, seen=seen, needs=needs, writes=False) as step:
        if step.action.asked_at is None:
            raise NotNow(Obstacle.NOT_DUE_YET)
        if step.action.owner_id == actor.own_staff_id:
            raise NotNow(Obstacle.OWNER_APPROVES)
        verdict = Verdict.EFFECTIVE if helped else Verdict.NOT_EFFECTIVE
        _close(step, verdict, {**step.cycle.result, "reason": why})


def _look_ahead(step: Acting, seen: Watched, last: date) -> None:
    """Before the day: only what can no longer be reached is judged. Over days; what else there will be nobody knows."""
    cycle = step.cycle
    _begun, done = days_of(cycle)
    whole = (last - done).days - 1
    counted = Counted(seen.before, seen.after, seen.days_before, seen.days_after)
    if cycle.unit or whole <= 0 or not is_out_of_reach(counted, cycle.threshold, whole_after=whole):
        raise NotNow(Obstacle.NOT_DUE_YET)
    _close(step, Verdict.NOT_EFFECTIVE, {**_told(seen, counted), "early": True})


def _close(step: Acting, verdict: Verdict, result: dict[str, object]) -> None:
    cycle = step.cycle
    cycle.verdict, cycle.result, cycle.judged_at = verdict.value, result, step.now
    step.action.asked_at = None
    step.say(**result)
    tell_those_concerned(step)
    if verdict is Verdict.EFFECTIVE:
        step.write(ActionStep.PROVE)
        return
    step.write(ActionStep.FAIL)
    step.begin_anew()


def _again(step: Acting, result: dict[str, object]) -> None:
    """Too few to tell: once more as long, then people are asked."""
    cycle = step.cycle
    if cycle.extended_to is not None:
        _ask(step, result)
        return
    cycle.extended_to = step.today + timedelta(days=cycle.days_after)
    cycle.exposure_after = None
    step.action.check_on = cycle.extended_to
    step.say(**result, extended_to=cycle.extended_to.isoformat())
    tell_those_concerned(step)
    step.write(ActionStep.EXTEND)


def _ask(step: Acting, result: dict[str, object]) -> None:
    step.action.asked_at, step.cycle.result = step.now, result
    step.say(**result)
    tell_those_concerned(step)
    step.write(ActionStep.ASK)


def _last_day(step: Acting) -> date:
    last = step.cycle.extended_to or step.cycle.check_on
    if last is None:
        raise ValueError(f"{step.cycle} has no day of a check")
    return last


def _told(seen: Watched, counted: Counted | None) -> dict[str, object]:
    """Numbers as they are kept: what nothing bounds is None."""
    found: dict[str, object] = {
        "before": seen.before,
        "after": seen.after,
        "unnamed": seen.unnamed,
        "days_before": seen.days_before,
        "days_after": seen.days_after,
        "until": seen.until.isoformat(),
    }
    ratio = counted.ratio if counted else None
    if counted is not None:
        found |= {"exposure_before": counted.exposure_before, "exposure_after": counted.exposure_after}
    if ratio is not None:
        ends = {"ratio": ratio.value, "lower": ratio.lower, "upper": ratio.upper}
        found |= {name: None if math.isinf(number) else number for name, number in ends.items()}
    return found
