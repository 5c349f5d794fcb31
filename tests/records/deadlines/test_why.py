"""The count as data and as a sentence: what a person is told when they ask how a date came about."""

from dataclasses import replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from kikitori.records.deadlines.calendar import Block, BusinessCalendar, Closure, same_hours
from kikitori.records.deadlines.counting import due
from kikitori.records.deadlines.rule_parts import Direction
from kikitori.records.deadlines.rules import Certainty, OutsideHours, Roll, Rule, Source, Trigger, Unit
from kikitori.records.deadlines.why import (
    CountedDay,
    DayCode,
    Why,
    explain,
    why_to_json,
)

OFFICE = BusinessCalendar()
TOKYO = ZoneInfo("Asia/Tokyo")
ALWAYS = BusinessCalendar(week=same_hours(Block(time(9), time(21)), days=7), holiday_country="", closures=())


def why(quantity: int, unit: Unit, start: str, calendar: BusinessCalendar = OFFICE, **more: object) -> Why:
    plain = Rule("r", "progress", Trigger.RECEIVED, quantity, unit, Source("a test"), Certainty.PROPOSAL)
    moment = datetime.fromisoformat(start).replace(tzinfo=TOKYO)
    return due(replace(plain, **more), moment, calendar).why  # type: ignore[arg-type]


DAYS = Unit.BUSINESS_DAY


@pytest.mark.parametrize(
    ("counted", "ja", "en"),
    [
        (
            why(3, DAYS, "2026-11-20T16:40"),
            "11月23日（祝日 勤労感謝の日）を除いて数えています。",
            "23 November (public holiday: Labor Thanksgiving Day) is not counted.",
        ),
        (
            why(5, DAYS, "2026-12-24T10:00"),
            "12月29日から1月3日まで（年末年始休業）を除いて数えています。",
            "29 December to 3 January (year-end and New Year closure) are not counted.",
        ),
        (
            why(4, DAYS, "2026-09-18T10:00"),
            "9月21日（祝日 敬老の日）、9月22日（祝日 国民の休日）、9月23日（祝日 秋分の日）を除いて数えています。",
            (
                "21 September (public holiday: Respect for the Aged Day), 22 September (public holiday: National"
                " Holiday) and 23 September (public holiday: Autumnal Equinox Day) are not counted."
            ),
        ),
        (
            why(5, DAYS, "2026-11-12T10:00"),
            "土曜日・日曜日を除いて数えています。",
            "Saturdays and Sundays are not counted.",
        ),
        (why(1, DAYS, "2026-11-24T10:00"), "営業日で数えています。", "Working days are counted."),
        (
            why(1, DAYS, "2026-11-20T18:00"),
            "営業時間外のため11月24日（火）を起点に、11月23日（祝日 勤労感謝の日）を除いて数えています。",
            (
                "Counting starts on Tuesday 24 November, as this came outside working hours; 23 November (public"
                " holiday: Labor Thanksgiving Day) is not counted."
            ),
        ),
        (
            why(1, DAYS, "2026-11-14T10:00"),
            "営業時間外のため11月16日（月）を起点に、土曜日・日曜日を除いて数えています。",
            (
                "Counting starts on Monday 16 November, as this came outside working hours; Saturdays and Sundays"
                " are not counted."
            ),
        ),
        (
            why(1, DAYS, "2026-11-16T18:00"),
            "営業時間外のため11月17日（火）を起点に、営業日で数えています。",
            (
                "Counting starts on Tuesday 17 November, as this came outside working hours; working days are"
                " counted."
            ),
        ),
        (
            why(2, DAYS, "2026-11-21T10:00", outside_hours=OutsideHours.SAME_DAY),
            "11月23日（祝日 勤労感謝の日）を除いて数えています。",
            "23 November (public holiday: Labor Thanksgiving Day) is not counted.",
        ),
        (why(3, DAYS, "2026-12-30T10:00", ALWAYS), "営業日で数えています。", "Working days are counted."),
        (
            why(20, Unit.CALENDAR_DAY, "2026-11-20T10:00"),
            "土曜・日曜・祝日も含めて数えています。",
            "Weekends and public holidays are counted too.",
        ),
        (
            why(8, Unit.WEEK, "2026-11-20T10:00"),
            "土曜・日曜・祝日も含めて数えています。",
            "Weekends and public holidays are counted too.",
        ),
        (
            why(30, Unit.CALENDAR_DAY, "2026-11-20T10:00", first_day_counts=True, roll=Roll.NEXT),
            "最終日の12月19日（土）が休みにあたるため、12月21日（月）に繰り下げています。",
            "The last day, Saturday 19 December, is not a working day; the date moves to Monday 21 December.",
        ),
        (
            why(1, Unit.MONTH, "2026-11-30T10:00", roll=Roll.PREVIOUS),
            "最終日の12月30日（水）が休みにあたるため、12月28日（月）に繰り上げています。",
            "The last day, Wednesday 30 December, is not a working day; the date moves to Monday 28 December.",
        ),
        (
            why(24, Unit.HOUR, "2026-11-20T10:00"),
            "夜間や休日も含め、時間で数えています。",
            "Hours are counted day and night, weekends and public holidays included.",
        ),
        ((), "", ""),
    ],
)
def test_explain_says_in_one_sentence_how_days_were_counted(counted: Why, ja: str, en: str) -> None:
    assert explain(counted, "ja") == ja
    assert explain(counted, "en") == en


