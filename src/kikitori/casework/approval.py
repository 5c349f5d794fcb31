"""Approval 承認: an offer past somebody's limit is kept as it was written, and goes out once another has approved it.

The step stays that of whoever wrote it; the approval is an act of its own, by somebody with the authority, who sees the
complaint and had no part in what is reviewed (ADR 0036). What is approved is tried first, so that only what could go
out is ever asked for; and tried again when it goes, for the complaint may have moved.
"""

from collections.abc import Callable, Mapping
from copy import copy
from datetime import datetime
from typing import Any

from django.db import transaction

from kikitori.casework.apart import part_takers, require_no_part
from kikitori.casework.decide import decide_complaint
from kikitori.casework.errors import Invalid, NotNow, Obstacle, Refused, Unseen
from kikitori.casework.given import checked_text
from kikitori.casework.granting import refused
from kikitori.casework.offers_kept import read_kept, to_keep
from kikitori.casework.overtaking import fall
from kikitori.casework.propose import propose_solution
from kikitori.casework.step import Taken, taking
from kikitori.records.access.visibility import seen_by
from kikitori.records.complaints.lifecycle import Step, StepNotPossible
from kikitori.records.complaints.models import Complaint
from kikitori.records.people.actor import Actor
from kikitori.records.people.queries import actor_for
from kikitori.records.remedies.authority import Approval
from kikitori.records.remedies.limits import total_of
from kikitori.records.remedies.terms import MONEY, ApprovalState, WhyFallen

_VERB: Mapping[Step, Callable[..., object]] = {
    Step.PROPOSE: propose_solution,
    Step.DECIDE: decide_complaint,
}
#: What the verb says against it → why it falls.
_WHY: Mapping[type[Exception], WhyFallen] = {
    Refused: WhyFallen.ASKER_MAY_NOT,
    Unseen: WhyFallen.ASKER_MAY_NOT,
    StepNotPossible: WhyFallen.MOVED_ON,
    Invalid: WhyFallen.DAY_PASSED,
    NotNow: WhyFallen.NOT_POSSIBLE,
}
_LONGEST = 5000


def ask_approval(
    actor: Actor,
    complaint: Complaint,
    *,
    step: Step,
    given: Mapping[str, Any],
    reason: str,
    now: datetime,
    seen_version: int | None = None,
) -> Approval:
    """Keep this offer until somebody has approved it. `given`: what the verb of `step` takes. An older one falls.

    Raises what that verb raises, but for the limit; Invalid (reason); NotNow(NOBODY_APPROVES).
    """
    why = checked_text("reason", reason, longest=_LONGEST)
    with taking(actor, complaint, Step.ASK_APPROVAL, now=now) as taken:
        amounts = (remedy.amount for remedy in given["remedies"] if remedy.kind in MONEY)
        total, limits = total_of(amounts), taken.house.limits
        able = who_may_approve(taken, total)
        if not able:
            raise NotNow(Obstacle.NOBODY_APPROVES, refused(limits, taken, total))
        with transaction.atomic():
            own = copy(taken.complaint)
            _VERB[step](actor, own, **given, now=now, seen_version=seen_version, approved_by=able[0])
            transaction.set_rollback(True)
        fall(taken)
        approval = Approval.objects.create(
            complaint=taken.complaint,
            step=step.value,
            given=to_keep(given),
            amount=total,
            currency=limits.currency,
            reason=why,
            asked_at=now,
            asked_by_id=actor.own_staff_id,
        )
        _say(taken, approval, mentioned=able, reason=why)
    return approval


def who_may_approve(taken: Taken, total: int) -> list[int]:
    """Numbers of staff who may approve so much here, whoever takes this step apart. One query; two under review."""
    roles = [role.value for role in taken.house.limits.approving(total)]
    rows = seen_by(taken.complaint).filter(role__in=roles).exclude(pk=taken.actor.own_staff_id)
    return list(rows.exclude(pk__in=part_takers(taken.complaint)).order_by("pk").values_list("pk", flat=True))


