"""Keeping the clocks: which rule's time begins with a step, which is met, stopped or paused by it.

Clocks show what rules demand and promises what people were told. Waiting for the complainant stops neither, but for
the targets of our own that say so (invariant 4). What happens to a clock is said in the data of the step's event, so
that it can be told again from the timeline (records/deadlines/replay.py).
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Q

from kikitori.casework.house import House
from kikitori.foundation.language.bilingual import tongue
from kikitori.records.complaints.lifecycle import State, Step
from kikitori.records.complaints.models import Complaint
from kikitori.records.deadlines.calendar import CalendarError
from kikitori.records.deadlines.clock import ClockState, told_anew
from kikitori.records.deadlines.counting import Due, Pause, due
from kikitori.records.deadlines.holiday_tables import HolidayTableError
from kikitori.records.deadlines.models import Clock
from kikitori.records.deadlines.moments import ANSWERED, BRINGS, ENDING, FROM_RECEIPT, ends_with_complaint
from kikitori.records.deadlines.replay import said_of
from kikitori.records.deadlines.rule_parts import Begins
from kikitori.records.deadlines.rules import Pack, Rule, Trigger
from kikitori.records.deadlines.why_kept import keep_why
from kikitori.records.triage.sorting import Answer

#: Steps that may show that a rule applies which did not seem to (a danger, another subject).
_REVEALING = frozenset({Step.RECEIVE, Step.ASSESS})
CLOSED = "closed"
#: Still to be met, late or not; in the words of the index clock_running.
RUNNING = Q(met_at__isnull=True, cancelled_at__isnull=True, extended_at__isnull=True)
#: What a pause changes in the row, and its end, after which the days are counted anew.
_SAVED = {
    "paused": ("paused_at", "turns_at"),
    "resumed": ("paused_at", "pauses", "due_at", "warn_from", "due_soon_from", "why", "told", "turns_at"),
}


@dataclass(slots=True)
class Turned:
    """What one step does to the clocks of its complaint: worked out, and not written yet."""

    at: datetime
    started: list[Clock] = field(default_factory=list)
    #: Rows that changed, and in which columns.
    changed: list[tuple[Clock, tuple[str, ...]]] = field(default_factory=list)
    met: list[Clock] = field(default_factory=list)
    stopped: list[Clock] = field(default_factory=list)
    said: dict[str, list[Any]] = field(default_factory=dict)

    def values(self) -> dict[str, Any]:
        """Values for the step's event. What begins has its number once it is written."""
        said = dict(self.said)
        if self.started:
            said["started"] = [said_of(clock) for clock in self.started]
        return {"clocks": said} if said else {}


def turn_by(
    complaint: Complaint,
    step: Step,
    now: datetime,
    house: House,
    *,
    running: Iterable[Clock] | None = None,
    dangers: Collection[str] | None = None,
) -> Turned:
    """Apply one step to the clocks of a complaint already in the state after it; nothing is written.

    `running`: those that run, and `dangers`: safety questions answered with yes, where they are at hand; else they are
    read where it can matter.
    """
    packs = house.packs_of(complaint)
    rules = {name: rule for pack in packs for name, rule in _rules_of(pack)}
    turned = Turned(now)
    started = [
        counted(complaint, name, rule, start, house)
        for name, rule, start in _beginning(complaint, packs, step, now, dangers)
    ]
    if _matters(step, rules.values()) or (started and step is not Step.RECEIVE):
        found = list(_running(complaint) if running is None else running)
        told = {clock.rule for clock in found}
        started = [clock for clock in started if clock.rule not in told]
        _Taken(complaint, step, now, house).turn(found, rules, turned)
    turned.started = started
    return turned


def write_turned(several: Sequence[Turned]) -> None:
    """Write what steps have done to clocks; of many complaints in as few statements as of one."""
    for turned in several:
        for clock, columns in turned.changed:
            clock.save(update_fields=columns)
    for at in {turned.at for turned in several}:
        alike = [turned for turned in several if turned.at == at]
        _end([clock for turned in alike for clock in turned.met], met_at=at)
        _end([clock for turned in alike for clock in turned.stopped], cancelled_at=at, reason=CLOSED)
    Clock.objects.bulk_create([clock for turned in several for clock in turned.started])


def _end(clocks: list[Clock], **ended: object) -> None:
    """Some at once; time brings nothing to them any more."""
    if not clocks:
        return
    for clock in clocks:
        for name, value in {**ended, "turns_at": None}.items():
            setattr(clock, name, value)
    Clock.objects.filter(pk__in=[clock.pk for clock in clocks]).update(turns_at=None, **ended)


def counted(complaint: Complaint, name: str, rule: Rule, start: datetime, house: House) -> Clock:
    """A clock of `rule` (`name`: pack/version/rule) that began at `start`. Not saved."""
    clock = Clock(
        complaint=complaint, kind=rule.kind, rule=name, audience=rule.audience.value, started_at=start
    )
    put(clock, due(rule, start, house.calendar_for(complaint)))
    return clock


def put(clock: Clock, day: Due) -> None:
    """Write the count into a clock, and when time will next change it. Not saved."""
    clock.due_at, clock.warn_from, clock.due_soon_from = day.due_at, day.warn_from, day.due_soon_from
    clock.why = keep_why(day.why)
    clock.set_turn()


def put_anew(clock: Clock, day: Due, now: datetime) -> None:
    """As `put`, for a clock of which time has said something already: what lies ahead again is said again."""
    put(clock, day)
    clock.told = told_anew(clock.facts, ClockState(clock.told), now).value
    clock.set_turn()