def waiting(counted: Rule, *pauses: tuple[str, str]) -> Why:
    """The count from the Friday before a holiday, with the stretches of waiting, as month, day and hour."""
    spans = [
        tuple(datetime.fromisoformat(f"2026-{text}").replace(tzinfo=TOKYO) for text in pause)
        for pause in pauses
    ]
    trigger = datetime(2026, 11, 20, 16, 40, tzinfo=TOKYO)
    return due(counted, trigger, OFFICE, [(asked, answered) for asked, answered in spans]).why


def pausable(quantity: int, unit: Unit = DAYS, **more: object) -> Rule:
    plain = Rule("r", "decision", Trigger.RECEIVED, quantity, unit, Source("a test"), Certainty.PROPOSAL)
    return replace(plain, pausable=True, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("counted", "ja", "en"),
    [
        (
            waiting(pausable(3), ("11-24T11", "11-26T09")),
            "11月23日（祝日 勤労感謝の日）、ご回答をお待ちした日（11月25日から11月26日まで）を除いて数えています。",
            (
                "23 November (public holiday: Labor Thanksgiving Day) and the days on which we waited for your"
                " answer (25 November to 26 November) are not counted."
            ),
        ),
        # Over a weekend is one stretch; what lies beyond the last counted day is not told.
        (
            waiting(
                pausable(4), ("11-26T11", "12-01T09"), ("12-02T09", "12-03T09"), ("12-08T09", "12-09T09")
            ),
            (
                "11月23日（祝日 勤労感謝の日）、ご回答をお待ちした日（11月27日から12月1日まで）"
                "を除いて数えています。"
            ),
            (
                "23 November (public holiday: Labor Thanksgiving Day) and the days on which we waited for your"
                " answer (27 November to 1 December) are not counted."
            ),
        ),
        (
            waiting(pausable(8, Unit.CALENDAR_DAY), ("11-24T11", "11-27T09")),
            (
                "ご回答をお待ちした日（11月25日から11月27日まで）を除き、"
                "土曜・日曜・祝日も含めて数えています。"
            ),
            (
                "Weekends and public holidays are counted too; the days on which we waited for your answer"
                " (25 November to 27 November) are not."
            ),
        ),
        (
            waiting(pausable(3, Unit.CALENDAR_DAY), ("11-20T17", "11-21T09")),
            "ご回答をお待ちした日（11月21日）を除き、土曜・日曜・祝日も含めて数えています。",
            (
                "Weekends and public holidays are counted too; the day on which we waited for your answer"
                " (21 November) is not."
            ),
        ),
        (
            waiting(pausable(7, Unit.CALENDAR_DAY, roll=Roll.NEXT), ("11-20T17", "11-21T09")),
            (
                "ご回答をお待ちした日（11月21日）を除いて数え、最終日の11月28日（土）が休みにあたるため、"
                "11月30日（月）に繰り下げています。"
            ),
            (
                "The day on which we waited for your answer (21 November) is not counted; the last day, Saturday"
                " 28 November, is not a working day; the date moves to Monday 30 November."
            ),
        ),
        (
            waiting(pausable(8, Unit.CALENDAR_DAY), ("11-20T17", "11-21T09"), ("11-24T17", "11-25T09")),
            "ご回答をお待ちした日（11月21日、11月25日）を除き、土曜・日曜・祝日も含めて数えています。",
            (
                "Weekends and public holidays are counted too; the days on which we waited for your answer"
                " (21 November and 25 November) are not."
            ),
        ),
    ],
)
def test_explain_tells_of_the_days_on_which_an_answer_was_waited_for(counted: Why, ja: str, en: str) -> None:
    assert explain(counted, "ja") == ja
    assert explain(counted, "en") == en


