"""Changes of the calendar and of the ladder in lines: only what is different, in both languages."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation

from kikitori.interfaces.desk.settings.calendar_words import closure_lines, closure_named, hours_lines
from kikitori.interfaces.desk.settings.ladder_words import absence_lines, ladder_lines

OFFICE: list[list[str]] = [["09:00-17:00"]] * 5 + [[], []]
HOUSE = {"time_zone": "Asia/Tokyo", "week": OFFICE, "holiday_country": "JP", "closed_at_year_end": True}
TEAM: dict[str, Any] = {"team": 4, "time_zone": "", "week": []}


def saturdays(hours: str) -> list[list[str]]:
    return [*OFFICE[:5], [hours] if hours else [], []]


@pytest.mark.parametrize(
    ("changes", "before", "after"),
    [
        ({}, [], []),
        ({"time_zone": "UTC"}, ["Time zone: Asia/Tokyo"], ["Time zone: UTC"]),
        ({"week": saturdays("09:00-12:00")}, ["Saturday: day off"], ["Saturday: 09:00-12:00"]),
        ({"week": []}, [], []),
        ({"holiday_country": "EU"}, ["Public holidays: Japan"], ["Public holidays: European Union (institutions)"]),
        ({"holiday_country": ""}, ["Public holidays: Japan"], ["Public holidays: None: we work on public holidays"]),
        ({"holiday_country": "XX"}, ["Public holidays: Japan"], ["Public holidays: XX"]),
        (
            {"closed_at_year_end": False},
            ["Closed at year-end and New Year (29 December to 3 January)"],
            ["Open at year-end and New Year"],
        ),
        (
            {"time_zone": "UTC", "week": saturdays("10:00-11:00")},
            ["Time zone: Asia/Tokyo", "Saturday: day off"],
            ["Time zone: UTC", "Saturday: 10:00-11:00"],
        ),
    ],
)  # fmt: skip
def test_only_what_is_different_is_said(changes: dict[str, Any], before: list[str], after: list[str]) -> None:
    with translation.override("en"):
        assert hours_lines(HOUSE, {**HOUSE, **changes}) == (before, after)
        assert hours_lines({**HOUSE, **changes}, HOUSE) == (after, before)


@pytest.mark.parametrize(
    ("changes", "before", "after"),
    [
        ({}, [], []),
        ({"time_zone": "UTC"}, ["タイムゾーン: 組織と同じ"], ["タイムゾーン: UTC"]),
    ],
)
def test_team_says_where_it_does_as_the_organisation(
    changes: dict[str, Any], before: list[str], after: list[str]
) -> None:
    with translation.override("ja"):
        assert hours_lines(TEAM, {**TEAM, **changes}) == (before, after)


def test_team_that_gets_hours_tells_all_seven_days() -> None:
    with translation.override("ja"):
        before, after = hours_lines(TEAM, {**TEAM, "week": saturdays("10:00-16:00")})
    assert before == ["営業時間: 組織と同じ"]
    assert after[0] == "月曜日: 09:00-17:00"
    assert after[5:] == ["土曜日: 10:00-16:00", "日曜日: 定休日"]


def closure(**changes: Any) -> dict[str, Any]:
    days = {
        "name_ja": "棚卸し",
        "name_en": "Stocktaking",
        "first": "2026-12-07",
        "last": "2026-12-09",
        "yearly": False,
    }
    return {"closure": {**days, **changes}, "team": changes.get("team")}  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "ja", "en"),
    [
        ({}, ["2026年12月7日（月）～2026年12月9日（水）", "全員"], ["7 Dec 2026 (Mon) to 9 Dec 2026 (Wed)", "Everybody"]),
        ({"last": "2026-12-07"}, ["2026年12月7日（月）", "全員"], ["7 Dec 2026 (Mon)", "Everybody"]),
        ({"yearly": True}, ["12月7日～12月9日", "毎年", "全員"], ["7 Dec to 9 Dec", "Every year", "Everybody"]),
        ({"first": "2020-02-29", "last": "2020-02-29", "yearly": True}, ["2月29日", "毎年", "全員"],
         ["29 Feb", "Every year", "Everybody"]),
        ({"first": "2026-12-30", "last": "2027-01-04"}, ["2026年12月30日（水）～2027年1月4日（月）", "全員"],
         ["30 Dec 2026 (Wed) to 4 Jan 2027 (Mon)", "Everybody"]),
        ({"team": 4}, ["2026年12月7日（月）～2026年12月9日（水）", "お客様窓口"],
         ["7 Dec 2026 (Mon) to 9 Dec 2026 (Wed)", "お客様窓口"]),
        ({"team": 9}, ["2026年12月7日（月）～2026年12月9日（水）"], ["7 Dec 2026 (Mon) to 9 Dec 2026 (Wed)"]),
    ],
    ids=["days", "one day", "yearly", "leap day", "over new year", "team", "team that is gone"],
)  # fmt: skip
def test_closure_is_told_with_its_days_and_whose_it_is(
    changes: dict[str, Any], ja: list[str], en: list[str]
) -> None:
    for language, said in (("ja", ja), ("en", en)):
        with translation.override(language):
            assert closure_lines(closure(**changes), {4: "お客様窓口"}) == said


def test_no_closure_has_no_lines() -> None:
    assert closure_lines({}, {}) == []


@pytest.mark.parametrize(
    ("language", "name"), [("ja", "棚卸し"), ("en", "Stocktaking"), ("en-gb", "Stocktaking")]
)
def test_closure_is_called_by_the_readers_name(language: str, name: str) -> None:
    with translation.override(language):
        assert closure_named(closure()) == name


# ---- levels and absences


def level(**changes: Any) -> dict[str, Any]:
    return {
        "number": 1, "name_ja": "室長", "name_en": "Head", "holder": 7, "deputy": None,
        "answer_within_minutes": 240, "from_severity": "", **changes,
    }  # fmt: skip


NAMES = {7: "責田 みさき", 8: "隣野 まこと"}


@pytest.mark.parametrize(
    ("changes", "ja", "en"),
    [
        ({}, "第1段階 室長: 責田 みさき・営業時間240分", "1 Head: 責田 みさき, 240 working minutes"),
        ({"deputy": 8}, "第1段階 室長: 責田 みさき・営業時間240分・代行 隣野 まこと",
         "1 Head: 責田 みさき, 240 working minutes, deputy 隣野 まこと"),
        ({"from_severity": "S2"}, "第1段階 室長: 責田 みさき・営業時間240分・S2以上は自動",
         "1 Head: 責田 みさき, 240 working minutes, from S2"),
        ({"name_en": ""}, "第1段階 室長: 責田 みさき・営業時間240分", "1 室長: 責田 みさき, 240 working minutes"),
        ({"name_ja": ""}, "第1段階 Head: 責田 みさき・営業時間240分", "1 Head: 責田 みさき, 240 working minutes"),
        ({"holder": 99}, "第1段階 室長: ・営業時間240分", "1 Head: , 240 working minutes"),
    ],
    ids=["plain", "deputy", "severity", "no English name", "no Japanese name", "holder nobody knows"],
)  # fmt: skip
def test_level_is_one_line(changes: dict[str, Any], ja: str, en: str) -> None:
    for language, said in (("ja", ja), ("en", en)):
        with translation.override(language):
            assert list(ladder_lines([level(**changes)], NAMES)) == [said]


def test_ladder_has_a_line_for_each_level_in_its_order() -> None:
    levels = [level(), level(number=2, name_ja="部長")]
    with translation.override("ja"):
        assert [line[:6] for line in ladder_lines(levels, NAMES)] == ["第1段階 室", "第2段階 部"]
        assert list(ladder_lines([], NAMES)) == []


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ja", "隣野 まこと: 2027年1月5日（火）～2027年1月6日（水）"),
        ("en", "隣野 まこと: 5 Jan 2027 (Tue) to 6 Jan 2027 (Wed)"),
    ],
)
def test_absence_is_one_line_or_none(language: str, said: str) -> None:
    with translation.override(language):
        assert list(absence_lines({"staff": 8, "first": "2027-01-05", "last": "2027-01-06"}, NAMES)) == [said]
        assert list(absence_lines({}, NAMES)) == []
