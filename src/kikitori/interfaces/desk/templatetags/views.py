"""Cells of a view that are a word and nothing more."""

from typing import Any

from django import template
from django.utils.html import format_html_join

from kikitori.interfaces.desk.rows import Row
from kikitori.records.complaints.labels import CHANNEL, KIND, QUEUE, SUBJECT, URGENCY
from kikitori.records.complaints.terms import Channel, Kind, Queue, Subject, Urgency
from kikitori.records.people.labels import CUSTOMER_TYPE
from kikitori.records.people.terms import CustomerType
from kikitori.records.selection.terms import Column

register = template.Library()

_NOTHING = "–"


@register.filter
def cell(row: Row, column: str) -> Any:
    """`{{ row|cell:"subject" }}`: what stands in this column. Raises KeyError for one that is more than a word."""
    complaint = row.complaint
    match Column(column):
        case Column.CUSTOMER_TYPE:
            return (
                format_html_join(" · ", "{}", ((CUSTOMER_TYPE[CustomerType(each)],) for each in _types(row)))
                or _NOTHING
            )
        case Column.TEAM:
            return complaint.team.name if complaint.team else _NOTHING
    words, table = _WORDS[Column(column)]
    return table[words(getattr(complaint, column))]


_WORDS: dict[Column, tuple[Any, Any]] = {
    Column.URGENCY: (Urgency, URGENCY),
    Column.QUEUE: (Queue, QUEUE),
    Column.KIND: (Kind, KIND),
    Column.SUBJECT: (Subject, SUBJECT),
    Column.CHANNEL: (Channel, CHANNEL),
}


def _types(row: Row) -> tuple[str, ...]:
    """Of whoever is named; nothing is known of most."""
    return row.types or ((CustomerType.UNKNOWN.value,) if row.person else ())