def test_explain_tells_of_waiting_where_nothing_else_was_left_out() -> None:
    counted = due(
        pausable(1),
        datetime(2026, 11, 24, 18, tzinfo=TOKYO),
        OFFICE,
        [(datetime(2026, 11, 25, 9, tzinfo=TOKYO), datetime(2026, 11, 26, 9, tzinfo=TOKYO))],
    ).why
    assert explain(counted, "ja") == (
        "営業時間外のため11月25日（水）を起点に、ご回答をお待ちした日（11月26日）を除いて数えています。"
    )
    assert explain(counted, "en") == (
        "Counting starts on Wednesday 25 November, as this came outside working hours; the day on which we"
        " waited for your answer (26 November) is not counted."
    )


@pytest.mark.parametrize(
    ("counted", "ja", "en"),
    [
        (
            why(3, DAYS, "2026-11-26T10:00", direction=Direction.BEFORE),
            "11月23日（祝日 勤労感謝の日）を除いて数えています。",
            "23 November (public holiday: Labor Thanksgiving Day) is not counted.",
        ),
        (
            why(4, DAYS, "2026-11-18T10:00", direction=Direction.BEFORE),
            "土曜日・日曜日を除いて数えています。",
            "Saturdays and Sundays are not counted.",
        ),
        (
            why(5, Unit.CALENDAR_DAY, "2026-11-27T10:00", direction=Direction.BEFORE, roll=Roll.PREVIOUS),
            "最終日の11月22日（日）が休みにあたるため、11月20日（金）に繰り上げています。",
            "The last day, Sunday 22 November, is not a working day; the date moves to Friday 20 November.",
        ),
        (
            why(5, Unit.CALENDAR_DAY, "2026-11-27T10:00", direction=Direction.BEFORE, roll=Roll.NEXT),
            "最終日の11月22日（日）が休みにあたるため、11月24日（火）に繰り下げています。",
            "The last day, Sunday 22 November, is not a working day; the date moves to Tuesday 24 November.",
        ),
        (
            why(1, Unit.WEEK, "2026-11-27T10:00", direction=Direction.BEFORE),
            "土曜・日曜・祝日も含めて数えています。",
            "Weekends and public holidays are counted too.",
        ),
        (
            why(3, Unit.YEAR, "2026-11-27T10:00"),
            "土曜・日曜・祝日も含めて数えています。",
            "Weekends and public holidays are counted too.",
        ),
        (
            why(1, Unit.YEAR, "2026-11-28T10:00", roll=Roll.NEXT),
            "最終日の11月28日（日）が休みにあたるため、11月29日（月）に繰り下げています。",
            "The last day, Sunday 28 November, is not a working day; the date moves to Monday 29 November.",
        ),
    ],
)
def test_explain_of_days_counted_back_and_of_years(counted: Why, ja: str, en: str) -> None:
    assert explain(counted, "ja") == ja
    assert explain(counted, "en") == en


