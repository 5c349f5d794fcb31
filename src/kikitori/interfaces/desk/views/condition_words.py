"""Conditions as a person reads them: one line each, with names for numbers of people, teams and branches."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext as _

from kikitori.interfaces.desk.settings.rule_words import listed
from kikitori.interfaces.look import words
from kikitori.records.people.branches import Branch
from kikitori.records.people.models import Staff, Team
from kikitori.records.selection.conditions import (
    Condition,
    Conditions,
    UnreadableConditions,
    conditions_from,
)
from kikitori.records.selection.day_words import Away, Day
from kikitori.records.selection.labels import FIELD, FLAW, OPERATOR, values_of
from kikitori.records.selection.terms import ASKS_WHETHER, COMPARES_WORDS, NUMBERED, Field, Operator


@dataclass(frozen=True)
class Names:
    """Names of staff, teams and branches by number, as text."""

    staff: Mapping[str, str] = field(default_factory=dict)
    teams: Mapping[str, str] = field(default_factory=dict)
    branches: Mapping[str, str] = field(default_factory=dict, kw_only=True)

    @classmethod
    def of(cls, several: Iterable[Conditions]) -> "Names":
        """Of those the conditions speak of. At most three queries, none where they speak of nobody."""
        numbers: dict[Field, set[int]] = {each: set() for each in NUMBERED}
        for conditions in several:
            for condition in conditions:
                if condition.field in numbers:
                    numbers[condition.field] |= {int(v) for v in condition.values if v.isdigit()}
        branches = numbers[Field.BRANCH]
        return cls(
            _named(Staff, numbers[Field.ASSIGNEE]),
            _named(Team, numbers[Field.TEAM]),
            branches=branches_named(Branch.objects.filter(pk__in=branches)) if branches else {},
        )

    def value(self, field: Field, value: str) -> str:
        """What a value of a field is called."""
        return str(values_of(field).get(value) or self.named(field).get(value) or value)

    def named(self, field: Field) -> Mapping[str, str]:
        """Whom and what a field can name by number."""
        match field:
            case Field.ASSIGNEE:
                return self.staff
            case Field.TEAM:
                return self.teams
            case Field.BRANCH:
                return self.branches
            case _:
                return {}


def branches_named(rows: Iterable[Branch]) -> dict[str, str]:
    """These branches by number, each as the reader calls it."""
    reader = get_language() or "ja"
    return {str(row.pk): row.name_in(reader) for row in rows}


def _named(model: type[Staff] | type[Team], numbers: set[int]) -> dict[str, str]:
    rows: Iterable[Any] = model.objects.filter(pk__in=numbers) if numbers else ()
    return {str(row.pk): row.name for row in rows}


def lines_of(conditions: Conditions, names: Names) -> Iterator[str]:
    """Each condition in a line; before those of which one is enough, a line that says so."""
    for condition in conditions.every:
        yield line_of(condition, names)
    if conditions.some:
        yield _("and at least one of these: %(lines)s") % {
            "lines": listed(line_of(condition, names) for condition in conditions.some)
        }


def line_of(condition: Condition, names: Names) -> str:
    """One condition."""
    field = FIELD[condition.field]
    if condition.operator in COMPARES_WORDS:
        values = listed(names.value(condition.field, value) for value in condition.values)
        line = (
            _("%(field)s: %(values)s")
            if condition.operator is Operator.IS
            else _("%(field)s: none of %(values)s")
        )
        return line % {"field": field, "values": values}
    if condition.operator in ASKS_WHETHER or condition.day is None:
        return _("%(field)s %(operator)s") % {"field": field, "operator": OPERATOR[condition.operator]}
    return _DAYS[condition.operator]() % {"field": field, "day": day_of(condition.day)}


_DAYS = {
    Operator.BEFORE: lambda: _("%(field)s: before %(day)s"),
    Operator.ON: lambda: _("%(field)s: %(day)s"),
    Operator.FROM: lambda: _("%(field)s: %(day)s or later"),
}


def day_of(day: Day) -> str:
    """A day, or how far it is."""
    if isinstance(day, date):
        return words.day(day, words.language(get_language()))
    return _away(day)


def _away(away: Away) -> str:
    number = abs(away.days)
    if not number:
        return gettext("today")
    if away.working:
        line = (
            ngettext("%(n)s working day ago", "%(n)s working days ago", number)
            if away.days < 0
            else ngettext("in %(n)s working day", "in %(n)s working days", number)
        )
    else:
        line = (
            ngettext("%(n)s day ago", "%(n)s days ago", number)
            if away.days < 0
            else ngettext("in %(n)s day", "in %(n)s days", number)
        )
    return line % {"n": number}


@dataclass(frozen=True, slots=True)
class Read:
    """Kept conditions as they could be read: the conditions, or in words why they cannot be."""

    conditions: Conditions | None
    flaws: tuple[str, ...] = ()


def read(kept: object) -> Read:
    """Kept conditions, read once and for all uses of a page."""
    try:
        return Read(conditions_from(kept))
    except UnreadableConditions as unreadable:
        return Read(None, flaws_told(unreadable))


def flaws_told(unreadable: UnreadableConditions) -> tuple[str, ...]:
    """Every flaw in words, with the word that could not be read."""
    return tuple(
        _("%(flaw)s (%(word)s)") % {"flaw": FLAW[found.flaw], "word": found.word}
        if found.word
        else str(FLAW[found.flaw])
        for found in unreadable.found
    )
