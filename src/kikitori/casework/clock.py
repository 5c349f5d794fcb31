"""Clock 期限: begun, met, prolonged or stopped by hand, counted anew, and turned by time alone.

What a step does to clocks by itself is in clocks.py. Whatever happens to a clock is an event (replay.py).
"""

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from kikitori.casework import clocks, promising
from kikitori.casework.errors import Invalid, NotNow, Obstacle, Problem
from kikitori.casework.given import Checked, checked_text, known_years
from kikitori.casework.house import House
from kikitori.casework.step import Taken, taking
from kikitori.records.complaints.lifecycle import Step
from kikitori.records.complaints.models import Complaint
from kikitori.records.complaints.terms import Visibility
from kikitori.records.deadlines.clock import UNFINISHED, ClockState, is_late
from kikitori.records.deadlines.counting import Due, due
from kikitori.records.deadlines.models import Clock
from kikitori.records.deadlines.replay import said_of
from kikitori.records.deadlines.rule_parts import Audience, Begins, Direction
from kikitori.records.deadlines.rules import Rule
from kikitori.records.deadlines.working_time import end_of_day
from kikitori.records.letters.kinds import LetterKind
from kikitori.records.people.actor import Actor

#: Of the reason for which clocks are counted anew.
LONGEST_REASON = 500


def may_begin_by_hand(complaint: Complaint, house: House) -> bool:
    """Does a rule that the complaint keeps begin by hand? No query where all of its packs are shipped ones."""
    return any(rule.begins is Begins.BY_HAND for pack in house.packs_of(complaint) for rule in pack.rules)


def rules_begun_by_hand(complaint: Complaint, house: House, now: datetime) -> dict[str, Rule]:
    """What somebody can begin on this complaint, by name (pack/version/rule), in the order of the packs.

    From the versions the complaint keeps, and from packs that have come into use since, which it then keeps as well.
    """
    kept = house.packs_of(complaint)
    known = {pack.id for pack in kept}
    newer = [pack for pack in house.packs.in_force(house.day_of(now)) if pack.id not in known]
    return {
        f"{pack.id}/{pack.version}/{rule.id}": rule
        for pack in (*kept, *newer)
        for rule in pack.rules
        if rule.begins is Begins.BY_HAND
    }


def start_clock(
    actor: Actor,
    complaint: Complaint,
    *,
    rule: str,
    at: datetime,
    now: datetime,
    note: str = "",
    within: Taken | None = None,
) -> Clock:
    """Begin the clock of a rule that no step of ours begins: a leak was discovered, a meeting has been called.

    `rule`: pack/version/rule; `at`: the moment it counts from, which lies behind us unless the rule counts back
    from it. `within`: the step that it follows from. Raises Invalid.
    """
    house, check = within.house if within else House(), Checked()
    about = check.text("note", note, longest=2000)
    with taking(actor, complaint, Step.START_CLOCK, now=now, house=house, within=within) as step:
        known = rules_begun_by_hand(step.complaint, house, now).get(rule)
        if known is None:
            raise Invalid({**check.problems, "rule": Problem.UNKNOWN_WORD})
        if known.direction is Direction.AFTER:
            check.past("at", at, now, house.zone)
        elif not known_years().first_year < at.year < known_years().last_year:
            check.problems["at"] = Problem.OUT_OF_RANGE
        check.done()
        _keep_pack(step.complaint, rule)
        clock = clocks.counted(step.complaint, rule, known, at, house)
        clock.save()
        step.say(kind=clock.kind, rule=rule, note=about, clocks={"started": [said_of(clock)]})
    return clock


def _keep_pack(complaint: Complaint, rule: str) -> None:
    """A pack that came into use after the complaint counts for it from now on: steps meet and end its clocks, too."""
    pack, version, _ = rule.split("/", 2)
    if pack not in complaint.rule_packs:
        complaint.rule_packs = {**complaint.rule_packs, pack: int(version)}


