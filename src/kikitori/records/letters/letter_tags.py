"""Filters for letter templates: days, moments, money and findings, in the letter's own language."""

from datetime import date, datetime
from typing import Any

from django import template
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from kikitori.foundation.language.dates import Speaker
from kikitori.foundation.language.money import money_read
from kikitori.foundation.language.readings import marked
from kikitori.records.complaints.terms import Outcome

register = template.Library()
#: What is said to the person whose point it was; the desk and the figures have words of their own.
FINDING = {
    Outcome.UPHELD: _("We agree with this point."),
    Outcome.PARTLY: _("We agree with part of this point."),
    Outcome.NOT_UPHELD: _("We do not agree with this point."),
    Outcome.UNABLE: _("We could not find out what happened."),
    Outcome.NO_JURISDICTION: _("This is not ours to decide."),
    Outcome.WITHDRAWN: _("You withdrew this point."),
    Outcome.SETTLED: _("We settled this with you by agreement."),
    Outcome.GOODWILL: _("We found no fault of ours and will still do something about it."),
}


@register.filter
def on_day(value: date | datetime, words: Speaker) -> str:
    """`{{ remedy.due_on|on_day:words }}` → 2026年12月18日（金）."""
    return words.day(value)


@register.filter
def on_moment(value: datetime, words: Speaker) -> str:
    """`{{ promise.decision.due_at|on_moment:words }}` → 2026年12月18日（金）17:00."""
    return words.moment(value)


@register.filter
def money_in(remedy: Any, language: str) -> str:
    """`{{ remedy|money_in:"en" }}` → ¥12,800; in Japanese 12,800円, in easy Japanese with the reading of 円."""
    return marked(money_read(remedy.amount, remedy.currency, language))


@register.filter
def finding_in(word: str, language: str) -> str:
    """A finding as a sentence in the letter's language."""
    with override(language):
        return str(FINDING[Outcome(word)])
