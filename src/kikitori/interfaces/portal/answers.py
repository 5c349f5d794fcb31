"""What the holder of a slip does, and how it is done once: the same answer sent twice is one answer.

Each answer knows its step, its form, the verb it calls and how to tell that exactly this has been said already.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.functional import Promise as Text
from django.utils.translation import gettext_lazy as _

from kikitori.casework import answer, confirm
from kikitori.casework.reopen import reopen_complaint
from kikitori.casework.withdraw import withdraw_complaint
from kikitori.casework.write import hear
from kikitori.foundation.language.text import clean_text
from kikitori.interfaces.portal import answer_forms as forms
from kikitori.interfaces.portal.visit import HolderVisit
from kikitori.records.complaints.lifecycle import State, Step
from kikitori.records.complaints.terms import EventKind
from kikitori.records.remedies.terms import ProposalState


class Overtaken(Exception):
    """The offer that was answered is not the one that stands open now."""


@dataclass(frozen=True)
class Answer:
    """One thing the holder can do. `page`: its name in the addresses and of its template."""

    page: str
    step: Step
    form: type[forms.AnswerForm]
    do: Callable[[HolderVisit, Any], object]
    #: Has exactly this been said already? Then it is not said again, and nobody is scolded for a double click.
    already: Callable[[HolderVisit, Any], bool]
    thanks: Text


def _write(visit: HolderVisit, form: forms.WriteForm) -> None:
    mark = hashlib.sha256(form.said.encode()).hexdigest()
    token = f"{visit.complaint.pk}.{visit.request.POST.get('token', '')[:100]}.{mark}"
    hear(visit.actor, visit.complaint, body=form.said, token=token, now=visit.now)


def _accept(visit: HolderVisit, form: forms.AcceptForm) -> None:
    with transaction.atomic():
        answer.accept_proposal(visit.actor, visit.complaint, words=form.said, now=visit.now)
        _same_proposal(visit, form, ProposalState.ACCEPTED)


def _decline(visit: HolderVisit, form: forms.DeclineForm) -> None:
    with transaction.atomic():
        answer.decline_proposal(visit.actor, visit.complaint, words=form.said, now=visit.now)
        _same_proposal(visit, form, ProposalState.DECLINED)


def _same_proposal(visit: HolderVisit, form: forms.ProposalForm, state: ProposalState) -> None:
    """Nobody agrees to what they have not read: another round has to be answered on its own page."""
    newest = visit.complaint.proposals.last()
    if newest is None or newest.pk != form.cleaned_data["proposal"] or newest.state != state.value:
        raise Overtaken


def _answered(state: ProposalState) -> Callable[[HolderVisit, forms.ProposalForm], bool]:
    def already(visit: HolderVisit, form: forms.ProposalForm) -> bool:
        own = visit.complaint.proposals.filter(pk=form.cleaned_data["proposal"], state=state.value)
        return any(proposal.answer == _cleaned(form) for proposal in own)

    return already


def _gave_reason(kind: EventKind, *states: State) -> Callable[[HolderVisit, forms.AnswerForm], bool]:
    def already(visit: HolderVisit, form: forms.AnswerForm) -> bool:
        event = visit.complaint.events.filter(kind=kind.value).last()
        stands = State(visit.complaint.state) in states
        return stands and event is not None and event.data.get("reason", "") == _cleaned(form)

    return already


def _gave_verdict(*, solved: bool | None) -> Callable[[HolderVisit, Any], bool]:
    def already(visit: HolderVisit, form: Any) -> bool:
        verdict = visit.complaint.verdicts.last()
        if verdict is None or verdict.solved is not solved or verdict.comment != _cleaned(form):
            return False
        stands = visit.complaint.state == State.INVESTIGATING.value or solved is not False
        return stands and verdict.rating == getattr(form, "stars", None)

    return already


def _cleaned(form: forms.AnswerForm) -> str:
    """The words as a verb keeps them."""
    return clean_text(form.said).strip()


ANSWERS: dict[str, Answer] = {
    each.page: each
    for each in (
        Answer(
            "write",
            Step.HEAR,
            forms.WriteForm,
            _write,
            lambda _visit, _form: False,
            _("We have your message. It stands below."),
        ),
        Answer(
            "accept",
            Step.ACCEPT,
            forms.AcceptForm,
            _accept,
            _answered(ProposalState.ACCEPTED),
            _("You have accepted our proposal. Below you see what will be done and by when."),
        ),
        Answer(
            "decline",
            Step.DECLINE,
            forms.DeclineForm,
            _decline,
            _answered(ProposalState.DECLINED),
            _("You have declined our proposal. That is no disadvantage to you; we go on working on it."),
        ),
        Answer(
            "withdraw",
            Step.WITHDRAW,
            forms.WithdrawForm,
            lambda visit, form: withdraw_complaint(
                visit.actor, visit.complaint, reason=form.said, now=visit.now
            ),
            _gave_reason(EventKind.WITHDRAWN, State.WITHDRAWN),
            _("You have withdrawn the complaint. You can have it taken up again at any time."),
        ),
        Answer(
            "solved",
            Step.CONFIRM_SOLVED,
            forms.SolvedForm,
            lambda visit, form: confirm.confirm_solved(
                visit.actor, visit.complaint, rating=form.stars, comment=form.said, now=visit.now
            ),
            _gave_verdict(solved=True),
            _("Thank you for telling us. The complaint is closed, and you can have it taken up again."),
        ),
        Answer(
            "unsolved",
            Step.CONFIRM_UNSOLVED,
            forms.UnsolvedForm,
            lambda visit, form: confirm.confirm_unsolved(
                visit.actor, visit.complaint, comment=form.said, now=visit.now
            ),
            _gave_verdict(solved=False),
            _("Thank you for telling us. We go on working on it; the new dates stand below."),
        ),
        Answer(
            "rate",
            Step.RATE,
            forms.RateForm,
            lambda visit, form: confirm.rate(
                visit.actor, visit.complaint, rating=form.stars, comment=form.said, now=visit.now
            ),
            _gave_verdict(solved=None),
            _("Thank you. The people who dealt with it will read this."),
        ),
        Answer(
            "reopen",
            Step.REOPEN,
            forms.ReopenForm,
            lambda visit, form: reopen_complaint(
                visit.actor, visit.complaint, reason=form.said, now=visit.now
            ),
            _gave_reason(EventKind.REOPENED, State.REOPENED),
            _("The complaint has been taken up again. The new dates stand below."),
        ),
    )
}