def meet_clock(
    actor: Actor, complaint: Complaint, *, clock: Clock, how: str, at: datetime, now: datetime
) -> None:
    """What the rule asks for was done at `at`: the report was sent, the person was told. Raises Invalid, NotNow."""
    check = Checked()
    said = check.text("how", how, longest=5000, needed=True)
    with _running(taking(actor, complaint, Step.MEET_CLOCK, now=now), clock) as (step, own, rule):
        check.past("at", at, now, step.house.zone)
        if at < own.started_at and (rule is None or rule.direction is Direction.AFTER):
            check.problems["at"] = Problem.OUT_OF_RANGE
        check.done()
        if rule is not None and not rule.is_met_by_hand:
            raise NotNow(Obstacle.CLOCK_MET_BY_A_STEP)
        own.met_at, own.reason = at, said
        own.set_turn()
        own.save(update_fields=["met_at", "reason", "turns_at"])
        step.say(
            kind=own.kind,
            rule=own.rule,
            how=said,
            clocks={"met_at": [{"clock": own.pk, "at": at.isoformat()}]},
        )


def extend_clock(
    actor: Actor, complaint: Complaint, *, clock: Clock, to: date, reason: str, now: datetime
) -> Clock:
    """Prolong the time as the rule allows it, and tell the complainant where it is theirs.

    The first clock ends as extended, another runs in its place until the end of `to`; both stay on record. Told too
    late, the first stays missed. Raises Invalid (reason missing, day beyond what the rule grants), NotNow.
    """
    house, check = House(), Checked()
    why = check.text("reason", reason, longest=2000)
    day = check.coming_day("to", to, house.day_of(now))
    extending = taking(actor, complaint, Step.EXTEND_CLOCK, now=now, house=house)
    with _running(extending, clock) as (step, own, rule):
        if rule is None or rule.extension is None:
            raise NotNow(Obstacle.CLOCK_NOT_EXTENDABLE)
        if rule.extension.reason_required and not why:
            check.problems["reason"] = Problem.MISSING
        if rule.extension.notice_before_expiry and is_late(own.due_at, now):
            raise NotNow(Obstacle.TOO_LATE_TO_EXTEND)
        longest = longest_extension(step.complaint, own, rule, house)
        if longest is None:
            raise NotNow(Obstacle.EXTENDED_OFTEN_ENOUGH)
        due_at = end_of_day(house.calendar_for(step.complaint), day)
        if not own.due_at < due_at:
            check.problems["to"] = Problem.IN_THE_PAST
        elif is_late(longest, due_at):
            check.problems["to"] = Problem.OUT_OF_RANGE
        check.done()
        new = clocks.counted(step.complaint, own.rule, rule, own.started_at, house)
        clocks.put(new, _prolonged(rule, own, due_at))
        new.save()
        own.extended_at, own.extended_by, own.reason = now, new, why
        own.set_turn()
        own.save(update_fields=["extended_at", "extended_by", "reason", "turns_at"])
        step.say(
            kind=own.kind,
            rule=own.rule,
            before=own.due_at.isoformat(),
            due_at=due_at.isoformat(),
            reason=why,
            clocks={"extended": [{"clock": own.pk, "by": new.pk}], "started": [said_of(new)]},
        )
        if rule.audience is Audience.COMPLAINANT:
            promising.promise_later(step.complaint, rule.kind, due_at, why, now)
            what = rule.name.in_(step.complaint.language) if rule.name else rule.kind
            step.letter(LetterKind.NEW_DATE, before=own.due_at, after=due_at, reason=why, what=what)
        else:
            step.visibility = Visibility.INTERNAL
    return new


def longest_extension(complaint: Complaint, clock: Clock, rule: Rule, house: House) -> datetime | None:
    """The last moment to which the rule lets this clock be prolonged once more; None where it does not."""
    done = _times_extended(clock)
    if rule.extension is None or done >= rule.extension.times:
        return None
    whole = replace(rule, quantity=rule.quantity + rule.extension.quantity * (done + 1))
    return due(whole, clock.started_at, house.calendar_for(complaint), clocks.pauses_of(clock)).due_at


def _times_extended(clock: Clock) -> int:
    times, before = 0, Clock.objects.filter(extended_by=clock).first()
    while before is not None:
        times, before = times + 1, Clock.objects.filter(extended_by=before).first()
    return times


