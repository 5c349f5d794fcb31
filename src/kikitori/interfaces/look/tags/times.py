"""Times as people read them: relative and absolute together.

Told from the context's `now`, in Django's current time zone and language. None prints nothing.
"""

from __future__ import annotations

from datetime import date, datetime, tzinfo

from django import template
from django.template.context import Context
from django.utils import timezone
from django.utils.translation import get_language

from kikitori.foundation.language.easy_dates import spelled
from kikitori.foundation.language.readings import EASY
from kikitori.interfaces.look import words
from kikitori.interfaces.look.markup import filled
from kikitori.interfaces.look.tags.reader import reader_language, reader_now

register = template.Library()


@register.simple_tag(takes_context=True)
def when(context: Context, at: datetime | None) -> str:
    """`{% when at %}`: relative and absolute together, 「あと3時間・今日 17:00」."""
    if at is None:
        return ""
    language, zone = reader_language(), timezone.get_current_timezone()
    return _time(at, words.when(at, reader_now(context), language, zone), language, zone)


@register.simple_tag(takes_context=True)
def stamp(context: Context, at: datetime | None) -> str:
    """`{% stamp at %}`: the absolute half only, as short as is clear: 「今日 10:30」「11月20日（金）16:40」."""
    if at is None:
        return ""
    language, zone = reader_language(), timezone.get_current_timezone()
    text = words.short_clock(at, reader_now(context), language, zone)
    return _time(at, text[:1].upper() + text[1:], language, zone)


@register.simple_tag
def moment(at: datetime | None) -> str:
    """`{% moment at %}`: date and time in full, for letters and prints."""
    if at is None:
        return ""
    language, zone = reader_language(), timezone.get_current_timezone()
    return _time(at, words.moment(at, language, zone), language, zone)


@register.simple_tag
def day(value: date | datetime | None) -> str:
    """`{% day value %}`: 「2026年11月26日（木）」 / `26 Nov 2026 (Thu)`."""
    if value is None:
        return ""
    return _date(value, words.day(value, reader_language(), timezone.get_current_timezone()))


@register.simple_tag(takes_context=True)
def short_day(context: Context, value: date | datetime | None) -> str:
    """`{% short_day value %}`: 「今日」「11月26日（木）」 / `today`, `Thu 26 Nov`."""
    if value is None:
        return ""
    zone = timezone.get_current_timezone()
    today = reader_now(context).astimezone(zone).date()
    return _date(value, words.short_day(value, today, reader_language(), zone))


def _time(at: datetime, text: str, language: str, zone: tzinfo) -> str:
    local = at.astimezone(zone)
    full = _as_read(words.moment(local, language, zone))
    return filled(
        '<time datetime="{}" title="{}">{}</time>', local.isoformat("T", "minutes"), full, _as_read(text)
    )


def _date(value: date | datetime, text: str) -> str:
    if isinstance(value, datetime):
        value = value.astimezone(timezone.get_current_timezone()).date()
    return filled('<time datetime="{}">{}</time>', value.isoformat(), _as_read(text))


def _as_read(text: str) -> str:
    """With readings for whoever reads やさしい日本語."""
    return spelled(text) if get_language() == EASY else text
