"""The count as the database keeps it: runs of days, and the same count again."""

import json
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kikitori.records.deadlines.calendar import Block, BusinessCalendar, Closure, same_hours
from kikitori.records.deadlines.counting import due
from kikitori.records.deadlines.rule_parts import Direction
from kikitori.records.deadlines.rules import Certainty, Roll, Rule, Source, Trigger, Unit
from kikitori.records.deadlines.why import CountedDay, DayCode, Why, explain, why_to_json
from kikitori.records.deadlines.why_kept import keep_why, kept_why, usual_day

OFFICE = BusinessCalendar()
TOKYO = ZoneInfo("Asia/Tokyo")
DAYS = Unit.BUSINESS_DAY
FOUR_DAYS = BusinessCalendar(week=(*(((Block(time(9), time(17)),),) * 4), (), (), ()))


def why(quantity: int, unit: Unit, start: str, calendar: BusinessCalendar = OFFICE, **more: object) -> Why:
    plain = Rule("r", "progress", Trigger.RECEIVED, quantity, unit, Source("a test"), Certainty.PROPOSAL)
    pauses = more.pop("pauses", ())
    moment = datetime.fromisoformat(start).replace(tzinfo=TOKYO)
    return due(replace(plain, **more), moment, calendar, pauses).why  # type: ignore[arg-type]


def through_the_database(counted: Why) -> Why:
    return kept_why(json.loads(json.dumps(keep_why(counted), ensure_ascii=False)))


@settings(deadline=None)
@given(
    st.sampled_from([DAYS, Unit.CALENDAR_DAY, Unit.WEEK, Unit.MONTH, Unit.HOUR, Unit.YEAR]),
    st.integers(1, 30),
    st.datetimes(datetime(2024, 1, 1), datetime(2034, 1, 1)),  # noqa: DTZ001 - the zone is added by why()
    st.sampled_from([OFFICE, FOUR_DAYS]),
    st.sampled_from([Roll.NONE, Roll.NEXT]),
)
def test_the_count_comes_back_as_it_was(
    unit: Unit, quantity: int, start: datetime, calendar: BusinessCalendar, roll: Roll
) -> None:
    quantity = min(quantity, 6) if unit is Unit.YEAR else quantity
    counted = why(
        quantity, unit, start.isoformat(), calendar, roll=Roll.NONE if unit in {DAYS, Unit.HOUR} else roll
    )
    assert through_the_database(counted) == counted
    for language in ("ja", "en"):
        assert explain(counted, language).strip()
        assert "None" not in explain(counted, language)


def test_days_of_waiting_come_back_as_they_were() -> None:
    asked, answered = (datetime(2026, 11, day, 10, tzinfo=TOKYO) for day in (24, 26))
    counted = why(3, DAYS, "2026-11-20T16:40", pausable=True, pauses=[(asked, answered)])
    assert [day.reason_code for day in counted].count(DayCode.PAUSED) == 2
    assert through_the_database(counted) == counted


def test_days_counted_back_come_back_as_they_were() -> None:
    counted = why(5, DAYS, "2026-12-11T10:00", direction=Direction.BEFORE)
    assert counted[-1].date < counted[0].date
    assert through_the_database(counted) == counted


def test_a_closure_of_our_own_keeps_its_name() -> None:
    closed = Closure(date(2026, 12, 1), date(2026, 12, 3), "棚卸し", "stocktaking")
    counted = why(2, DAYS, "2026-11-30T10:00", BusinessCalendar(closures=(closed,)))
    assert through_the_database(counted) == counted
    assert "棚卸し" in explain(through_the_database(counted), "ja")


def test_neighbouring_days_of_one_kind_are_one_run() -> None:
    assert keep_why(why(4, DAYS, "2026-11-19T10:00")) == [
        ["2026-11-19", 1, "start", 0],
        ["2026-11-20", 1, "business_day", 1],
        ["2026-11-21", 2, "weekend"],
        ["2026-11-23", 1, "holiday", None, "勤労感謝の日", "Labor Thanksgiving Day"],
        ["2026-11-24", 3, "business_day", 2],
    ]


def test_thirty_days_take_a_tenth_of_what_they_take_spelled_out() -> None:
    counted = why(30, DAYS, "2026-11-30T10:00")
    assert len(json.dumps(keep_why(counted))) * 8 < len(json.dumps(why_to_json(counted)))


def test_days_around_the_clock_are_one_run_of_any_length() -> None:
    always = BusinessCalendar(
        week=same_hours(Block(time(9), time(21)), days=7), holiday_country="", closures=()
    )
    assert keep_why(why(300, DAYS, "2026-11-30T10:00", always))[1:] == [
        ["2026-12-01", 300, "business_day", 1]
    ]


def test_a_day_that_counting_would_not_make_is_not_kept() -> None:
    odd = CountedDay(date(2026, 11, 20), False, 1, DayCode.BUSINESS_DAY, "1営業日目", "business day 1")
    with pytest.raises(ValueError, match="not a counted day"):
        keep_why([odd])


def test_words_of_another_time_are_kept_as_they_are() -> None:
    """A rule of words that has changed since does not change what was counted then."""
    then = replace(usual_day(date(2026, 11, 20), DayCode.PAUSED), reason_ja="照会中", reason_en="asked back")
    assert through_the_database((then,)) == (then,)


def test_rows_that_spell_out_each_day_are_still_read() -> None:
    counted = why(4, DAYS, "2026-11-19T10:00")
    assert kept_why(json.loads(json.dumps(why_to_json(counted)))) == counted


SPELLED = why_to_json(why(1, DAYS, "2026-11-24T10:00"))[0]


@pytest.mark.parametrize(
    "rows",
    [
        None,
        {},
        "why",
        [None],
        [{}],
        [[]],
        [["2026-11-24", 1]],
        [["2026-02-30", 1, "weekend"]],
        [["2026-11-24", 0, "weekend"]],
        [["2026-11-24", 10**9, "weekend"]],
        [["2026-11-24", 1, "weather"]],
        [["2026-11-24", 1, "holiday"]],
        [["2026-11-24", 1, "business_day", "1"]],
        [["2026-11-24", 1, "business_day", 1, "x"]],
        [{**SPELLED, "date": "2026-02-30"}],
        [{**SPELLED, "date": 20261124}],
        [{**SPELLED, "counted": "yes"}],
        [{**SPELLED, "number": "1"}],
        [{**SPELLED, "reason_code": "weather"}],
        [{key: value for key, value in SPELLED.items() if key != "reason_en"}],
    ],
)
def test_what_was_not_kept_is_refused(rows: object) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the kind of error is the contract
        kept_why(rows)


def test_nothing_counted_is_nothing_kept() -> None:
    assert keep_why(()) == []
    assert kept_why([]) == ()


def test_a_run_reaches_no_further_than_the_calendar() -> None:
    with pytest.raises((ValueError, OverflowError)):
        kept_why([["9999-12-31", 2, "weekend"]])


def test_usual_words_are_there_for_all_but_what_has_a_name() -> None:
    named = {DayCode.HOLIDAY, DayCode.CLOSURE, DayCode.MOVED}
    for code in set(DayCode) - named:
        assert usual_day(date(2026, 11, 21) + timedelta(days=1), code, 3).reason_ja
    for code in named:
        with pytest.raises(ValueError, match="no usual words"):
            usual_day(date(2026, 11, 21), code)
