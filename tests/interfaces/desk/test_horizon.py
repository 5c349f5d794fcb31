"""The borders of the day: every moment has one heading, and what is counted is what is listed."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kikitori.interfaces.desk.horizon import UNTIL_TONIGHT, Group, Horizon

JAPAN = ZoneInfo("Asia/Tokyo")


#: Hypothesis draws naive bounds and gives aware moments.
MOMENTS = st.datetimes(
    min_value=datetime(2020, 1, 1),  # noqa: DTZ001
    max_value=datetime(2090, 1, 1),  # noqa: DTZ001
    timezones=st.just(UTC),
)


def at(day: int, hour: int, minute: int = 0, second: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, second, tzinfo=JAPAN)


MORNING = Horizon.at(at(24, 9, 30), JAPAN)
AFTERNOON = Horizon.at(at(24, 15), JAPAN)


@pytest.mark.parametrize(
    ("due", "group"),
    [
        (at(2, 17), Group.LATE),
        (at(24, 9, 29, 59), Group.LATE),
        (at(24, 9, 30), Group.NOON),
        (at(24, 11, 59), Group.NOON),
        (at(24, 12), Group.NOON),
        (at(24, 12, 0, 1), Group.TODAY),
        (at(24, 23, 59, 59), Group.TODAY),
        (at(25, 0), Group.TOMORROW),
        (at(25, 23, 59, 59), Group.TOMORROW),
        (at(26, 0), Group.WEEK),
        (at(30, 9), Group.WEEK),
    ],
)
def test_moment_seen_in_the_morning_stands_under_its_heading(due: datetime, group: Group) -> None:
    assert MORNING.group_of(due) is group


def test_week_reaches_over_the_weekend_to_the_seventh_day() -> None:
    friday = Horizon.at(at(20, 18), JAPAN)
    assert friday.group_of(at(23, 9)) is Group.WEEK
    assert friday.group_of(at(27, 23, 59, 59)) is Group.WEEK
    assert friday.group_of(at(28, 0)) is None


def test_group_until_noon_is_empty_after_noon() -> None:
    start, end = AFTERNOON.range_of(Group.NOON)
    assert start == end
    assert AFTERNOON.group_of(at(24, 12)) is Group.LATE
    assert AFTERNOON.group_of(at(24, 15)) is Group.TODAY


def test_day_is_that_of_the_organisation_not_of_the_server() -> None:
    evening_in_utc = datetime(2026, 11, 24, 16, 30, tzinfo=UTC)  # already the 25th in Japan
    horizon = Horizon.at(evening_in_utc, JAPAN)
    assert horizon.group_of(at(25, 17)) is Group.TODAY
    assert horizon.group_of(at(26, 9)) is Group.TOMORROW


def test_day_of_the_changed_clock_keeps_its_midnight() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    horizon = Horizon.at(datetime(2026, 10, 25, 1, 0, tzinfo=berlin), berlin)
    assert horizon.midnight == datetime(2026, 10, 26, tzinfo=berlin)
    assert horizon.group_of(datetime(2026, 10, 25, 23, 59, tzinfo=berlin)) is Group.TODAY
    assert (horizon.midnight - horizon.now) == timedelta(hours=23)


def test_until_tonight_is_what_ends_today() -> None:
    assert [group for group in Group if AFTERNOON.range_of(group)[1] <= AFTERNOON.midnight] == list(
        UNTIL_TONIGHT
    )


@given(
    now=MOMENTS,
    away=st.timedeltas(min_value=timedelta(days=-400), max_value=timedelta(days=12)),
    zone=st.sampled_from(["Asia/Tokyo", "Europe/Berlin", "America/St_Johns", "Pacific/Apia"]),
)
def test_every_moment_lies_in_exactly_one_range_or_beyond_the_week(
    now: datetime, away: timedelta, zone: str
) -> None:
    horizon, due = Horizon.at(now, ZoneInfo(zone)), now + away
    inside = [
        group for group in Group if (horizon.range_of(group)[0] or due) <= due < horizon.range_of(group)[1]
    ]
    assert len(inside) == (1 if due < horizon.week else 0)
    assert horizon.group_of(due) is (inside[0] if inside else None)


@given(MOMENTS)
def test_ranges_touch_without_a_gap(now: datetime) -> None:
    ranges = [Horizon.at(now, JAPAN).range_of(group) for group in Group]
    assert ranges[0][0] is None
    for (_, end), (start, _) in pairwise(ranges):
        assert start == end
