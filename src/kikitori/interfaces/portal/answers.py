"""What the holder of a slip does, and how it is done once: the same answer sent twice is one answer.

Each answer knows its step, its form, the verb it calls and how to tell that exactly this has been said already.
"""

import hashlib
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from kikitori.casework import answer, confirm, second_contact
from kikitori.casework.parcels import Handed
from kikitori.casework.reopen import reopen_complaint
from kikitori.casework.review import ask_review
from kikitori.casework.told_as import EVENT_OF
from kikitori.casework.verify_remedy import verify_remedy
from kikitori.casework.withdraw import withdraw_complaint
from kikitori.casework.write import hear_where_it_goes_on
from kikitori.foundation.language.text import clean_text
from kikitori.interfaces.portal import answer_forms as forms
from kikitori.interfaces.portal.answer_kind import Answer
from kikitori.interfaces.portal.appointing import APPOINTING
from kikitori.interfaces.portal.enclosing import owner_of
from kikitori.interfaces.portal.petition_answers import PETITIONS
from kikitori.interfaces.portal.visit import HolderVisit
from kikitori.records.complaints.lifecycle import State, Step, is_possible
from kikitori.records.complaints.terms import EventKind
from kikitori.records.deadlines.promises import PromiseKind, PromiseState
from kikitori.records.remedies.terms import ProposalState, RemedyState

#: What a complainant says about the result; having it taken up again opens the question anew.
_ON_THE_RESULT = tuple(
    kind.value
    for kind in (
        EventKind.SOLVED,
        EventKind.NOT_SOLVED,
        EventKind.RATED,
        EventKind.REOPENED,
        EventKind.LEFT_AT_THAT,
        EventKind.HOLDS,
    )
)


#: These can be said again where the complaint stands.
_STAYING = (Step.RATE, Step.LEAVE_IT, Step.CONFIRM_HOLDS)


def _asked_no_more(visit: HolderVisit, _form: forms.NoMoreForm) -> bool:
    """They will not be asked: nothing of it is promised any more."""
    return visit.complaint.events.filter(kind=EventKind.ASKING_STOPPED.value).exists() and not (
        visit.complaint.promises.filter(
            kind=PromiseKind.FOLLOW_UP.value, state=PromiseState.OPEN.value
        ).exists()
    )


def _write(visit: HolderVisit, form: forms.WriteForm) -> None:
    mark = hashlib.sha256(form.said.encode()).hexdigest()
    token = f"{visit.complaint.pk}.{visit.request.POST.get('token', '')[:100]}.{mark}"
    handed = Handed(owner_of(visit), form.sent_along)
    hear_where_it_goes_on(
        visit.actor, visit.complaint, body=form.said, token=token, now=visit.now, handed=handed
    )


def _to_offer(verb: Callable[..., None]) -> Callable[[HolderVisit, forms.ProposalForm], None]:
    """A yes or a no to the offer that was read, and to no other."""

    def do(visit: HolderVisit, form: forms.ProposalForm) -> None:
        verb(
            visit.actor,
            visit.complaint,
            words=form.said,
            proposal=form.cleaned_data["proposal"],
            now=visit.now,
        )

    return do


def _answered(state: ProposalState) -> Callable[[HolderVisit, forms.ProposalForm], bool]:
    def already(visit: HolderVisit, form: forms.ProposalForm) -> bool:
        own = visit.complaint.proposals.filter(pk=form.cleaned_data["proposal"], state=state.value)
        return any(proposal.answer == _cleaned(form) for proposal in own)

    return already


def _gave_reason(kind: EventKind, state: State) -> Callable[[HolderVisit, forms.AnswerForm], bool]:
    def already(visit: HolderVisit, form: forms.AnswerForm) -> bool:
        event = visit.complaint.events.filter(kind=kind.value).last()
        stands = visit.complaint.state == state.value
        return stands and event is not None and event.data.get("reason", "") == _cleaned(form)

    return already


def _gave_verdict(step: Step) -> Callable[[HolderVisit, Any], bool]:
    """The newest word on the result is this one; where it was about the solution, it has had its effect."""

    def already(visit: HolderVisit, form: Any) -> bool:
        said = visit.complaint.events.filter(kind__in=_ON_THE_RESULT).last()
        if said is None or said.kind != EVENT_OF[step].value:
            return False
        if step not in _STAYING and is_possible(State(visit.complaint.state), step):
            return False
        if "verdict" not in said.data:
            return False
        verdict = visit.complaint.verdicts.get(pk=said.data["verdict"])
        typed = (getattr(form, "stars", None), getattr(form, "outcome_stars", None), _cleaned(form))
        return (verdict.rating, verdict.outcome_rating, verdict.comment) == typed

    return already


