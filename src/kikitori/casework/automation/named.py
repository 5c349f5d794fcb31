"""Whom and what a rule names: everybody at work and allowed to, every team and template there."""

from collections.abc import Iterator
from typing import Any

from kikitori.records.access.permissions import OF_ROLE, Permission
from kikitori.records.automation.rule import Fault, Rule, UnreadableRule, Wrong
from kikitori.records.automation.terms import ActionKind, Part
from kikitori.records.letters.templates_kept import ReplyTemplate
from kikitori.records.people.models import Staff, Team
from kikitori.records.people.terms import Role


def referring(rule: Rule) -> Rule:
    """The same, if everybody and everything it names is there. Raises UnreadableRule. At most three queries."""
    faults = tuple(_gone(rule))
    if faults:
        raise UnreadableRule(faults)
    return rule


def _gone(rule: Rule) -> Iterator[Fault]:
    staff = {int(each.who): each for each in rule.actions if each.who.isdigit()}
    at_work = (
        dict(Staff.objects.filter(pk__in=staff, is_active=True).values_list("pk", "role")) if staff else {}
    )
    teams = _there(Team, [each.team for each in rule.actions if each.team is not None])
    active = ReplyTemplate.objects.filter(is_active=True)
    templates = _there(active, [each.template for each in rule.actions if each.template is not None])
    for number, action in enumerate(rule.actions):
        place = f"then.{number}"
        if action.who.isdigit() and not _can_take(action.kind, at_work.get(int(action.who))):
            yield Fault(Wrong.UNKNOWN_WORD, place, Part.WHO.value)
        if action.team is not None and action.team not in teams:
            yield Fault(Wrong.UNKNOWN_WORD, place, Part.TEAM.value)
        if action.template is not None and action.template not in templates:
            yield Fault(Wrong.UNKNOWN_WORD, place, Part.TEMPLATE.value)


#: What somebody must be allowed for themselves, to be given it.
_TAKES = {
    ActionKind.ASSIGN: Permission.INVESTIGATE,
    ActionKind.TASK: Permission.NOTE,
    ActionKind.FOLLOW: Permission.READ,
}


def _can_take(kind: ActionKind, role: str | None) -> bool:
    return role is not None and _TAKES[kind] in OF_ROLE[Role(role)]


def _there(rows: Any, numbers: list[int]) -> set[int]:
    found = getattr(rows, "objects", rows)
    return set(found.filter(pk__in=numbers).values_list("pk", flat=True)) if numbers else set()
