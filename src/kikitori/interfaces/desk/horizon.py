"""When a promise falls due, as a person plans the day: overdue, until noon, today, tomorrow, within a week. Pure.

One row of borders, asked in Python for a line and in the database for a count, so that what is counted and what
is listed can never be two things.
"""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo
from enum import StrEnum

_NOON = time(12)
#: The whole of the second that was told is still in time (records/deadlines/clock.py).
_TOLD_SECOND = timedelta(seconds=1)
_WEEK = 7  # days


class Group(StrEnum):
    """The headings of the page, in their order."""

    LATE = "late"
    NOON = "noon"
    TODAY = "today"
    TOMORROW = "tomorrow"
    WEEK = "week"


GROUPS = tuple(Group)
#: What has to be kept before the day is over.
UNTIL_TONIGHT = (Group.LATE, Group.NOON, Group.TODAY)


@dataclass(frozen=True, slots=True)
class Horizon:
    """`ends`: where each group ends and the next begins, in the order of the groups. In UTC: wall clocks can jump."""

    ends: tuple[datetime, ...]

    @classmethod
    def at(cls, now: datetime, zone: tzinfo) -> "Horizon":
        """The borders as they lie at `now` (aware) for people in `zone`. After noon that group is empty."""
        today = now.astimezone(zone).date()

        def on_the_wall(days: int, hour: time = time.min) -> datetime:
            return datetime.combine(today + timedelta(days=days), hour, tzinfo=zone).astimezone(UTC)

        noon = max(now.astimezone(UTC), on_the_wall(0, _NOON) + _TOLD_SECOND)
        return cls((now.astimezone(UTC), noon, on_the_wall(1), on_the_wall(2), on_the_wall(1 + _WEEK)))

    @property
    def tonight(self) -> datetime:
        """Where today ends."""
        return self.ends[2]

    @property
    def week(self) -> datetime:
        """Where the last group ends: later than this nothing is shown."""
        return self.ends[-1]

    def group_of(self, due_at: datetime) -> Group | None:
        """Under which heading a moment belongs; None beyond the week."""
        place = bisect_right(self.ends, due_at)
        return GROUPS[place] if place < len(GROUPS) else None
