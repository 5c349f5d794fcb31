"""Overtaken 差し替え: what is on offer falls when another word takes its place, and so does what waits for approval."""

from kikitori.casework.step import Taken
from kikitori.records.remedies.terms import ApprovalState, ProposalState, RemedyState, WhyFallen


def overtake(step: Taken) -> None:
    """The open offer is replaced, its remedies are dropped, and an offer that waits for approval falls.

    Three statements; the timeline says which remedies were dropped, and which request fell.
    """
    replaced = step.complaint.proposals.filter(state=ProposalState.OFFERED.value).update(
        state=ProposalState.REPLACED.value
    )
    if replaced:
        offered = RemedyState.OFFERED.value
        step.say(dropped=list(step.complaint.remedies.filter(state=offered).values_list("pk", flat=True)))
        step.complaint.remedies.filter(state=offered).update(state=RemedyState.DROPPED.value)
    fall(step)


def fall(step: Taken) -> None:
    """What waits for approval falls: something newer stands. One statement, or two."""
    waiting = step.complaint.approvals.filter(state=ApprovalState.ASKED.value)
    for number in waiting.values_list("pk", flat=True):
        step.complaint.approvals.filter(pk=number).update(
            state=ApprovalState.FALLEN.value, why=WhyFallen.OVERTAKEN.value, answered_at=step.now
        )
        step.say(fallen=number)
