"""When a promise falls due, as a person plans the day: overdue, until noon, today, tomorrow, within a week. Pure.

One table of half-open ranges, so that what is counted and what is listed can never be two things.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo
from enum import StrEnum

_NOON = time(12)
#: The whole of the second that was told is still in time (records/deadlines/clock.py).
_TOLD_SECOND = timedelta(seconds=1)
_WEEK = timedelta(days=7)


class Group(StrEnum):
    """The headings of the page, in their order."""

    LATE = "late"
    NOON = "noon"
    TODAY = "today"
    TOMORROW = "tomorrow"
    WEEK = "week"


#: What has to be kept before the day is over.
UNTIL_TONIGHT = (Group.LATE, Group.NOON, Group.TODAY)


@dataclass(frozen=True, slots=True)
class Horizon:
    """The borders between the groups, as moments."""

    now: datetime
    noon: datetime
    midnight: datetime
    tomorrow: datetime
    week: datetime

    @classmethod
    def at(cls, now: datetime, zone: tzinfo) -> "Horizon":
        """The borders as they lie at `now` (aware) for people in `zone`. After noon that group is empty."""
        today = now.astimezone(zone).date()

        def midnight_before(days: int) -> datetime:
            return datetime.combine(today + timedelta(days=days), time.min, tzinfo=zone)

        noon = datetime.combine(today, _NOON, tzinfo=zone) + _TOLD_SECOND
        return cls(
            now=now,
            noon=max(now, noon),
            midnight=midnight_before(1),
            tomorrow=midnight_before(2),
            week=midnight_before(1) + _WEEK,
        )

    def range_of(self, group: Group) -> tuple[datetime | None, datetime]:
        """From (included; None: since ever) and until (left out)."""
        match group:
            case Group.LATE:
                return None, self.now
            case Group.NOON:
                return self.now, self.noon
            case Group.TODAY:
                return self.noon, self.midnight
            case Group.TOMORROW:
                return self.midnight, self.tomorrow
            case Group.WEEK:
                return self.tomorrow, self.week

    def group_of(self, due_at: datetime) -> Group | None:
        """Under which heading a moment belongs; None beyond the week."""
        for group in Group:
            start, end = self.range_of(group)
            if (start is None or start <= due_at) and due_at < end:
                return group
        return None
