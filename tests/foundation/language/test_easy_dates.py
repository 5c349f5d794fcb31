"""Days and times in やさしい日本語: every day of the month read as it is read, the clock in twelve hours."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from kikitori.foundation.language.dates import Speaker, day_in_words, moment_in_words
from kikitori.foundation.language.easy_dates import spelled
from kikitori.foundation.language.readings import in_brackets, in_kana, replaced, without_readings

JAPAN = ZoneInfo("Asia/Tokyo")
KANJI = re.compile("[㐀-鿿]")
#: As a calendar for learners has them.
READ = {
    1: "ついたち", 2: "ふつか", 3: "みっか", 4: "よっか", 5: "いつか", 6: "むいか", 7: "なのか", 8: "ようか",
    9: "ここのか", 10: "とおか", 11: "11にち", 14: "じゅうよっか", 17: "17にち", 19: "19にち", 20: "はつか",
    24: "にじゅうよっか", 29: "29にち", 31: "31にち",
}  # fmt: skip


@pytest.mark.parametrize(("day", "read"), READ.items())
def test_days_of_the_month_are_read_as_they_are_read(day: int, read: str) -> None:
    assert in_kana(day_in_words(date(2026, 12, day), "ja-easy")).startswith(f"12がつ{read}（")


@pytest.mark.parametrize(
    ("day", "read"),
    list(zip(range(23, 30), ("げつ", "か", "すい", "もく", "きん", "ど", "にち"), strict=True)),
)
def test_weekdays_are_whole_words(day: int, read: str) -> None:
    assert in_kana(day_in_words(date(2026, 11, day), "ja-easy")).endswith(f"（{read}ようび）")


@pytest.mark.parametrize(
    ("clock", "read"),
    [
        ("00:00", "ごぜん0じ"), ("00:05", "ごぜん0じ5ふん"), ("09:00", "ごぜん9じ"), ("11:59", "ごぜん11じ59ふん"),
        ("12:00", "ごご0じ"), ("12:30", "ごご0じ30ぷん"), ("17:00", "ごご5じ"), ("16:40", "ごご4じ40ぷん"),
        ("23:01", "ごご11じ1ぷん"), ("13:03", "ごご1じ3ぷん"), ("13:17", "ごご1じ17ふん"), ("13:18", "ごご1じ18ぷん"),
    ],
)  # fmt: skip
def test_clock_has_twelve_hours(clock: str, read: str) -> None:
    hour, minute = map(int, clock.split(":"))
    at = datetime(2026, 11, 20, hour, minute, tzinfo=JAPAN)
    assert in_kana(moment_in_words(at, "ja-easy", JAPAN)) == f"11がつはつか（きんようび） {read}"


def test_whole_date_in_each_way() -> None:
    told = Speaker("ja-easy", JAPAN).moment(datetime(2026, 11, 26, 17, 0, tzinfo=JAPAN))
    assert without_readings(told) == "2026年11月26日（木曜日） 午後5時"
    assert (
        in_brackets(told)
        == "2026年（ねん）11月（がつ）26日（にち）（木曜日・もくようび） 午後（ごご）5時（じ）"
    )


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("今日 17:00", "きょう ごご5じ"), ("昨日 09:05", "きのう ごぜん9じ5ふん"), ("明日 10:00", "あした ごぜん10じ"),
        ("おととい 10:00", "おととい ごぜん10じ"), ("あさって", "あさって"), ("今日", "きょう"),
        ("あと3時間", "あと3じかん"), ("あと14分", "あと14ぷん"), ("5分前", "5ふんまえ"), ("2日前・今日 9:00", "ふつかまえ・きょう ごぜん9じ"),
        ("あと1日", "あといちにち"), ("1日前", "いちにちまえ"), ("1日前・昨日 9:00", "いちにちまえ・きのう ごぜん9じ"),
        ("あと1日・12月1日（火）17:00", "あといちにち・12がつついたち（かようび） ごご5じ"), ("あと2日", "あとふつか"),
        ("あと11日", "あと11にち"), ("あと20日・1月31日（日）", "あとはつか・1がつ31にち（にちようび）"), ("21日前", "21にちまえ"),
        ("あと3か月", "あと3かげつ"), ("2か月前", "2かげつまえ"),
        ("2025年1月1日（水）8:00", "2025ねん1がつついたち（すいようび） ごぜん8じ"),
    ],
)  # fmt: skip
def test_short_forms_of_pages_are_read_too(text: str, read: str) -> None:
    assert in_kana(spelled(text)) == read


def test_every_character_of_every_day_of_a_year_has_its_reading() -> None:
    for n in range(365):
        at = datetime(2026, 1, 1, n % 24, n % 60, tzinfo=JAPAN) + timedelta(days=n)
        told = moment_in_words(at, "ja-easy", JAPAN, year=True)
        assert not KANJI.search(replaced(told, lambda _word, _reading: "")), told


@pytest.mark.parametrize(
    ("language", "told"),
    [("ja", "11月26日（木）"), ("en", "Thursday 26 November"), ("ja-JP", "11月26日（木）")],
)
def test_other_languages_say_days_as_before(language: str, told: str) -> None:
    assert day_in_words(date(2026, 11, 26), language) == told
