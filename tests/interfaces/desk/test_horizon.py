"""The borders of the day: every moment has one heading, and what is counted is what is listed."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kikitori.interfaces.desk.horizon import GROUPS, UNTIL_TONIGHT, Group, Horizon

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
    assert AFTERNOON.ends[0] == AFTERNOON.ends[1] == at(24, 15)
    assert AFTERNOON.group_of(at(24, 12)) is Group.LATE
    assert AFTERNOON.group_of(at(24, 15)) is Group.TODAY


def test_whole_second_of_noon_is_until_noon() -> None:
    noon = Horizon.at(at(24, 12), JAPAN)
    assert noon.group_of(at(24, 12)) is Group.NOON
    assert noon.group_of(at(24, 12) + timedelta(microseconds=999_999)) is Group.NOON
    assert noon.group_of(at(24, 12, 0, 1)) is Group.TODAY


def test_day_is_that_of_the_organisation_not_of_the_server() -> None:
    evening_in_utc = datetime(2026, 11, 24, 16, 30, tzinfo=UTC)  # already the 25th in Japan
    horizon = Horizon.at(evening_in_utc, JAPAN)
    assert horizon.group_of(at(25, 17)) is Group.TODAY
    assert horizon.group_of(at(26, 9)) is Group.TOMORROW


@pytest.mark.parametrize(
    ("day", "hours_left"),
    [
        ((2026, 10, 25), 24),  # the clock goes back at 3: from 1 o'clock there are 24 hours to midnight
        ((2026, 3, 29), 22),  # it goes forward at 2
        ((2026, 6, 1), 23),
    ],
)
def test_day_of_the_changed_clock_keeps_its_midnight(day: tuple[int, int, int], hours_left: int) -> None:
    berlin = ZoneInfo("Europe/Berlin")
    morning = datetime(*day, 1, 0, tzinfo=berlin)
    horizon = Horizon.at(morning, berlin)
    midnight = horizon.ends[GROUPS.index(Group.TODAY)]
    assert midnight.astimezone(berlin) == datetime(*day, tzinfo=berlin) + timedelta(days=1)
    assert midnight - horizon.ends[0] == timedelta(hours=hours_left)
    assert horizon.group_of(midnight - timedelta(seconds=1)) is Group.TODAY
    assert horizon.group_of(midnight) is Group.TOMORROW


@pytest.mark.parametrize("day", [date(2026, 10, 25), date(2026, 3, 29), date(2026, 10, 20)])
def test_week_is_seven_whole_days_after_this_one(day: date) -> None:
    berlin = ZoneInfo("Europe/Berlin")
    horizon = Horizon.at(datetime.combine(day, time(13), tzinfo=berlin), berlin)
    assert horizon.week.astimezone(berlin) == datetime.combine(day + timedelta(days=8), time(), tzinfo=berlin)


def test_until_tonight_is_what_ends_today() -> None:
    midnight = at(25, 0)
    assert [group for group, end in zip(GROUPS, AFTERNOON.ends, strict=True) if end <= midnight] == list(
        UNTIL_TONIGHT
    )


@given(
    now=MOMENTS,
    away=st.timedeltas(min_value=timedelta(days=-400), max_value=timedelta(days=12)),
    zone=st.sampled_from(["Asia/Tokyo", "Europe/Berlin", "America/St_Johns", "Pacific/Apia"]),
)
def test_every_moment_stands_before_the_end_of_its_group_and_not_of_the_one_before(
    now: datetime, away: timedelta, zone: str
) -> None:
    horizon, due = Horizon.at(now, ZoneInfo(zone)), now + away
    group = horizon.group_of(due)
    passed = [end for end in horizon.ends if end <= due]
    assert (group is Group.LATE) == (due < now)
    assert group is (GROUPS[len(passed)] if due < horizon.week else None)


@given(MOMENTS, st.sampled_from(["Asia/Tokyo", "America/St_Johns", "Asia/Kathmandu"]))
def test_groups_end_one_after_another(now: datetime, zone: str) -> None:
    ends = Horizon.at(now, ZoneInfo(zone)).ends
    assert list(ends) == sorted(ends)
    assert len(ends) == len(GROUPS)
    assert {end.tzinfo for end in ends} == {UTC}
