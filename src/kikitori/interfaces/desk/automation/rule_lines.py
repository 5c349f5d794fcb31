"""A rule as a person reads it: when, if, then, a line each; and what became of it where it fired."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kikitori.interfaces.desk.automation.action_form import Named
from kikitori.interfaces.desk.settings.rule_words import listed
from kikitori.interfaces.desk.views.condition_words import lines_of
from kikitori.records.automation.foresight import Foreseen
from kikitori.records.automation.labels import ACTION, ANCHOR, BY, DID, GUARD, WHO, WHY
from kikitori.records.automation.rule import Action, OnEvent, Rule, When
from kikitori.records.automation.terms import ActionKind, Did, Guard, Part, Unit, Who
from kikitori.records.complaints.labels import EVENT, QUEUE
from kikitori.records.complaints.terms import Queue
from kikitori.records.selection.labels import FIELD, values_of
from kikitori.records.selection.terms import DAYS, Field

_GUARDS = {guard.value: guard for guard in Guard}


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


@dataclass(frozen=True, slots=True)
class DoneLine:
    """What became of one action. `mark`: an icon beside the word."""

    what: str
    did: str
    mark: str
    why: str = ""


_MARK = {Did.DONE.value: "check", Did.ALREADY.value: "kept", Did.REFUSED.value: "warning"}


def foreseen_lines(several: Iterable[Foreseen], named: Named) -> list[DoneLine]:
    """What would have become of each action; no word beside those that would just have been done."""
    return [
        DoneLine(
            action_line(each.action, named),
            "" if each.did is Did.DONE else str(DID[each.did]),
            _MARK[each.did.value],
            why_line(each.why),
        )
        for each in several
    ]


def done_lines(kept: Iterable[Mapping[str, Any]], named: Named) -> list[DoneLine]:
    """What became of each action, as the log keeps it."""
    found = []
    for line in kept:
        what = str(ACTION[ActionKind(line["do"])])
        to = [named.staff.get(str(number), "") for number in line.get("to", ())]
        names = listed(name for name in to if name)
        what = _("%(action)s: %(what)s") % {"action": what, "what": names} if names else what
        found.append(
            DoneLine(what, str(DID[Did(line["did"])]), _MARK[line["did"]], why_line(line.get("why", "")))
        )
    return found


def why_line(code: str) -> str:
    """Why it was not done, or held back; empty for no reason."""
    if code in _GUARDS:
        return str(GUARD[_GUARDS[code]])
    return str(WHY.get(code, code))


def seen_lines(kept: Iterable[Mapping[str, Any]], named: Named) -> list[str]:
    """Each value that the conditions saw. Days as they are kept: a moment is told by the template."""
    return [
        _("%(field)s: %(values)s")
        % {"field": FIELD[Field(line["field"])], "values": _seen(Field(line["field"]), line["seen"], named)}
        for line in kept
    ]


def _seen(field: Field, seen: Any, named: Named) -> str:
    if field in DAYS:
        return str(seen)[:10] if seen else _("none")
    values = seen if isinstance(seen, list) else [seen]
    words = values_of(field)
    names = named.staff if field is Field.ASSIGNEE else named.teams if field is Field.TEAM else {}
    return listed(str(words.get(value) or names.get(value) or value) for value in values) or _("none")
