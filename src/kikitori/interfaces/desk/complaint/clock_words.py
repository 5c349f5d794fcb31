"""What a deadline is called, by its rule and in the reader's language, and which can be met or prolonged by hand."""

from __future__ import annotations

from kikitori.casework.clock import rule_of
from kikitori.casework.house import House
from kikitori.interfaces.desk.complaint.standing import Standing
from kikitori.records.deadlines.labels import PROMISE_KIND
from kikitori.records.deadlines.models import Clock
from kikitori.records.deadlines.promises import PromiseKind
from kikitori.records.deadlines.rules import Rule


def name_of_rule(rule: Rule, tongue: str) -> str:
    """The rule's own name; what its kind is called where it has none."""
    return rule.name.in_(tongue) if rule.name else name_of_kind(rule.kind)


def name_of_kind(kind: str) -> str:
    """What is owed; the bare word where it has no name."""
    return str(PROMISE_KIND[PromiseKind(kind)]) if kind in set(PromiseKind) else kind


def name_of_clock(clock: Clock, tongue: str, house: House | None = None) -> str:
    """The name of the rule it was counted by. No query for rules that are shipped."""
    rule = rule_of(clock, house or House())
    return name_of_rule(rule, tongue) if rule else name_of_kind(clock.kind)


def met_by_hand(standing: Standing) -> list[Clock]:
    """Deadlines that run and of which somebody writes down that they are met."""
    running = standing.file.running_clocks
    return [row for row in running if (rule := rule_of(row, standing.house)) is None or rule.is_met_by_hand]


def prolongable(standing: Standing) -> list[Clock]:
    """Deadlines that run and whose rule knows a prolongation."""
    running = standing.file.running_clocks
    return [row for row in running if (rule := rule_of(row, standing.house)) is not None and rule.extension]