def approve_offer(actor: Actor, complaint: Complaint, *, approval: int, now: datetime) -> Approval:
    """Approve it, and it goes out at once; where it cannot any more, it falls, and says why. Two at once: one letter.

    Raises NotNow(APPROVAL_NOT_OPEN, ANOTHER_APPROVES: nobody approves what they asked for, OVER_LIMIT, HAD_A_PART).
    """
    with transaction.atomic(), taking(actor, complaint, Step.ANSWER_APPROVAL, now=now) as taken:
        own = _open(taken, approval)
        _require_authority(taken, own)
        why = _send(taken, own)
        if why is not None:
            _answer(taken, own, ApprovalState.FALLEN, why=why)
        _say(taken, own, mentioned=[own.asked_by_id], **({"why": why.value} if why else {}))
    complaint.refresh_from_db()
    return own


def return_offer(
    actor: Actor, complaint: Complaint, *, approval: int, now: datetime, reason: str = ""
) -> Approval:
    """Send it back with a reason; or, by whoever asked, take it back without one. What was written stays to be read.

    Raises Invalid (reason), NotNow(APPROVAL_NOT_OPEN, OVER_LIMIT, HAD_A_PART).
    """
    with taking(actor, complaint, Step.ANSWER_APPROVAL, now=now) as taken:
        own = _open(taken, approval)
        is_own = own.asked_by_id == actor.staff_id
        words = checked_text("reason", reason, longest=_LONGEST, needed=not is_own)
        if not is_own:
            _require_authority(taken, own)
        _answer(taken, own, ApprovalState.TAKEN_BACK if is_own else ApprovalState.RETURNED, words)
        _say(taken, own, mentioned=[own.asked_by_id], **({"reason": words} if words else {}))
    return own


def _open(taken: Taken, number: int) -> Approval:
    rows = taken.complaint.approvals.select_related("asked_by")
    own = rows.filter(pk=number, state=ApprovalState.ASKED.value).first()
    if own is None:
        raise NotNow(Obstacle.APPROVAL_NOT_OPEN)
    return own


def _require_authority(taken: Taken, own: Approval) -> None:
    staff = taken.actor.own_staff_id
    if own.asked_by_id == staff:
        raise NotNow(Obstacle.ANOTHER_APPROVES)
    if not taken.house.limits.may_approve(taken.actor.role, own.amount):
        raise NotNow(Obstacle.OVER_LIMIT, refused(taken.house.limits, taken, own.amount))
    require_no_part(taken, staff, taken.actor.name)


def _send(taken: Taken, own: Approval) -> WhyFallen | None:
    """The step it was asked for, taken by whoever asked. None: it is out; else nothing of it stands."""
    asker, limits = own.asked_by, taken.house.limits
    if not asker.is_active:
        return WhyFallen.ASKER_MAY_NOT
    if own.currency != limits.currency:
        return WhyFallen.NOT_POSSIBLE
    try:
        with transaction.atomic():
            _answer(taken, own, ApprovalState.APPROVED)
            _VERB[Step(own.step)](
                actor_for(asker),
                copy(taken.complaint),
                **read_kept(own.given),
                now=taken.now,
                approved_by=taken.actor.own_staff_id,
            )
    except tuple(_WHY) as refusal:
        return _WHY[type(refusal)]
    return None


def _answer(
    taken: Taken, own: Approval, state: ApprovalState, words: str = "", why: WhyFallen | None = None
) -> None:
    own.state, own.answered_at, own.answered_by_id = state.value, taken.now, taken.actor.staff_id
    own.answer, own.why = words, why.value if why else ""
    own.save(update_fields=["state", "answered_at", "answered_by", "answer", "why"])


def _say(taken: Taken, own: Approval, **values: Any) -> None:
    taken.say(
        approval=own.pk,
        step=own.step,
        answer=own.state,
        amount=own.amount,
        currency=own.currency,
        **values,
    )
