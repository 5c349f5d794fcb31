"""Conditions as rows of a form, for whoever asks which complaints are meant: views and automations alike.

Drawn by desk/views/_draft.html, and drawn again as they were sent when a field is exchanged or a row added.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from kikitori.interfaces.desk.views.condition_form import ConditionForm, kept_row
from kikitori.interfaces.desk.views.condition_words import Names, branches_named
from kikitori.records.people.branches import Branch
from kikitori.records.people.models import Staff, Team
from kikitori.records.selection.conditions import MOST, Conditions

#: The two lists of conditions: of these every one holds, of those at least one.
EVERY, SOME = "all", "any"
Rows = dict[str, list[ConditionForm]]


@dataclass
class ConditionRows:
    """Conditions being put together."""

    rows: Rows

    @property
    def lists(self) -> Iterator[tuple[str, Any, list[ConditionForm]]]:
        """For the template: the word of a list, its heading, its rows."""
        yield EVERY, _("All of these hold"), self.rows[EVERY]
        yield SOME, _("At least one of these holds"), self.rows[SOME]

    def rows_as_typed(self) -> Rows:
        """The same, without a word about what is still missing."""
        return {name: [row.as_typed() for row in several] for name, several in self.rows.items()}

    @property
    def may_grow(self) -> bool:
        """Is there room for one more condition?"""
        return len(self.rows[EVERY]) + len(self.rows[SOME]) < MOST

    def conditions(self) -> Conditions | None:
        """What the rows say; None where one of them is not complete."""
        both = [*self.rows[EVERY], *self.rows[SOME]]
        complete = [row.is_valid() for row in both]  # each of them, so that each says what it lacks
        if not all(complete):
            return None
        every, some = (tuple(row.condition for row in self.rows[name]) for name in (EVERY, SOME))
        return Conditions(every, some)


def sent_rows(data: QueryDict, names: Names, do: str = "") -> Rows:
    """The rows as they were sent. `do`: `add-all` and `add-any` add a row, `drop-all-2` takes one away."""
    rows: dict[str, list[dict[str, Any]]] = {}
    for name in (EVERY, SOME):
        rows[name] = [
            _sent_row(data, f"{name}-{number}")
            for number in range(MOST)
            if f"{name}-{number}-field" in data and do != f"drop-{name}-{number}"
        ]
        if do == f"add-{name}":
            rows[name].append({})
    return _forms_of(rows, names)


def kept_rows(conditions: Conditions, names: Names) -> Rows:
    """The rows of conditions as they are kept."""
    rows = {
        EVERY: [kept_row(condition) for condition in conditions.every],
        SOME: [kept_row(condition) for condition in conditions.some],
    }
    return _forms_of(rows, names)


def everybody() -> Names:
    """Whom a condition can name: those at work, all teams and all branches. Three queries."""
    staff = Staff.objects.filter(is_active=True).order_by("name", "pk").values_list("pk", "name")
    teams = Team.objects.order_by("name", "pk").values_list("pk", "name")
    return Names(
        {str(pk): name for pk, name in staff},
        {str(pk): name for pk, name in teams},
        branches=branches_named(Branch.objects.order_by("code")),
    )


def _forms_of(rows: Mapping[str, list[dict[str, Any]]], names: Names) -> Rows:
    return {
        name: [ConditionForm(f"{name}-{number}", row, names) for number, row in enumerate(several)]
        for name, several in rows.items()
    }


def _sent_row(data: QueryDict, prefix: str) -> dict[str, Any]:
    one = {part: data.get(f"{prefix}-{part}", "") for part in ("field", "operator", "when", "count", "day")}
    return {**one, "values": data.getlist(f"{prefix}-values")}
