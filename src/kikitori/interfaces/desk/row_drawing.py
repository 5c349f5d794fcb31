"""Complaints as rows of a table, drawn without a template: a page shows fifty at once, each with seven cells.

Every value enters through `filled` or `joined` and is escaped there. Which columns there are is a closed list
(records/selection/terms.py); find pages and views draw theirs here, so that they look alike.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Final

from django.template.context import Context
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kikitori.casework.presence import Companion
from kikitori.interfaces.desk.addresses import complaint_address, person_address
from kikitori.interfaces.desk.away.away_words import away_told
from kikitori.interfaces.desk.badges import severity_badge, state_badge
from kikitori.interfaces.desk.rows import Row
from kikitori.interfaces.look.markup import NOTHING, filled, joined
from kikitori.interfaces.look.plain import one_line
from kikitori.interfaces.look.tags.dues import due_chip
from kikitori.interfaces.look.tags.signs import icon
from kikitori.interfaces.look.tags.texts import lang_attr, person_name
from kikitori.interfaces.look.tags.times import stamp
from kikitori.records.complaints.labels import CHANNEL, KIND, QUEUE, SUBJECT, URGENCY
from kikitori.records.complaints.terms import Channel, Kind, Queue, Subject, Urgency
from kikitori.records.deadlines.labels import PROMISE_KIND
from kikitori.records.deadlines.promises import PromiseKind
from kikitori.records.people.labels import CUSTOMER_TYPE
from kikitori.records.people.terms import CustomerType
from kikitori.records.selection.terms import Column

_ROW: Final = (
    '<tr data-row{}>{}<th scope="row" class="line"><a href="{}"{}>{}</a><br><span class="ref">{}</span> '
    '<span class="small quiet nowrap">{}</span>{}</th>{}</tr>'
)
_PICK: Final = (
    '<td class="pick"><input type="checkbox" name="picked" value="{}" form="round" aria-label="{} {}"'
    " data-pick></td>"
)
_NAMED: Final = '<td class="name"><a class="quiet" href="{}">{}</a></td>'
_NAMELESS: Final = '<td class="name"><span class="quiet">{}</span></td>'
_OWED: Final = '<td class="line"><span class="small strong">{}</span><br>{}</td>'
_NOT_OWED: Final = '<td class="line"><span class="quiet">{}</span></td>'
_HANDLER: Final = '<td class="name">{}{}</td>'
_AWAY: Final = '<br><span class="small quiet">{} {}</span>'
_NOBODY: Final = '<td class="name"><span class="badge">{}{}</span></td>'
_BADGE: Final = "<td>{}</td>"
_WORD: Final = '<td class="small">{}</td>'
_DASH: Final = "–"
_NO_TIME: Final = filled('<span class="quiet">{}</span>', _DASH)
_HERE: Final = '<span class="badge{}">{}{}</span> '
_WITH_FOUND: Final = filled(' class="{}"', "with-found")


def drawn_row(
    context: Context, row: Row, columns: Iterable[Column], *, pick: bool = False, has_more: bool = False
) -> SafeString:
    """One complaint with these columns. `pick`: it can be chosen; `has_more`: what was found in it follows."""
    complaint = row.complaint
    return filled(
        _ROW,
        _WITH_FOUND if has_more else NOTHING,
        filled(_PICK, complaint.pk, _("Choose"), complaint.reference) if pick else NOTHING,
        complaint_address(complaint.reference),
        lang_attr(complaint.language),
        one_line(complaint.title),
        complaint.reference,
        stamp(context, complaint.received_at),
        filled("<br>{}", joined(map(_companion, row.company))) if row.company else NOTHING,
        joined(drawn_cell(context, row, column) for column in columns),
    )


def drawn_cell(context: Context, row: Row, column: Column) -> SafeString:
    """What stands in this column. Raises KeyError or ValueError for a code nobody knows: a list must not lie."""
    return _CELLS[column](context, row)


def _companion(each: Companion) -> SafeString:
    """Who else is at it: writing comes before looking."""
    said = {"name": each.name}
    if each.form == "reply":
        return filled(_HERE, " badge--soon", icon("edit"), _("%(name)s is writing a reply") % said)
    if each.form:
        return filled(_HERE, " badge--internal", icon("note"), _("%(name)s is writing a note") % said)
    return filled(_HERE, "", icon("eye"), _("%(name)s has it open") % said)


def _complainant(_context: Context, row: Row) -> SafeString:
    name = person_name(row.person)
    return filled(_NAMED, person_address(row.person.pk), name) if row.person else filled(_NAMELESS, name)


def _promise(context: Context, row: Row) -> SafeString:
    if row.promise is None:
        return filled(_NOT_OWED, pgettext("promise", "None"))
    return filled(_OWED, PROMISE_KIND[PromiseKind(row.promise.kind)], due_chip(context, row.promise.due_at))


def _handler(context: Context, row: Row) -> SafeString:
    if row.complaint.assignee:
        return filled(_HANDLER, row.complaint.assignee.name, _absence(context, row))
    return filled(_NOBODY, icon("assign"), _("Nobody yet"))


def _absence(context: Context, row: Row) -> SafeString | str:
    """That they are away, until when and who is there instead; asked once for a page, where it has a frame."""
    told = away_told(context["frame"].roster, row.complaint.assignee_id) if "frame" in context else ""
    return filled(_AWAY, icon("moon"), told) if told else NOTHING


def _types(_context: Context, row: Row) -> SafeString:
    """Of whoever is named; nothing is known of most."""
    types = row.types or ((CustomerType.UNKNOWN.value,) if row.person else ())
    words = joined((CUSTOMER_TYPE[CustomerType(each)] for each in types), " · ")
    return filled(_WORD, words or _DASH)


def _time(context: Context, row: Row, name: str) -> SafeString:
    at = getattr(row.complaint, name)
    return filled(_WORD, stamp(context, at) if at else _NO_TIME)


def _word(of: type[Any], words: dict[Any, Any], name: str) -> Callable[[Context, Row], SafeString]:
    """A cell that is one word for a code; unknown codes raise: a list must not lie."""
    return lambda _context, row: filled(_WORD, words[of(getattr(row.complaint, name))])


_CELLS: Final[dict[Column, Callable[[Context, Row], SafeString]]] = {
    Column.COMPLAINANT: _complainant,
    Column.CUSTOMER_TYPE: _types,
    Column.SEVERITY: lambda _context, row: filled(_BADGE, severity_badge(row.complaint)),
    Column.STATE: lambda _context, row: filled(_BADGE, state_badge(row.complaint)),
    Column.PROMISE: _promise,
    Column.HANDLER: _handler,
    Column.TEAM: lambda _context, row: filled(
        _WORD, row.complaint.team.name if row.complaint.team else _DASH
    ),
    Column.RECEIVED: lambda context, row: _time(context, row, "received_at"),
    Column.CLOSED: lambda context, row: _time(context, row, "closed_at"),
    Column.URGENCY: _word(Urgency, URGENCY, "urgency"),
    Column.QUEUE: _word(Queue, QUEUE, "queue"),
    Column.KIND: _word(Kind, KIND, "kind"),
    Column.SUBJECT: _word(Subject, SUBJECT, "subject"),
    Column.CHANNEL: _word(Channel, CHANNEL, "channel"),
}
