"""Why a date is what it is, in やさしい日本語."""

from __future__ import annotations

import re
from datetime import date

import pytest

from kikitori.foundation.language.readings import in_kana, replaced, without_readings
from kikitori.records.deadlines.why import CountedDay, DayCode, explain
from kikitori.records.deadlines.why_easy import explain_easily

KANJI = re.compile("[㐀-鿿]")


@pytest.mark.parametrize(
    ("codes", "said"),
    [
        ({"start", "business_day"}, "わたしたちが働く日を、数えます。"),
        ({"start", "business_day", "weekend"}, "休みの日は、数えません。"),
        ({"start", "business_day", "holiday", "closure", "day_off"}, "休みの日は、数えません。"),
        ({"start", "calendar_day"}, "土曜日、日曜日、休みの日も、数えます。"),
        ({"start", "month", "moved"}, "最後の日が休みなので、別の日にしました。"),
        ({"start", "hour"}, "夜も休みの日も、数えます。"),
        (
            {"start", "business_day", "paused"},
            "あなたの答えを待った日は、数えません。わたしたちが働く日を、数えます。",
        ),
    ],
)
def test_what_was_left_out_is_said_by_its_kind(codes: set[str], said: str) -> None:
    assert without_readings(explain_easily(codes)) == said


def test_every_kind_of_day_gives_short_sentences_with_readings() -> None:
    for code in DayCode:
        told = explain_easily({code})
        assert not KANJI.search(replaced(told, lambda _word, _reading: ""))
        assert all(len(part) <= 40 for part in without_readings(told).split("。"))


def test_reader_of_easy_japanese_is_told_so_and_the_others_as_before() -> None:
    counted = [
        CountedDay(date(2026, 11, 20), False, 0, DayCode.START, "", ""),
        CountedDay(
            date(2026, 11, 23), False, None, DayCode.HOLIDAY, "勤労感謝の日", "Labour Thanksgiving Day"
        ),
        CountedDay(date(2026, 11, 24), True, 1, DayCode.BUSINESS_DAY, "", ""),
    ]
    assert in_kana(explain(counted, "ja-easy")) == "やすみのひは、かぞえません。"
    assert "勤労感謝の日" in explain(counted, "ja")
    assert "Labour Thanksgiving Day" in explain(counted, "en")
    assert explain([], "ja-easy") == ""
