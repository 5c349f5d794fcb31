"""Foresight 見通し: what an action would come to on a complaint that stands so. Pure.

The trial shows it, and the engine asks it before a verb: what stands already is not done again.
"""

from dataclasses import dataclass, replace

from kikitori.records.automation.rule import Action
from kikitori.records.automation.terms import STEP_OF, ActionKind, Did, Who
from kikitori.records.complaints.lifecycle import State, is_possible
from kikitori.records.complaints.terms import Queue, Severity
from kikitori.records.triage.sorting import must_be_urgent

#: Why an action would be refused, beside the verbs' own reasons.
STATE_FORBIDS, NOBODY, GRAVE = "state", "nobody", "grave"


@dataclass(frozen=True, slots=True)
class Facts:
    """How a complaint stands, as far as actions ask."""

    state: State
    severity: Severity
    queue: Queue
    assignee: int | None = None
    team: int | None = None


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What would become of an action, and why not where it would be refused."""

    action: Action
    did: Did
    why: str = ""


def foreseen(action: Action, facts: Facts) -> Foreseen:
    """What this one action would come to."""
    step = STEP_OF.get(action.kind)
    if step is not None and not is_possible(facts.state, step):
        return Foreseen(action, Did.REFUSED, STATE_FORBIDS)
    match action.kind:
        case ActionKind.ASSIGN:
            there = action.who == str(facts.assignee)
        case ActionKind.ROUND:
            there = facts.assignee is not None and facts.team == action.team
        case ActionKind.PLACE:
            if action.queue == Queue.MAIN.value and must_be_urgent(facts.severity):
                return Foreseen(action, Did.REFUSED, GRAVE)
            there = action.team in (None, facts.team) and action.queue in ("", facts.queue.value)
        case ActionKind.TASK | ActionKind.DRAFT | ActionKind.FOLLOW:
            handlers = action.who == Who.HANDLER.value or action.kind is ActionKind.DRAFT
            if handlers and facts.assignee is None:
                return Foreseen(action, Did.REFUSED, NOBODY)
            there = False
        case _:
            there = False
    return Foreseen(action, Did.ALREADY if there else Did.DONE)


def facts_after(facts: Facts, seen: Foreseen) -> Facts:
    """How the complaint would stand then: the next action is looked at from there."""
    action = seen.action
    if seen.did is not Did.DONE:
        return facts
    match action.kind:
        case ActionKind.ASSIGN:
            return replace(facts, assignee=int(action.who))
        case ActionKind.ROUND:
            # Whoever it will be: somebody of this team has it then.
            return replace(facts, assignee=facts.assignee or 0, team=action.team)
        case ActionKind.PLACE:
            moved = action.team is not None and action.team != facts.team
            return replace(
                facts,
                team=facts.team if action.team is None else action.team,
                queue=Queue(action.queue) if action.queue else facts.queue,
                assignee=None if moved else facts.assignee,
            )
        case _:
            return facts


def all_foreseen(actions: tuple[Action, ...], facts: Facts) -> tuple[Foreseen, ...]:
    """What each of these would come to, one after the other."""
    found = []
    for action in actions:
        seen = foreseen(action, facts)
        facts = facts_after(facts, seen)
        found.append(seen)
    return tuple(found)
