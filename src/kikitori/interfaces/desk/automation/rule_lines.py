"""A rule as a person reads it: when, if, then, a line each; and what became of it where it fired."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kikitori.interfaces.desk.automation.action_form import Named
from kikitori.interfaces.desk.settings.rule_words import listed
from kikitori.interfaces.desk.views.condition_words import lines_of
from kikitori.records.automation.labels import ACTION, ANCHOR, BY, WHO
from kikitori.records.automation.rule import Action, OnEvent, Rule, When
from kikitori.records.automation.terms import Part, Unit, Who
from kikitori.records.complaints.event_labels import EVENT
from kikitori.records.complaints.labels import QUEUE
from kikitori.records.complaints.terms import Queue


def when_line(when: When) -> str:
    """What sets it off."""
    if isinstance(when, OnEvent):
        kinds = listed(str(EVENT[kind]) for kind in when.kinds)
        if not when.by:
            return _("After: %(kinds)s") % {"kinds": kinds}
        by = listed(str(BY[kind]) for kind in when.by)
        return _("After: %(kinds)s (by: %(by)s)") % {"kinds": kinds, "by": by}
    if when.unit is Unit.HOURS:
        long = ngettext("%(n)s working hour", "%(n)s working hours", when.amount) % {"n": when.amount}
    else:
        long = ngettext("%(n)s working day", "%(n)s working days", when.amount) % {"n": when.amount}
    return _("%(long)s %(anchor)s") % {"long": long, "anchor": ANCHOR[when.anchor]}


def if_lines(rule: Rule, named: Named) -> list[str]:
    """Its conditions, a line each; none where every complaint is meant."""
    return list(lines_of(rule.conditions, named))


def then_lines(rule: Rule, named: Named) -> list[str]:
    """Its actions, a line each, in their order."""
    return [action_line(action, named) for action in rule.actions]


def action_line(action: Action, named: Named) -> str:
    """One action with whom and what it names."""
    said = [str(part) for part in _parts(action, named)]
    return (
        _("%(action)s: %(what)s") % {"action": ACTION[action.kind], "what": listed(said)}
        if said
        else str(ACTION[action.kind])
    )


def _parts(action: Action, named: Named) -> Iterator[Any]:
    if action.has(Part.TEXT):
        yield _("“%(text)s”") % {"text": action.text}
    if action.who:
        words = {word.value: WHO[word] for word in Who}
        yield words.get(action.who) or named.staff.get(action.who, action.who)
    if action.team is not None:
        yield named.teams.get(str(action.team), str(action.team))
    if action.queue:
        yield QUEUE[Queue(action.queue)]
    if action.template is not None:
        yield named.templates.get(str(action.template), str(action.template))
    if action.days is not None:
        yield ngettext("within %(n)s working day", "within %(n)s working days", action.days) % {
            "n": action.days
        }
