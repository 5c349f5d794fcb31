"""The course of one complaint as rules see it: each time a rule was owed, from when and until when. Pure."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from kikitori.records.complaints.lifecycle import INITIAL, State, Step, StepNotPossible, state_after
from kikitori.records.deadlines.counting import Pause
from kikitori.records.deadlines.moments import ANSWERED, BRINGS, ENDING, FROM_RECEIPT, ends_with_complaint
from kikitori.records.deadlines.promises import TABLE as PROMISES
from kikitori.records.deadlines.rule_parts import BY_HAND, Begins
from kikitori.records.deadlines.rules import Pack, Rule, Trigger


@dataclass(frozen=True, slots=True)
class Run:
    """One time a rule was owed: from when, until when (None: still), met or ended with the complaint."""

    start: datetime
    end: datetime | None = None
    met: bool = False
    pauses: tuple[Pause, ...] = ()


@dataclass(frozen=True, slots=True)
class Course:
    """What is known of one complaint. Steps oldest first; `facts` as conditions ask for them; moments are aware.

    `by_hand`: of each rule (its id in the pack) the runs that somebody began or ended by hand.
    """

    reference: str
    received_at: datetime
    known_at: datetime
    logged_at: datetime
    steps: Sequence[tuple[datetime, Step]]
    facts: Mapping[str, Collection[str]]
    by_hand: Mapping[str, Sequence[Run]] = field(default_factory=dict)


def meeting_steps(rule: Rule) -> frozenset[Step]:
    """The steps that meet a rule; of one that only gives dates, those that keep the promise of its kind."""
    if rule.has_clock:
        return frozenset(Step(word) for word in rule.met_by if word != BY_HAND)
    return frozenset(Step(step) for step, effect in PROMISES.items() if rule.kind in effect.keeps)


def can_be_simulated(rule: Rule) -> bool:
    """Is there anything in a timeline, or a clock kept by hand, that says when it was met?"""
    return rule.has_clock or bool(meeting_steps(rule))


def runs_of(pack: Pack, rule: Rule, course: Course) -> tuple[Run, ...]:
    """Each time the rule was owed in this complaint, as clocks begin and end (casework/clocks.py)."""
    if not (pack.applies_if.holds(course.facts) and rule.applies_if.holds(course.facts)):
        return ()
    kept = course.by_hand.get(rule.id, ())
    if rule.begins is Begins.BY_HAND or (kept and BY_HAND in rule.met_by):
        return tuple(kept)
    return tuple(_runs(rule, course))


def _runs(rule: Rule, course: Course) -> Iterator[Run]:
    meets, begins = meeting_steps(rule), BRINGS[rule.trigger]
    open_run: Run | None = None
    state: State = INITIAL
    waiting: datetime | None = None
    for at, step in course.steps:
        state = _after(state, step)
        if open_run is None:
            if step.value in rule.starts_again_on:
                open_run = Run(at)
            elif step in begins:
                open_run = Run(_moment(rule.trigger, course, at))
            continue
        met = step in meets
        ended = step in ENDING and ends_with_complaint(rule.audience)
        answered = step in ANSWERED and state is not State.AWAITING_COMPLAINANT
        if waiting and (met or ended or answered):
            open_run, waiting = replace(open_run, pauses=(*open_run.pauses, (waiting, at))), None
        if met or ended:
            yield replace(open_run, end=at, met=met)
            open_run = None
        elif step is Step.ASK_COMPLAINANT and rule.pausable and waiting is None:
            waiting = at
    if open_run:
        yield open_run


def _after(state: State, step: Step) -> State:
    """A step that the lifecycle no longer knows from here has changed nothing that matters to a count."""
    if step is Step.RECEIVE:
        return INITIAL
    try:
        return state_after(state, step)
    except StepNotPossible:
        return state


def _moment(trigger: Trigger, course: Course, at: datetime) -> datetime:
    if trigger not in FROM_RECEIPT:
        return at
    moments = {
        Trigger.RECEIVED: course.received_at,
        Trigger.KNOWN: course.known_at,
        Trigger.LOGGED: course.logged_at,
    }
    return moments[trigger]
