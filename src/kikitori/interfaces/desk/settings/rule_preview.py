"""What rules would make of a few telling moments: now, a Friday evening, the eve of a holiday, the end of the year."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils.functional import Promise as LazyText
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from kikitori.foundation.language.dates import day_in_words
from kikitori.interfaces.desk.settings.rule_words import name_of, when_in_words
from kikitori.records.deadlines.calendar import BusinessCalendar, CalendarError, ClosedCode
from kikitori.records.deadlines.counting import due
from kikitori.records.deadlines.holiday_tables import HolidayTableError
from kikitori.records.deadlines.rules import Pack, Rule
from kikitori.records.deadlines.why import Why, explain
from kikitori.records.deadlines.working_time import moment_of

_FRIDAY = 4
_YEAR = 366
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment from which a rule may count, and why it is telling."""

    label: str | LazyText
    at: datetime


@dataclass(frozen=True, slots=True)
class Counted:
    """A due moment and the days behind it."""

    due_at: datetime
    why: Why

    @property
    def sentence(self) -> str:
        """How it was counted, for this reader."""
        return explain(self.why, get_language() or "")

    @property
    def days(self) -> list[tuple[str, bool, str]]:
        """(day, was it counted, why or why not) of each day."""
        language = get_language() or ""
        ja = language.startswith("ja")
        return [
            (day_in_words(day.date, language), day.counted, day.reason_ja if ja else day.reason_en)
            for day in self.why
        ]


@dataclass(frozen=True, slots=True)
class Case:
    """One moment by the rule as it is and as it would be; None where there is no such rule, or no such date."""

    moment: Moment
    before: Counted | None
    after: Counted | None

    @property
    def moves(self) -> bool:
        """Would the date be another?"""
        return (self.before and self.before.due_at) != (self.after and self.after.due_at)


@dataclass(frozen=True, slots=True)
class ChangedRule:
    """A rule that would be new, gone or different."""

    name: str
    when_before: str
    when_after: str
    cases: list[Case]


def telling_moments(calendar: BusinessCalendar, now: datetime) -> list[Moment]:
    """Moments to come at which counting is easily got wrong, soonest first but for now."""
    here = now.astimezone(calendar.zone)
    friday = here.date() + _DAY
    while friday.weekday() != _FRIDAY:
        friday += _DAY
    winter = date(here.year if here.date() < date(here.year, 12, 29) else here.year + 1, 12, 29)
    found = [Moment(_("Friday 16:40"), _at(calendar, friday, time(16, 40)))]
    eve = _eve_of_a_holiday(calendar, here.date())
    if eve:
        found.append(Moment(_("Before a public holiday"), _at(calendar, eve, time(15, 0))))
    found.append(Moment(_("29 December"), _at(calendar, winter, time(10, 0))))
    return [Moment(_("Now"), here), *sorted(found, key=lambda moment: moment.at)]


def changed_rules(
    before: Pack | None, after: Pack, calendar: BusinessCalendar, now: datetime
) -> list[ChangedRule]:
    """The rules that are not the same in both, each with its dates for every telling moment."""
    old = {rule.id: rule for rule in before.rules} if before else {}
    new = {rule.id: rule for rule in after.rules}
    moments = telling_moments(calendar, now)
    return [
        ChangedRule(
            name_of(new.get(rule_id) or old[rule_id]),
            when_in_words(old[rule_id]) if rule_id in old else "",
            when_in_words(new[rule_id]) if rule_id in new else "",
            [
                Case(
                    moment,
                    _counted(old.get(rule_id), moment, calendar),
                    _counted(new.get(rule_id), moment, calendar),
                )
                for moment in moments
            ],
        )
        for rule_id in dict.fromkeys((*new, *old))
        if old.get(rule_id) != new.get(rule_id)
    ]


def _counted(rule: Rule | None, moment: Moment, calendar: BusinessCalendar) -> Counted | None:
    if rule is None:
        return None
    try:
        found = due(rule, moment.at, calendar)
    except (HolidayTableError, CalendarError):
        return None
    return Counted(found.due_at, found.why)


def _eve_of_a_holiday(calendar: BusinessCalendar, today: date) -> date | None:
    """The next business day after today that a public holiday follows, weekends in between left out."""
    return next(_eves(calendar, today), None)


def _eves(calendar: BusinessCalendar, today: date) -> Iterator[date]:
    day = today
    try:
        for _number in range(_YEAR):
            day += _DAY
            closed = calendar.why_closed(day + _DAY)
            if calendar.is_business_day(day) and closed and closed.code is ClosedCode.HOLIDAY:
                yield day
    except HolidayTableError:
        return


def _at(calendar: BusinessCalendar, day: date, wall: time) -> datetime:
    return moment_of(calendar.zone, day, wall).astimezone(calendar.zone)
