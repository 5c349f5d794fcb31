"""What became of an automation where it fired, in words: what its conditions saw, what it did, and why not."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from kikitori.interfaces.desk.automation.action_form import Named
from kikitori.interfaces.desk.automation.rule_lines import action_line
from kikitori.interfaces.desk.settings.rule_words import listed
from kikitori.records.automation.foresight import Foreseen
from kikitori.records.automation.labels import ACTION, DID, GUARD, WHY
from kikitori.records.automation.terms import ActionKind, Did, Guard
from kikitori.records.selection.labels import FIELD, values_of
from kikitori.records.selection.terms import DAYS, Field

_GUARDS = {guard.value: guard for guard in Guard}


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
    names = named.named(field)
    return listed(str(words.get(value) or names.get(value) or value) for value in values) or _("none")
