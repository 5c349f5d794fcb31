"""Rule 決まり: when, if, then; and everything that can be wrong with it. How it is kept: rule_kept.py. Pure.

`if` are the conditions of saved views (selection/conditions.py), read for the house itself: nobody is „me“ here.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

from kikitori.foundation.language.bilingual import tongue
from kikitori.records.automation.terms import (
    ONE_OF,
    PARTS,
    TRIGGERS,
    WHO_OF,
    ActionKind,
    Anchor,
    Part,
    Unit,
)
from kikitori.records.complaints.terms import EventKind, Queue
from kikitori.records.people.actor import ActorKind
from kikitori.records.selection.conditions import (
    Conditions,
    UnreadableConditions,
    checked,
)
from kikitori.records.selection.terms import ME, MINE, Todo

MOST_ACTIONS = 8
LONGEST_NAME, LONGEST_TEXT = 80, 200
#: The longest wait in each unit, and the longest term that is given with a task or a promise, in working days.
MOST: dict[Unit, int] = {Unit.HOURS: 200, Unit.DAYS: 120}
MOST_DAYS = 60
#: By whom something was done; for the others nobody asks.
BY = (ActorKind.COMPLAINANT, ActorKind.STAFF, ActorKind.SYSTEM)
_MINE = frozenset({ME, MINE, Todo.MINE.value})
Word = TypeVar("Word", bound=StrEnum)


class Wrong(StrEnum):
    """What is wrong with a rule."""

    NOT_A_RULE = "not_a_rule"
    NO_NAME = "no_name"
    TOO_LONG = "too_long"
    NO_EVENT = "no_event"
    UNKNOWN_WORD = "unknown_word"
    OUT_OF_RANGE = "out_of_range"
    NO_ACTION = "no_action"
    TOO_MANY = "too_many"
    LACKS = "lacks"
    CONDITIONS = "conditions"
    NOBODY_IS_ME = "nobody_is_me"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong, and where: `name`, `when`, `if`, `then.0`; `part` names what an action lacks."""

    wrong: Wrong
    place: str
    part: str = ""


class UnreadableRule(ValueError):
    """This is no rule that could run. `faults` says why, in order."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("; ".join(f"{each.place} {each.wrong} {each.part}".strip() for each in faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class OnEvent:
    """After one of these on the timeline, by one of these; by anybody where none is named."""

    kinds: tuple[EventKind, ...]
    by: tuple[ActorKind, ...] = ()


@dataclass(frozen=True, slots=True)
class OnTime:
    """So much working time after the anchor; before it where that lies ahead (a promise)."""

    anchor: Anchor
    amount: int
    unit: Unit


When = OnEvent | OnTime


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do. Only the parts that its kind has (terms.PARTS) are set."""

    kind: ActionKind
    who: str = ""
    team: int | None = None
    queue: str = ""
    text: str = ""
    days: int | None = None
    template: int | None = None

    def has(self, part: Part) -> bool:
        """Is this said?"""
        return getattr(self, part.value) not in ("", None)


@dataclass(frozen=True, slots=True)
class Rule:
    """What an automation does. `stop`: where it has fired, those after it in the order do not for the same cause."""

    ja: str
    en: str
    when: When
    conditions: Conditions = field(default_factory=Conditions)
    actions: tuple[Action, ...] = ()
    stop: bool = False

    def name_in(self, language: str) -> str:
        """Its name; the other language's where this one has none."""
        mine, other = (self.ja, self.en) if tongue(language) == "ja" else (self.en, self.ja)
        return mine or other


def faults_of(rule: Rule) -> Iterator[Fault]:
    """Everything wrong with a rule, from its name to its last action."""
    if not (rule.ja or rule.en):
        yield Fault(Wrong.NO_NAME, "name")
    if max(len(rule.ja), len(rule.en)) > LONGEST_NAME:
        yield Fault(Wrong.TOO_LONG, "name")
    yield from _faults_of_when(rule.when)
    try:
        checked(rule.conditions)
    except UnreadableConditions:
        yield Fault(Wrong.CONDITIONS, "if")
    if any(_MINE & set(condition.values) for condition in rule.conditions):
        yield Fault(Wrong.NOBODY_IS_ME, "if")
    if not rule.actions:
        yield Fault(Wrong.NO_ACTION, "then")
    if len(rule.actions) > MOST_ACTIONS:
        yield Fault(Wrong.TOO_MANY, "then")
    for number, action in enumerate(rule.actions):
        yield from _faults_of_action(action, f"then.{number}")


def _faults_of_when(when: When) -> Iterator[Fault]:
    if isinstance(when, OnTime):
        if not 1 <= when.amount <= MOST[when.unit]:
            yield Fault(Wrong.OUT_OF_RANGE, "when", "amount")
        return
    if not when.kinds:
        yield Fault(Wrong.NO_EVENT, "when")
    if not set(when.kinds) <= set(TRIGGERS) or not set(when.by) <= set(BY):
        yield Fault(Wrong.UNKNOWN_WORD, "when")


def _faults_of_action(action: Action, place: str) -> Iterator[Fault]:
    parts = PARTS[action.kind]
    either = ONE_OF.get(action.kind)
    lacking = [part for part in parts if not action.has(part)]
    if either is not None:
        lacking = [] if any(action.has(part) for part in either) else list(either[:1])
    for part in lacking:
        yield Fault(Wrong.LACKS, place, part.value)
    if len(action.text) > LONGEST_TEXT:
        yield Fault(Wrong.TOO_LONG, place, Part.TEXT.value)
    if action.days is not None and not 1 <= action.days <= MOST_DAYS:
        yield Fault(Wrong.OUT_OF_RANGE, place, Part.DAYS.value)
    known = {word.value for word in WHO_OF.get(action.kind, ())}
    if action.who and action.who not in known and not (action.who.isascii() and action.who.isdigit()):
        yield Fault(Wrong.UNKNOWN_WORD, place, Part.WHO.value)
    if action.queue and action.queue not in {queue.value for queue in Queue}:
        yield Fault(Wrong.UNKNOWN_WORD, place, Part.QUEUE.value)


def sound(rule: Rule) -> Rule:
    """The same, if it can run. Raises UnreadableRule with every fault."""
    faults = tuple(faults_of(rule))
    if faults:
        raise UnreadableRule(faults)
    return rule