def test_explain_of_two_holidays_speaks_of_both() -> None:
    counted = why(
        2, DAYS, "2026-05-01T10:00", BusinessCalendar(week=same_hours(Block(time(9), time(17)), days=7))
    )
    assert [day.reason_ja for day in counted if day.reason_code == "holiday"] == [
        "憲法記念日",
        "みどりの日",
        "こどもの日",
        "振替休日",
    ]
    two = counted[:4] + counted[6:]
    assert explain(two, "en") == (
        "3 May (public holiday: Constitution Day) and 4 May (public holiday: Greenery Day) are not counted."
    )


def test_explain_of_british_days_in_both_languages() -> None:
    britain = BusinessCalendar(zone=ZoneInfo("Europe/London"), holiday_country="GB-ENG", closures=())
    counted = why(3, DAYS, "2026-12-24T20:00", britain)  # 11:00 in London
    assert explain(counted, "en") == (
        "25 December (public holiday: Christmas Day), 26 December (public holiday: Boxing Day) and"
        " 28 December (public holiday: Boxing Day (substitute day)) are not counted."
    )
    assert explain(counted, "ja") == (
        "12月25日（祝日 クリスマス）、12月26日（祝日 ボクシング・デー）、"
        "12月28日（祝日 ボクシング・デーの振替）を除いて数えています。"
    )


def test_explain_of_a_count_that_never_counted_anything_still_answers() -> None:
    start = why(1, DAYS, "2026-11-24T10:00")[:1]
    assert explain(start, "ja") == "営業日で数えています。"
    weekend = why(1, DAYS, "2026-11-21T10:00")[:2]
    assert explain(weekend, "en") == "Saturdays are not counted."


def test_explain_tells_two_closures_side_by_side_apart() -> None:
    closures = (
        Closure(date(2026, 8, 12), date(2026, 8, 13), "夏季休業", "summer closure"),
        Closure(date(2026, 8, 14), date(2026, 8, 14), "棚卸し", "stocktaking"),
    )
    counted = why(1, DAYS, "2026-08-10T10:00", BusinessCalendar(closures=closures))
    assert explain(counted, "ja") == (
        "8月11日（祝日 山の日）、8月12日から8月13日まで（夏季休業）、8月14日（棚卸し）を除いて数えています。"
    )


def test_explain_names_a_shop_s_own_day_off() -> None:
    day, free = (Block(time(10), time(19)),), ()
    shop = BusinessCalendar(week=(day, day, free, day, day, day, day), holiday_country="", closures=())
    counted = why(2, DAYS, "2026-11-17T12:00", shop)
    assert explain(counted, "ja") == "水曜日を除いて数えています。"
    assert explain(counted, "en") == "Wednesdays are not counted."


def test_explain_leaves_out_what_lies_behind_the_due_day() -> None:
    counted = (
        *why(1, DAYS, "2026-11-19T10:00"),
        CountedDay(date(2026, 11, 23), False, None, DayCode.HOLIDAY, "祝", "x"),
    )
    assert explain(counted, "ja") == "営業日で数えています。"


def test_why_to_json_is_plain_and_readable() -> None:
    rows = why_to_json(why(1, DAYS, "2026-11-20T16:40"))
    assert rows[0] == {
        "date": "2026-11-20",
        "counted": False,
        "number": 0,
        "reason_code": "start",
        "reason_ja": "起点",
        "reason_en": "starting day",
    }
    assert rows[3]["reason_ja"] == "勤労感謝の日"
    assert rows[-1]["number"] == 1
