"""What changed rules would make of telling moments, and what changed in the text."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import translation

from kikitori.interfaces.desk.settings.rule_preview import ChangedRule, changed_rules, telling_moments
from kikitori.interfaces.desk.settings.versions import Line, difference
from kikitori.records.deadlines.calendar import BusinessCalendar
from kikitori.records.deadlines.counting import due
from kikitori.records.deadlines.pack_reader import built_in_pack, read_pack, shipped_text

CALENDAR = BusinessCalendar()
TOKYO = ZoneInfo("Asia/Tokyo")
NOW = datetime(2026, 11, 19, 10, 0, tzinfo=TOKYO)
PACK = built_in_pack("jp-default")
TEXT = shipped_text("jp-default")


def test_moments_are_the_telling_ones() -> None:
    said = [f"{moment.at:%Y-%m-%d %H:%M}" for moment in telling_moments(CALENDAR, NOW)]
    assert said == ["2026-11-19 10:00", "2026-11-20 16:40", "2026-12-29 10:00", "2027-02-10 15:00"]
    assert not any(moment.at < NOW for moment in telling_moments(CALENDAR, NOW))


def test_moments_without_holidays_to_come_leave_the_eve_out() -> None:
    assert len(telling_moments(replace(CALENDAR, holiday_country=""), NOW)) == 3


def test_same_rules_are_not_shown() -> None:
    assert changed_rules(PACK, read_pack(TEXT, "x"), CALENDAR, NOW) == []


def test_changed_rule_shows_both_dates_as_they_are_counted() -> None:
    after = read_pack(TEXT.replace("quantity: 5", "quantity: 3", 1), "x")
    (rule,) = changed_rules(PACK, after, CALENDAR, NOW)
    assert len(rule.cases) == 4
    for case in rule.cases:
        assert case.before
        assert case.after
        assert case.before.due_at == due(PACK.rule("first-answer"), case.moment.at, CALENDAR).due_at
        assert case.after.due_at == due(after.rule("first-answer"), case.moment.at, CALENDAR).due_at
        assert case.moves
    with translation.override("en"):
        days = rule.cases[1].after.days if rule.cases[1].after else []
        assert [reason for _day, _counted, reason in days][-1] == "business day 3"
        assert any("Labor Thanksgiving Day" in reason for _day, _counted, reason in days)


def test_new_and_missing_rules_have_one_side() -> None:
    text = TEXT.replace("role: service\n", "").replace("id: follow-up", "id: thanks")
    before = read_pack(TEXT.replace("role: service\n", ""), "x")
    rules = {
        rule.when_before == "": rule for rule in changed_rules(before, read_pack(text, "x"), CALENDAR, NOW)
    }
    assert all(case.before is None and case.after for case in rules[True].cases)
    assert all(case.after is None and case.before for case in rules[False].cases)


def test_days_nobody_can_count_are_left_open() -> None:
    text = TEXT.replace("quantity: 20\n", "quantity: 1000\n", 1)
    late = datetime(2039, 1, 5, 10, 0, tzinfo=ZoneInfo("Asia/Tokyo"))
    (rule,) = changed_rules(PACK, read_pack(text, "x"), CALENDAR, late)
    assert rule.cases[0].before
    assert rule.cases[0].after is None


def test_difference_has_signs_and_what_is_around() -> None:
    before = "".join(f"{n}\n" for n in range(20))
    lines = difference(before, before.replace("5\n", "five\n", 1).replace("18\n", ""))
    assert Line("-", "5") in lines
    assert Line("+", "five") in lines
    assert Line("-", "18") in lines
    assert [line.text for line in lines if line.sign == " "] == [
        "2",
        "3",
        "4",
        "6",
        "7",
        "8",
        "15",
        "16",
        "17",
        "19",
    ]
    assert [line.sign for line in lines].count("@") == 1
    assert difference(before, before) == []


# ---- telling moments, whatever day it is


@pytest.mark.parametrize("days", range(0, 400, 23))
def test_moments_lie_ahead_in_their_order_whatever_day_it_is(days: int) -> None:
    now = NOW + timedelta(days=days)
    moments = telling_moments(CALENDAR, now)
    assert moments[0].at == now
    assert all(moment.at > now for moment in moments[1:])
    assert [moment.at for moment in moments[1:]] == sorted(moment.at for moment in moments[1:])


@pytest.mark.parametrize("days", range(8))
def test_friday_is_the_next_one_and_never_today(days: int) -> None:
    now = NOW + timedelta(days=days)
    with translation.override("en"):
        (friday,) = [
            each.at for each in telling_moments(CALENDAR, now) if str(each.label).startswith("Friday")
        ]
    assert friday.weekday() == 4
    assert timedelta(0) < friday.date() - now.date() <= timedelta(days=7)


@pytest.mark.parametrize(
    ("now", "winter"),
    [
        (datetime(2026, 12, 28, 23, 0, tzinfo=TOKYO), 2026),
        (datetime(2026, 12, 29, 0, 1, tzinfo=TOKYO), 2027),
        (datetime(2027, 1, 1, 0, 0, tzinfo=TOKYO), 2027),
        (datetime(2028, 2, 29, 12, 0, tzinfo=TOKYO), 2028),
    ],
)
def test_end_of_the_year_is_the_next_one(now: datetime, winter: int) -> None:
    assert datetime(winter, 12, 29, 10, 0, tzinfo=TOKYO) in [
        each.at for each in telling_moments(CALENDAR, now)
    ]


def test_eve_is_a_business_day_before_a_holiday() -> None:
    for days in range(0, 365, 30):
        moments = telling_moments(CALENDAR, NOW + timedelta(days=days))
        with translation.override("en"):
            eves = [each.at.date() for each in moments if "holiday" in str(each.label)]
        for eve in eves:
            assert CALENDAR.is_business_day(eve)
            assert not CALENDAR.is_business_day(eve + timedelta(days=1))


def test_moments_are_told_in_the_zone_of_the_calendar() -> None:
    london = replace(CALENDAR, zone=ZoneInfo("Europe/London"))
    assert {each.at.utcoffset() for each in telling_moments(london, NOW)} <= {
        timedelta(0),
        timedelta(hours=1),
    }


@pytest.mark.parametrize(("language", "said"), [("ja", ["いま", "金曜日 16:40", "12月29日", "祝日の前日"]),
                                               ("en", ["Now", "Friday 16:40", "29 December", "Before a public holiday"])])  # fmt: skip
def test_moments_are_named_in_the_readers_language(language: str, said: list[str]) -> None:
    with translation.override(language):
        assert sorted(str(each.label) for each in telling_moments(CALENDAR, NOW)) == sorted(said)


# ---- what would be different


def changed(before: str, after: str) -> list[ChangedRule]:
    assert before in TEXT
    with translation.override("en"):
        return changed_rules(PACK, read_pack(TEXT.replace(before, after, 1), "x"), CALENDAR, NOW)


def test_new_pack_shows_all_its_rules_with_one_side() -> None:
    with translation.override("en"):
        rules = changed_rules(None, PACK, CALENDAR, NOW)
    assert len(rules) == len(PACK.rules)
    assert all(rule.when_before == "" and all(case.before is None for case in rule.cases) for rule in rules)
    assert all(case.after and case.moves for rule in rules for case in rule.cases)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("warn_at: [50, 75]", "warn_at: [40, 75]"),
        ("name: {ja: 受付のお知らせ, en: Confirmation of receipt}", "name: {ja: 受付, en: Receipt}"),
        ("met_by: [acknowledge]", "met_by: [acknowledge, reply]"),
    ],
)
def test_rule_that_counts_the_same_days_is_shown_and_no_date_moves(before: str, after: str) -> None:
    (rule,) = changed(before, after)
    assert rule.when_before == rule.when_after
    assert not any(case.moves for case in rule.cases)


@pytest.mark.parametrize(
    ("after", "said"),
    [
        ("quantity: 6", "6 business days after receipt"),
        ("quantity: 5\n    outside_hours: same_day", "5 business days after receipt"),
    ],
)
def test_rule_that_counts_other_days_moves(after: str, said: str) -> None:
    (rule,) = changed("quantity: 5", after)
    assert rule.when_after == said
    assert any(case.moves for case in rule.cases)


def test_dates_are_told_with_their_days_in_both_languages() -> None:
    (rule,) = changed("quantity: 5", "quantity: 2")
    counted = rule.cases[1].after
    assert counted
    for language, last in (("ja", "2営業日目"), ("en", "business day 2")):
        with translation.override(language):
            assert counted.days[-1][2] == last
            assert counted.sentence
            assert [was for _day, was, _why in counted.days].count(True) == 2
