"""Where a complaint stands, in one sentence with its date, and which steps would follow from that.

A choice by state and facts alone; whether a step is allowed to this reader is asked in ahead.py.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from kikitori.interfaces.desk.complaint.agreement import agreement_of
from kikitori.interfaces.desk.complaint.referred import expected_by
from kikitori.interfaces.desk.complaint.sealed import Sealed
from kikitori.interfaces.desk.complaint.standing import Standing
from kikitori.interfaces.look import words
from kikitori.records.complaints.lifecycle import CLOSED, GONE, State, Step, is_possible
from kikitori.records.complaints.terms import Queue
from kikitori.records.deadlines.labels import what_was_promised
from kikitori.records.deadlines.models import Promise
from kikitori.records.deadlines.promises import BY_HAND, PromiseKind
from kikitori.records.triage.redirections import Redirection

Situation = tuple[str, tuple[Step, ...]]
_KEPT_BY: dict[str, Step] = {
    PromiseKind.PETITION.value: Step.ANSWER_PETITION,
    PromiseKind.APPOINTMENT.value: Step.ANSWER_APPOINTMENT,
}
#: A promise nearer than this comes before everything else.
_PRESSING = timedelta(days=2)


def situation(standing: Standing) -> Situation:
    """The sentence and the steps that follow, most fitting first. A promise that has passed is named first."""
    pressing = [row for row in standing.file.owed_promises if row.due_at - standing.now < _PRESSING]
    by_hand = next((row for row in pressing if row.kind in BY_HAND), None)
    if by_hand is not None:
        return _by_hand(standing, by_hand)
    if standing.state in CLOSED:
        return _("This complaint has ended. It can be reopened at any time."), ()
    if standing.state in GONE:
        return _gone(standing)
    asked = standing.file.redirect_asked
    if asked is not None and is_possible(standing.state, Step.REDIRECT):
        return _redirect_asked(standing, asked)
    if standing.state is State.DECIDED and not standing.file.remedies_owed:
        return _late_first(standing, _confirming(standing))
    return _late_first(standing, _BY_STATE[standing.state](standing))


def _gone(standing: Standing) -> Situation:
    """It is handled elsewhere; where it was joined with another one, that can be undone."""
    state = standing.state
    if standing.sealed is not None and state is State.VAULTED:
        return _in_the_vault(standing.sealed)
    if state is State.MERGED:
        return _("It goes on in another complaint. The timeline shows in which."), (Step.SEPARATE,)
    if state is State.REDIRECTED:
        return _("The complainant was told where to go. A further word of theirs is still answered."), ()
    return _("This complaint is handled elsewhere. Notes can still be added."), ()


def _in_the_vault(sealed: Sealed) -> Situation:
    """What the law asks for comes first; then what came of it."""
    if sealed.seal.lift_asked_at is not None:
        return _("Somebody asks for the seal to be taken off. Somebody else decides it."), (
            Step.UNSEAL,
            Step.REFUSE_UNSEAL,
        )
    if sealed.seal.inquiry_told_at is None:
        return _("The reporter is to be told whether it is looked into. Find out what is needed for that."), (
            Step.TELL_INQUIRY,
            Step.REPLY,
        )
    if sealed.seal.outcome_told_at is None:
        return _(
            "The reporter knows whether it is looked into. Once it is done, tell them what came of it."
        ), (
            Step.TELL_OUTCOME,
            Step.REPLY,
        )
    return _("The reporter knows what came of it. Whatever they write is still answered."), (Step.REPLY,)


def _redirect_asked(standing: Standing, asked: Redirection) -> Situation:
    """A colleague waits for a second person; whoever asked waits, too."""
    why = _("%(name)s asks for it to be redirected. Somebody else has to confirm that.") % {
        "name": asked.asked_by.name
    }
    return _late_first(standing, (why, (Step.REDIRECT, Step.REFUSE_REDIRECT)))


def _by_hand(standing: Standing, promise: Promise) -> Situation:
    """A person has given their word, and it is due."""
    when = _when(standing, promise.due_at)
    if promise.kind == PromiseKind.CALL_BACK.value:
        sentence = _("You promised to call back: %(when)s.") % {"when": when}
        return sentence, (Step.CALL_BACK, Step.REPLACE_PROMISE)
    what = what_was_promised(promise.kind, promise.note)
    sentence = _("You promised “%(what)s”: %(when)s.") % {"what": what, "when": when}
    return sentence, (_KEPT_BY.get(promise.kind, Step.KEEP_PROMISE), Step.REPLACE_PROMISE)


def _late_first(standing: Standing, found: Situation) -> Situation:
    """A date that was told and has passed: say so, and offer to tell another beside the step that keeps it."""
    late = next(iter(standing.file.owed_promises), None)
    if late is None or late.due_at >= standing.now:
        return found
    why, steps = found
    sentence = _("The promise “%(what)s” has passed: %(when)s.") % {
        "what": what_was_promised(late.kind, late.note),
        "when": _when(standing, late.due_at),
    }
    both = _("%(first)s %(second)s") % {"first": sentence, "second": why}
    return both, (*steps[:1], Step.REPLACE_PROMISE, *steps[1:])


def _received(standing: Standing) -> Situation:
    if standing.complaint.queue == Queue.URGENT.value and standing.complaint.assessed_at is None:
        return _("Somebody may be in danger. Assess it at once, then confirm receipt."), (
            Step.ASSESS,
            Step.ACKNOWLEDGE,
        )
    return _("The complainant has not heard yet that we have it."), (Step.ACKNOWLEDGE, Step.ASSESS)


def _acknowledged(_standing: Standing) -> Situation:
    return _("Nobody has judged yet how grave it is and what exactly is alleged."), (Step.ASSESS, Step.ASSIGN)


def _assessing(standing: Standing) -> Situation:
    if standing.complaint.assessed_at is None:
        return _acknowledged(standing)
    if standing.complaint.assignee_id is None:
        return _("It is assessed and in nobody's hands. Whoever begins takes it."), (
            Step.INVESTIGATE,
            Step.ASSIGN,
        )
    return _("It is assessed. Looking into it can begin."), (Step.INVESTIGATE, Step.ASSIGN)


def _reopened(standing: Standing) -> Situation:
    why = _("It has come back. Find out what is new, and look into it again.")
    if standing.complaint.assessed_at is None:
        return why, (Step.ASSESS, Step.INVESTIGATE)
    return why, (Step.INVESTIGATE, Step.ASSESS)


def _investigating(standing: Standing) -> Situation:
    if not standing.file.allegations:
        return _("No point has been written down yet, so nothing could be decided."), (
            Step.ASSESS,
            Step.REPLY,
        )
    progress = standing.file.owed_of_kind(PromiseKind.PROGRESS)
    if progress is not None and progress.due_at - standing.now < _PRESSING:
        sentence = _("The complainant was promised news: %(when)s.") % {
            "when": _when(standing, progress.due_at)
        }
        return sentence, (Step.REPLY, Step.PROPOSE)
    if standing.file.open_inquiries:
        return _questions(standing), (Step.RECORD_ANSWER, Step.PROPOSE)
    return _("When you know enough: propose a solution, or decide on every point."), (
        Step.PROPOSE,
        Step.DECIDE,
    )


def _questions(standing: Standing) -> str:
    number = len(standing.file.open_inquiries)
    return ngettext(
        "%(n)s question is waiting for an answer.", "%(n)s questions are waiting for an answer.", number
    ) % {"n": number}


def _awaiting_complainant(standing: Standing) -> Situation:
    return _waiting(
        standing,
        _("We asked the complainant. An answer helps until %(day)s; our own dates go on."),
        _(
            "The day for the complainant's answer (%(day)s) has passed. Ask by another road, or go on without it."
        ),
        (Step.HEAR, Step.ASK_COMPLAINANT),
    )


def _awaiting_third_party(standing: Standing) -> Situation:
    asked = next((row for row in standing.file.open_referrals if row.body.is_inside), None)
    if asked is not None and not standing.file.open_inquiries:
        what = {"name": asked.body.name_in(get_language() or "ja")}
        what["day"] = _day(standing, expected_by(standing, asked))
        return _("It is with %(name)s. Their answer is expected by %(day)s; our own dates go on.") % what, (
            Step.RECORD_REFERRAL,
            Step.REPLY,
        )
    return _waiting(
        standing,
        _("A third party was asked. The answer is wanted by %(day)s; our own dates go on."),
        _("The third party's answer was wanted by %(day)s. Ask again, and tell the complainant."),
        (Step.RECORD_ANSWER, Step.REPLY),
    )


def _waiting(standing: Standing, in_time: str, too_late: str, steps: tuple[Step, ...]) -> Situation:
    days = [row.answer_by for row in standing.file.open_inquiries if row.answer_by]
    if not days:
        return _questions(standing), steps
    last = max(days)
    sentence = too_late if last < standing.today else in_time
    return sentence % {"day": _day(standing, last)}, steps


def _proposal(standing: Standing) -> Situation:
    offer = standing.file.open_proposal
    if offer is None:
        return _("No offer stands at the moment."), (Step.PROPOSE, Step.DECIDE)
    day = {"day": _day(standing, offer.answer_by)}
    if offer.answer_by < standing.today:
        return _("We held the offer open until %(day)s. Ask once more, or decide.") % day, (
            Step.REPLY,
            Step.DECIDE,
        )
    return _("The complainant is thinking about our offer, until %(day)s.") % day, (Step.ACCEPT, Step.DECLINE)


def _remedying(standing: Standing) -> Situation:
    owed = standing.file.remedies_owed
    if owed:
        what = {"what": owed[0].text, "day": _day(standing, owed[0].due_on)}
        return _("Promised by %(day)s: %(what)s") % what, (Step.REMEDY, Step.REPLY)
    return _("Everything owed is done. Tell the complainant."), (Step.FINISH_REMEDIES,)


def _confirming(standing: Standing) -> Situation:
    agreement = agreement_of(standing)
    if agreement.left_it:
        why = _(
            "They say that it is not solved, and leave it at that. A lead says what was done, and closes it."
        )
        return why, (Step.CLOSE_EXHAUSTED, Step.CONFIRM_UNSOLVED)
    silent_until, other_from = agreement.silent_until, agreement.other_road_from
    if other_from is not None and standing.now >= other_from and agreement.is_to_be_tried(standing.now):
        return _("We asked whether it is solved and heard nothing. Try to reach them in another way."), (
            Step.TRY_OTHER_ROAD,
            Step.CONFIRM_SOLVED,
        )
    if silent_until is None:
        follow_up = standing.file.owed_of_kind(PromiseKind.FOLLOW_UP)
        why = _("Everything is done. Ask whether it is solved.")
        if follow_up is not None:
            when = {"when": _when(standing, follow_up.due_at)}
            why = _("We promised to ask whether it is solved: %(when)s.") % when
        return why, (Step.ASK_SOLVED, Step.CONFIRM_SOLVED)
    day = {"day": _day(standing, silent_until.astimezone(standing.zone).date())}
    if standing.now >= silent_until:
        return _("We asked whether it is solved and heard nothing until %(day)s. It may be closed.") % day, (
            Step.CLOSE_ACCEPTED,
            Step.CONFIRM_SOLVED,
        )
    return _("We asked whether it is solved. Without an answer it may be closed from %(day)s.") % day, (
        Step.CONFIRM_SOLVED,
        Step.CONFIRM_UNSOLVED,
    )


def _second_stage(standing: Standing) -> Situation:
    if standing.file.owed_of_kind(PromiseKind.REVIEW) is not None:
        return _("A review was asked for. Name somebody who had no part in it."), (
            Step.BEGIN_REVIEW,
            Step.REPLY,
        )
    return _("Somebody who had no part in it looks at it again."), (Step.DECIDE, Step.CLOSE_EXHAUSTED)


def _external(standing: Standing) -> Situation:
    waiting = next((row for row in standing.file.open_referrals if not row.body.is_inside), None)
    if waiting is None:
        return _("An external body is dealing with it. Write down what it says."), (
            Step.HEAR,
            Step.CLOSE_EXHAUSTED,
        )
    what = {"name": waiting.body.name_in(get_language() or "ja")}
    what["day"] = _day(standing, expected_by(standing, waiting))
    return _("It is with %(name)s. Their answer is expected by %(day)s; our own dates go on.") % what, (
        Step.RECORD_RESULT,
        Step.RECORD_REFERRAL,
    )


_BY_STATE: dict[State, Callable[[Standing], Situation]] = {
    State.RECEIVED: _received,
    State.ACKNOWLEDGED: _acknowledged,
    State.ASSESSING: _assessing,
    State.REOPENED: _reopened,
    State.INVESTIGATING: _investigating,
    State.AWAITING_COMPLAINANT: _awaiting_complainant,
    State.AWAITING_THIRD_PARTY: _awaiting_third_party,
    State.PROPOSAL: _proposal,
    State.DECIDED: _remedying,
    State.REMEDYING: _remedying,
    State.CONFIRMING: _confirming,
    State.REVIEW2: _second_stage,
    State.EXTERNAL: _external,
}


def _when(standing: Standing, at: datetime) -> str:
    return words.when(at, standing.now, words.language(get_language()), timezone.get_current_timezone())


def _day(standing: Standing, day: date) -> str:
    return words.short_day(day, standing.today, words.language(get_language()))
