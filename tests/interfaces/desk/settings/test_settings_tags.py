"""What the pages of settings are drawn with: days, months, reasons, sources, in the reader's words."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import translation

from kikitori.interfaces.desk.settings.days_ahead import Run
from kikitori.interfaces.desk.templatetags.settings import (
    all_certainties,
    closed_badge,
    closed_word,
    closure_days,
    closure_name,
    hours_word,
    jurisdiction,
    month_name,
    reason_name,
    run_days,
    source_link,
    weekday_heads,
    weekday_name,
)
from kikitori.records.deadlines.calendar import BusinessCalendar, ClosedCode, Reason
from kikitori.records.deadlines.models import Closure
from kikitori.records.deadlines.rules import Certainty, Source

HOLIDAY = Reason(ClosedCode.HOLIDAY, "勤労感謝の日", "Labor Thanksgiving Day")
MONDAY = date(2026, 12, 7)


def both(ja: str, en: str) -> list[tuple[str, str]]:
    return [("ja", ja), ("en", en)]


@pytest.mark.parametrize(("language", "said"), both("2026年12月", "Dec 2026"))
def test_month_is_named(language: str, said: str) -> None:
    with translation.override(language):
        assert month_name(MONDAY) == said


@pytest.mark.parametrize(("language", "said"), both("月曜日", "Monday"))
def test_weekday_is_named(language: str, said: str) -> None:
    with translation.override(language):
        assert weekday_name(0) == said


@pytest.mark.parametrize(("language", "short", "long"), [("ja", "月", "月曜日"), ("en", "Mon", "Monday")])
def test_heads_of_columns_are_short_to_see_and_long_to_hear(language: str, short: str, long: str) -> None:
    with translation.override(language):
        heads = str(weekday_heads())
    assert heads.startswith(f'<th scope="col"><abbr title="{long}">{short}</abbr></th>')
    assert heads.count("<th") == 7


@pytest.mark.parametrize(("language", "said"), both("勤労感謝の日", "Labor Thanksgiving Day"))
def test_reason_is_in_the_readers_language(language: str, said: str) -> None:
    with translation.override(language):
        assert reason_name(HOLIDAY) == said
        assert said in closed_word(HOLIDAY)
        assert said in str(closed_badge(HOLIDAY))


@pytest.mark.parametrize(("language", "said"), both("営業", "open"))
def test_day_without_a_reason_is_open(language: str, said: str) -> None:
    with translation.override(language):
        assert closed_word(None) == said


@pytest.mark.parametrize(("language", "said"), both("定休日", "day off"))
def test_no_hours_are_a_day_off(language: str, said: str) -> None:
    with translation.override(language):
        assert hours_word("") == said
        assert hours_word("09:00-12:00") == "09:00-12:00"


@pytest.mark.parametrize("code", list(ClosedCode))
def test_every_kind_of_closed_day_has_a_badge_with_icon_and_word(code: ClosedCode) -> None:
    with translation.override("ja"):
        badge = str(closed_badge(Reason(code, "<休>", "<off>")))
    assert "<svg" in badge
    assert "&lt;休&gt;" in badge


@pytest.mark.parametrize(
    ("last", "ja", "en"),
    [
        (MONDAY, "2026年12月7日（月）", "7 Dec 2026 (Mon)"),
        (
            date(2026, 12, 9),
            "2026年12月7日（月）～2026年12月9日（水）",
            "7 Dec 2026 (Mon) to 9 Dec 2026 (Wed)",
        ),
    ],
)
def test_run_of_days_is_one_day_or_the_first_and_the_last(last: date, ja: str, en: str) -> None:
    for language, said in both(ja, en):
        with translation.override(language):
            assert run_days(Run(MONDAY, last, HOLIDAY)) == said


@pytest.mark.parametrize(
    ("first", "last", "yearly", "ja", "en"),
    [
        (MONDAY, MONDAY, False, "2026年12月7日（月）", "7 Dec 2026 (Mon)"),
        (MONDAY, MONDAY, True, "12月7日", "7 Dec"),
        (MONDAY, date(2026, 12, 9), True, "12月7日～12月9日", "7 Dec to 9 Dec"),
        (date(2026, 12, 30), date(2027, 1, 4), True, "12月30日～1月4日", "30 Dec to 4 Jan"),
        (date(2028, 2, 29), date(2028, 2, 29), True, "2月29日", "29 Feb"),
    ],
)
def test_days_of_a_closure_leave_out_years_that_do_not_matter(
    first: date, last: date, yearly: bool, ja: str, en: str
) -> None:
    row = Closure(name_ja="棚卸し", name_en="Stocktaking", first=first, last=last, yearly=yearly)
    for language, said in both(ja, en):
        with translation.override(language):
            assert closure_days(row) == said
            assert closure_name(row) == ("棚卸し" if language == "ja" else "Stocktaking")


@pytest.mark.parametrize(
    ("code", "ja", "en"), [("JP", "日本", "Japan"), ("GB", "イギリス", "United Kingdom"), ("ZZ", "ZZ", "ZZ")]
)
def test_jurisdiction_has_a_name_or_its_code(code: str, ja: str, en: str) -> None:
    for language, said in both(ja, en):
        with translation.override(language):
            assert jurisdiction(code) == said


def test_key_to_the_marks_has_them_all() -> None:
    assert [mark.certainty for mark in all_certainties()] == [each.value for each in Certainty]


@pytest.mark.parametrize("url", ["https://example.com/a", "http://example.com/a"])
def test_source_on_the_web_is_a_link_that_tells_nothing_of_who_asks(url: str) -> None:
    link = str(source_link(Source("Law", "1", url)))
    assert f'href="{url}"' in link
    assert 'rel="noreferrer noopener external"' in link


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "ftp://x", "file:///etc", "//x", "<b>"]
)
def test_source_elsewhere_is_text(url: str) -> None:
    link = str(source_link(Source("Law", "1", url)))
    assert "href" not in link
    assert "<b>" not in link


def test_source_that_was_read_says_when() -> None:
    with translation.override("en"):
        assert "4 May 2026 (Mon)" in str(source_link(Source("Law", "1", "https://x", date(2026, 5, 4))))
        assert "(Mon)" not in str(source_link(Source("Law", "1", "https://x")))


def test_every_reason_a_calendar_gives_can_be_said() -> None:
    calendar = BusinessCalendar()
    for day in (date(2026, 11, 21), date(2026, 11, 22), date(2026, 11, 23), date(2026, 12, 30)):
        reason = calendar.why_closed(day)
        assert reason
        with translation.override("ja"):
            assert reason_name(reason)
