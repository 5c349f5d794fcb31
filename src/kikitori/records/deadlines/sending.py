"""When a letter is well sent later: moments in working hours, when somebody is there to answer the phone. Pure."""

from datetime import UTC, datetime, timedelta

from kikitori.records.deadlines.calendar import BusinessCalendar
from kikitori.records.deadlines.holiday_tables import HolidayTableError
from kikitori.records.deadlines.working_time import stretches, utc

_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)
#: So far ahead an opening is looked for: the longest holidays are over by then.
_DAYS = 14


def good_moments(calendar: BusinessCalendar, now: datetime, number: int = 3) -> list[datetime]:
    """Up to `number` moments after `now`, in the calendar's zone, soonest first.

    The next full hour that is an hour away and in working hours; then the openings of the days that follow. Days whose
    holidays are not known are not proposed. Raises ValueError for a moment without a time zone.
    """
    start = utc(now)
    found: list[datetime] = []
    today = start.astimezone(calendar.zone).date()
    hour = (
        (start + 2 * _HOUR)
        .astimezone(calendar.zone)
        .replace(minute=0, second=0, microsecond=0)
        .astimezone(UTC)
    )
    for ahead in range(_DAYS):
        day = today + ahead * _DAY
        try:
            hours = stretches(calendar, day)
        except HolidayTableError:
            break
        if ahead == 0:
            later = [max(opens, hour) for opens, closes in hours if max(opens, hour) < closes]
            found += later[:1]
        elif hours:
            found.append(hours[0][0])
        if len(found) >= number:
            break
    return [moment.astimezone(calendar.zone) for moment in found[:number]]