def counted_anew(clock: Clock, complaint: Complaint, house: House) -> Due | None:
    """The other date a running clock would have by the calendar of today; None where it keeps its own.

    It does where it comes out the same, was told to somebody as a prolongation, or cannot be counted: the version is
    gone, or the calendar does not reach so far.
    """
    rule = None if _was_told(clock) else house.rule(clock.rule)
    if rule is None:
        return None
    try:
        day = due(rule, clock.started_at, house.calendar_for(complaint), pauses_of(clock))
    except (HolidayTableError, CalendarError):
        return None
    return day if day.due_at != clock.due_at else None


def pauses_of(clock: Clock) -> list[Pause]:
    """The times in which an answer was waited for and came."""
    return [(datetime.fromisoformat(asked), datetime.fromisoformat(came)) for asked, came in clock.pauses]


def _rules_of(pack: Pack) -> Iterator[tuple[str, Rule]]:
    return ((f"{pack.id}/{pack.version}/{rule.id}", rule) for rule in pack.rules)


def _running(complaint: Complaint) -> Iterable[Clock]:
    running = complaint.clocks.filter(RUNNING)
    return running.defer("why").select_related("extends").order_by("id")


def _beginning(
    complaint: Complaint, packs: list[Pack], step: Step, now: datetime, dangers: Collection[str] | None
) -> Iterator[tuple[str, Rule, datetime]]:
    """The rules whose time begins with this step, and the moment it counts from."""
    facts: dict[str, set[str]] | None = None
    for pack in packs:
        for name, rule in _rules_of(pack):
            if not rule.has_clock or rule.begins is Begins.BY_HAND:
                continue
            conditional = bool(pack.applies_if.wanted or rule.applies_if.wanted)
            start = _start(complaint, rule, step, now, conditional=conditional)
            if start is None:
                continue
            if conditional:
                facts = facts or _facts(complaint, dangers)
                if not (pack.applies_if.holds(facts) and rule.applies_if.holds(facts)):
                    continue
            yield name, rule, start


def _start(
    complaint: Complaint, rule: Rule, step: Step, now: datetime, *, conditional: bool
) -> datetime | None:
    """The moment the rule counts from if this step begins it, else None."""
    if step.value in rule.starts_again_on:
        return now
    brought = step in BRINGS[rule.trigger]
    revealed = conditional and step in _REVEALING and rule.trigger in FROM_RECEIPT
    if not (brought or revealed):
        return None
    match rule.trigger:
        case Trigger.RECEIVED:
            return complaint.received_at
        case Trigger.KNOWN:
            return complaint.known_at
        case Trigger.LOGGED:
            return complaint.logged_at
        case _:
            return now


def _facts(complaint: Complaint, dangers: Collection[str] | None) -> dict[str, set[str]]:
    """What conditions may ask of a complaint. One query, where its dangers are not at hand."""
    if dangers is None:
        answers = complaint.safety_answers.filter(answer=Answer.YES.value)
        dangers = answers.values_list("question", flat=True)
    return {
        "kind": {complaint.kind},
        "channel": {complaint.channel},
        "subject": {complaint.subject},
        "severity": {complaint.severity},
        "language": {tongue(complaint.language)},
        "safety": set(dangers),
    }


def _matters(step: Step, rules: Iterable[Rule]) -> bool:
    """Can this step do anything to a clock that runs already? Most cannot, and then no clock is read."""
    if step in ENDING or step in ANSWERED or step is Step.ASK_COMPLAINANT:
        return True
    return any(step.value in rule.met_by or step.value in rule.starts_again_on for rule in rules)


@dataclass(frozen=True, slots=True)
class _Taken:
    """The step whose effect on running clocks is worked out."""

    complaint: Complaint
    step: Step
    now: datetime
    house: House

    def turn(self, running: Iterable[Clock], rules: Mapping[str, Rule], turned: Turned) -> None:
        """Meet, pause, count anew and stop; clocks of a rule that is no longer known stay as they are."""
        for clock in running:
            for what, word in self._happens_to(clock, rules[clock.rule]) if clock.rule in rules else ():
                turned.said.setdefault(what, []).append(word)
                if what in _SAVED:
                    clock.set_turn()
                    turned.changed.append((clock, _SAVED[what]))
                elif what == "met":
                    turned.met.append(clock)
                elif what == "stopped":
                    turned.stopped.append(clock)

    def _happens_to(self, clock: Clock, rule: Rule) -> Iterator[tuple[str, object]]:
        """What the step does to one clock, and what is said of it. A wait ends before the clock does."""
        met = self.step.value in rule.met_by
        stopped = self.step in ENDING and ends_with_complaint(rule.audience)
        if clock.paused_at and (met or stopped or self._was_answered()):
            clock.pauses = [*clock.pauses, [clock.paused_at.isoformat(), self.now.isoformat()]]
            clock.paused_at = None
            calendar = self.house.calendar_for(self.complaint)
            put_anew(clock, due(rule, clock.started_at, calendar, pauses_of(clock)), self.now)
            yield "resumed", said_of(clock)
        if met:
            yield "met", clock.pk
        elif stopped:
            yield "stopped", clock.pk
        elif (
            self.step is Step.ASK_COMPLAINANT and rule.pausable and not (clock.paused_at or _was_told(clock))
        ):
            clock.paused_at = self.now
            yield "paused", clock.pk

    def _was_answered(self) -> bool:
        return self.step in ANSWERED and self.complaint.state != State.AWAITING_COMPLAINANT.value


def _was_told(clock: Clock) -> bool:
    """Was its date told to somebody as a prolongation? Then no wait moves it."""
    return getattr(clock, "extends", None) is not None
