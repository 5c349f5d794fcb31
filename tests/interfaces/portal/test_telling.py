"""Days and moments as the portal says them."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from kikitori.interfaces.portal.telling import Teller
from tests.makers import FRIDAY

TOKYO = ZoneInfo("Asia/Tokyo")
JA, EN = Teller("ja", TOKYO, FRIDAY), Teller("en", TOKYO, FRIDAY)


@pytest.mark.parametrize(
    ("value", "ja", "en"),
    [
        (date(2026, 11, 26), "11月26日（木）", "Thursday 26 November"),
        (date(2027, 1, 5), "2027年1月5日（火）", "Tuesday 5 January 2027"),
        (date(2025, 12, 31), "2025年12月31日（水）", "Wednesday 31 December 2025"),
        (datetime(2026, 11, 25, 16, tzinfo=UTC), "11月26日（木）", "Thursday 26 November"),
        (datetime(2026, 11, 26, 17, tzinfo=TOKYO), "11月26日（木）", "Thursday 26 November"),
    ],
)
def test_day_has_its_weekday_and_the_year_only_when_it_is_another(value: date, ja: str, en: str) -> None:
    assert (JA.day(value), EN.day(value)) == (ja, en)


def test_moment_is_told_in_the_zone_of_the_house() -> None:
    at = datetime(2026, 11, 26, 8, 5, tzinfo=UTC)
    assert JA.moment(at) == "11月26日（木）17:05"
    assert EN.moment(at) == "Thursday 26 November, 17:05"
    assert Teller("en", ZoneInfo("Europe/London"), FRIDAY).moment(at) == "Thursday 26 November, 08:05"


@pytest.mark.parametrize(
    ("stored", "told"),
    [
        ("2026-11-26", "11月26日（木）"),
        ("2026-11-26T17:00:00+09:00", "11月26日（木）"),
        ("2026-11-25T20:00:00+00:00", "11月26日（木）"),
        ("", ""),
        (None, ""),
        (5, ""),
        ("soon", ""),
        ("2026-13-40", ""),
        ("T", ""),
    ],
)
def test_stored_day_is_told_or_left_out(stored: object, told: str) -> None:
    assert JA.from_iso(stored) == told


def test_today_is_the_day_of_the_house_not_of_the_server() -> None:
    late = datetime(2026, 11, 20, 15, 30, tzinfo=UTC)
    assert Teller("ja", TOKYO, late).today == date(2026, 11, 21)
    assert Teller("ja", UTC, late).today == date(2026, 11, 20)
