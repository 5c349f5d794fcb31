"""Times in templates: the words with the machine-readable time beside them, from one moment, in the reader's zone."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

TOKYO = ZoneInfo("Asia/Tokyo")
AT = datetime(2026, 11, 24, 17, 0, tzinfo=TOKYO)


def test_when_shows_both_times_and_the_full_one_on_demand(draw):
    assert draw("{% when at %}", at=AT) == (
        '<time datetime="2026-11-24T17:00+09:00" title="2026年11月24日（火）17:00">あと3時間・今日 17:00</time>'
    )


def test_when_in_english(draw):
    assert ">in 3 hours · today 17:00</time>" in draw("{% when at %}", lang="en", at=AT)


def test_when_without_now_in_the_context_uses_the_clock(draw):
    assert "前・2001年" in draw("{% when at %}", now=None, at=datetime(2001, 1, 1, tzinfo=UTC))


def test_when_is_told_in_the_zone_of_the_reader(draw):
    drawn = draw("{% when at %}", zone="Europe/Berlin", lang="en", at=AT)
    assert 'datetime="2026-11-24T09:00+01:00"' in drawn
    assert "today 09:00" in drawn


@pytest.mark.parametrize("tag", ["when", "stamp", "moment", "day", "short_day"])
def test_time_that_is_not_known_prints_nothing(draw, tag):
    assert draw("{% " + tag + " at %}", at=None) == ""


@pytest.mark.parametrize(("lang", "expected"), [("ja", ">今日 17:00<"), ("en", ">Today 17:00<")])
def test_stamp_is_the_absolute_half_and_may_start_a_line(draw, lang, expected):
    assert expected in draw("{% stamp at %}", lang=lang, at=AT)


@pytest.mark.parametrize(
    ("lang", "expected"), [("ja", ">2026年11月24日（火）17:00<"), ("en", ">24 Nov 2026 17:00 JST<")]
)
def test_moment_is_full_for_letters(draw, lang, expected):
    assert expected in draw("{% moment at %}", lang=lang, at=AT)


def test_day_takes_dates_and_moments(draw):
    assert (
        draw("{% day d %}", d=date(2026, 11, 26)) == '<time datetime="2026-11-26">2026年11月26日（木）</time>'
    )
    late = datetime(2026, 11, 25, 15, 30, tzinfo=UTC)
    assert draw("{% day d %}", d=late) == '<time datetime="2026-11-26">2026年11月26日（木）</time>'


def test_short_day_knows_today_in_the_readers_zone(draw):
    at = datetime(2026, 11, 24, 20, 0, tzinfo=UTC)  # already the 25th in Tokyo, where it is the 24th now
    assert draw("{% short_day at %}", at=at) == '<time datetime="2026-11-25">明日</time>'
    assert (
        draw("{% short_day at %}", zone="UTC", lang="en", at=at) == '<time datetime="2026-11-24">today</time>'
    )
