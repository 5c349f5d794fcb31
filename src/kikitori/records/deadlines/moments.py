"""Which steps bring the moment a rule counts from, and which end a wait or a complaint. Pure."""

from collections.abc import Mapping

from kikitori.records.complaints.lifecycle import Step
from kikitori.records.deadlines.rule_parts import Audience
from kikitori.records.deadlines.rules import Trigger

#: The steps that bring the moment a rule counts from. What is named by hand begins by hand.
BRINGS: Mapping[Trigger, frozenset[Step]] = {
    Trigger.RECEIVED: frozenset({Step.RECEIVE}),
    Trigger.KNOWN: frozenset({Step.RECEIVE}),
    Trigger.LOGGED: frozenset({Step.RECEIVE}),
    Trigger.SERVED: frozenset(),
    Trigger.ACKNOWLEDGED: frozenset({Step.ACKNOWLEDGE}),
    Trigger.TOLD: frozenset({Step.REPLY}),
    Trigger.DECIDED: frozenset({Step.DECIDE, Step.ACCEPT}),
    Trigger.REMEDIED: frozenset({Step.FINISH_REMEDIES}),
    Trigger.NAMED: frozenset(),
}
#: Times of the complaint itself, which are not those of a step.
FROM_RECEIPT = (Trigger.RECEIVED, Trigger.KNOWN, Trigger.LOGGED)
#: Steps that can end a complaint, and with it the clocks of what is owed to the people in it.
ENDING = frozenset(
    {Step.CLOSE_ACCEPTED, Step.CLOSE_EXHAUSTED, Step.WITHDRAW, Step.MERGE, Step.REGROUP, Step.REDIRECT}
)
#: Steps after which the complainant's answer is no longer waited for.
ANSWERED = frozenset({Step.HEAR, Step.RECORD_ANSWER, *ENDING})


def ends_with_complaint(audience: Audience) -> bool:
    """Does what is owed to them end with the complaint? An authority and those whose data leaked still wait."""
    return audience not in (Audience.AUTHORITY, Audience.AFFECTED)