def _has_arrived(visit: HolderVisit, form: forms.ArrivedForm) -> bool:
    own = visit.complaint.remedies.filter(pk=form.cleaned_data["remedy"])
    return own.filter(state=RemedyState.VERIFIED.value).exists()


def _cleaned(form: forms.AnswerForm) -> str:
    """The words as a verb keeps them."""
    return clean_text(form.said).strip()


ANSWERS: dict[str, Answer] = {
    each.page: each
    for each in (
        *PETITIONS,
        *APPOINTING,
        Answer(
            page="write",
            step=Step.HEAR,
            form=forms.WriteForm,
            do=_write,
            already=lambda _visit, _form: False,
            heading=_("Write to us"),
            meaning=_("The person who deals with your complaint will read it. It stays with your complaint."),
            verb=_("Send this message"),
            icon="send",
            thanks=_("We have your message. It stands below."),
            takes_files=True,
        ),
        Answer(
            page="accept",
            step=Step.ACCEPT,
            form=forms.AcceptForm,
            do=_to_offer(answer.accept_proposal),
            already=_answered(ProposalState.ACCEPTED),
            heading=_("Accept this proposal"),
            meaning=_("With your yes it is agreed, and every part of it is done by its day."),
            verb=_("Accept it"),
            icon="agree",
            thanks=_("You have accepted our proposal. Below you see what will be done and by when."),
        ),
        Answer(
            page="decline",
            step=Step.DECLINE,
            form=forms.DeclineForm,
            do=_to_offer(answer.decline_proposal),
            already=_answered(ProposalState.DECLINED),
            heading=_("Decline this proposal"),
            meaning=_("Then we go on looking for a way. Your complaint stays open."),
            verb=_("Decline it"),
            icon="close",
            thanks=_(
                "You have declined our proposal. That is no disadvantage to you; we go on working on it."
            ),
        ),
        Answer(
            page="arrived",
            step=Step.VERIFY_REMEDY,
            form=forms.ArrivedForm,
            do=lambda visit, form: verify_remedy(
                visit.actor, visit.complaint, remedy=form.cleaned_data["remedy"], now=visit.now
            ),
            already=_has_arrived,
            heading=_("It has arrived"),
            meaning=_("Then we know that it has reached you, and stop looking for it."),
            verb=_("Say that it has arrived"),
            icon="kept",
            thanks=_("Thank you. We have written down that it has reached you."),
        ),
        Answer(
            page="withdraw",
            step=Step.WITHDRAW,
            form=forms.WithdrawForm,
            do=lambda visit, form: withdraw_complaint(
                visit.actor, visit.complaint, reason=form.said, now=visit.now
            ),
            already=_gave_reason(EventKind.WITHDRAWN, State.WITHDRAWN),
            heading=_("Withdraw the complaint"),
            meaning=_(
                "We then stop working on it. Nothing is deleted: if you change your mind, "
                "you can have it taken up again."
            ),
            verb=_("Withdraw it now"),
            icon="close",
            thanks=_("You have withdrawn the complaint. You can have it taken up again at any time."),
        ),
        Answer(
            page="solved",
            step=Step.CONFIRM_SOLVED,
            form=forms.SolvedForm,
            prepare=forms.SolvedForm.of_file,
            do=lambda visit, form: confirm.confirm_solved(
                visit.actor,
                visit.complaint,
                rating=form.stars,
                outcome=form.outcome_stars,
                comment=form.said,
                ask_again=form.may_be_asked,
                now=visit.now,
            ),
            already=_gave_verdict(Step.CONFIRM_SOLVED),
            heading=_("It is solved"),
            meaning=_(
                "Thank you. With your yes the complaint is closed. "
                "If it comes back, you can have it taken up again."
            ),
            verb=_("Say that it is solved"),
            icon="kept",
            thanks=_(
                "Thank you for telling us. The complaint is closed, and you can have it taken up again."
            ),
        ),
        Answer(
            page="unsolved",
            step=Step.CONFIRM_UNSOLVED,
            form=forms.UnsolvedForm,
            do=lambda visit, form: confirm.confirm_unsolved(
                visit.actor, visit.complaint, comment=form.said, now=visit.now
            ),
            already=_gave_verdict(Step.CONFIRM_UNSOLVED),
            heading=_("It is not solved yet"),
            meaning=_(
                "Then we go on. You do not have to explain everything again; "
                "what you told us so far is all here."
            ),
            verb=_("Say that it is not solved"),
            icon="send",
            thanks=_("Thank you for telling us. We go on working on it; the new dates stand below."),
        ),
        Answer(
            page="enough",
            step=Step.LEAVE_IT,
            form=forms.EnoughForm,
            prepare=forms.EnoughForm.of_file,
            do=lambda visit, form: confirm.leave_it(
                visit.actor,
                visit.complaint,
                rating=form.stars,
                outcome=form.outcome_stars,
                comment=form.said,
                now=visit.now,
            ),
            already=_gave_verdict(Step.LEAVE_IT),
            heading=_("Not solved, but I leave it at that"),
            meaning=_(
                "Then we do not press you. It stands in our record that it is not solved for you. "
                "Somebody looks at everything once more, and writes to you what was done and where else you can turn."
            ),
            verb=_("Leave it at that"),
            icon="send",
            thanks=_(
                "Thank you for telling us plainly. Somebody looks at it once more and writes to you. "
                "You can change your mind at any time."
            ),
        ),
        Answer(
            page="holds",
            step=Step.CONFIRM_HOLDS,
            form=forms.RatedForm,
            prepare=forms.RatedForm.of_file,
            do=lambda visit, form: second_contact.confirm_holds(
                visit.actor,
                visit.complaint,
                rating=form.stars,
                outcome=form.outcome_stars,
                comment=form.said,
                now=visit.now,
            ),
            already=_gave_verdict(Step.CONFIRM_HOLDS),
            heading=_("It is still solved"),
            meaning=_("We are glad to hear it. Nothing more is needed from you."),
            verb=_("Say that it is still solved"),
            icon="kept",
            thanks=_("Thank you for telling us. If it comes back one day, you can have it taken up again."),
        ),
        Answer(
            page="came-back",
            step=Step.REOPEN,
            form=forms.CameBackForm,
            do=lambda visit, form: second_contact.came_back(
                visit.actor, visit.complaint, comment=form.said, now=visit.now
            ),
            already=_gave_verdict(Step.REOPEN),
            heading=_("It has come back"),
            meaning=_(
                "Then we take it up again under the same number, and you get new dates. "
                "You do not have to explain everything again."
            ),
            verb=_("Say that it has come back"),
            icon="undo",
            thanks=_(
                "Thank you for telling us. The complaint has been taken up again; the new dates stand below."
            ),
        ),
        Answer(
            page="no-more",
            step=Step.STOP_ASKING,
            form=forms.NoMoreForm,
            do=lambda visit, _form: second_contact.stop_asking(visit.actor, visit.complaint, now=visit.now),
            already=_asked_no_more,
            heading=_("Please do not ask me again"),
            meaning=_(
                "Then we do not ask you once more whether it is still solved. You can write to us all the same."
            ),
            verb=_("Do not ask me again"),
            icon="close",
            thanks=_("We will not ask you again. You can write to us at any time."),
        ),
        Answer(
            page="rate",
            step=Step.RATE,
            form=forms.RateForm,
            do=lambda visit, form: confirm.rate(
                visit.actor,
                visit.complaint,
                rating=form.stars,
                outcome=form.outcome_stars,
                comment=form.said,
                now=visit.now,
            ),
            already=_gave_verdict(Step.RATE),
            heading=_("Rate how we dealt with it"),
            meaning=_(
                "How you were treated is one question, and what came of it another. Answer one or both. "
                "Honest words help the next person."
            ),
            verb=_("Send this rating"),
            icon="send",
            thanks=_("Thank you. The people who dealt with it will read this."),
        ),
        Answer(
            page="reopen",
            step=Step.REOPEN,
            form=forms.ReopenForm,
            do=lambda visit, form: reopen_complaint(
                visit.actor, visit.complaint, reason=form.said, now=visit.now
            ),
            already=_gave_reason(EventKind.REOPENED, State.REOPENED),
            heading=_("Have it taken up again"),
            meaning=_("Somebody will take it up where it was left, and you will get new dates."),
            verb=_("Have it taken up again"),
            icon="undo",
            thanks=_("The complaint has been taken up again. The new dates stand below."),
        ),
        Answer(
            page="review",
            step=Step.ASK_REVIEW,
            form=forms.ReviewForm,
            do=lambda visit, form: ask_review(visit.actor, visit.complaint, reason=form.said, now=visit.now),
            already=_gave_reason(EventKind.REVIEW_ASKED, State.REVIEW2),
            heading=_("Ask for a review"),
            meaning=_(
                "Somebody who had no part in it so far looks at everything once more. "
                "You need not give reasons, and it is no disadvantage to you."
            ),
            verb=_("Ask for the review"),
            icon="refresh",
            thanks=_("Your complaint will be reviewed. Below you see by when you hear from us."),
        ),
    )
}
