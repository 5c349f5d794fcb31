"""What dates, times, deadlines, names and money read like, in both languages, at the edges where they change."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kikitori.foundation.language.dates import Speaker
from kikitori.interfaces.look import words

TOKYO = ZoneInfo("Asia/Tokyo")
NOW = datetime(2026, 11, 24, 14, 0, tzinfo=TOKYO)


def tokyo(month: int, day: int, hour: int = 0, minute: int = 0, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=TOKYO)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("ja", "ja"),
        ("en", "en"),
        ("en-gb", "en"),
        ("EN_US", "en"),
        ("ja-easy", "ja"),
        ("JA_JP", "ja"),
        ("fr", "en"),
        ("jam", "en"),
        ("", "ja"),
        (None, "ja"),
    ],
)
def test_language_of_a_code_is_one_of_two(code, expected):
    assert words.language(code) == expected


@pytest.mark.parametrize(
    ("value", "lang", "expected"),
    [
        (date(2026, 11, 23), "ja", "2026年11月23日（月）"),
        (date(2026, 11, 23), "en", "23 Nov 2026 (Mon)"),
        (date(2027, 1, 3), "ja", "2027年1月3日（日）"),
        (date(2027, 1, 3), "en", "3 Jan 2027 (Sun)"),
        (date(2028, 2, 29), "ja", "2028年2月29日（火）"),
    ],
)
def test_day_of_a_date_names_year_and_weekday(value, lang, expected):
    assert words.day(value, lang) == expected


def test_day_of_a_moment_is_the_day_in_the_readers_zone():
    evening_in_utc = datetime(2026, 11, 23, 15, 30, tzinfo=UTC)
    assert words.day(evening_in_utc, "ja", TOKYO) == "2026年11月24日（火）"
    assert words.day(evening_in_utc, "ja") == "2026年11月23日（月）"


@pytest.mark.parametrize(
    ("value", "ja", "en"),
    [
        (date(2026, 11, 22), "おととい", "Sun 22 Nov"),
        (date(2026, 11, 23), "昨日", "yesterday"),
        (date(2026, 11, 24), "今日", "today"),
        (date(2026, 11, 25), "明日", "tomorrow"),
        (date(2026, 11, 26), "あさって", "Thu 26 Nov"),
        (date(2026, 11, 27), "11月27日（金）", "Fri 27 Nov"),
        (date(2026, 1, 1), "1月1日（木）", "Thu 1 Jan"),
        (date(2027, 1, 1), "2027年1月1日（金）", "1 Jan 2027 (Fri)"),
        (date(2025, 12, 31), "2025年12月31日（水）", "31 Dec 2025 (Wed)"),
    ],
)
def test_short_day_around_today(value, ja, en):
    today = date(2026, 11, 24)
    assert words.short_day(value, today, "ja") == ja
    assert words.short_day(value, today, "en") == en


def test_short_day_across_the_new_year_keeps_near_words():
    assert words.short_day(date(2027, 1, 1), date(2026, 12, 31), "ja") == "明日"
    assert words.short_day(date(2026, 12, 31), date(2027, 1, 1), "en") == "yesterday"


def test_clock_is_told_in_the_zone_with_24_hours():
    assert words.clock(datetime(2026, 11, 23, 23, 5, tzinfo=UTC), TOKYO) == "08:05"


@pytest.mark.parametrize(
    ("at", "ja", "en"),
    [
        (tokyo(11, 23, 15, 4), "2026年11月23日（月）15:04", "23 Nov 2026 15:04 JST"),
        (tokyo(1, 5, 0, 0), "2026年1月5日（月）00:00", "5 Jan 2026 00:00 JST"),
        (datetime(2026, 12, 31, 15, 0, tzinfo=UTC), "2027年1月1日（金）00:00", "1 Jan 2027 00:00 JST"),
        (datetime(2028, 2, 29, 14, 59, tzinfo=UTC), "2028年2月29日（火）23:59", "29 Feb 2028 23:59 JST"),
    ],
)
def test_moment_is_told_in_full_and_english_names_the_zone(at, ja, en):
    assert words.moment(at, "ja", TOKYO) == ja
    assert words.moment(at, "en", TOKYO) == en


def test_japanese_dates_of_pages_are_those_of_letters():
    speaker = Speaker("ja", TOKYO)
    for at in (tokyo(1, 1), tokyo(11, 23, 15, 4), datetime(2026, 12, 31, 15, 30, tzinfo=UTC)):
        assert words.day(at, "ja", TOKYO) == speaker.day(at)
        assert words.moment(at, "ja", TOKYO) == speaker.moment(at)


@pytest.mark.parametrize(
    ("distance", "ja", "en"),
    [
        (timedelta(0), "いま", "now"),
        (timedelta(seconds=59), "いま", "now"),
        (timedelta(seconds=-59), "いま", "now"),
        (timedelta(minutes=1), "あと1分", "in 1 min"),
        (timedelta(minutes=59, seconds=59), "あと59分", "in 59 min"),
        (timedelta(hours=1), "あと1時間", "in 1 hour"),
        (timedelta(hours=3, minutes=59), "あと3時間", "in 3 hours"),
        (timedelta(hours=23, minutes=59), "あと23時間", "in 23 hours"),
        (timedelta(hours=24), "あと1日", "in 1 day"),
        (timedelta(hours=35), "あと2日", "in 2 days"),
        (timedelta(days=59), "あと59日", "in 59 days"),
        (timedelta(days=60), "あと2か月", "in 2 months"),
        (timedelta(minutes=-5), "5分前", "5 min ago"),
        (timedelta(hours=-2, minutes=-10), "2時間前", "2 hours ago"),
        (timedelta(days=-1, hours=-20), "2日前", "2 days ago"),
        (timedelta(days=-400), "13か月前", "13 months ago"),
    ],
)
def test_relative_time_changes_its_unit_with_distance(distance, ja, en):
    assert words.relative(NOW + distance, NOW, "ja", TOKYO) == ja
    assert words.relative(NOW + distance, NOW, "en", TOKYO) == en


def test_relative_days_are_calendar_days_of_the_readers_zone():
    at = NOW + timedelta(hours=35)  # 01:00 on the 26th in Tokyo, still the 25th in UTC
    assert words.relative(at, NOW, "ja", TOKYO) == "あと2日"
    assert words.relative(at, NOW, "ja", ZoneInfo("UTC")) == "あと1日"


@given(st.timedeltas(min_value=timedelta(days=-3000), max_value=timedelta(days=3000)))
def test_relative_time_never_says_more_than_is_left(distance):
    said = words.relative(NOW + distance, NOW, "en", TOKYO)
    if said == "now":
        assert abs(distance) < timedelta(minutes=1)
        return
    assert said.startswith("in ") == (distance > timedelta(0))
    number = int("".join(ch for ch in said if ch.isdigit()))
    assert number >= 1
    if "min" in said or "hour" in said:
        assert timedelta(minutes=number * (60 if "hour" in said else 1)) <= abs(distance)


@pytest.mark.parametrize(
    ("at", "ja", "en"),
    [
        (tokyo(11, 24, 17), "あと3時間・今日 17:00", "in 3 hours · today 17:00"),
        (tokyo(11, 24, 10, 30), "3時間前・今日 10:30", "3 hours ago · today 10:30"),
        (tokyo(11, 25, 9), "あと19時間・明日 09:00", "in 19 hours · tomorrow 09:00"),
        (tokyo(11, 27, 17), "あと3日・11月27日（金）17:00", "in 3 days · Fri 27 Nov 17:00"),
        (
            tokyo(3, 1, 9, year=2027),
            "あと3か月・2027年3月1日（月）09:00",
            "in 3 months · 1 Mar 2027 (Mon) 09:00",
        ),
    ],
)
def test_when_says_relative_and_absolute_time(at, ja, en):
    assert words.when(at, NOW, "ja", TOKYO) == ja
    assert words.when(at, NOW, "en", TOKYO) == en


@pytest.mark.parametrize(
    ("minutes", "ja", "en"),
    [
        (180, "あと3時間（営業時間）", "3 working hours left"),
        (60, "あと1時間（営業時間）", "1 working hour left"),
        (59, "あと59分（営業時間）", "59 working minutes left"),
        (1, "あと1分（営業時間）", "1 working minute left"),
        (0, "あと0分（営業時間）", "0 working minutes left"),
        (-1, "1分超過（営業時間）", "1 working minute over"),
        (-150, "2時間超過（営業時間）", "2 working hours over"),
    ],
)
def test_working_left_says_which_kind_of_time_it_is(minutes, ja, en):
    assert words.working_left(minutes, "ja") == ja
    assert words.working_left(minutes, "en") == en


@pytest.mark.parametrize(
    ("at", "kind", "word"),
    [
        (NOW - timedelta(seconds=1), "late", "超過"),
        (NOW, "soon", "まもなく"),
        (NOW + words.SOON, "soon", "まもなく"),
        (NOW + words.SOON + timedelta(seconds=1), "later", "期限"),
    ],
)
def test_due_open_deadline_is_late_soon_or_later(at, kind, word):
    due = words.due(at, NOW, "ja", TOKYO)
    assert (due.kind, due.word) == (kind, word)


def test_due_kept_in_time_says_when_it_was_done():
    due = words.due(tokyo(11, 26, 17), NOW, "ja", TOKYO, done_at=tokyo(11, 24, 10, 2))
    assert (due.kind, due.icon, due.word, due.left, due.at) == (
        "kept",
        "kept",
        "約束どおり",
        "",
        "今日 10:02",
    )


def test_due_done_at_the_very_moment_is_kept():
    at = tokyo(11, 24, 10)
    assert words.due(at, NOW, "en", TOKYO, done_at=at).word == "Kept"
    assert words.due(at, NOW, "en", TOKYO, done_at=at + timedelta(seconds=1)).word == "Done late"


def test_due_replaced_is_neither_late_nor_kept():
    due = words.due(tokyo(11, 20, 17), NOW, "ja", TOKYO, replaced=True, done_at=tokyo(11, 19, 9))
    assert (due.kind, due.word, due.at) == ("gone", "改めました", "11月20日（金）17:00")


def test_due_with_working_minutes_counts_in_those():
    due = words.due(tokyo(11, 26, 17), NOW, "ja", TOKYO, working_minutes=960)
    assert (due.left, due.at) == ("あと16時間（営業時間）", "あさって 17:00")


def test_due_words_and_icons_differ_for_every_kind():
    kinds = [
        words.due(NOW - timedelta(hours=1), NOW, "en", TOKYO),
        words.due(NOW + timedelta(hours=1), NOW, "en", TOKYO),
        words.due(NOW + timedelta(days=9), NOW, "en", TOKYO),
        words.due(NOW, NOW, "en", TOKYO, done_at=NOW),
        words.due(NOW, NOW, "en", TOKYO, done_at=NOW + timedelta(hours=1)),
        words.due(NOW, NOW, "en", TOKYO, replaced=True),
    ]
    assert len({due.word for due in kinds}) == len({due.icon for due in kinds}) == len(kinds)


@pytest.mark.parametrize(
    ("amount", "lang", "currency", "expected"),
    [
        (1200, "ja", "JPY", "1,200円"),
        (1200, "en", "JPY", "¥1,200"),
        (0, "ja", "JPY", "0円"),
        (-3500, "ja", "JPY", "-3,500円"),
        (-3500, "en", "JPY", "-¥3,500"),
        (1990, "en", "USD", "$19.90"),
        (1990, "ja", "USD", "$19.90"),
        (-2000, "en", "EUR", "-€20.00"),
    ],
)
def test_money_has_commas_and_yen_no_decimals(amount, lang, currency, expected):
    assert words.money(amount, lang, currency) == expected


def test_count_has_commas():
    assert [words.count(n) for n in (0, 999, 1000, 1234567)] == ["0", "999", "1,000", "1,234,567"]


@pytest.mark.parametrize(
    ("name", "organisation", "honorific", "ja", "en"),
    [
        ("佐藤 和子", False, True, "佐藤 和子 様", "佐藤 和子"),
        ("有限会社あおば", True, True, "有限会社あおば 御中", "有限会社あおば"),
        ("佐藤 和子", False, False, "佐藤 和子", "佐藤 和子"),
        ("佐藤様", False, True, "佐藤様", "佐藤様"),
        ("あおば 御中", True, True, "あおば 御中", "あおば 御中"),
        ("林", False, True, "林 様", "林"),
        ("", False, True, "匿名の方", "Anonymous"),
        ("  ", True, True, "匿名の方", "Anonymous"),
        ("長" * 60, False, True, "長" * 60 + " 様", "長" * 60),
        ("\u202e太郎\u202c\u200b 林", False, True, "太郎 林 様", "太郎 林"),
        ("\u202e\u200b", False, True, "匿名の方", "Anonymous"),
    ],
)
def test_person_name_carries_one_honorific_at_most(name, organisation, honorific, ja, en):
    assert words.person_name(name, "ja", organisation=organisation, honorific=honorific) == ja
    assert words.person_name(name, "en", organisation=organisation, honorific=honorific) == en


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("高梨 澪", "高"),
        ("Mio Takanashi", "MT"),
        ("mio", "M"),
        ("Ana Maria de Souza", "AS"),
        ("", "?"),
        ("𠮷田", "𠮷"),
    ],
)
def test_initials_of_a_name(name, expected):
    assert words.initials(name) == expected


def test_second_that_was_told_is_in_time_to_its_end():
    at = tokyo(11, 24, 10)
    end = at + timedelta(microseconds=999_999)
    assert words.due(at, end, "en", TOKYO).kind == "soon"
    assert words.due(at, NOW, "en", TOKYO, done_at=end).word == "Kept"
    assert words.due(at, at + timedelta(seconds=1), "en", TOKYO).kind == "late"


@pytest.mark.parametrize("passed", [timedelta(hours=24), timedelta(hours=24, minutes=30)])
def test_day_of_twenty_five_hours_is_never_told_as_no_day(passed):
    london = ZoneInfo("Europe/London")
    begins = datetime(2026, 10, 25, 0, 0, tzinfo=london).astimezone(UTC)
    assert words.relative(begins + passed, begins, "en", london) == "in 1 day"
    assert words.relative(begins, begins + passed, "ja", london) == "1日前"


@given(
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)),  # noqa: DTZ001 - taken for UTC below
    st.timedeltas(timedelta(days=-100), timedelta(days=100)),
    st.sampled_from(
        ["Asia/Tokyo", "Europe/London", "America/New_York", "Australia/Lord_Howe", "Pacific/Kiritimati"]
    ),
)
@settings(max_examples=25)
def test_moment_is_told_without_a_nought_in_every_zone(wall, distance, name):
    now, zone = wall.replace(tzinfo=UTC), ZoneInfo(name)
    for lang in ("ja", "en"):
        said = words.when(now + distance, now, lang, zone)
        assert not re.search(r"(?<!\d)0(?:日|時間|分|か月| day| hour| min| month)", said)
        assert f"{(now + distance).astimezone(zone):%H:%M}" in said


@given(st.integers(-(10**12), 10**12))
@settings(max_examples=25)
def test_money_can_be_read_back(amount):
    for lang, sign in (("ja", "円"), ("en", "¥")):
        said = words.money(amount, lang)
        assert int(said.replace(",", "").replace(sign, "")) == amount


@pytest.mark.parametrize("lang", ["ja", "en"])
@pytest.mark.parametrize("minutes", [-100_000, -61, -60, -59, -1, 0, 1, 59, 60, 61, 480, 100_000])
def test_working_time_that_is_left_is_told_apart_from_what_was_overrun(lang, minutes):
    said = words.working_left(minutes, lang)
    assert ("超過" in said or "over" in said) is (minutes < 0)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("\u202e試野 はな", "試野 はな 様"),
        ("  試野 はな  ", "試野 はな 様"),
        ("\u200b", "匿名の方"),
        ("李", "李 様"),
        ("渡邉\U000e0100", "渡邉\U000e0100 様"),
    ],
)
def test_name_is_addressed_as_it_is_written_and_nothing_hidden_goes_with_it(name, shown):
    assert words.person_name(name, "ja") == shown
