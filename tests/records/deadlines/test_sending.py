"""When a letter is well sent later: the next full hours and mornings of working days."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest

from kikitori.records.deadlines.calendar import Block, BusinessCalendar, same_hours
from kikitori.records.deadlines.sending import good_moments

JAPAN = ZoneInfo("Asia/Tokyo")
OFFICE = BusinessCalendar(week=same_hours(Block(time(9), time(17))))


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=JAPAN)


@pytest.mark.parametrize(
    ("now", "moments"),
    [
        (at(18, 10, 5), [at(18, 12), at(19, 9), at(20, 9)]),
        (at(18, 10, 0), [at(18, 12), at(19, 9), at(20, 9)]),
        (at(18, 6, 30), [at(18, 9), at(19, 9), at(20, 9)]),
        # Too late for an hour of today; Monday 23 November is a public holiday.
        (at(20, 16, 40), [at(24, 9), at(25, 9), at(26, 9)]),
        (at(21, 12, 0), [at(24, 9), at(25, 9), at(26, 9)]),
        (at(18, 15, 59), [at(19, 9), at(20, 9), at(24, 9)]),
        (at(18, 23, 59), [at(19, 9), at(20, 9), at(24, 9)]),
    ],
)
def test_moments_lie_in_working_hours(now: datetime, moments: list[datetime]) -> None:
    assert good_moments(OFFICE, now) == moments


def test_as_many_as_asked_for() -> None:
    assert len(good_moments(OFFICE, at(18, 10), 1)) == 1
    assert good_moments(OFFICE, at(18, 10), 0) == []


def test_no_moment_beyond_the_holidays_that_are_known() -> None:
    assert good_moments(OFFICE, datetime(2200, 1, 5, 10, tzinfo=JAPAN)) == []


def test_moment_without_a_zone_means_nothing() -> None:
    with pytest.raises(ValueError, match="time zone"):
        good_moments(OFFICE, datetime(2026, 11, 18, 10))  # noqa: DTZ001 - that is the point
