"""Filters for letter templates: days, moments, money and findings, in the letter's own language."""

from datetime import date, datetime

from django import template
from django.utils.translation import override

from kikitori.foundation.language.dates import Speaker
from kikitori.records.complaints.labels import OUTCOME
from kikitori.records.complaints.terms import Outcome

register = template.Library()


@register.filter
def on_day(value: date | datetime, words: Speaker) -> str:
    """`{{ remedy.due_on|on_day:words }}` → 2026年12月18日（金）."""
    return words.day(value)


@register.filter
def on_moment(value: datetime, words: Speaker) -> str:
    """`{{ promise.decision.due_at|on_moment:words }}` → 2026年12月18日（金）17:00."""
    return words.moment(value)


@register.filter
def yen(amount: int) -> str:
    """Whole yen with separators."""
    return f"{amount:,}"


@register.filter
def outcome_in(word: str, language: str) -> str:
    """A finding's name in the letter's language."""
    with override(language):
        return str(OUTCOME[Outcome(word)])
