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


def test_due_chip_overdue_carries_icon_and_word(draw):
    drawn = draw("{% due_chip at %}", at=datetime(2026, 11, 24, 10, 30, tzinfo=TOKYO))
    assert "due--late" in drawn
    assert "icons.svg#warning" in drawn
    assert ">超過</span>" in drawn
    assert ">3時間前</span>" in drawn
    assert ">今日 10:30</span>" in drawn
    assert 'datetime="2026-11-24T10:30:00+09:00"' in drawn


def test_due_chip_far_ahead_keeps_its_word_for_listeners(draw):
    drawn = draw("{% due_chip at %}", at=datetime(2026, 11, 30, 17, 0, tzinfo=TOKYO))
    assert '<span class="due__word hidden-words">期限</span>' in drawn


def test_due_chip_takes_working_time(draw):
    assert ">あと3時間（営業時間）</span>" in draw("{% due_chip at working_minutes=180 %}", at=AT)


@pytest.mark.parametrize(
    ("how", "kind", "word"),
    [
        ("done_at=early", "kept", "約束どおり"),
        ("done_at=late", "missed", "遅れて完了"),
        ("replaced=True", "gone", "改めました"),
    ],
)
def test_due_chip_of_what_is_over(draw, how, kind, word):
    early, late = datetime(2026, 11, 24, 12, 0, tzinfo=TOKYO), datetime(2026, 11, 24, 18, 0, tzinfo=TOKYO)
    drawn = draw("{% due_chip at " + how + " %}", at=AT, early=early, late=late)
    assert f"due--{kind}" in drawn
    assert f">{word}</span>" in drawn
    assert "due__left" not in drawn


def test_promise_chip_says_what_and_unfolds_why(draw):
    drawn = draw("{% promise_chip what at why=why %}", what="最初の回答", at=AT, why="祝日を<除く>")
    assert '<span class="promise__what">最初の回答</span>' in drawn
    assert "なぜこの日？" in drawn
    assert "祝日を&lt;除く&gt;" in drawn


def test_promise_chip_without_a_reason_has_nothing_to_unfold(draw):
    assert "<details" not in draw("{% promise_chip what at %}", what="最初の回答", at=AT)
