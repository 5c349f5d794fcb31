"""When mails about notices go, as laws: over midnight, over days off, over changed clocks, over new year."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kikitori.records.together.choices import USUAL, Choice, Choices, read_choices, to_keep, way_of
from kikitori.records.together.hours import Hours
from kikitori.records.together.terms import ByMail, Near, NoticeKind, Whose

JAPAN, LONDON, NEW_YORK = ZoneInfo("Asia/Tokyo"), ZoneInfo("Europe/London"), ZoneInfo("America/New_York")
EVERY_DAY = replace(USUAL, working_days=False)
ALWAYS_AT_WORK = Hours(JAPAN, lambda _day: True)


def at(text: str, zone: ZoneInfo = JAPAN) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def quiet(begins: str, ends: str) -> Choices:
    return replace(EVERY_DAY, quiet=(time.fromisoformat(begins), time.fromisoformat(ends)))


@pytest.mark.parametrize(
    ("begins", "ends", "silent", "loud"),
    [
        ("19:00", "08:00", ["19:00", "23:59:59", "00:00", "07:59:59"], ["08:00", "12:00", "18:59:59"]),
        ("00:00", "08:00", ["00:00", "07:59"], ["08:00", "23:59:59"]),
        ("22:00", "00:00", ["22:00", "23:59:59.999999"], ["00:00", "21:59"]),
        ("12:00", "13:00", ["12:00", "12:59:59"], ["11:59:59", "13:00", "00:00", "23:59"]),
        ("23:59", "00:01", ["23:59", "00:00", "00:00:59"], ["00:01", "23:58:59", "12:00"]),
        # Both ends the same: no time lies between them.
        ("08:00", "08:00", [], ["07:59", "08:00", "08:01", "00:00", "20:00"]),
        ("00:00", "00:00", [], ["00:00", "12:00", "23:59"]),
        ("00:00", "23:59", ["00:00", "12:00", "23:58:59"], ["23:59", "23:59:59"]),
    ],
)
def test_quiet_hours_hold_their_beginning_and_not_their_end(
    begins: str, ends: str, silent: list[str], loud: list[str]
) -> None:
    choices = quiet(begins, ends)
    for day in ("2026-11-20", "2026-12-31", "2027-01-01", "2028-02-29"):
        assert all(ALWAYS_AT_WORK.is_quiet(choices, at(f"{day}T{each}")) for each in silent), day
        assert not any(ALWAYS_AT_WORK.is_quiet(choices, at(f"{day}T{each}")) for each in loud), day


@pytest.mark.parametrize("zone", [JAPAN, LONDON, NEW_YORK])
def test_quiet_hours_are_those_of_the_organisations_clock(zone: ZoneInfo) -> None:
    hours = Hours(zone, lambda _day: True)
    for hour in range(24):
        here = datetime(2026, 7, 1, hour, 30, tzinfo=zone)
        assert hours.is_quiet(EVERY_DAY, here.astimezone(UTC)) is (hour >= 19 or hour < 8)


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        (LONDON, date(2026, 3, 29)),
        (LONDON, date(2026, 10, 25)),
        (NEW_YORK, date(2026, 3, 8)),
        (NEW_YORK, date(2026, 11, 1)),
    ],
)
def test_night_in_which_clocks_are_changed_stays_quiet_to_its_end(zone: ZoneInfo, day: date) -> None:
    hours = Hours(zone, lambda _day: True)
    evening = datetime.combine(day - timedelta(days=1), time(19), zone).astimezone(UTC)
    morning = datetime.combine(day, time(8), zone).astimezone(UTC)
    passed = evening
    while passed < morning:
        assert hours.is_quiet(EVERY_DAY, passed), passed
        passed += timedelta(minutes=30)
    assert not hours.is_quiet(EVERY_DAY, morning)
    assert (morning - evening) in (timedelta(hours=12), timedelta(hours=14))


@pytest.mark.parametrize(
    ("zone", "happened", "come"),
    [
        # 1:30 comes twice on 25 October 2026: the digest goes once, whichever of the two it was.
        (LONDON, "2026-10-24T20:00+00:00", "2026-10-25T00:30+00:00"),
        # 1:30 does not come on 29 March 2026: the digest goes in the hour after.
        (LONDON, "2026-03-28T20:00+00:00", "2026-03-29T01:30+00:00"),
    ],
)
def test_digest_at_an_hour_that_clocks_skip_or_repeat_goes_that_night(
    zone: ZoneInfo, happened: str, come: str
) -> None:
    hours = Hours(zone, lambda _day: True)
    at_night = replace(EVERY_DAY, quiet=None, times=(time(1, 30),))
    begin, end = datetime.fromisoformat(happened), datetime.fromisoformat(come)
    for now, expected in ((end - timedelta(minutes=1), False), (end, True), (end + timedelta(hours=2), True)):
        assert hours.has_come(at_night, ByMail.DIGEST, at=begin, now=now, urgent=False) is expected
    again = end + timedelta(hours=2)
    assert not hours.has_come(at_night, ByMail.DIGEST, at=again, now=again + timedelta(hours=3), urgent=False)


def in_new_year(day: date) -> bool:
    return (day.month, day.day) not in {(12, 29), (12, 30), (12, 31), (1, 1), (1, 2), (1, 3)}


@pytest.mark.parametrize(
    ("happened", "now", "come"),
    [
        ("2026-12-28T15:00", "2026-12-28T16:00", True),
        ("2026-12-28T16:00", "2026-12-28T23:00", False),
        ("2026-12-28T16:01", "2026-12-31T16:00", False),
        ("2026-12-28T16:01", "2027-01-01T08:30", False),
        ("2026-12-28T16:01", "2027-01-04T08:29", False),
        ("2026-12-28T16:01", "2027-01-04T08:30", True),
        ("2026-12-31T23:59", "2027-01-04T08:30", True),
    ],
)
def test_what_comes_over_new_year_is_told_on_the_first_working_day(
    happened: str, now: str, come: bool
) -> None:
    hours = Hours(JAPAN, in_new_year)
    assert hours.has_come(USUAL, ByMail.DIGEST, at=at(happened), now=at(now), urgent=False) is come


def test_what_comes_at_once_comes_on_the_last_evening_or_after_the_holidays() -> None:
    hours = Hours(JAPAN, in_new_year)
    for happened, now, come in (
        ("2026-12-28T18:59", "2026-12-28T18:59", True),
        ("2026-12-28T18:59", "2026-12-28T19:00", False),
        ("2026-12-28T18:59", "2027-01-04T08:00", True),
        ("2026-12-31T12:00", "2026-12-31T12:00", False),
        ("2026-12-31T12:00", "2027-01-04T08:29", False),
        ("2026-12-31T12:00", "2027-01-04T08:30", True),
    ):
        found = hours.has_come(USUAL, ByMail.SOON, at=at(happened), now=at(now), urgent=False)
        assert found is come, (happened, now)


#: Any minute of three years, a leap year among them.
moments = st.integers(0, 3 * 365 * 24 * 60).map(
    lambda minute: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minute)
)
times = st.times().map(lambda each: each.replace(second=0, microsecond=0))
choices = st.builds(
    Choices,
    kinds=st.fixed_dictionaries(
        {
            kind: st.builds(Choice, st.booleans(), st.sampled_from(ByMail), st.sampled_from(Whose))
            for kind in NoticeKind
        }
    ),
    times=st.lists(times, min_size=1, max_size=6, unique=True).map(tuple),
    quiet=st.none() | st.tuples(times, times),
    working_days=st.booleans(),
    urgent_anytime=st.booleans(),
)


@given(choices, choices)
@settings(max_examples=25)
def test_whatever_is_chosen_over_whatever_the_house_has_is_read_again(own: Choices, house: Choices) -> None:
    assert read_choices(to_keep(own, house), house) == own
    assert to_keep(house, house) == {}
    assert read_choices(to_keep(house, USUAL)) == house


@given(choices, st.sampled_from(NoticeKind), st.booleans())
@settings(max_examples=25)
def test_who_is_nearer_is_never_told_less(chosen: Choices, kind: NoticeKind, muted: bool) -> None:
    told = [way_of(kind, near, chosen, muted=muted) is not None for near in Near]
    assert told == sorted(told, reverse=True)


@given(choices, moments)
@settings(max_examples=25)
def test_nothing_that_can_wait_goes_in_quiet_hours(chosen: Choices, now: datetime) -> None:
    hours = Hours(LONDON, lambda day: day.weekday() < 5)
    for by_mail in ByMail.SOON, ByMail.DIGEST:
        for back in (timedelta(), timedelta(hours=30), timedelta(days=20)):
            if hours.has_come(chosen, by_mail, at=now - back, now=now, urgent=False):
                assert not hours.is_quiet(chosen, now)


@given(choices, moments)
@settings(max_examples=25)
def test_whoever_hears_at_once_never_hears_later_than_in_the_digest(chosen: Choices, now: datetime) -> None:
    hours = Hours(JAPAN, lambda day: day.weekday() < 5)
    for back in (timedelta(minutes=5), timedelta(hours=30), timedelta(days=16)):
        digest = hours.has_come(chosen, ByMail.DIGEST, at=now - back, now=now, urgent=False)
        soon = hours.has_come(chosen, ByMail.SOON, at=now - back, now=now, urgent=False)
        assert soon or not digest


@pytest.mark.parametrize(
    "broken",
    [
        {"times": ["25:00"]},
        {"times": ["8:3x"]},
        {"quiet": ["19:00"]},
        {"quiet": ["19:00", "08:00", "09:00"]},
        {"quiet": ["evening", "morning"]},
    ],
)
def test_times_that_nobody_could_have_kept_are_no_choices(broken: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r".+"):
        read_choices(broken)


@pytest.mark.parametrize(
    "kept",
    [
        {"kinds": {}},
        {"kinds": {"fax": {"desk": False}, "": {"desk": False}}},
        {"kinds": {"note": {}}},
        {"kinds": {"note": {"mail": "", "whose": "everybody"}}},
        {"times": []},
        {"colour": "blue"},
    ],
)
def test_what_says_nothing_leaves_the_layer_below(kept: dict[str, object]) -> None:
    house = replace(USUAL, times=(time(10),), urgent_anytime=True)
    assert read_choices(kept, house) == house


@pytest.mark.parametrize(
    ("moment", "until"),
    [
        ("2026-11-24T10:00", None),
        ("2026-11-24T18:59", None),
        ("2026-11-24T19:00", "2026-11-25T08:00"),
        ("2026-11-24T23:59", "2026-11-25T08:00"),
        ("2026-11-25T00:00", "2026-11-25T08:00"),
        ("2026-11-25T07:59:59", "2026-11-25T08:00"),
        ("2026-11-25T08:00", None),
        # Friday evening: the weekend is no working day either.
        ("2026-11-27T19:30", "2026-11-30T08:00"),
        ("2026-11-28T12:00", "2026-11-30T08:00"),
    ],
)
def test_quiet_ends_when_the_hours_and_the_days_off_are_over(moment: str, until: str | None) -> None:
    hours = Hours(JAPAN, lambda day: day.weekday() < 5)
    assert hours.quiet_until(USUAL, at(moment)) == (at(until) if until else None)


def test_without_quiet_hours_a_day_off_ends_at_midnight() -> None:
    hours = Hours(JAPAN, lambda day: day.weekday() < 5)
    choices = replace(USUAL, quiet=None)
    assert hours.quiet_until(choices, at("2026-11-28T12:00")) == at("2026-11-30T00:00")
    assert hours.quiet_until(choices, at("2026-11-27T23:59")) is None


def test_house_that_is_never_open_is_waited_for_a_fortnight_and_no_longer() -> None:
    moment = at("2026-11-28T12:00")
    never = Hours(JAPAN, lambda _day: False)
    assert never.quiet_until(USUAL, moment) == moment + timedelta(days=14)


@settings(max_examples=200, deadline=None)
@given(
    st.integers(0, 2 * 365 * 24 * 60),
    st.times(),
    st.times(),
    st.booleans(),
    st.sampled_from([JAPAN, LONDON, NEW_YORK]),
)
def test_end_of_quiet_is_later_and_not_quiet_and_all_before_it_is(
    minutes: int, begins: time, ends: time, working_days: bool, zone: ZoneInfo
) -> None:
    hours = Hours(zone, lambda day: day.weekday() < 5)
    choices = replace(USUAL, quiet=(begins, ends), working_days=working_days)
    here = (datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)).astimezone(zone)
    until = hours.quiet_until(choices, here)
    if until is None:
        assert not hours.is_quiet(choices, here)
        return
    assert until > here
    assert not hours.is_quiet(choices, until)
    for part in range(1, 20):
        between = here.astimezone(UTC) + (until.astimezone(UTC) - here.astimezone(UTC)) * (part / 20)
        assert hours.is_quiet(choices, between) or zone is not JAPAN, (
            "clocks that change may jump over an end"
        )
