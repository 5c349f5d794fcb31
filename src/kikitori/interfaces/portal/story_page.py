"""The page behind a slip: where it stands, what happened, what was said, offered, decided and promised."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.utils.functional import Promise as Text
from django.utils.translation import gettext_lazy as _

from kikitori.foundation.language.text import guess_language
from kikitori.interfaces.portal.appointing import named
from kikitori.interfaces.portal.asked_for import asked_for
from kikitori.interfaces.portal.conversation import conversation
from kikitori.interfaces.portal.opened import opened
from kikitori.interfaces.portal.promised import told
from kikitori.interfaces.portal.queries import File
from kikitori.interfaces.portal.referred import referred
from kikitori.interfaces.portal.standing import standing
from kikitori.interfaces.portal.story import story
from kikitori.interfaces.portal.telling import Teller
from kikitori.interfaces.portal.visit import HolderVisit
from kikitori.records.complaints.labels import OUTCOME
from kikitori.records.complaints.lifecycle import State, Step
from kikitori.records.complaints.proving import proof_of
from kikitori.records.complaints.terms import EventKind, Outcome
from kikitori.records.deadlines.models import Promise
from kikitori.records.inquiry.models import Finding
from kikitori.records.remedies.labels import PROPOSAL_STATE, REMEDY_KIND
from kikitori.records.remedies.models import Proposal, Remedy
from kikitori.records.remedies.terms import RECEIVED, DropReason, ProposalState, RemedyKind

#: So many of the newest sentences and messages stand open; older ones are folded, none is left out.
OPEN_LINES = 12
_DROPPED: dict[DropReason, Text] = {
    DropReason.DECLINED: _("Not done any more, as you asked."),
    DropReason.EXCHANGED: _("Something else is done instead, as agreed with you."),
    DropReason.UNREACHABLE: _("We could not bring it to you."),
    DropReason.IMPOSSIBLE: _("This cannot be done any more."),
}


@dataclass(frozen=True)
class ShownRemedy:
    """A remedy with its name in words."""

    remedy: Remedy
    label: Text
    done: bool
    #: The day it was done, or by which it will be, in words.
    day: str
    #: Why it is not done any more, in words; empty where it is.
    dropped: Text | str = ""


@dataclass(frozen=True)
class ShownProposal:
    """An offer with its state in words and its remedies."""

    proposal: Proposal
    #: The day it was made, in words.
    day: str
    state: Text
    is_open: bool
    #: Until when it is kept open, in words.
    answer_day: str
    remedies: list[ShownRemedy]


@dataclass(frozen=True)
class ShownPoint:
    """One point raised, with the finding in words."""

    finding: Finding
    outcome: Text


def show(visit: HolderVisit) -> HttpResponse:
    """The whole page. Reads nothing that is not meant for this person."""
    file = File(visit.actor, visit.complaint)
    lines = story(file, visit.teller)
    said = conversation(file)
    spoken = guess_language(file.complaint.story, file.complaint.language)
    context = {
        "complaint": file.complaint,
        "standing": (stands := standing(file, visit.now)),
        "day": visit.teller.day(stands.day) if stands.day else "",
        "others": file.others_of_one_cause,
        "earlier_lines": lines[:-OPEN_LINES],
        "lines": lines[-OPEN_LINES:],
        "first_word": said[0],
        "earlier_said": said[1:][:-OPEN_LINES],
        "said": said[1:][-OPEN_LINES:],
        "proposals": [shown_proposal(file, each, visit.teller) for each in reversed(file.proposals)],
        "points": [_shown_point(finding) for finding in file.points],
        "can_verify": file.can(Step.VERIFY_REMEDY),
        "remedies": [_shown_remedy(remedy, visit.teller) for remedy in file.remedies_told],
        "promises": told(_open_first(file), visit.teller),
        "letters": list(reversed(file.letters)),
        "redirected": redirected(file),
        "understood": file.understood if file.can(Step.PETITION) and not file.points else [],
        "asked_for": asked_for(file, visit.teller),
        "referred": referred(file, visit.teller),
        "named": named(file, visit.teller),
        "signed_in_as": visit.actor.name if file.is_represented else "",
        "decides": file.can_decide,
        "opened": opened(file, visit.teller, visit.organisation.openings_since),
        "proof": proof_of(file.complaint),
        "wish_language": guess_language(file.complaint.desired_outcome, spoken),
    }
    return visit.show("follow", context)


def redirected(file: File) -> dict[str, str]:
    """Where to go and why, as it was told; nothing where it is handled here."""
    told = file.last_event.get(EventKind.REDIRECTED.value)
    if file.state is not State.REDIRECTED or told is None:
        return {}
    return {name: str(told.data.get(name, "")) for name in ("where", "why")}


def _open_first(file: File) -> list[Promise]:
    """What may still be expected, then what has been kept or changed, the latest first."""
    waiting = file.open_promises
    rest = [promise for promise in file.promises if promise not in waiting]
    return waiting + sorted(rest, key=lambda promise: promise.made_at, reverse=True)


def shown_proposal(file: File, proposal: Proposal, teller: Teller) -> ShownProposal:
    """One offer in words; also for the pages where it is accepted or declined."""
    state = ProposalState(proposal.state)
    return ShownProposal(
        proposal=proposal,
        day=teller.day(proposal.offered_at),
        state=PROPOSAL_STATE[state],
        is_open=state is ProposalState.OFFERED,
        answer_day=teller.day(proposal.answer_by),
        remedies=[_shown_remedy(remedy, teller) for remedy in file.remedies_in(proposal)],
    )


def _shown_remedy(remedy: Remedy, teller: Teller) -> ShownRemedy:
    done = remedy.state in RECEIVED
    day = remedy.done_at if done and remedy.done_at else remedy.due_on
    why: Text | str = _DROPPED[DropReason(remedy.drop_reason)] if remedy.drop_reason else ""
    return ShownRemedy(remedy, REMEDY_KIND[RemedyKind(remedy.kind)], done, teller.day(day), why)


def _shown_point(finding: Finding) -> ShownPoint:
    return ShownPoint(finding, OUTCOME[Outcome(finding.outcome)])
