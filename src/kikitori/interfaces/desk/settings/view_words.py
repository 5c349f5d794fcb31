"""A shared view as the record of changes holds it, in lines for a reader."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from kikitori.interfaces.desk.settings.rule_words import listed
from kikitori.interfaces.desk.views.condition_words import Names, lines_of, read
from kikitori.records.selection.labels import COLUMN, SORT
from kikitori.records.selection.terms import Column, Sort


def view_lines(
    kept: Any, staff: Mapping[int, str], teams: Mapping[int, str], branches: Mapping[str, str]
) -> Iterator[str]:
    """Name, whose it is, conditions, order and columns; nothing where there was no shared view."""
    if not kept:
        return
    yield kept["name"]
    if kept["team"] is not None:
        yield _("For the team “%(team)s”") % {"team": teams.get(kept["team"], kept["team"])}
    else:
        yield _("For everybody")
    found = read(kept["conditions"])
    names = Names(
        {str(pk): name for pk, name in staff.items()},
        {str(pk): name for pk, name in teams.items()},
        branches=branches,
    )
    yield from lines_of(found.conditions, names) if found.conditions is not None else found.flaws
    if kept["sort"] in set(Sort):
        yield str(SORT[Sort(kept["sort"])])
    columns = [str(COLUMN[Column(word)]) for word in kept["columns"] if word in set(Column)]
    if columns:
        yield _("Columns: %(columns)s") % {"columns": listed(columns)}
