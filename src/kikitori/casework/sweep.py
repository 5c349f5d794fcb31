"""Sweep 見回り: what time alone brings about. Runs every minute and hour; two sweepers at once do it once.

Each complaint is a transaction of its own, so that one that cannot be swept does not hold up the others.
"""

from datetime import datetime, timedelta
from functools import partial

from django.db.models import Exists, OuterRef, QuerySet

from kikitori.casework.clock import rule_of, turn_clock
from kikitori.casework.close import close_as_agreed
from kikitori.casework.confirm import ask_if_solved
from kikitori.casework.errors import NotNow, Obstacle
from kikitori.casework.escalate import escalate_complaint, take_up
from kikitori.casework.house import House
from kikitori.casework.other_road import seek_other_roads, silent_for, tried_otherwise
from kikitori.casework.promise import note_missed_promise
from kikitori.casework.singly import UNASKED, done_singly
from kikitori.foundation.postgres.session import signed_transaction
from kikitori.records.complaints.lifecycle import OPEN, State
from kikitori.records.complaints.models import Complaint
from kikitori.records.deadlines.clock import ClockState
from kikitori.records.deadlines.models import Clock, Promise
from kikitori.records.deadlines.promises import PromiseKind, PromiseState
from kikitori.records.deadlines.rule_parts import USUAL_BREACH
from kikitori.records.escalation.ladder import FIRST
from kikitori.records.escalation.queries import the_ladder, unanswered
from kikitori.records.escalation.terms import Cause
from kikitori.records.people.actor import Actor
from kikitori.records.people.queries import the_organisation
from kikitori.records.voices.silence import SILENCE_DAYS

_AT_MOST = 500
#: „By 1 December we will ask you“ is kept in working hours of that day, not at its last minute.
_SAME_DAY = timedelta(hours=8)


def note_missed_promises(actor: Actor, *, now: datetime) -> int:
    """Mark promises past due as missed and bring each such complaint before a lead. Returns how many."""
    overdue = Promise.objects.filter(
        state=PromiseState.OPEN.value,
        # The whole of the second that was told is still in time (deadlines/clock.py, is_late).
        due_at__lt=now - timedelta(seconds=1),
    ).order_by("due_at", "id")[:_AT_MOST]
    return sum(done_singly(actor, partial(_miss, actor, promise, now)) for promise in overdue)


def _miss(actor: Actor, promise: Promise, now: datetime) -> None:
    """Note it and bring the complaint before the first level, both or neither."""
    note_missed_promise(actor, promise, now=now)
    complaint = Complaint.objects.get(pk=promise.complaint_id)
    if State(complaint.state) in OPEN:
        above = Actor.system("missed_promise")
        with signed_transaction(above.signature, UNASKED):
            escalate_complaint(
                above,
                complaint,
                reason=promise.kind,
                cause=Cause.MISSED_PROMISE,
                promise=promise.pk,
                now=now,
            )


def raise_unanswered_escalations(actor: Actor, *, now: datetime) -> int:
    """Take what nobody has acknowledged within its working minutes one level up. Returns how many."""
    top = max(rung.number for rung in the_ladder(team_id=None))
    # The newest state of the ladder: what stood below a level that is gone has nowhere to rise to, and stays.
    waiting = unanswered(now).filter(level__lt=top, complaint__state__in=[state.value for state in OPEN])
    return sum(done_singly(actor, partial(take_up, actor, one, now=now)) for one in waiting[:_AT_MOST])


def turn_clocks(actor: Actor, *, now: datetime) -> int:
    """Say of each clock what time has done to it since, and bring it before whom the rule names. Returns how many.

    Looks at the clocks whose moment has come and at no others. Two sweepers at once turn each once.
    """
    due = Clock.objects.filter(turns_at__lte=now).order_by("turns_at", "id")[:_AT_MOST]
    return sum(done_singly(actor, partial(_turn, actor, clock, now)) for clock in due.defer("why"))


def _turn(actor: Actor, clock: Clock, now: datetime) -> None:
    """Turn it; what is due soon comes before the first level, what is late before the one its rule names."""
    state = turn_clock(actor, clock, now=now)
    complaint = Complaint.objects.get(pk=clock.complaint_id)
    if state is ClockState.WARNED or State(complaint.state) not in OPEN:
        return
    rule = rule_of(clock, House())
    level = (rule.on_breach if rule else USUAL_BREACH).level if state is ClockState.BREACHED else FIRST
    above = Actor.system("clock")
    with signed_transaction(above.signature, UNASKED):
        escalate_complaint(
            above, complaint, reason=clock.rule, cause=Cause.CLOCK, level=level, clock=clock.pk, now=now
        )


def ask_and_close(actor: Actor, *, now: datetime) -> tuple[int, int]:
    """Ask „is it solved?“ on the promised day, close what stayed silent since; returns (asked, closed).

    In between somebody is told to try another way.
    """
    asked = closed = 0
    for complaint in _to_be_asked(now)[:_AT_MOST]:
        asked += done_singly(actor, partial(_ask_once, actor, complaint, now))
    seek_other_roads(actor, now=now)
    silent = silent_for(SILENCE_DAYS, the_organisation().silence_days, now=now).filter(tried_otherwise())
    for complaint in silent[:_AT_MOST]:
        closed += done_singly(actor, partial(close_as_agreed, actor, complaint, now=now))
    return asked, closed


def _ask_once(actor: Actor, complaint: Complaint, now: datetime) -> None:
    """Ask, unless another round has asked meanwhile: by hand the question may be put twice, by itself never."""
    Complaint.objects.select_for_update().get(pk=complaint.pk)
    if not _to_be_asked(now).filter(pk=complaint.pk).exists():
        raise NotNow(Obstacle.PROMISE_NOT_OPEN)
    ask_if_solved(actor, complaint, now=now)


def _to_be_asked(now: datetime) -> QuerySet[Complaint]:
    """Decided or remedied, and the day promised for the question (the newest one told) is today."""
    due = Promise.objects.filter(
        complaint=OuterRef("pk"),
        kind=PromiseKind.FOLLOW_UP.value,
        state__in=(PromiseState.OPEN.value, PromiseState.MISSED.value),
        kept_at__isnull=True,
        replaced_by__isnull=True,
        due_at__lte=now + _SAME_DAY,
    )
    return Complaint.objects.filter(
        Exists(due), state__in=(State.DECIDED.value, State.CONFIRMING.value)
    ).order_by("id")
