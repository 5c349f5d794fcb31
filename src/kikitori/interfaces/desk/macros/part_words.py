"""The parts of a macro as a person reads them: what will be done, with names for numbers, and by which day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kikitori.casework.macro_ahead import Named
from kikitori.interfaces.desk.settings.rule_words import listed
from kikitori.records.complaints.labels import QUEUE
from kikitori.records.complaints.terms import Queue
from kikitori.records.together.parts import HOLDER, ME, Part, PartKind

PART_KIND: Mapping[PartKind, LazyText] = {
    PartKind.ASSIGN: gettext_lazy("Put it into somebody's hands"),
    PartKind.PLACE: gettext_lazy("Move it to a queue or a team"),
    PartKind.NOTE: gettext_lazy("Keep an internal note"),
    PartKind.TASK: gettext_lazy("Add a task"),
    PartKind.CALL: gettext_lazy("Promise a call back"),
    PartKind.PROMISE: gettext_lazy("Promise something in our own words"),
    PartKind.ESCALATE: gettext_lazy("Bring it before a lead"),
    PartKind.FOLLOW: gettext_lazy("Follow it"),
    PartKind.REPLY: gettext_lazy("Lay a reply ready from a template"),
}
ICON: Mapping[PartKind, str] = {
    PartKind.ASSIGN: "assign",
    PartKind.PLACE: "inbox",
    PartKind.NOTE: "note",
    PartKind.TASK: "check",
    PartKind.CALL: "phone",
    PartKind.PROMISE: "promise",
    PartKind.ESCALATE: "flag",
    PartKind.FOLLOW: "eye",
    PartKind.REPLY: "edit",
}


@dataclass(frozen=True, slots=True)
class Names:
    """What staff, teams and templates are called, by number."""

    staff: Mapping[int, str]
    teams: Mapping[int, str]
    templates: Mapping[int, str]

    @classmethod
    def of(cls, named: Named) -> Self:
        """Of the rows at hand."""
        return cls(
            {pk: row.name for pk, row in named.staff.items()},
            {pk: row.name for pk, row in named.teams.items()},
            {pk: row.name for pk, row in named.templates.items()},
        )


def part_told(part: Part, names: Names, day: str = "") -> str:
    """One part as a sentence. `day`: by which day, where that is known; else it is told in working days."""
    values = {
        "words": part.words,
        "when": day or _in_days(part.days),
        "name": _who(part, names),
        "where": _where(part, names),
        "template": _name(names.templates, part.template),
    }
    return str(_sentence(part)) % values


def _sentence(part: Part) -> str | LazyText:
    if part.kind is PartKind.ASSIGN and part.to == ME:
        return gettext_lazy("It comes into the hands of whoever uses this.")
    if part.kind is PartKind.CALL and part.words:
        return gettext_lazy("A call back is promised, %(when)s: “%(words)s”")
    return _SENTENCE[part.kind]


_SENTENCE: Mapping[PartKind, LazyText] = {
    PartKind.ASSIGN: gettext_lazy("It goes into the hands of %(name)s."),
    PartKind.PLACE: gettext_lazy("It is moved: %(where)s."),
    PartKind.NOTE: gettext_lazy("An internal note is kept: “%(words)s”"),
    PartKind.TASK: gettext_lazy("A task for %(name)s, %(when)s: “%(words)s”"),
    PartKind.CALL: gettext_lazy("A call back is promised, %(when)s."),
    PartKind.PROMISE: gettext_lazy("This is promised, %(when)s: “%(words)s”"),
    PartKind.ESCALATE: gettext_lazy("It is brought before a lead: “%(words)s”"),
    PartKind.FOLLOW: gettext_lazy("Whoever uses this follows it."),
    PartKind.REPLY: gettext_lazy("A reply from the template “%(template)s” is laid ready. It is not sent."),
}


def parts_told(parts: Sequence[Part], names: Names) -> list[str]:
    """Every part, in order."""
    return [part_told(part, names) for part in parts]


def _in_days(days: int) -> str:
    return ngettext("within %(n)s working day", "within %(n)s working days", days) % {"n": days}


def by_day(day: str) -> str:
    """By the end of this day."""
    return _("by the end of %(day)s") % {"day": day}


def _who(part: Part, names: Names) -> str:
    if part.to == ME:
        return _("whoever uses this")
    return _("whoever has it in hand") if part.to == HOLDER else _name(names.staff, part.staff)


def _where(part: Part, names: Names) -> str:
    places = []
    if part.queue:
        places.append(_("queue “%(name)s”") % {"name": QUEUE[Queue(part.queue)]})
    if part.team:
        places.append(_("team “%(name)s”") % {"name": _name(names.teams, part.team)})
    return listed(places)


def _name(names: Mapping[int, str], number: int | None) -> str:
    return names.get(number or 0) or _("(not there any more)")
