"""Filters that turn the codes of the archive into words and icons. Unknown codes raise: a list must not lie."""

import re

from django import template
from django.conf import settings
from django.utils.functional import Promise as LazyText

from kikitori.records.complaints.labels import STATE
from kikitori.records.complaints.lifecycle import AWAITING, GONE, State
from kikitori.records.complaints.models import Complaint
from kikitori.records.deadlines.labels import PROMISE_KIND
from kikitori.records.deadlines.models import Promise
from kikitori.records.deadlines.promises import PromiseKind

register = template.Library()

#: Control characters, overrides of direction, marks without width. The stored text keeps them (look/plain.py).
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")

_ICON = {
    State.RECEIVED: "inbox",
    State.PROPOSAL: "agree",
    State.DECIDED: "check",
    State.REMEDYING: "refresh",
    State.CONFIRMING: "help",
    State.CLOSED_ACCEPTED: "kept",
    State.CLOSED_EXHAUSTED: "lock",
    State.WITHDRAWN: "undo",
    State.REOPENED: "reply",
    **dict.fromkeys(AWAITING, "waiting"),
    **dict.fromkeys(GONE, "right"),
}


@register.filter
def state_word(complaint: Complaint) -> str | LazyText:
    """`{{ complaint|state_word }}`: where it stands."""
    return STATE[State(complaint.state)]


@register.filter
def state_icon(complaint: Complaint) -> str:
    """`{% icon complaint|state_icon %}`: the icon of its state."""
    return _ICON.get(State(complaint.state), "dot")


@register.filter
def promise_kind(promise: Promise) -> str | LazyText:
    """`{{ promise|promise_kind }}`: what was promised."""
    return PROMISE_KIND[PromiseKind(promise.kind)]


@register.filter
def plain_line(text: str) -> str:
    """`{{ complaint.title|plain_line }}`: a line from outside without signs that turn or hide what is written."""
    return _UNSEEN.sub("", text)


@register.filter
def language_word(code: str) -> str:
    """`{{ person.language|language_word }}`: a language under its own name; a code we have no name for as it is."""
    return dict(settings.LANGUAGES).get(code, code)
