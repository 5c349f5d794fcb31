"""How long things take, from the rule pack in force: as a span („5 business days“) and as a day, counted from now.

Nothing here is a number of its own; an organisation that edits its rules edits these sentences.
"""

from dataclasses import dataclass

from django.utils.translation import ngettext

from kikitori.interfaces.portal.visit import Visit
from kikitori.records.deadlines.calendar import CalendarError
from kikitori.records.deadlines.counting import due
from kikitori.records.deadlines.holiday_tables import HolidayTableError
from kikitori.records.deadlines.packs import Packs
from kikitori.records.deadlines.queries import calendar_of
from kikitori.records.deadlines.rules import Rule, Unit


@dataclass(frozen=True)
class RuleTime:
    """One rule in words: its span, and the day it would fall on if it began now (empty where none can be told)."""

    span: str
    day: str


def rule_times(visit: Visit) -> dict[str, RuleTime]:
    """The rules whose times are told before anybody complains, by id. Two queries."""
    packs, calendar = Packs(lambda: visit.organisation), calendar_of(visit.organisation)
    pack = packs.service(packs.in_force(visit.now.astimezone(calendar.zone).date()))
    times = {}
    for rule_id in ("acknowledgement", "first-answer", "decision"):
        rule = pack.rule(rule_id)
        try:
            day = visit.teller.day(due(rule, visit.now, calendar).due_at)
        except (HolidayTableError, CalendarError):
            day = ""
        times[rule_id.replace("-", "_")] = RuleTime(span_in_words(rule), day)
    return times


def span_in_words(rule: Rule) -> str:
    """`5営業日`, `5 business days`."""
    return number_in_words(rule.quantity, rule.unit)


def number_in_words(number: int, unit: Unit) -> str:
    """So many of a unit."""
    return _span(unit, number) % {"number": number}


def _span(unit: Unit, number: int) -> str:
    match unit:
        case Unit.BUSINESS_DAY:
            return ngettext("%(number)s business day", "%(number)s business days", number)
        case Unit.CALENDAR_DAY:
            return ngettext("%(number)s day", "%(number)s days", number)
        case Unit.HOUR:
            return ngettext("%(number)s hour", "%(number)s hours", number)
        case Unit.WEEK:
            return ngettext("%(number)s week", "%(number)s weeks", number)
        case Unit.MONTH:
            return ngettext("%(number)s month", "%(number)s months", number)
        case Unit.YEAR:
            return ngettext("%(number)s year", "%(number)s years", number)
