"""When a rule that waits for time is due: in working time, once for each anchor, on either side of it."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kikitori.records.automation.dues import Mark, Owing, Times, dues_of
from kikitori.records.automation.rule import OnTime
from kikitori.records.automation.terms import Anchor, Unit
from kikitori.records.deadlines.calendar import BusinessCalendar, CalendarError, Closure
from kikitori.records.deadlines.working_time import (
    add_business_time,
    business_time_between,
    subtract_business_time,
)

TOKYO = ZoneInfo("Asia/Tokyo")
OFFICE = BusinessCalendar()


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=TOKYO)


#: Friday before a holiday on Monday 23 November 2026.
FRIDAY = at("2026-11-20T16:40")


@pytest.mark.parametrize(
    ("amount", "unit", "due"),
    [
        (1, Unit.DAYS, at("2026-11-24T16:40")),
        (5, Unit.DAYS, at("2026-11-30T16:40")),
        (1, Unit.HOURS, at("2026-11-24T09:40")),
        (8, Unit.HOURS, at("2026-11-24T16:40")),
    ],
)
def test_time_after_an_anchor_is_working_time(amount: int, unit: Unit, due: datetime) -> None:
    times = Times({Anchor.TOLD: Mark(FRIDAY, 7)})
    [found] = dues_of(OnTime(Anchor.TOLD, amount, unit), times, OFFICE)
    assert found.due_at == due
    assert (found.anchor_at, found.event) == (FRIDAY, 7)


@pytest.mark.parametrize(
    ("amount", "unit", "due"),
    [
        (4, Unit.HOURS, at("2026-11-20T14:00")),
        (9, Unit.HOURS, at("2026-11-20T09:00")),
        (2, Unit.DAYS, at("2026-11-19T10:00")),
    ],
)
def test_time_before_a_promise_is_counted_backwards(amount: int, unit: Unit, due: datetime) -> None:
    promised = Owing(3, at("2026-11-24T10:00"), FRIDAY)
    [found] = dues_of(OnTime(Anchor.PROMISE, amount, unit), Times(promises=(promised,)), OFFICE)
    assert found.due_at == due
    assert found.promise == 3


def test_each_promise_has_a_moment_of_its_own_and_a_new_day_is_another_subject() -> None:
    when = OnTime(Anchor.PROMISE, 1, Unit.HOURS)
    day = at("2026-11-24T17:00")
    two = (Owing(1, day, FRIDAY), Owing(2, day, FRIDAY), Owing(1, day + timedelta(hours=1), FRIDAY))
    subjects = [due.subject for due in dues_of(when, Times(promises=two), OFFICE)]
    assert len(set(subjects)) == 3
    assert max(map(len, subjects)) <= 60


@pytest.mark.parametrize("anchor", [each for each in Anchor if each is not Anchor.PROMISE])
def test_another_word_is_another_subject_and_the_same_stays_the_same(anchor: Anchor) -> None:
    when = OnTime(anchor, 2, Unit.DAYS)
    [first] = dues_of(when, Times({anchor: Mark(FRIDAY)}), OFFICE)
    [again] = dues_of(when, Times({anchor: Mark(FRIDAY.astimezone(UTC))}), OFFICE)
    [later] = dues_of(when, Times({anchor: Mark(FRIDAY + timedelta(seconds=1))}), OFFICE)
    assert first.subject == again.subject != later.subject


@pytest.mark.parametrize("anchor", list(Anchor))
def test_nothing_is_due_where_there_is_nothing_to_count_from(anchor: Anchor) -> None:
    assert list(dues_of(OnTime(anchor, 1, Unit.DAYS), Times(), OFFICE)) == []


@pytest.mark.parametrize("unit", list(Unit))
def test_what_the_calendar_cannot_count_is_never_due(unit: Unit) -> None:
    beyond = Times({Anchor.RECEIVED: Mark(datetime(2099, 12, 31, 23, tzinfo=UTC))})
    found = list(dues_of(OnTime(Anchor.RECEIVED, 50, unit), beyond, OFFICE))
    assert found == []


moments = st.integers(0, 500 * 24 * 60).map(lambda minute: FRIDAY + timedelta(minutes=minute))
amounts = st.timedeltas(timedelta(), timedelta(hours=300))


@given(moments, amounts)
@settings(max_examples=80)
def test_working_time_taken_away_lies_between(end: datetime, amount: timedelta) -> None:
    start = subtract_business_time(OFFICE, end, amount)
    assert start <= end
    assert business_time_between(OFFICE, start, end) == amount


@given(moments, st.timedeltas(timedelta(minutes=1), timedelta(hours=300)))
@settings(max_examples=80)
def test_moment_found_is_the_latest_that_will_do(end: datetime, amount: timedelta) -> None:
    start = subtract_business_time(OFFICE, end, amount)
    later = start + timedelta(minutes=1)
    assert business_time_between(OFFICE, later, end) < amount


@given(moments, st.timedeltas(timedelta(minutes=1), timedelta(hours=300)))
@settings(max_examples=50)
def test_added_again_no_working_time_is_gained_or_lost(end: datetime, amount: timedelta) -> None:
    start = subtract_business_time(OFFICE, end, amount)
    again = add_business_time(OFFICE, start, amount)
    assert business_time_between(OFFICE, again, end) == timedelta()


def test_only_time_that_has_passed_can_be_taken_away() -> None:
    with pytest.raises(ValueError, match="passed"):
        subtract_business_time(OFFICE, FRIDAY, timedelta(seconds=-1))
    with pytest.raises(ValueError, match="time zone"):
        subtract_business_time(OFFICE, FRIDAY.replace(tzinfo=None), timedelta(hours=1))


def test_house_that_never_works_has_no_moment() -> None:
    shut = BusinessCalendar(closures=(Closure(date(2020, 1, 1), date(2035, 1, 1), "休業", "closed"),))
    with pytest.raises(CalendarError):
        subtract_business_time(shut, FRIDAY, timedelta(hours=1))
    assert list(dues_of(OnTime(Anchor.TOLD, 1, Unit.HOURS), Times({Anchor.TOLD: Mark(FRIDAY)}), shut)) == []


def test_nothing_taken_away_is_the_moment_itself_also_on_a_holiday() -> None:
    holiday = datetime.combine(date(2026, 11, 23), datetime.min.time(), TOKYO)
    assert subtract_business_time(OFFICE, holiday, timedelta()) == holiday
