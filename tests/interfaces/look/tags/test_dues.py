"""Deadlines in templates: icon, word and time together, from one moment, in the reader's language and zone."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

TOKYO = ZoneInfo("Asia/Tokyo")
AT = datetime(2026, 11, 24, 17, 0, tzinfo=TOKYO)


def test_due_chip_is_drawn_in_full(draw):
    assert draw("{% due_chip at %}", at=AT) == (
        '<span class="due due--soon"><svg class="icon" aria-hidden="true" focusable="false">'
        '<use href="/static/look/icons.svg#waiting"></use></svg><span class="due__word">まもなく</span> '
        '<time datetime="2026-11-24T17:00+09:00"><span class="due__left">あと3時間</span>'
        '<span class="due__dot">・</span><span class="due__at">今日 17:00</span></time></span>'
    )


@pytest.mark.parametrize(
    ("zone", "iso", "at"),
    [
        ("Asia/Tokyo", "2026-11-24T17:00+09:00", "today 17:00"),
        ("Europe/Berlin", "2026-11-24T09:00+01:00", "today 09:00"),
        ("Pacific/Auckland", "2026-11-24T21:00+13:00", "today 21:00"),
    ],
)
def test_due_chip_is_told_in_the_zone_of_the_reader(draw, zone, iso, at):
    drawn = draw("{% due_chip at %}", lang="en", zone=zone, at=AT.astimezone(UTC))
    assert f'datetime="{iso}"' in drawn
    assert f">{at}</span>" in drawn


def test_due_chip_without_now_in_the_context_uses_the_clock(draw):
    assert "due--late" in draw("{% due_chip at %}", now=None, at=datetime(2001, 1, 1, tzinfo=UTC))


@pytest.mark.parametrize(("how", "kind"), [("", "soon"), ("done_at=at", "kept"), ("replaced=True", "gone")])
def test_promise_chip_has_the_colour_of_its_deadline(draw, how, kind):
    drawn = draw('{% promise_chip "回答" at ' + how + " %}", at=AT)
    assert drawn.startswith(f'<div class="promise promise--{kind}">')
    assert f'<span class="due due--{kind}">' in drawn


def test_due_chip_overdue_carries_icon_and_word(draw):
    drawn = draw("{% due_chip at %}", at=datetime(2026, 11, 24, 10, 30, tzinfo=TOKYO))
    assert "due--late" in drawn
    assert "icons.svg#warning" in drawn
    assert ">超過</span>" in drawn
    assert ">3時間前</span>" in drawn
    assert ">今日 10:30</span>" in drawn
    assert 'datetime="2026-11-24T10:30+09:00"' in drawn


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
