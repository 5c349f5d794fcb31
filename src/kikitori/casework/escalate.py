"""Escalate 上申: somebody above must look, and say that they do. An event, not a state; the complaint goes on.

Raised on request, by a clock, by a missed promise, by severity, and by silence: what nobody acknowledges in time goes
one level up. Where nobody is left above, it stands with no holder before everybody who sees the complaint.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from kikitori.casework import escalating
from kikitori.casework.errors import NotNow, Obstacle, Refused
from kikitori.casework.given import checked_text
from kikitori.casework.step import Taken, taking
from kikitori.records.access.permissions import Permission
from kikitori.records.access.policy import Decision, Reason, permissions_of
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.terms import Severity, Urgency
from kikitori.records.escalation.ladder import (
    FIRST,
    Rung,
    level_above,
    level_for_request,
    level_for_severity,
)
from kikitori.records.escalation.models import Escalation
from kikitori.records.escalation.queries import configured_ladder, the_ladder
from kikitori.records.escalation.terms import Cause
from kikitori.records.people.actor import Actor

#: Room for the code of a rule.
_LONGEST_CODE = 140
#: What goes onto the timeline also where the same waits already: somebody's words, and that nobody has answered.
_ALWAYS_SAID = frozenset({Cause.REQUEST, Cause.UNACKNOWLEDGED})


@dataclass(frozen=True, kw_only=True)
class _About:
    """What brings it about: `words` of whoever asks, else a `code`; and the rows it speaks of."""

    cause: Cause
    words: str = ""
    code: str = ""
    clock: int | None = None
    promise: int | None = None


def escalate_complaint(
    actor: Actor,
    complaint: Complaint,
    *,
    reason: str,
    now: datetime,
    cause: Cause = Cause.REQUEST,
    level: int | None = None,
    clock: int | None = None,
    promise: int | None = None,
) -> Escalation:
    """Bring it before a level: the one named, else the first; a request goes above what waits already.

    `reason`: for a request the words of whoever asks, else a code (kind of promise, rule, severity). `clock`,
    `promise`: the number of the row. Raised again for the same cause and level while it waits it is the same one, and
    nothing is written; only the words of a request that can rise no higher still go onto the timeline.
    Raises Invalid, Unseen, Refused, StepNotPossible.
    """
    text = checked_text("reason", reason, longest=5000 if cause is Cause.REQUEST else _LONGEST_CODE)
    said = {"words" if cause is Cause.REQUEST else "code": text}
    about = _About(cause=cause, clock=clock, promise=promise, **said)
    with taking(actor, complaint, Step.ESCALATE, now=now) as step:
        ladder, waiting = the_ladder(step.complaint.team_id), _waiting(step)
        wanted = level if level is not None or cause is not Cause.REQUEST else _above(ladder, waiting)
        return _bring(step, about, ladder, wanted or FIRST, waiting)


def _above(ladder: Sequence[Rung], waiting: Sequence[Escalation]) -> int:
    """Where a request goes: above the highest that waits, or to that one where it is the top."""
    levels = [one.level for one in waiting if one.is_open]
    return level_for_request(ladder, levels) or max(levels)


def _waiting(step: Taken) -> list[Escalation]:
    """What nobody has answered about it, also what has gone up since. One query."""
    return list(step.complaint.escalations.filter(acknowledged_at__isnull=True).order_by("level", "id"))


def _bring(
    step: Taken, about: _About, ladder: Sequence[Rung], level: int, waiting: Sequence[Escalation]
) -> Escalation:
    """Write the row, unless the same waits already; the values of the step; and make it urgent today."""
    place = escalating.place_above(step.complaint, ladder, level, waiting, now=step.now, house=step.house)
    alike = [one for one in waiting if (one.level, one.cause) == (place.level, about.cause.value)]
    same = next((one for one in alike if one.is_open), None)
    if same is not None and about.cause not in _ALWAYS_SAID:
        step.let_be()
        return same
    escalation = same or Escalation.objects.create(
        complaint=step.complaint,
        level=place.level,
        cause=about.cause.value,
        at=step.now,
        raised_by_id=step.actor.staff_id,
        reason=about.words,
        detail=about.code,
        clock_id=about.clock,
        promise_id=about.promise,
        holder_id=place.holder,
        deputy_id=place.deputy,
        answer_by=escalating.answer_by(place, step.now, step.house),
    )
    _look_today(step.complaint)
    numbers = {"clock": about.clock, "promise": about.promise, "to": escalation.holder_id}
    step.say(
        escalation=escalation.pk,
        level=escalation.level,
        cause=about.cause.value,
        reason=about.code or about.words,
        **{name: number for name, number in numbers.items() if number is not None},
    )
    return escalation


def _look_today(complaint: Complaint) -> None:
    if complaint.urgency in (Urgency.NORMAL.value, Urgency.LOW.value):
        complaint.urgency = Urgency.TODAY.value


def escalate_if_grave(complaint: Complaint, severity: Severity, *, now: datetime) -> Escalation | None:
    """Something this grave comes before the highest level that names it, by itself. None where no level does."""
    level = level_for_severity(configured_ladder(), severity)
    if level is None:
        return None
    actor = Actor.system("severity")
    return escalate_complaint(
        actor, complaint, reason=severity.value, cause=Cause.SEVERITY, level=level, now=now
    )


def take_up(actor: Actor, escalation: Escalation, *, now: datetime) -> Escalation:
    """Nobody has answered in time: it goes one level up, or onto what waits there for the same reason.

    Two rounds at once do it once: the row is looked at again under the complaint's lock. Raises
    NotNow(ESCALATION_NOT_OPEN) where it has been answered, or taken up, or has time left, or no level is above.
    """
    with taking(actor, escalation.complaint_id, Step.ESCALATE, now=now) as step:
        own = step.complaint.escalations.get(pk=escalation.pk)
        ladder = the_ladder(step.complaint.team_id)
        above = level_above(ladder, own.level)
        if not own.is_open or own.answer_by is None or own.answer_by > now or above is None:
            raise NotNow(Obstacle.ESCALATION_NOT_OPEN)
        first_cause = own.detail if own.cause == Cause.UNACKNOWLEDGED.value else own.cause
        about = _About(
            cause=Cause.UNACKNOWLEDGED,
            words=own.reason,
            code=first_cause,
            clock=own.clock_id,
            promise=own.promise_id,
        )
        upper = _bring(step, about, ladder, above, _waiting(step))
        own.superseded_by = upper
        own.save(update_fields=["superseded_by"])
    return upper


def _come_up_to(top: Escalation, waiting: Sequence[Escalation]) -> set[int]:
    """The numbers of what has gone up to this one, level by level; what stands beside it has not."""
    reached = {top.pk}
    for one in sorted(waiting, key=lambda row: row.level, reverse=True):
        if one.superseded_by_id in reached:
            reached.add(one.pk)
    return reached - {top.pk}


def may_acknowledge(actor: Actor, escalation: Escalation) -> Decision:
    """May this actor answer it? Whoever it stands before, their deputy, and every lead."""
    granted = permissions_of(actor)
    if Permission.ACKNOWLEDGE_ESCALATION not in granted:
        return Decision(False, Reason.ROLE)
    if Permission.ACKNOWLEDGE_ANY_ESCALATION in granted or escalation.is_before(actor.staff_id):
        return Decision(True, Reason.ALLOWED)
    return Decision(False, Reason.NOT_BEFORE_YOU)


def acknowledge_escalation(
    actor: Actor, complaint: Complaint, escalation: Escalation, *, now: datetime, note: str = ""
) -> None:
    """„I have seen it, I am looking.“ Who, when, and what they will do go onto the timeline.

    Raises Invalid, Refused, NotNow(ESCALATION_NOT_OPEN) where somebody has answered already.
    """
    remark = checked_text("note", note, longest=5000, needed=False)
    with taking(actor, complaint, Step.ACKNOWLEDGE_ESCALATION, now=now) as step:
        own = step.complaint.escalations.filter(pk=escalation.pk).first()
        if own is None or not own.is_open:
            raise NotNow(Obstacle.ESCALATION_NOT_OPEN)
        decision = may_acknowledge(actor, own)
        if not decision.allowed:
            raise Refused(decision)
        own.acknowledged_at, own.acknowledged_by_id = now, actor.staff_id
        own.save(update_fields=["acknowledged_at", "acknowledged_by"])
        # What has come up to it from below is answered with it.
        below = step.complaint.escalations.filter(pk__in=_come_up_to(own, _waiting(step)))
        below.update(acknowledged_at=now, acknowledged_by=actor.staff_id)
        step.say(
            escalation=own.pk,
            level=own.level,
            cause=own.cause,
            since=own.at.isoformat(),
            **({"note": remark} if remark else {}),
        )
