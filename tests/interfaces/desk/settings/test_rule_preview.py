"""What changed rules would make of telling moments, and what changed in the text."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import translation

from kikitori.interfaces.desk.settings.rule_preview import changed_rules, telling_moments
from kikitori.interfaces.desk.settings.versions import Line, difference
from kikitori.records.deadlines.calendar import BusinessCalendar
from kikitori.records.deadlines.counting import due
from kikitori.records.deadlines.pack_reader import built_in_pack, read_pack, shipped_text

CALENDAR = BusinessCalendar()
NOW = datetime(2026, 11, 19, 10, 0, tzinfo=ZoneInfo("Asia/Tokyo"))
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
