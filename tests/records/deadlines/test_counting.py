"""Counting backwards, with pauses, by the days of another country, in years: each by dates that can be read."""

from dataclasses import replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from kikitori.records.deadlines.calendar import Block, BusinessCalendar, same_hours
from kikitori.records.deadlines.counting import due
from kikitori.records.deadlines.holiday_tables import COUNTRIES
from kikitori.records.deadlines.rule_parts import Direction
from kikitori.records.deadlines.rules import Certainty, OutsideHours, Roll, Rule, Source, Trigger, Unit

OFFICE = BusinessCalendar()
TOKYO, BRITAIN = ZoneInfo("Asia/Tokyo"), ZoneInfo("Europe/London")
DAYS, CALENDAR_DAYS = Unit.BUSINESS_DAY, Unit.CALENDAR_DAY


def rule(quantity: int, unit: Unit = DAYS, **more: object) -> Rule:
    plain = Rule("r", "notice", Trigger.RECEIVED, quantity, unit, Source("a test"), Certainty.PROPOSAL)
    return replace(plain, **more)  # type: ignore[arg-type]


def before(quantity: int, unit: Unit = DAYS, **more: object) -> Rule:
    return rule(quantity, unit, direction=Direction.BEFORE, **more)


def tokyo(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-{text}").replace(tzinfo=TOKYO)


def told(counted: Rule, moment: datetime, *pauses: tuple[datetime, datetime]) -> str:
    """The due moment without year and zone."""
    return f"{due(counted, moment, OFFICE, pauses).due_at:%m-%d %H:%M:%S}"


@pytest.mark.parametrize(
    ("counted", "meeting", "last_moment"),
    [
        (before(1, Unit.WEEK), "11-27T13:00", "11-20 23:59:59"),
        (before(8, CALENDAR_DAYS), "11-27T13:00", "11-19 23:59:59"),
        # The day of the meeting is day 1.
        (before(8, CALENDAR_DAYS, first_day_counts=True), "11-27T13:00", "11-20 23:59:59"),
        (before(1, Unit.WEEK, first_day_counts=True), "11-27T13:00", "11-21 23:59:59"),
        # The 23rd is a holiday, the days before it a weekend.
        (before(1), "11-24T10:00", "11-20 17:00:00"),
        (before(3), "11-27T10:00", "11-24 17:00:00"),
        (before(4), "11-27T10:00", "11-20 17:00:00"),
        (before(2, first_day_counts=True), "11-27T18:00", "11-26 17:00:00"),
        (before(1, first_day_counts=True), "11-28T18:00", "11-27 17:00:00"),
        # What would end after the meeting ends with it.
        (before(1, first_day_counts=True), "11-27T10:00", "11-27 10:00:00"),
        (before(1, CALENDAR_DAYS, first_day_counts=True), "11-27T10:00", "11-27 10:00:00"),
        (before(48, Unit.HOUR), "11-27T10:00", "11-25 10:00:00"),
        (before(1, Unit.YEAR), "11-27T10:00", "11-27 23:59:59"),
    ],
)
def test_due_before_a_meeting_is_counted_back_from_it(counted: Rule, meeting: str, last_moment: str) -> None:
    assert told(counted, tokyo(meeting)) == last_moment


@pytest.mark.parametrize(
    ("roll", "day"),
    [(Roll.NONE, "11-22"), (Roll.PREVIOUS, "11-20"), (Roll.NEXT, "11-24")],
)
def test_due_before_a_meeting_rolls_from_a_closed_day(roll: Roll, day: str) -> None:
    assert told(before(5, CALENDAR_DAYS, roll=roll), tokyo("11-27T10:00")) == f"{day} 23:59:59"


def test_due_before_a_meeting_never_rolls_onto_the_meeting_or_beyond() -> None:
    # One day before Tuesday the 24th is a holiday; the next working day would be the meeting itself.
    assert told(before(1, CALENDAR_DAYS, roll=Roll.NEXT), tokyo("11-24T10:00")) == "11-23 23:59:59"


def test_due_before_a_meeting_shows_the_days_back_to_front_and_warns_of_nothing() -> None:
    found = due(before(2, warn_at=(50, 75)), tokyo("11-25T10:00"), OFFICE)
    assert [(f"{day.date:%m-%d}", day.number, day.reason_code) for day in found.why] == [
        ("11-25", 0, "start"),
        ("11-24", 1, "business_day"),
        ("11-23", None, "holiday"),
        ("11-22", None, "weekend"),
        ("11-21", None, "weekend"),
        ("11-20", 2, "business_day"),
    ]
    assert (found.warn_from, found.due_soon_from) == (None, None)


@pytest.mark.parametrize(
    ("counted", "start", "end"),
    [
        (rule(1, Unit.MONTH), date(2027, 1, 31), date(2027, 2, 28)),
        (rule(1, Unit.MONTH, first_day_counts=True), date(2027, 1, 31), date(2027, 2, 28)),
        (rule(1, Unit.MONTH, first_day_counts=True), date(2027, 2, 1), date(2027, 2, 28)),
        (before(1, Unit.MONTH), date(2027, 3, 31), date(2027, 2, 28)),
        (before(1, Unit.MONTH), date(2028, 3, 31), date(2028, 2, 29)),
        (before(1, Unit.MONTH), date(2027, 3, 15), date(2027, 2, 15)),
        # Counted back with the day itself: 1 March to 31 March is one month.
        (before(1, Unit.MONTH, first_day_counts=True), date(2027, 3, 31), date(2027, 3, 1)),
        (before(1, Unit.MONTH, first_day_counts=True), date(2027, 3, 28), date(2027, 3, 1)),
        (before(1, Unit.MONTH, first_day_counts=True), date(2027, 4, 1), date(2027, 3, 2)),
        (before(2, Unit.MONTH, first_day_counts=True), date(2027, 12, 31), date(2027, 11, 1)),
        (rule(3, Unit.YEAR), date(2024, 2, 29), date(2027, 2, 28)),
        (rule(4, Unit.YEAR), date(2024, 2, 29), date(2028, 2, 29)),
        (rule(1, Unit.YEAR, first_day_counts=True), date(2026, 4, 1), date(2027, 3, 31)),
        (before(1, Unit.YEAR), date(2028, 2, 29), date(2027, 2, 28)),
    ],
)
def test_due_in_months_and_years_knows_short_months_both_ways(counted: Rule, start: date, end: date) -> None:
    found = due(counted, datetime.combine(start, time(11), TOKYO), OFFICE)
    assert found.due_at.date() == end


def test_due_in_years_shows_each_of_them() -> None:
    found = due(rule(2, Unit.YEAR), tokyo("11-20T10:00"), OFFICE)
    assert [(day.date.year, day.reason_ja, day.reason_en) for day in found.why] == [
        (2026, "起点", "starting day"),
        (2027, "1年", "year 1"),
        (2028, "2年", "year 2"),
    ]


PAUSE = (tokyo("11-24T11:00"), tokyo("11-27T09:30"))


@pytest.mark.parametrize(
    ("counted", "end"),
    [
        # Asked on the 24th, which still counts; answered on the 27th, which does not. Then a weekend.
        (rule(3, pausable=True), "12-01 17:00:00"),
        (rule(3, CALENDAR_DAYS, pausable=True), "11-23 23:59:59"),
        (rule(5, CALENDAR_DAYS, pausable=True), "11-28 23:59:59"),
        (rule(3), "11-26 17:00:00"),
        (rule(5, CALENDAR_DAYS), "11-25 23:59:59"),
        (rule(1, Unit.WEEK), "11-27 23:59:59"),
    ],
)
def test_due_leaves_out_the_days_on_which_an_answer_was_waited_for(counted: Rule, end: str) -> None:
    assert told(counted, tokyo("11-20T16:40"), PAUSE) == end


def test_due_shows_the_days_of_waiting_as_days_that_were_not_counted() -> None:
    found = due(rule(2, pausable=True), tokyo("11-20T16:40"), OFFICE, [PAUSE])
    waited = [day for day in found.why if day.reason_code == "paused"]
    assert [day.date.day for day in waited] == [25, 26, 27]
    assert {(day.counted, day.number, day.reason_ja) for day in waited} == {(False, None, "申出者の回答待ち")}
    assert found.due_at.date() == date(2026, 11, 30)


def test_due_counts_overlapping_pauses_once_and_one_of_a_day_not_at_all() -> None:
    overlapping = (tokyo("11-25T10:00"), tokyo("11-26T10:00"))
    same_day = (tokyo("12-01T10:00"), tokyo("12-01T16:00"))
    alone = told(rule(9, pausable=True), tokyo("11-20T16:40"), PAUSE)
    assert told(rule(9, pausable=True), tokyo("11-20T16:40"), overlapping, same_day, PAUSE) == alone


def test_due_reads_a_pause_by_the_days_of_the_calendar() -> None:
    # 20:00 in London is the next day in Tokyo: nothing is left out there.
    pause = (
        datetime(2026, 11, 24, 20, tzinfo=BRITAIN),
        datetime(2026, 11, 25, 11, tzinfo=BRITAIN),
    )
    assert told(rule(3, pausable=True), tokyo("11-20T16:40"), pause) == "11-26 17:00:00"


def test_due_that_rolls_counts_the_pause_first() -> None:
    counted = rule(8, CALENDAR_DAYS, pausable=True, roll=Roll.NEXT)
    # 28 November without the pause, which is a Saturday; with it 1 December.
    assert told(counted, tokyo("11-20T16:40")) == "11-30 23:59:59"
    assert told(counted, tokyo("11-20T16:40"), PAUSE) == "12-01 23:59:59"


@pytest.mark.parametrize(
    ("country", "end"),
    [
        ("JP", "12-28"),  # of Japan the holidays alone: the year-end closure is the organisation's own
        ("GB-ENG", "12-31"),
        ("GB-SCT", "12-31"),
        ("GB-NIR", "12-31"),
        ("AU", "12-31"),
        ("US", "12-30"),
        ("EU", "12-30"),
    ],
)
def test_due_by_the_days_of_a_country_leaves_out_its_holidays(country: str, end: str) -> None:
    counted = rule(3, calendar=country, outside_hours=OutsideHours.SAME_DAY)
    start = tokyo("12-23T10:00") if country == "JP" else tokyo("12-24T10:00")
    assert told(counted, start) == f"{end} 17:00:00"


def test_due_by_the_days_of_a_country_stays_in_the_organisation_s_zone_and_hours() -> None:
    lunch = BusinessCalendar(week=same_hours(Block(time(9), time(12)), Block(time(13), time(18, 15)), days=7))
    found = due(rule(1, calendar="GB-ENG"), tokyo("11-20T16:40"), lunch)
    # A Saturday is worked in this house, yet no business day in England; a Japanese holiday is one there.
    assert found.due_at == tokyo("11-23T18:15")


def test_due_on_the_day_of_a_trigger_after_work_is_the_end_of_that_day() -> None:
    counted = rule(1, first_day_counts=True, outside_hours=OutsideHours.SAME_DAY)
    assert told(counted, tokyo("11-20T16:40")) == "11-20 17:00:00"
    assert told(counted, tokyo("11-20T18:00")) == "11-20 23:59:59"
    assert told(replace(counted, quantity=2), tokyo("11-20T18:00")) == "11-24 17:00:00"


@pytest.mark.parametrize("country", COUNTRIES)
def test_of_country_is_monday_to_friday_without_closures(country: str) -> None:
    calendar = OFFICE.of_country(country)
    assert (calendar.holiday_country, calendar.closures, calendar.zone) == (country, (), OFFICE.zone)
    assert [bool(blocks) for blocks in calendar.week] == [True] * 5 + [False] * 2
    assert calendar.is_business_day(date(2026, 12, 30))


def test_of_country_takes_the_hours_of_the_house_and_fills_its_free_weekdays() -> None:
    short, long = (Block(time(10), time(12)),), (Block(time(10), time(19)),)
    shop = BusinessCalendar(week=((), short, (), long, long, long, long), closures=())
    assert shop.of_country("US").week == (short, short, short, long, long, (), ())
