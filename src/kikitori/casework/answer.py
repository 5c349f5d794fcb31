"""Answer 諾否: the complainant accepts or declines what we offered, by themselves or told to staff."""

from datetime import datetime

from kikitori.casework.errors import NotNow, Obstacle
from kikitori.casework.given import Checked
from kikitori.casework.outgoing import remedy_lines
from kikitori.casework.step import Taken, taking
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Complaint
from kikitori.records.letters.kinds import LetterKind
from kikitori.records.people.actor import Actor
from kikitori.records.remedies.models import Proposal
from kikitori.records.remedies.terms import ProposalState, RemedyState


def accept_proposal(
    actor: Actor, complaint: Complaint, *, now: datetime, words: str = "", how: str = ""
) -> None:
    """Agree to the open offer; its remedies are now owed, each by its day.

    `how`: by what road the answer came („by phone“) where staff write it down for the complainant.
    """
    said, road = _read(words, how)
    with taking(actor, complaint, Step.ACCEPT, now=now) as step:
        proposal = _answered(step, ProposalState.ACCEPTED, said, road)
        remedies = proposal.remedies.filter(state=RemedyState.OFFERED.value)
        first_due = remedies.order_by("due_on").values_list("due_on", flat=True).last()
        remedies.update(state=RemedyState.DUE.value)
        step.say(remedy_due_on=first_due.isoformat() if first_due else None)
        step.letter(
            LetterKind.ACCEPTED, remedies=remedy_lines(list(proposal.remedies.all()), step.complaint.language)
        )


def decline_proposal(
    actor: Actor, complaint: Complaint, *, now: datetime, words: str = "", how: str = ""
) -> None:
    """Say no to the open offer. The complaint goes on; nothing is lost by declining."""
    said, road = _read(words, how)
    with taking(actor, complaint, Step.DECLINE, now=now) as step:
        proposal = _answered(step, ProposalState.DECLINED, said, road)
        proposal.remedies.filter(state=RemedyState.OFFERED.value).update(state=RemedyState.DROPPED.value)


def _read(words: str, how: str) -> tuple[str, str]:
    check = Checked()
    said, road = check.text("words", words, longest=10_000), check.line("how", how, longest=200)
    check.done()
    return said, road


def _answered(step: Taken, state: ProposalState, words: str, how: str) -> Proposal:
    proposal = step.complaint.proposals.filter(state=ProposalState.OFFERED.value).last()
    if proposal is None:
        raise NotNow(Obstacle.NO_OPEN_PROPOSAL)
    proposal.state, proposal.answered_at = state.value, step.now
    proposal.answer, proposal.answered_how = words, how
    proposal.save()
    step.say(proposal=proposal.pk, round=proposal.round, **({"how": how} if how else {}))
    return proposal
