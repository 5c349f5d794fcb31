"""When a rule is due at the edges of the calendar: new year, leap days, changed clocks, lunch, fairs on Saturday."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kikitori.records.automation.dues import Due, Mark, Owing, Times, dues_of
from kikitori.records.automation.rule import OnTime
from kikitori.records.automation.terms import Anchor, Unit
from kikitori.records.deadlines.calendar import Block, BusinessCalendar, Closure, same_hours

TOKYO, LONDON, BERLIN = ZoneInfo("Asia/Tokyo"), ZoneInfo("Europe/London"), ZoneInfo("Europe/Berlin")
OFFICE = BusinessCalendar()
NEW_YEAR = Closure(date(2020, 12, 29), date(2021, 1, 3), "年末年始", "New year", yearly=True)
WITH_NEW_YEAR = BusinessCalendar(closures=(NEW_YEAR,))
WITH_LUNCH = BusinessCalendar(week=same_hours(Block(time(9), time(12)), Block(time(13), time(18))))
#: Nights: the late shift of a hotel.
LATE = BusinessCalendar(week=same_hours(Block(time(18), time(0)), days=7))
DAYS, HOURS = Unit.DAYS, Unit.HOURS


def at(text: str, zone: ZoneInfo = TOKYO) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def due(
    anchor_at: datetime,
    amount: int,
    unit: Unit,
    calendar: BusinessCalendar = OFFICE,
    anchor: Anchor = Anchor.TOLD,
) -> datetime:
    [found] = dues_of(OnTime(anchor, amount, unit), Times({anchor: Mark(anchor_at)}), calendar)
    return found.due_at


def before(due_at: datetime, amount: int, unit: Unit, calendar: BusinessCalendar = OFFICE) -> datetime:
    owing = Owing(1, due_at, due_at - timedelta(days=30))
    [found] = dues_of(OnTime(Anchor.PROMISE, amount, unit), Times(promises=(owing,)), calendar)
    return found.due_at


@pytest.mark.parametrize(
    ("start", "amount", "unit", "end"),
    [
        # Monday 28 December 2026 is the last working day.
        ("2026-12-28T10:00", 1, DAYS, "2027-01-04T10:00"),
        ("2026-12-28T16:00", 1, HOURS, "2026-12-28T17:00"),
        ("2026-12-28T16:00", 2, HOURS, "2027-01-04T10:00"),
        ("2026-12-31T23:59", 1, HOURS, "2027-01-04T10:00"),
        ("2027-01-01T00:00", 1, DAYS, "2027-01-04T00:00"),
        ("2026-12-25T09:00", 2, DAYS, "2027-01-04T09:00"),
        ("2026-12-25T17:00", 8, HOURS, "2026-12-28T17:00"),
        ("2026-12-25T17:00", 9, HOURS, "2027-01-04T10:00"),
    ],
)
def test_new_year_is_no_working_time(start: str, amount: int, unit: Unit, end: str) -> None:
    assert due(at(start), amount, unit, WITH_NEW_YEAR) == at(end)


@pytest.mark.parametrize(
    ("end", "amount", "unit", "start"),
    [
        ("2027-01-04T10:00", 1, DAYS, "2026-12-28T10:00"),
        ("2027-01-04T10:00", 1, HOURS, "2027-01-04T09:00"),
        ("2027-01-04T10:00", 2, HOURS, "2026-12-28T16:00"),
        ("2027-01-05T12:00", 11, HOURS, "2027-01-04T09:00"),
        ("2027-01-02T12:00", 1, HOURS, "2026-12-28T16:00"),
        ("2026-12-29T09:00", 8, HOURS, "2026-12-28T09:00"),
    ],
)
def test_nobody_is_reminded_of_a_promise_in_the_new_year_holidays(
    end: str, amount: int, unit: Unit, start: str
) -> None:
    assert before(at(end), amount, unit, WITH_NEW_YEAR) == at(start)


@pytest.mark.parametrize(
    ("start", "amount", "unit", "end"),
    [
        # 29 February 2028 is a Tuesday; in 2027 there is none.
        ("2028-02-28T10:00", 1, DAYS, "2028-02-29T10:00"),
        ("2028-02-28T16:30", 1, HOURS, "2028-02-29T09:30"),
        ("2028-02-29T10:00", 1, DAYS, "2028-03-01T10:00"),
        ("2028-02-29T17:00", 1, HOURS, "2028-03-01T10:00"),
        ("2027-02-26T10:00", 1, DAYS, "2027-03-01T10:00"),
        # Golden week of 2026: Wednesday 29 April, then 3 to 6 May.
        ("2026-04-28T10:00", 1, DAYS, "2026-04-30T10:00"),
        ("2026-05-01T16:00", 2, HOURS, "2026-05-07T10:00"),
        # The holidays of September 2026 that make a bridge: 21, 22 and 23.
        ("2026-09-18T16:59", 1, DAYS, "2026-09-24T16:59"),
        # The fiscal year ends in the middle of a week.
        ("2027-03-31T12:00", 1, DAYS, "2027-04-01T12:00"),
    ],
)
def test_leap_days_and_runs_of_holidays_are_counted_as_they_are(
    start: str, amount: int, unit: Unit, end: str
) -> None:
    assert due(at(start), amount, unit) == at(end)


@pytest.mark.parametrize(
    ("start", "amount", "end"),
    [
        ("2026-11-24T11:30", 1, "2026-11-24T13:30"),
        ("2026-11-24T12:00", 1, "2026-11-24T14:00"),
        ("2026-11-24T12:59", 1, "2026-11-24T14:00"),
        ("2026-11-24T11:00", 1, "2026-11-24T12:00"),
        ("2026-11-24T09:00", 8, "2026-11-24T18:00"),
        ("2026-11-24T17:30", 1, "2026-11-25T09:30"),
    ],
)
def test_nobody_works_over_lunch(start: str, amount: int, end: str) -> None:
    assert due(at(start), amount, HOURS, WITH_LUNCH) == at(end)


@pytest.mark.parametrize(
    ("start", "amount", "end"),
    [
        ("2026-11-24T20:00", 1, "2026-11-24T21:00"),
        ("2026-11-24T23:00", 1, "2026-11-25T00:00"),
        ("2026-11-24T23:30", 1, "2026-11-25T18:30"),
        ("2026-11-25T00:00", 1, "2026-11-25T19:00"),
        ("2026-11-27T23:00", 2, "2026-11-28T19:00"),
    ],
)
def test_shift_that_ends_at_midnight_ends_with_its_day(start: str, amount: int, end: str) -> None:
    assert due(at(start), amount, HOURS, LATE) == at(end)


@pytest.mark.parametrize(
    ("zone", "start", "end"),
    [
        # Clocks go forward on Sunday 29 March 2026 and back on Sunday 25 October.
        (LONDON, "2026-03-27T10:00", "2026-03-30T10:00"),
        (BERLIN, "2026-03-27T10:00", "2026-03-30T10:00"),
        (LONDON, "2026-10-23T10:00", "2026-10-26T10:00"),
        (BERLIN, "2026-10-23T10:00", "2026-10-26T10:00"),
    ],
)
def test_working_day_is_at_the_same_time_of_day_when_clocks_are_changed(
    zone: ZoneInfo, start: str, end: str
) -> None:
    calendar = BusinessCalendar(zone=zone)
    assert due(at(start, zone), 1, DAYS, calendar) == at(end, zone)
    assert due(at(start, zone), 8, HOURS, calendar) == at(end, zone)
    assert before(at(end, zone), 1, DAYS, calendar) == at(start, zone)


@pytest.mark.parametrize("away", ["UTC", "America/New_York", "Pacific/Kiritimati", "Asia/Kolkata"])
def test_moment_is_the_same_in_whatever_zone_the_anchor_is_told(away: str) -> None:
    start = at("2026-12-28T10:00")
    for unit in Unit:
        assert due(start.astimezone(ZoneInfo(away)), 1, unit, WITH_NEW_YEAR) == due(
            start, 1, unit, WITH_NEW_YEAR
        )


@pytest.mark.parametrize("anchor", [each for each in Anchor if each is not Anchor.PROMISE])
def test_anchor_names_what_it_counted_from_and_its_entry(anchor: Anchor) -> None:
    start = at("2026-11-24T10:00")
    others = {each: Mark(start - timedelta(days=9), 1) for each in Anchor if each is not anchor}
    [found] = dues_of(OnTime(anchor, 1, DAYS), Times({**others, anchor: Mark(start, 42)}), OFFICE)
    assert found == Due(
        f"{anchor.value} {int(start.timestamp() * 1000)}", start, at("2026-11-25T10:00"), event=42
    )


def test_promises_are_told_in_their_order_and_anchors_do_not_disturb_them() -> None:
    promises = tuple(
        Owing(number, at(f"2026-11-2{number}T10:00"), at("2026-11-01T09:00")) for number in (6, 4, 5)
    )
    times = Times({Anchor.TOLD: Mark(at("2026-11-24T10:00"))}, promises)
    found = list(dues_of(OnTime(Anchor.PROMISE, 1, HOURS), times, OFFICE))
    assert [each.promise for each in found] == [6, 4, 5]
    assert all(each.due_at < promise.due_at for each, promise in zip(found, promises, strict=True))
    assert {each.anchor_at for each in found} == {at("2026-11-01T09:00")}


@pytest.mark.parametrize("year", [1, 1900, 9999])
@pytest.mark.parametrize("unit", list(Unit))
def test_years_that_no_table_of_holidays_knows_are_passed_over(year: int, unit: Unit) -> None:
    far = datetime(year, 6, 15, 12, tzinfo=UTC)
    assert list(dues_of(OnTime(Anchor.HEARD, 1, unit), Times({Anchor.HEARD: Mark(far)}), OFFICE)) == []
    promised = Times(promises=(Owing(1, far, far),))
    assert list(dues_of(OnTime(Anchor.PROMISE, 1, unit), promised, OFFICE)) == []


starts = st.integers(0, 400 * 24 * 60).map(lambda minute: at("2026-06-01T00:00") + timedelta(minutes=minute))


@given(starts, st.integers(1, 40), st.sampled_from(Unit))
@settings(max_examples=25)
def test_later_anchor_is_never_due_earlier_and_more_time_never_sooner(
    start: datetime, amount: int, unit: Unit
) -> None:
    first = due(start, amount, unit, WITH_NEW_YEAR)
    assert first > start
    later = due(start + timedelta(hours=5), amount, unit, WITH_NEW_YEAR)
    # Days keep the time of day: of two anchors on days off the later may be due earlier on the same day.
    assert later.astimezone(TOKYO).date() >= first.astimezone(TOKYO).date()
    assert later >= first or unit is DAYS
    assert due(start, amount + 1, unit, WITH_NEW_YEAR) > first


@given(starts, st.integers(1, 40), st.sampled_from(Unit))
@settings(max_examples=25)
def test_reminder_lies_before_its_promise_and_more_time_is_earlier(
    end: datetime, amount: int, unit: Unit
) -> None:
    first = before(end, amount, unit, WITH_NEW_YEAR)
    assert first < end
    assert before(end, amount + 1, unit, WITH_NEW_YEAR) < first
