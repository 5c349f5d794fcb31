"""Days and moments in words: the weekday is right, the zone is the reader's house, and both languages say the same."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kikitori.foundation.language.dates import Speaker, day_and_month_en, day_in_words, moment_in_words

TOKYO, LONDON = ZoneInfo("Asia/Tokyo"), ZoneInfo("Europe/London")


class TestDay:
    @pytest.mark.parametrize(
        ("day", "ja", "en"),
        [
            (date(2026, 11, 23), "11月23日（月）", "Monday 23 November"),
            (date(2026, 11, 24), "11月24日（火）", "Tuesday 24 November"),
            (date(2026, 11, 25), "11月25日（水）", "Wednesday 25 November"),
            (date(2026, 11, 26), "11月26日（木）", "Thursday 26 November"),
            (date(2026, 11, 27), "11月27日（金）", "Friday 27 November"),
            (date(2026, 11, 28), "11月28日（土）", "Saturday 28 November"),
            (date(2026, 11, 29), "11月29日（日）", "Sunday 29 November"),
            (date(2027, 1, 1), "1月1日（金）", "Friday 1 January"),
            (date(2027, 2, 28), "2月28日（日）", "Sunday 28 February"),
            (date(2028, 2, 29), "2月29日（火）", "Tuesday 29 February"),
            (date(2027, 3, 31), "3月31日（水）", "Wednesday 31 March"),
            (date(2027, 4, 30), "4月30日（金）", "Friday 30 April"),
            (date(2027, 5, 5), "5月5日（水）", "Wednesday 5 May"),
            (date(2027, 6, 6), "6月6日（日）", "Sunday 6 June"),
            (date(2027, 7, 7), "7月7日（水）", "Wednesday 7 July"),
            (date(2027, 8, 8), "8月8日（日）", "Sunday 8 August"),
            (date(2027, 9, 9), "9月9日（木）", "Thursday 9 September"),
            (date(2027, 10, 10), "10月10日（日）", "Sunday 10 October"),
            (date(2026, 12, 31), "12月31日（木）", "Thursday 31 December"),
        ],
    )
    def test_day_has_its_weekday(self, day: date, ja: str, en: str) -> None:
        assert (day_in_words(day, "ja"), day_in_words(day, "en")) == (ja, en)
        assert day_in_words(day, "ja", year=True) == f"{day.year}年{ja}"
        assert day_in_words(day, "en", year=True) == f"{en} {day.year}"

    @pytest.mark.parametrize("tag", ["ja", "ja-JP", "ja_JP", "JA", "ja-Hira"])
    def test_japanese_is_read_from_every_tag_of_it(self, tag: str) -> None:
        assert day_in_words(date(2026, 11, 26), tag) == "11月26日（木）"

    @pytest.mark.parametrize("tag", ["en", "en-GB", "jav", "jam", "ko", ""])
    def test_every_other_tag_is_english(self, tag: str) -> None:
        assert day_in_words(date(2026, 11, 26), tag) == "Thursday 26 November"

    @pytest.mark.parametrize(
        ("day", "said"), [(date(2026, 11, 3), "3 November"), (date(2026, 5, 31), "31 May")]
    )
    def test_day_where_the_weekday_says_nothing(self, day: date, said: str) -> None:
        assert day_and_month_en(day) == said

    @given(st.dates(date(1990, 1, 1), date(2099, 12, 31)))
    def test_day_can_be_read_back(self, day: date) -> None:
        said = day_in_words(day, "en", year=True)
        assert datetime.strptime(said, "%A %d %B %Y").date() == day  # noqa: DTZ007 - a day has no zone
        ja = day_in_words(day, "ja", year=True)
        assert [
            int(n)
            for n in ja.partition("（")[0].replace("年", " ").replace("月", " ").replace("日", "").split()
        ] == [
            day.year,
            day.month,
            day.day,
        ]


class TestMoment:
    @pytest.mark.parametrize(
        ("moment", "zone", "ja", "en"),
        [
            (
                datetime(2026, 11, 26, 8, tzinfo=UTC),
                TOKYO,
                "11月26日（木）17:00",
                "Thursday 26 November, 17:00",
            ),
            # The last second of a day here, and the first of the next.
            (
                datetime(2026, 11, 26, 14, 59, 59, tzinfo=UTC),
                TOKYO,
                "11月26日（木）23:59",
                "Thursday 26 November, 23:59",
            ),
            (
                datetime(2026, 11, 26, 15, 0, tzinfo=UTC),
                TOKYO,
                "11月27日（金）00:00",
                "Friday 27 November, 00:00",
            ),
            # New Year comes nine hours earlier.
            (
                datetime(2026, 12, 31, 15, 0, tzinfo=UTC),
                TOKYO,
                "1月1日（金）00:00",
                "Friday 1 January, 00:00",
            ),
            # In and out of summer time.
            (datetime(2026, 7, 1, 8, tzinfo=UTC), LONDON, "7月1日（水）09:00", "Wednesday 1 July, 09:00"),
            (datetime(2026, 12, 1, 8, tzinfo=UTC), LONDON, "12月1日（火）08:00", "Tuesday 1 December, 08:00"),
            (
                datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
                LONDON,
                "10月25日（日）01:30",
                "Sunday 25 October, 01:30",
            ),
            (
                datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
                LONDON,
                "10月25日（日）01:30",
                "Sunday 25 October, 01:30",
            ),
            # Zones of halves and quarters.
            (
                datetime(2026, 11, 26, 18, 20, tzinfo=UTC),
                ZoneInfo("Asia/Kathmandu"),
                "11月27日（金）00:05",
                "Friday 27 November, 00:05",
            ),
            # A moment of any zone is the same moment.
            (
                datetime(2026, 11, 26, 20, tzinfo=timezone(timedelta(hours=12))),
                TOKYO,
                "11月26日（木）17:00",
                "Thursday 26 November, 17:00",
            ),
        ],
    )
    def test_moment_is_told_in_the_zone_of_the_house(
        self, moment: datetime, zone: ZoneInfo, ja: str, en: str
    ) -> None:
        assert (moment_in_words(moment, "ja", zone), moment_in_words(moment, "en", zone)) == (ja, en)


class TestSpeaker:
    @pytest.mark.parametrize(
        ("speaker", "day", "moment"),
        [
            (Speaker("ja", TOKYO), "2027年1月1日（金）", "2027年1月1日（金）00:30"),
            (Speaker("en", TOKYO), "Friday 1 January 2027", "Friday 1 January 2027, 00:30"),
            (Speaker("ja", LONDON), "2026年12月31日（木）", "2026年12月31日（木）15:30"),
            (Speaker("en", LONDON), "Thursday 31 December 2026", "Thursday 31 December 2026, 15:30"),
        ],
    )
    def test_speaker_says_the_year_and_the_day_of_its_own_zone(
        self, speaker: Speaker, day: str, moment: str
    ) -> None:
        value = datetime(2026, 12, 31, 15, 30, tzinfo=UTC)
        assert (speaker.day(value), speaker.moment(value)) == (day, moment)

    @pytest.mark.parametrize(
        "zone", [TOKYO, LONDON, ZoneInfo("Pacific/Kiritimati"), ZoneInfo("Pacific/Pago_Pago")]
    )
    def test_day_without_a_time_is_that_day_everywhere(self, zone: ZoneInfo) -> None:
        assert Speaker("ja", zone).day(date(2026, 12, 4)) == "2026年12月4日（金）"
