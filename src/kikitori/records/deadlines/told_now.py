"""What would be owed to somebody who told us at this moment, by the rules of today. Pure."""

from __future__ import annotations

from datetime import datetime

from kikitori.records.deadlines.calendar import BusinessCalendar, CalendarError
from kikitori.records.deadlines.counting import due
from kikitori.records.deadlines.holiday_tables import HolidayTableError
from kikitori.records.deadlines.rule_parts import Audience, Begins, Direction
from kikitori.records.deadlines.rules import Pack, Rule, Trigger


def due_if_told_now(rule: Rule, now: datetime, calendar: BusinessCalendar) -> datetime | None:
    """When this rule would be due; None for what counts from another moment, and where the calendar does not reach."""
    by_itself = rule.trigger is Trigger.RECEIVED and rule.begins is Begins.ITSELF
    if not by_itself or rule.direction is Direction.BEFORE:
        return None
    try:
        return due(rule, now, calendar).due_at
    except (HolidayTableError, CalendarError):  # better no date than a wrong one
        return None


def owed_if_told_now(pack: Pack, now: datetime, calendar: BusinessCalendar) -> list[tuple[Rule, datetime]]:
    """What a complainant could count on, the earliest first."""
    rules = [rule for rule in pack.rules if rule.audience is Audience.COMPLAINANT]
    dated = [(rule, at) for rule in rules if (at := due_if_told_now(rule, now, calendar)) is not None]
    return sorted(dated, key=lambda each: each[1])
