"""Keeping the ledger of promises: what a step keeps, what it opens, what it ends.

Which step does what is the pure table in records/deadlines/promises.py; here its rows are written, inside the
step's transaction, with the complaint's row locked. A date told is never forgotten (invariant 3).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from kikitori.casework.house import House
from kikitori.records.complaints.lifecycle import CLOSED, GONE, OPEN, State, Step, state_after
from kikitori.records.complaints.models import Complaint
from kikitori.records.deadlines.calendar import BusinessCalendar
from kikitori.records.deadlines.clock import is_late
from kikitori.records.deadlines.counting import Due, due, due_to_tell
from kikitori.records.deadlines.models import Promise
from kikitori.records.deadlines.promises import (
    BY_HAND,
    CountsFrom,
    Effect,
    Only,
    Opening,
    PromiseKind,
    PromiseState,
    Situation,
    cancelled,
    effect_of,
    is_kept_late,
    replaced,
    settle,
)
from kikitori.records.deadlines.promises import TABLE as PROMISE_TABLE
from kikitori.records.deadlines.queries import UNKEPT
from kikitori.records.deadlines.rules import Pack
from kikitori.records.deadlines.why import explain
from kikitori.records.deadlines.why_kept import keep_why, kept_why
from kikitori.records.deadlines.working_time import end_of_calendar_day, end_of_day
from kikitori.records.remedies.terms import RemedyState

_REMEDY_RULE = "remedy"
_ENDED = CLOSED | GONE
_DECIDED = frozenset({State.DECIDED, State.REMEDYING, State.CONFIRMING}) | _ENDED
_ABOUT_REMEDIES = {Only.WITH_REMEDIES_DUE, Only.WITHOUT_REMEDIES_DUE, Only.WITH_ALL_DONE}


@dataclass(frozen=True)
class Settled:
    """What one step did to the promises, for the timeline and for its letter."""

    made: list[Promise] = field(default_factory=list)
    kept: list[Promise] = field(default_factory=list)
    ended: list[Promise] = field(default_factory=list)
    #: What was owed before; None where the step did not need to look.
    owed: list[Promise] | None = None

    @property
    def standing(self) -> list[Promise] | None:
        """What stands promised now, soonest first, once it is written; None where the step did not need to look."""
        if self.owed is None:
            return None
        left = [promise for promise in self.owed if promise.is_open]
        return sorted([*left, *self.made], key=lambda promise: (promise.due_at, promise.pk))

    def as_values(self) -> dict[str, Any]:
        """Event data: kinds and dates only."""
        values: dict[str, Any] = {}
        if self.made:
            values["promised"] = [{"kind": p.kind, "due_at": p.due_at.isoformat()} for p in self.made]
        if self.kept:
            values["kept"] = [
                {"kind": p.kind, "due_at": p.due_at.isoformat(), "late": p.state == PromiseState.MISSED.value}
                for p in self.kept
            ]
        return values


def kept_by(step: Step) -> frozenset[PromiseKind]:
    """What a step may keep: kinds of promises."""
    line = PROMISE_TABLE.get(step.value)
    return line.keeps if line else frozenset()


def settle_promises(
    complaint: Complaint,
    step: Step,
    now: datetime,
    house: House,
    *,
    owed: list[Promise] | None = None,
    beside: Sequence[Promise] = (),
) -> Settled:
    """Apply one step to the promises of a complaint already in the state after it; nothing is written.

    `owed`: what is still owed, where it is at hand. `beside`: what its verb promises beside that, not saved yet.
    """
    line = PROMISE_TABLE.get(step.value)
    if line is None:
        return Settled()
    if owed is None:
        owed = [] if step is Step.RECEIVE else list(_owed(complaint))
    days = _remedy_days(complaint) if _asks_for_remedies(line) else set()
    effect = effect_of(
        step.value,
        Situation(
            decision_pending=State(complaint.state) not in _DECIDED,
            remedies_due=bool(days),
            open_kinds=[p.kind for p in owed if p.is_open],
            owes_nothing=not owed,
        ),
    )
    kept = [p for p in owed if p.kind in effect.keeps or (step is Step.REMEDY and _all_done(p, days, house))]
    for promise in kept:
        promise.state, promise.kept_at = settle(PromiseState(promise.state)).value, now
    ended = [p for p in owed if p.is_open and p.kind not in effect.outlast] if effect.cancels_rest else []
    for promise in ended:
        promise.state = cancelled(PromiseState(promise.state), promise.due_at, now).value
    made: list[Promise] = list(beside)
    if State(complaint.state) not in _ENDED:
        made += _opened(complaint, effect.opens, house, now) if effect.opens else []
        if any(opening.kind is PromiseKind.REMEDY for opening in line.opens):
            told = {house.day_of(p.due_at) for p in owed if p.kind == PromiseKind.REMEDY.value}
            made += _remedies_promised(complaint, days - told, house, now)
    return Settled(made, kept, ended, owed)


def write_settled(several: Sequence[Settled], now: datetime) -> None:
    """Write what steps have done to promises at `now`; of many complaints in as few statements as of one."""
    _write_ends([promise for settled in several for promise in settled.kept], kept_at=now)
    _write_ends([promise for settled in several for promise in settled.ended])
    Promise.objects.bulk_create([promise for settled in several for promise in settled.made])


def lapse_with(several: Iterable[tuple[Complaint, State | None, Settled]]) -> None:
    """Whoever waits for what is owed no longer, or again: where complaints have ended with this step, or go on.

    Each with the state it stood in before (None: it has just come to be) and what the step has done, written already.
    Asks only where something has turned, and where what is owed is not at hand.
    """
    ended: list[int] = []
    goes_on: list[int] = []
    for complaint, before, settled in several:
        is_open = State(complaint.state) in OPEN
        if before is None or is_open is (before in OPEN):
            continue
        owed = _owed(complaint) if settled.owed is None else settled.owed
        found = [each for each in owed if each.is_unkept]
        if is_open:
            goes_on += [each.pk for each in found if each.lapsed]
        else:
            ended += [each.pk for each in found if each.kind not in BY_HAND]
    for numbers, lapsed in ((ended, True), (goes_on, False)):
        if numbers:
            Promise.objects.filter(pk__in=numbers).update(lapsed=lapsed)


def open_after(
    complaint: Complaint,
    step: Step,
    now: datetime,
    *,
    promises: Iterable[Promise],
    remedies_due: bool,
    house: House,
) -> list[Promise]:
    """What would stand promised once `step` were taken, soonest first: what it leaves open, and unsaved ones it makes.

    For a look at a letter before it is sent. `promises`: those of the complaint as they stand; `remedies_due`: would
    something be owed then? Days agreed for remedies are left out: letters name them beside each remedy. Writes
    nothing, asks nothing. Raises StepNotPossible.
    """
    left = [promise for promise in promises if promise.is_open]
    effect = effect_of(
        step.value,
        Situation(
            decision_pending=state_after(State(complaint.state), step) not in _DECIDED,
            remedies_due=remedies_due,
            open_kinds=[promise.kind for promise in left],
        ),
    )
    if effect.cancels_rest:
        return sorted((p for p in left if p.kind in effect.outlast), key=lambda promise: promise.due_at)
    made = _opened(complaint, effect.opens, house, now)
    stay = [promise for promise in left if promise.kind not in effect.keeps]
    return sorted([*stay, *made], key=lambda promise: promise.due_at)


def _owed(complaint: Complaint) -> QuerySet[Promise]:
    return complaint.promises.filter(UNKEPT)


def _remedy_days(complaint: Complaint) -> set[date]:
    """The days by which something is still to be done for the person."""
    return set(complaint.remedies.filter(state=RemedyState.DUE.value).values_list("due_on", flat=True))


def _all_done(promise: Promise, days: set[date], house: House) -> bool:
    """Is this the promise of an agreed day by which nothing is left to be done?"""
    of_a_day = promise.kind == PromiseKind.REMEDY.value and not promise.rule
    return of_a_day and house.day_of(promise.due_at) not in days


def _asks_for_remedies(effect: Effect) -> bool:
    """Does it matter to this line of the table whether something is still to be done?"""
    conditions = {effect.keeps_only, *(opening.only for opening in effect.opens)}
    return not conditions.isdisjoint(_ABOUT_REMEDIES)


def _write_ends(promises: Iterable[Promise], **ended: datetime) -> None:
    """Write down in what state these promises have ended; one statement for each state."""
    by_state: dict[str, list[int]] = {}
    for promise in promises:
        by_state.setdefault(promise.state, []).append(promise.pk)
    for state, numbers in by_state.items():
        Promise.objects.filter(pk__in=numbers).update(state=state, **ended)


def promise_by(complaint: Complaint, kind: PromiseKind, day: Due, now: datetime, note: str = "") -> Promise:
    """Write down a promise made by hand, with the count behind its date."""
    promise = promised(complaint, kind, day, now, note)
    promise.save()
    return promise


def promised(complaint: Complaint, kind: PromiseKind, day: Due, now: datetime, note: str = "") -> Promise:
    """The same, not saved: for a step that writes what it promises at its end (`Taken.promises`)."""
    return Promise(
        complaint=complaint,
        kind=kind.value,
        due_at=day.due_at,
        made_at=now,
        why=keep_why(day.why),
        note=note,
    )


def promise_counted(
    complaint: Complaint, kind: PromiseKind, rule: str, house: House, now: datetime
) -> Promise:
    """Write down a promise counted from now by a rule of our standard of service."""
    pack, calendar = house.service_pack(complaint), house.calendar_for(complaint)
    promise = _counted(complaint, Opening(kind, rule), pack, calendar, now)
    promise.save()
    return promise


def day_counted(complaint: Complaint, rule: str, house: House, now: datetime) -> datetime:
    """The day such a promise would name, for what is told without one."""
    pack, calendar = house.service_pack(complaint), house.calendar_for(complaint)
    return _counted(complaint, Opening(PromiseKind.PETITION, rule), pack, calendar, now).due_at


def made_good(promise: Promise, now: datetime) -> dict[str, Any]:
    """Keep one promise, or make it good late; values for the timeline, none where nobody waits for it any more."""
    if not promise.is_unkept:
        return {}
    promise.state, promise.kept_at = settle(PromiseState(promise.state)).value, now
    promise.save(update_fields=["state", "kept_at"])
    late = is_kept_late(promise.due_at, now)
    return {"kept": [{"kind": promise.kind, "due_at": promise.due_at.isoformat(), "late": late}]}


def let_fall(promise: Promise, now: datetime) -> None:
    """Nobody waits for this one any more. Past its day it stays missed: what ends hides no broken word."""
    promise.state = cancelled(PromiseState(promise.state), promise.due_at, now).value
    promise.lapsed = promise.is_unkept
    promise.save(update_fields=["state", "lapsed"])


def make_way(promise: Promise, new: Promise) -> None:
    """One that nobody waited for is promised anew; where it was missed it stays so, and is not owed a second time."""
    if promise.is_unkept:
        promise.replaced_by = new
        promise.save(update_fields=["replaced_by"])


def not_awaited(promise: Promise, now: datetime) -> None:
    """What it was given for has been taken back. What was late by then stays missed, and nobody waits for it either."""
    if not promise.is_unkept:
        return
    promise.state = cancelled(PromiseState(promise.state), promise.due_at, now).value
    promise.kept_at = now if promise.state == PromiseState.MISSED.value else None
    promise.save(update_fields=["state", "kept_at"])


def let_remedy_go(
    complaint: Complaint, day: date, left: set[date], reason: str, *, house: House, now: datetime
) -> list[Promise]:
    """Something owed by `day` is not done any more; `left`: the days of what still is. Returns what is promised anew.

    Of a day on which nothing is left the promise gives way to a new one, else nobody waits for it.
    """
    owed = [each for each in _owed(complaint) if each.kind == PromiseKind.REMEDY.value]
    told = {house.day_of(each.due_at) for each in owed}
    new = _remedies_promised(complaint, left - told, house, now)
    for promise in new:
        promise.save()
    heirs = list(new)
    for promise in owed:
        if left and (promise.rule or day in left or house.day_of(promise.due_at) != day):
            continue
        if heirs:
            after = replaced(PromiseState(promise.state), promise.due_at, now)
            give_way(promise, after, heirs.pop(0), reason)
        else:
            not_awaited(promise, now)
            promise.reason = reason
            promise.save(update_fields=["reason"])
    return new


def give_way(promise: Promise, state: PromiseState, new: Promise, reason: str) -> None:
    """Another date has been told in the place of this one; what was asked for by it is answered by the new one."""
    promise.state, promise.replaced_by, promise.reason = state.value, new, reason
    promise.save(update_fields=["state", "replaced_by", "reason"])
    if promise.kind == PromiseKind.PETITION.value:
        promise.petitions.update(promise=new, due_at=new.due_at)
    if promise.kind == PromiseKind.APPOINTMENT.value:
        promise.appointments.update(promise=new, due_at=new.due_at)
    if promise.kind == PromiseKind.REFERRAL.value:
        promise.referrals.update(promise=new)


def promise_later(complaint: Complaint, kind: str, due_at: datetime, reason: str, now: datetime) -> None:
    """What was promised of this kind for an earlier moment is promised for `due_at` now. Nothing where none was."""
    if kind not in set(PromiseKind):
        return
    earlier = _owed(complaint).filter(kind=kind, due_at__lt=due_at).order_by("due_at").first()
    if earlier is not None:
        after = replaced(PromiseState(earlier.state), earlier.due_at, now)
        give_way(earlier, after, promise_by(complaint, PromiseKind(kind), Due(due_at, ()), now), reason)


def reasons(promises: list[Promise], language: str) -> dict[str, str]:
    """Promise kind → one sentence on how its date was counted, in `language`."""
    return {p.kind: explain(kept_why(p.why), language) for p in promises if p.why}


def _opened(
    complaint: Complaint, openings: tuple[Opening, ...], house: House, now: datetime
) -> list[Promise]:
    """What the table opens, each by its rule; a remedy is promised for the day agreed, elsewhere."""
    pack, calendar = house.service_pack(complaint), house.calendar_for(complaint)
    return [
        _counted(complaint, opening, pack, calendar, now)
        for opening in openings
        if opening.kind is not PromiseKind.REMEDY
    ]


def _counted(
    complaint: Complaint, opening: Opening, pack: Pack, calendar: BusinessCalendar, now: datetime
) -> Promise:
    trigger = complaint.received_at if opening.counts_from is CountsFrom.RECEIPT else now
    counted = due_to_tell(pack.rule(opening.rule), trigger, now, calendar)
    return Promise(
        complaint=complaint,
        kind=opening.kind.value,
        due_at=counted.due_at,
        made_at=now,
        why=keep_why(counted.why),
        rule=f"{pack.id}/{pack.version}/{opening.rule}",
    )


def _remedies_promised(
    complaint: Complaint, days: Iterable[date], house: House, now: datetime
) -> list[Promise]:
    """One promise for each day on which something falls due, as the letter names it.

    A day on which work has ended already holds until it is over; one that is over is counted anew by the rule.
    """
    made, passed, calendar = [], False, house.calendar_for(complaint)
    for day in sorted(days):
        told = end_of_day(calendar, day)
        if is_late(told, now):
            told = end_of_calendar_day(calendar, day)
        if is_late(told, now):
            passed = True
        else:
            made.append(Promise(complaint=complaint, kind=PromiseKind.REMEDY.value, due_at=told, made_at=now))
    if passed:
        opening = Opening(PromiseKind.REMEDY, _REMEDY_RULE)
        made.append(_counted(complaint, opening, house.service_pack(complaint), calendar, now))
    return made


def remedy_day(complaint: Complaint, now: datetime, house: House) -> date:
    """The day by which to do what was offered for a day that has passed: counted from today by the rule."""
    rule = house.service_pack(complaint).rule(_REMEDY_RULE)
    return house.day_of(due(rule, now, house.calendar_for(complaint)).due_at)
