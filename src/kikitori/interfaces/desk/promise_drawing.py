"""Promises as lines of Today, drawn without a template: a page shows sixty at once.

As row_drawing.py draws complaints: every value enters through `filled` and is escaped there.
"""

from __future__ import annotations

from typing import Final

from django.template.context import Context
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from kikitori.interfaces.desk.addresses import complaint_address
from kikitori.interfaces.desk.badges import severity_badge
from kikitori.interfaces.desk.promise_lines import Line
from kikitori.interfaces.look.markup import NOTHING, filled
from kikitori.interfaces.look.plain import one_line
from kikitori.interfaces.look.tags.dues import due_chip
from kikitori.interfaces.look.tags.signs import icon
from kikitori.interfaces.look.tags.texts import lang_attr, person_name

_LINE: Final = (
    '<li class="row{}" data-row><div class="row__due">{}</div><div class="row__main">'
    '<p class="row__title">{}<span class="row__what">{}</span><a href="{}">{}</a>{}</p>'
    '<p class="row__more"><span class="ref">{}</span><span{}>{}</span></p>{}{}</div>'
    '<div class="buttons">{}{}</div></li>'
)
_LATE: Final = filled(" row--{}", "late")
_DEPUTY: Final = '<p class="small"><span class="badge">{}{}</span></p>'
_NOTE: Final = '<p class="small quiet">{} {}</p>'
_BUTTON: Final = (
    '<a class="button button--{} button--small" href="{}">{}<span class="hidden-words"> {}</span></a>'
)


def drawn_promise(context: Context, line: Line, *, is_late: bool) -> SafeString:
    """One promise: by when, what, to whom, and the step that keeps it; where it is late, another date too."""
    promise, complaint = line.promise, line.promise.complaint
    return filled(
        _LINE,
        _LATE if is_late else NOTHING,
        due_chip(context, promise.due_at),
        icon(line.icon),
        line.what,
        complaint_address(complaint.reference),
        person_name(line.person),
        severity_badge(complaint, only_grave=True),
        complaint.reference,
        lang_attr(complaint.language),
        one_line(complaint.title),
        _as_deputy(line.stands_for) if line.stands_for else NOTHING,
        filled(_NOTE, _("Promised:"), one_line(promise.note)) if promise.note else NOTHING,
        filled(_BUTTON, "second", line.url, line.verb, complaint.reference),
        _another_date(line) if is_late and line.change_url else NOTHING,
    )


def _as_deputy(name: str) -> SafeString:
    return filled(_DEPUTY, icon("people"), _("As deputy of %(name)s") % {"name": name})


def _another_date(line: Line) -> SafeString:
    return filled(_BUTTON, "quiet", line.change_url, _("Tell a new date"), line.promise.complaint.reference)
