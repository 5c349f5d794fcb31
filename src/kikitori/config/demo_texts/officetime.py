"""When things happen in the demonstration: staff act in office hours of open days, complainants when they can.

Naive on purpose about holidays beyond what it is told: the real calendar belongs to the deadlines, not to fiction.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

OPENING, CLOSING = time(9, 30), time(17, 30)
#: Office hours from which a wait is one for a reason (a time limit, a silence) and not somebody being busy.
_LONG_WAIT = 40
_WAKING, _SLEEPING = 7, 23
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Office:
    """The hours of one house. `is_closed` tells days off beyond Saturday and Sunday."""

    zone: tzinfo
    is_closed: Callable[[date], bool]

    def is_open(self, day: date) -> bool:
        """Whether anybody works on that day."""
        return day.weekday() < 5 and not self.is_closed(day)  # noqa: PLR2004  Monday is 0

    def open_day(self, day: date) -> date:
        """The day itself or the next open one."""
        while not self.is_open(day):
            day += timedelta(days=1)
        return day

    def next_moment(self, moment: datetime) -> datetime:
        """The moment itself if the house is open then, else the next opening."""
        local = moment.astimezone(self.zone)
        if self.is_open(local.date()) and local.time() < CLOSING:
            return max(local, datetime.combine(local.date(), OPENING, self.zone))
        return datetime.combine(self.open_day(local.date() + timedelta(days=1)), OPENING, self.zone)

    def after(self, moment: datetime, hours: float) -> datetime:
        """`hours` of office time later, at least a minute."""
        current, left = self.next_moment(moment), timedelta(hours=hours)
        while (closing := datetime.combine(current.date(), CLOSING, self.zone)) - current <= left:
            left -= closing - current
            current = self.next_moment(closing)
        return max(current + left, moment.astimezone(self.zone) + _MINUTE).replace(second=0, microsecond=0)


def staff_moment(office: Office, moment: datetime, hours: float, dice: random.Random) -> datetime:
    """When staff do the next thing: about `hours` of office time later, a long wait never shortened."""
    if hours < 1:
        return office.after(moment, dice.uniform(0.1, 0.5))
    jitter = dice.uniform(1, 1.12) if hours > _LONG_WAIT else dice.uniform(0.35, 1.35)
    return office.after(office.after(moment, hours * jitter), dice.uniform(0, 1))


def person_moment(office: Office, moment: datetime, hours: float, dice: random.Random) -> datetime:
    """When the complainant does the next thing by themselves: about `hours` later, when people are awake."""
    later = (moment + timedelta(hours=hours * dice.uniform(0.7, 1.4))).astimezone(office.zone)
    if not _WAKING <= later.hour < _SLEEPING:
        later = later.replace(hour=dice.choice([7, 12, 19, 20, 21, 22]), minute=dice.randrange(60))
    return max(later, moment.astimezone(office.zone) + timedelta(minutes=20)).replace(second=0, microsecond=0)


def heard_moment(office: Office, moment: datetime, hours: float, dice: random.Random) -> datetime:
    """When staff hear the complainant's answer by phone, letter or at the counter: in office hours."""
    return office.after(person_moment(office, moment, hours, dice), dice.uniform(0.2, 6))
