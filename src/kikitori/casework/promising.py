"""Keeping the ledger of promises and clocks: what a step keeps, what it opens, what it ends.

Which step does what is the pure table in records/deadlines/promises.py; here its rows are written, inside the
step's transaction, with the complaint's row locked. A date told is never forgotten (invariant 3).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from kikitori.casework.house import House
from kikitori.records.complaints.lifecycle import CLOSED, GONE, State, Step
from kikitori.records.complaints.models import Complaint
from kikitori.records.deadlines.calendar import BusinessCalendar
from kikitori.records.deadlines.clock import Due, due, due_to_tell, is_late
from kikitori.records.deadlines.models import Clock, Promise
from kikitori.records.deadlines.pack_reader import built_in_pack
from kikitori.records.deadlines.promises import TABLE as PROMISE_TABLE
from kikitori.records.deadlines.promises import (
    CountsFrom,
    Opening,
    PromiseKind,
    PromiseState,
    Situation,
    cancelled,
    effect_of,
    settle,
)
from kikitori.records.deadlines.why import explain, why_from_json, why_to_json
from kikitori.records.deadlines.working_time import end_of_day
from kikitori.records.remedies.terms import RemedyState

PACK = "jp-default"
#: Rules whose clocks start when a complaint comes in (or comes back).
_STARTING = {
    Step.RECEIVE: ("acknowledgement", "first-answer", "decision"),
    Step.REOPEN: ("first-answer", "decision"),
    Step.CONFIRM_UNSOLVED: ("first-answer", "decision"),
}
#: Rules whose clocks a step meets.
_MEETING = {
    Step.ACKNOWLEDGE: ("acknowledgement",),
    Step.REPLY: ("first-answer",),
    Step.PROPOSE: ("first-answer",),
    Step.ACCEPT: ("first-answer", "decision"),
    Step.DECIDE: ("first-answer", "decision"),
}
_ENDED = CLOSED | GONE
_DECIDED = frozenset({State.DECIDED, State.REMEDYING, State.CONFIRMING, State.EXTERNAL}) | _ENDED
#: Promises that are still owed: open, or missed and neither made good nor replaced by another date.
_OWED = (PromiseState.OPEN.value, PromiseState.MISSED.value)


@dataclass(frozen=True)
class Settled:
    """What one step did to the promises, for the timeline."""

    made: list[Promise] = field(default_factory=list)
    kept: list[Promise] = field(default_factory=list)

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


def settle_promises(
    complaint: Complaint, step: Step, now: datetime, values: Mapping[str, Any], house: House
) -> Settled:
    """Apply one step to the promises and clocks of a complaint already in the state after it."""
    _settle_clocks(complaint, step, now, house)
    if step.value not in PROMISE_TABLE:
        return Settled()
    owed = list(complaint.promises.filter(state__in=_OWED, kept_at__isnull=True, replaced_by__isnull=True))
    effect = effect_of(
        step.value,
        Situation(
            decision_pending=State(complaint.state) not in _DECIDED,
            remedies_due=complaint.remedies.filter(state=RemedyState.DUE.value).exists(),
            open_kinds=[p.kind for p in owed if p.is_open],
        ),
    )
    kept = [promise for promise in owed if promise.kind in effect.keeps]
    for promise in kept:
        promise.state, promise.kept_at = settle(PromiseState(promise.state)).value, now
        promise.save(update_fields=["state", "kept_at"])
    for promise in owed if effect.cancels_rest else ():
        if promise.kind not in effect.keeps and promise.is_open:
            promise.state = cancelled(PromiseState(promise.state), promise.due_at, now).value
            promise.save(update_fields=["state"])
    made = _open(complaint, effect.opens, house.calendar, now, values) if effect.opens else []
    return Settled(made, kept)


def promise_by(complaint: Complaint, kind: PromiseKind, day: Due, now: datetime, note: str = "") -> Promise:
    """Write down a promise made by hand, with the count behind its date."""
    return Promise.objects.create(
        complaint=complaint,
        kind=kind.value,
        due_at=day.due_at,
        made_at=now,
        why=why_to_json(day.why),
        note=note,
    )


def reasons(promises: list[Promise], language: str) -> dict[str, str]:
    """Promise kind → one sentence on how its date was counted, in `language`."""
    return {p.kind: explain(why_from_json(p.why), language) for p in promises if p.why}


def _open(
    complaint: Complaint,
    openings: tuple[Opening, ...],
    calendar: BusinessCalendar,
    now: datetime,
    values: Mapping[str, Any],
) -> list[Promise]:
    pack = built_in_pack(PACK)
    made = []
    for opening in openings:
        agreed = values.get("remedy_due_on") if opening.kind is PromiseKind.REMEDY else None
        trigger = complaint.received_at if opening.counts_from is CountsFrom.RECEIPT else now
        counted = due_to_tell(pack.rule(opening.rule), trigger, now, calendar)
        rule = f"{PACK}/{pack.version}/{opening.rule}"
        if agreed:
            # A day agreed with the person stands, whatever the rule would have given; unless it has passed.
            told = end_of_day(calendar, date.fromisoformat(agreed))
            if not is_late(told, now):
                counted, rule = Due(told, ()), ""
        made.append(
            Promise(
                complaint=complaint,
                kind=opening.kind.value,
                due_at=counted.due_at,
                made_at=now,
                why=why_to_json(counted.why),
                rule=rule,
            )
        )
    return Promise.objects.bulk_create(made)


def _settle_clocks(complaint: Complaint, step: Step, now: datetime, house: House) -> None:
    starting, meeting = _STARTING.get(step, ()), _MEETING.get(step, ())
    if starting:
        start = complaint.received_at if step is Step.RECEIVE else now
        _start_clocks(complaint, starting, house.calendar, start)
    if meeting or (State(complaint.state) in _ENDED and step.value in PROMISE_TABLE):
        _end_clocks(complaint, meeting, now)


def _start_clocks(
    complaint: Complaint, rules: tuple[str, ...], calendar: BusinessCalendar, start: datetime
) -> None:
    pack = built_in_pack(PACK)
    clocks = []
    for rule_id in rules:
        rule = pack.rule(rule_id)
        counted = due(rule, start, calendar)
        clocks.append(
            Clock(
                complaint=complaint,
                kind=rule.kind,
                rule=f"{PACK}/{pack.version}/{rule_id}",
                started_at=start,
                due_at=counted.due_at,
                warn_from=counted.warn_from,
                due_soon_from=counted.due_soon_from,
                why=why_to_json(counted.why),
            )
        )
    Clock.objects.bulk_create(clocks)


def _end_clocks(complaint: Complaint, met: tuple[str, ...], now: datetime) -> None:
    """Meet the clocks of these rules; when the complaint has ended, stop all that still run."""
    ended = State(complaint.state) in _ENDED
    for clock in complaint.clocks.filter(met_at__isnull=True, cancelled_at__isnull=True):
        if clock.rule.rsplit("/", 1)[-1] in met:
            clock.met_at = now
        elif ended:
            clock.cancelled_at = now
        else:
            continue
        clock.save(update_fields=["met_at", "cancelled_at"])
