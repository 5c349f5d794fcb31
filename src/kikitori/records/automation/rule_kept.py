"""A rule as JSON can hold it, and as it is read again. Pure."""

from collections.abc import Mapping
from typing import Any

from kikitori.records.automation.rule import (
    Action,
    Fault,
    OnEvent,
    OnTime,
    Rule,
    UnreadableRule,
    When,
    Wrong,
    sound,
)
from kikitori.records.automation.terms import PARTS, ActionKind, Anchor, Part, Unit
from kikitori.records.complaints.terms import EventKind
from kikitori.records.people.actor import ActorKind
from kikitori.records.selection.conditions import UnreadableConditions, as_json, conditions_from

#: How rules are written down at present; kept with them.
VERSION = 1


def rule_as_json(rule: Rule) -> dict[str, Any]:
    """What is kept of a rule."""
    when: dict[str, Any]
    if isinstance(rule.when, OnEvent):
        when = {"event": [kind.value for kind in rule.when.kinds], "by": [by.value for by in rule.when.by]}
    else:
        when = {
            "time": rule.when.anchor.value,
            "amount": rule.when.amount,
            "unit": rule.when.unit.value,
        }
    return {
        "version": VERSION,
        "name": {"ja": rule.ja, "en": rule.en},
        "when": when,
        "if": as_json(rule.conditions),
        "then": [_action_as_json(action) for action in rule.actions],
        "stop": rule.stop,
    }


def rule_from(kept: object) -> Rule:
    """A rule as `rule_as_json` has written it. Raises UnreadableRule for anything else."""
    try:
        return sound(as_written(kept))
    except UnreadableConditions as unreadable:
        raise UnreadableRule((Fault(Wrong.CONDITIONS, "if"),)) from unreadable
    except (KeyError, TypeError, ValueError, AttributeError) as broken:
        if isinstance(broken, UnreadableRule):
            raise
        raise UnreadableRule((Fault(Wrong.NOT_A_RULE, ""),)) from broken


def as_written(kept: object) -> Rule:
    """The same, whether or not it could run. Raises what broken words raise: KeyError, ValueError and their kin."""
    if not isinstance(kept, Mapping) or kept.get("version") != VERSION:
        raise UnreadableRule((Fault(Wrong.NOT_A_RULE, ""),))
    name, when = kept["name"], kept["when"]
    read: When
    if "event" in when:
        kinds = tuple(EventKind(word) for word in when["event"])
        read = OnEvent(kinds, tuple(ActorKind(word) for word in when.get("by", ())))
    else:
        read = OnTime(Anchor(when["time"]), _whole(when["amount"]), Unit(when["unit"]))
    return Rule(
        ja=_text(name["ja"]),
        en=_text(name["en"]),
        when=read,
        conditions=conditions_from(kept["if"]),
        actions=tuple(_action_from(line) for line in kept["then"]),
        stop=kept["stop"] is True,
    )


def _action_as_json(action: Action) -> dict[str, Any]:
    said = {part.value: getattr(action, part.value) for part in PARTS[action.kind] if action.has(part)}
    return {"do": action.kind.value, **said}


def _action_from(line: Mapping[str, Any]) -> Action:
    kind = ActionKind(line["do"])
    said: dict[str, Any] = {}
    for part in PARTS[kind]:
        value = line.get(part.value)
        if value is not None:
            whole = part in (Part.TEAM, Part.DAYS, Part.TEMPLATE)
            said[part.value] = _whole(value) if whole else _text(value)
    return Action(kind, **said)


def _whole(value: object) -> int:
    if type(value) is not int:
        raise ValueError("not a whole number")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError("not a text")  # noqa: TRY004 - one kind of fault for whoever reads what was kept
    return value
