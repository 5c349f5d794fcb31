"""Deadlines as chips: icon, word and time together; never colour alone.

Drawn without a template of their own, because a list shows one in every row.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django import template
from django.template.context import Context
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from kikitori.foundation.language.easy_dates import spelled
from kikitori.foundation.language.readings import EASY, marked
from kikitori.interfaces.look import words
from kikitori.interfaces.look.markup import filled
from kikitori.interfaces.look.tags.reader import reader_language, reader_now
from kikitori.interfaces.look.tags.signs import icon

register = template.Library()

_CHIP: Final = (
    '<span class="due due--{}">{}<span class="due__word{}">{}</span> '
    '<time datetime="{}">{}<span class="due__at">{}</span></time></span>'
)
_LEFT: Final = '<span class="due__left">{}</span><span class="due__dot">・</span>'
#: What is not near needs its word for listeners alone.
_UNSEEN_WORD: Final = "later"


@register.simple_tag(takes_context=True)
def due_chip(context: Context, at: datetime, **how: Any) -> SafeString:
    """`{% due_chip promise.due_at done_at=… %}`: a deadline and how it stands. `how`: as `words.due` takes it."""
    return _drawn(_due(context, at, how), at)


@register.inclusion_tag("look/promise_chip.html", takes_context=True)
def promise_chip(context: Context, what: str, at: datetime, *, why: str = "", **how: Any) -> dict[str, Any]:
    """`{% promise_chip "回答" at why="…" %}`: what was promised, with its chip; `why` unfolds the counting."""
    due = _due(context, at, how)
    return {"what": what, "kind": due.kind, "chip": _drawn(due, at), "why": why}


def _due(context: Context, at: datetime, how: dict[str, Any]) -> words.Due:
    due = words.due(at, reader_now(context), reader_language(), timezone.get_current_timezone(), **how)
    if get_language() != EASY:
        return due
    return due._replace(
        word=marked(words.EASY_DUE_WORDS[due.kind]), left=spelled(due.left), at=spelled(due.at)
    )


def _drawn(due: words.Due, at: datetime) -> SafeString:
    return filled(
        _CHIP,
        due.kind,
        icon(due.icon),
        " hidden-words" if due.kind == _UNSEEN_WORD else "",
        due.word,
        at.astimezone(timezone.get_current_timezone()).isoformat("T", "minutes"),
        filled(_LEFT, due.left) if due.left else "",
        due.at,
    )