def _prolonged(rule: Rule, clock: Clock, due_at: datetime) -> Due:
    """Until the day that was told; warned of by the same shares of the time from the first moment on."""
    whole = due_at - clock.started_at
    moments = [clock.started_at + whole * percent / 100 for percent in rule.warn_at]
    warn_from, due_soon_from = (*moments, None, None)[:2]
    return Due(due_at, (), warn_from, due_soon_from)


def stop_clock(actor: Actor, complaint: Complaint, *, clock: Clock, reason: str, now: datetime) -> None:
    """It does not apply, or no more: a lead says why, and that stays on record. A breach stays one. Raises NotNow."""
    why = checked_text("reason", reason, longest=5000)
    with _running(taking(actor, complaint, Step.STOP_CLOCK, now=now), clock) as (step, own, _rule):
        own.cancelled_at, own.reason = now, why
        own.set_turn()
        own.save(update_fields=["cancelled_at", "reason", "turns_at"])
        step.say(kind=own.kind, rule=own.rule, reason=why, clocks={"stopped": [own.pk]})


def recount_clocks(
    actor: Actor,
    complaint: Complaint | int,
    *,
    reason: str,
    now: datetime,
    asked: Mapping[str, int | None] | None = None,
) -> int:
    """Count every running clock anew by the calendar of today and the version it was counted by.

    After a holiday or a closure has become known. What was told to people (promises, prolongations) stays. `asked`:
    values of the event that name who had it done to the whole house. Returns how many have another date; where none
    has, nothing is written down. Raises NotNow(NOTHING_CHANGED).
    """
    why, house = checked_text("reason", reason, longest=LONGEST_REASON), House()
    changed: list[dict[str, Any]] = []
    with taking(actor, complaint, Step.RECOUNT_CLOCKS, now=now, house=house) as step:
        running = step.complaint.clocks.filter(clocks.RUNNING)
        for clock in running.select_related("extends").order_by("id"):
            day = clocks.counted_anew(clock, step.complaint, house)
            if day is not None:
                clocks.put_anew(clock, day, now)
                clock.save()
                changed.append(said_of(clock))
        if not changed:
            raise NotNow(Obstacle.NOTHING_CHANGED)
        step.say(reason=why, clocks={"recounted": changed}, **(asked or {}))
    return len(changed)


def turn_clock(actor: Actor, clock: Clock, *, now: datetime) -> ClockState:
    """Say on the timeline what time has done to a clock: warned, due soon, breached. Returns which.

    `clock` as a sweep has read it. Claimed by a conditional update: of two sweepers one turns it, the other is told
    NotNow(CLOCK_NOT_RUNNING). What was passed over while the house stood still is not said again.
    """
    with taking(actor, clock.complaint_id, Step.TURN_CLOCK, now=now) as step:
        state = clock.state_at(now)
        if state not in UNFINISHED or state is ClockState.RUNNING:
            raise NotNow(Obstacle.CLOCK_NOT_RUNNING)
        seen, clock.told = clock.turns_at, state.value
        clock.set_turn()
        claimed = Clock.objects.filter(pk=clock.pk, turns_at=seen, turns_at__isnull=False)
        if not claimed.update(told=clock.told, turns_at=clock.turns_at):
            raise NotNow(Obstacle.CLOCK_NOT_RUNNING)
        step.say(
            kind=clock.kind,
            rule=clock.rule,
            due_at=clock.due_at.isoformat(),
            clocks={"turned": [{"clock": clock.pk, "to": state.value}]},
        )
    return state


def rule_of(clock: Clock, house: House) -> Rule | None:
    """The rule a clock was counted by; None where its version is gone."""
    return house.rule(clock.rule)


def rule_named(name: str, house: House) -> Rule | None:
    """The rule pack/version/rule; None where there is none (any more)."""
    return house.rule(name)


@contextmanager
def _running(step: AbstractContextManager[Taken], clock: Clock) -> Iterator[tuple[Taken, Clock, Rule | None]]:
    """Take a step on one running clock of the complaint, read anew under its lock. Raises NotNow."""
    with step as taken:
        own = taken.complaint.clocks.filter(pk=clock.pk).first()
        if own is None or not own.is_running:
            raise NotNow(Obstacle.CLOCK_NOT_RUNNING)
        yield taken, own, rule_of(own, taken.house)
