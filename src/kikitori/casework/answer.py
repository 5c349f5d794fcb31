"""Answer 諾否: the complainant accepts or declines what we offered, by themselves or told to staff.

They answer the offer they have read: `proposal` is its id, and where another round has come meanwhile, or it has
been answered, the verb refuses with NotNow(NO_OPEN_PROPOSAL). None stands for the open offer, whichever it is.
"""

from datetime import datetime

from kikitori.casework.agreements import keep_agreement
from kikitori.casework.errors import NotNow, Obstacle
from kikitori.casework.given import Checked
from kikitori.casework.outgoing import remedy_lines
from kikitori.casework.overtaking import fall
from kikitori.casework.promising import remedy_day
from kikitori.casework.step import Taken, taking
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Complaint
from kikitori.records.letters.kinds import LetterKind
from kikitori.records.people.actor import Actor
from kikitori.records.remedies.models import Proposal, Remedy
from kikitori.records.remedies.terms import ProposalState, RemedyState


def accept_proposal(
    actor: Actor,
    complaint: Complaint,
    *,
    now: datetime,
    words: str = "",
    how: str = "",
    proposal: int | None = None,
) -> None:
    """Agree to the offer; its remedies are now owed, each by its day.

    Where the offer named a day that has passed meanwhile, the letter names a new one. `how`: by what road the
    answer came („by phone“) where staff write it down for the complainant.
    """
    said, road = _read(words, how)
    with taking(actor, complaint, Step.ACCEPT, now=now) as step:
        accepted = _answered(step, proposal, ProposalState.ACCEPTED, said, road)
        remedies = _now_owed(step, accepted)
        keep_agreement(step, accepted, remedies)
        last_due = max((remedy.due_on for remedy in remedies), default=None)
        step.say(remedy_due_on=last_due.isoformat() if last_due else None)
        step.say(owed=[remedy.pk for remedy in remedies])
        fall(step)
        step.letter(LetterKind.ACCEPTED, remedies=remedy_lines(remedies, step.complaint.language))


def decline_proposal(
    actor: Actor,
    complaint: Complaint,
    *,
    now: datetime,
    words: str = "",
    how: str = "",
    proposal: int | None = None,
) -> None:
    """Say no to the offer. The complaint goes on, the letter says until when; nothing is lost by declining."""
    said, road = _read(words, how)
    with taking(actor, complaint, Step.DECLINE, now=now) as step:
        declined = _answered(step, proposal, ProposalState.DECLINED, said, road)
        offered = RemedyState.OFFERED.value
        step.say(dropped=list(declined.remedies.filter(state=offered).values_list("pk", flat=True)))
        declined.remedies.filter(state=offered).update(state=RemedyState.DROPPED.value)
        step.letter(LetterKind.GOING_ON)


def _read(words: str, how: str) -> tuple[str, str]:
    check = Checked()
    said, road = check.text("words", words, longest=10_000), check.line("how", how, longest=200)
    check.done()
    return said, road


def _answered(step: Taken, number: int | None, state: ProposalState, words: str, how: str) -> Proposal:
    proposal = step.complaint.proposals.filter(state=ProposalState.OFFERED.value).last()
    if proposal is None or number not in (None, proposal.pk):
        raise NotNow(Obstacle.NO_OPEN_PROPOSAL)
    proposal.state, proposal.answered_at = state.value, step.now
    proposal.answer, proposal.answered_how = words, how
    proposal.save(update_fields=["state", "answered_at", "answer", "answered_how"])
    step.say(proposal=proposal.pk, round=proposal.round, **({"how": how} if how else {}))
    return proposal


def _now_owed(step: Taken, accepted: Proposal) -> list[Remedy]:
    """What was offered is owed from now on; nobody is told a day that has passed."""
    remedies = list(accepted.remedies.filter(state=RemedyState.OFFERED.value))
    today = step.house.day_of(step.now)
    for remedy in remedies:
        remedy.state = RemedyState.DUE.value
        if remedy.due_on < today:
            remedy.due_on = remedy_day(step.complaint, step.now, step.house)
    Remedy.objects.bulk_update(remedies, ["state", "due_on"])
    return remedies
