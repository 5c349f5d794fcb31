"""A look at a letter before it is sent: the very text the recipient would get, composed and thrown away.

Nothing is written. The promises in it are those that would stand after the step, counted as the step counts them.
"""

from __future__ import annotations

from kikitori.casework.outgoing import addressee_of
from kikitori.casework.promising import PACK, reasons
from kikitori.interfaces.desk.complaint.form import StepForm
from kikitori.interfaces.desk.complaint.standing import Standing
from kikitori.records.complaints.lifecycle import OPEN, State, Step, is_possible, state_after
from kikitori.records.deadlines.clock import due_to_tell
from kikitori.records.deadlines.models import Promise
from kikitori.records.deadlines.pack_reader import built_in_pack
from kikitori.records.deadlines.promises import CountsFrom, PromiseKind, Situation, effect_of
from kikitori.records.deadlines.queries import calendar_of, open_promises
from kikitori.records.deadlines.why import why_to_json
from kikitori.records.letters.compose import Composed, Reader, compose
from kikitori.records.remedies.terms import RemedyState

#: States in which the person still waits for our decision.
_UNDECIDED = OPEN - {State.DECIDED, State.REMEDYING, State.CONFIRMING, State.EXTERNAL}


def look_at(standing: Standing, form: StepForm) -> Composed | None:
    """The letter this form would send, with what has been typed so far; None where it sends none, or not yet.

    Reads only. Up to seven queries.
    """
    if form.is_bound and not form.is_valid():
        return None
    wanted = form.letter()
    if wanted is None or not is_possible(standing.state, form.step):
        return None
    kind, values = wanted
    complaint = standing.complaint
    promises = promises_after(standing, form.step, owes=bool(values.get("remedies")))
    return compose(
        kind,
        complaint.language,
        complaint=complaint,
        organisation=standing.organisation,
        reader=Reader.of(addressee_of(complaint).person, anonymous=complaint.anonymous),
        promises=promises,
        why=reasons(promises, complaint.language),
        now=standing.now,
        values=values,
    )


def promises_after(standing: Standing, step: Step, *, owes: bool = False) -> list[Promise]:
    """What would be promised once `step` is taken: open ones it does not keep, and unsaved ones it would make.

    `owes`: the step itself leaves something to be done. Days agreed for remedies are left out: letters name them
    beside each remedy.
    """
    complaint, now = standing.complaint, standing.now
    open_now = open_promises(complaint)
    effect = effect_of(
        step.value,
        Situation(
            decision_pending=state_after(standing.state, step) in _UNDECIDED,
            remedies_due=owes or complaint.remedies.filter(state=RemedyState.DUE.value).exists(),
            open_kinds=[promise.kind for promise in open_now],
        ),
    )
    if effect.cancels_rest:
        return []
    left = [promise for promise in open_now if promise.kind not in effect.keeps]
    pack, calendar = built_in_pack(PACK), calendar_of(standing.organisation)
    for opening in effect.opens:
        if opening.kind is PromiseKind.REMEDY:
            continue
        trigger = complaint.received_at if opening.counts_from is CountsFrom.RECEIPT else now
        told = due_to_tell(pack.rule(opening.rule), trigger, now, calendar)
        left.append(
            Promise(
                complaint=complaint,
                kind=opening.kind.value,
                due_at=told.due_at,
                made_at=now,
                why=why_to_json(told.why),
            )
        )
    return sorted(left, key=lambda promise: promise.due_at)
