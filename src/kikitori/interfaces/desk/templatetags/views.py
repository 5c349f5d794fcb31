"""Rows of complaints and lines of promises in lists, as row_drawing.py and promise_drawing.py draw them."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.template.context import Context
from django.utils.safestring import SafeString

from kikitori.interfaces.desk.promise_drawing import drawn_promise
from kikitori.interfaces.desk.promise_lines import Line
from kikitori.interfaces.desk.row_drawing import drawn_row
from kikitori.interfaces.desk.rows import Row
from kikitori.records.selection.terms import USUAL_COLUMNS, Column

register = template.Library()


@register.simple_tag(takes_context=True)
def complaint_row(
    context: Context,
    row: Row,
    columns: Iterable[Any] | None = None,
    *,
    pick: object = None,
    has_more: object = None,
) -> SafeString:
    """`{% complaint_row row columns pick=round_source %}`: one complaint with these columns, or the usual ones."""
    chosen = USUAL_COLUMNS if columns is None else [Column(column.word) for column in columns]
    return drawn_row(context, row, chosen, pick=bool(pick), has_more=bool(has_more))


@register.simple_tag(takes_context=True)
def promise_line(context: Context, line: Line, *, is_late: bool) -> SafeString:
    """`{% promise_line line is_late=section.is_late %}`: one promise of Today."""
    return drawn_promise(context, line, is_late=is_late)
