"""What improved thanks to complaints: for everybody, newest first, in each reader's language, page by page."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kikitori.interfaces.portal.improvements_page import PAGE
from kikitori.records.prevention.models import Improvement
from tests.interfaces.portal.visitor import Visitor

NOT_EASY = "この文は、やさしい日本語がありません。"
WRITTEN = datetime(2026, 11, 20, tzinfo=UTC)


def told(number: int = 1, month: date = date(2026, 11, 1), **more: object) -> Improvement:
    values: dict[str, object] = {
        "title_ja": f"改善その{number:03}",
        "words_ja": "箱を二重にしました。",
        "complaints": 14,
        "is_public": True,
        **more,
    }
    return Improvement.objects.create(month=month, written_at=WRITTEN, **values)


def titles(visitor: Visitor) -> list[str]:
    return re.findall(r"改善その\d{3}", visitor.seen.main)


def test_empty_page_says_what_will_stand_there(visitor: Visitor) -> None:
    page = visitor.go("/improvements/")
    assert page.status == 200
    assert "まだ公開されているものはありません。" in page.main
    assert "申出をきっかけに何かを改めると" in page.main


def test_improvement_is_told_with_its_month_and_how_many_complaints_led_to_it(visitor: Visitor) -> None:
    told()
    page = visitor.go("/improvements/").main
    for words in ("改善その001", "箱を二重にしました。", "2026年11月", "きっかけになった申出 14件"):
        assert words in page


def test_english_reader_reads_english_and_japanese_where_there_is_only_that(reader: Visitor) -> None:
    told(1, title_en="Thicker boxes", words_en="Boxes are double now.", complaints=1)
    told(2)
    page = reader.go("/improvements/")
    assert '<h2 lang="en">Thicker boxes</h2>' in page.html
    assert '<h2 lang="ja">改善その002</h2>' in page.html
    assert "1 complaint led to it" in page.main
    assert "Nov 2026" in page.main


def test_month_is_read_out_in_easy_japanese(visitor: Visitor) -> None:
    told(title_ja="はこを かえました", words_ja="はこを かえました。")
    easy = Visitor("ja-easy")
    page = easy.go("/improvements/").html
    assert re.search(r"2026<ruby>年.*?<rt>ねん</rt>", page)
    assert re.search(r"11<ruby>月.*?<rt>がつ</rt>", page)


def test_easy_text_has_its_readings_above_its_words(visitor: Visitor) -> None:
    told(
        title_easy="{箱|はこ}を かえました",
        words_easy="お{皿|さら}が われません。\n<b>2</b>{重|じゅう}です。",
    )
    page = Visitor("ja-easy").go("/improvements/")
    assert re.search(r'<h2 lang="ja">.*<ruby>箱<rp>（</rp><rt>はこ</rt>', page.html)
    assert "<rt>さら</rt>" in page.html
    assert "&lt;b&gt;2&lt;/b&gt;<ruby>重" in page.html
    assert "改善その001" not in page.main
    assert "{" not in page.main
    assert NOT_EASY not in page.main
    visitor.go("/improvements/")
    assert titles(visitor) == ["改善その001"]


@pytest.mark.parametrize("only_in", ["ja", "en"])
def test_reader_of_easy_japanese_is_told_where_there_is_none(db: None, only_in: str) -> None:
    if only_in == "ja":
        told()
    else:
        told(title_ja="", words_ja="", title_en="Thicker boxes", words_en="Boxes are double now.")
    page = Visitor("ja-easy").go("/improvements/")
    assert "やさしい" in re.sub(r"<rp>.*?</rp>|<rt>.*?</rt>", "", page.html)
    assert NOT_EASY in re.sub(r"<[^>]*>", "", re.sub(r"<rp>.*?</rp>|<rt>.*?</rt>", "", page.html))
    assert f'<h2 lang="{only_in}">' in page.html


@pytest.mark.parametrize("language", ["ja", "en"])
def test_nobody_else_is_told_of_easy_japanese(db: None, language: str) -> None:
    told()
    page = Visitor(language).go("/improvements/").main
    assert "not available in easy" not in page
    assert "やさしい日本語がありません" not in page


def test_marks_of_readings_in_japanese_stay_as_they_were_written(db: None) -> None:
    told(words_ja="{漢字|かんじ}", title_easy="やさしい", words_easy="やさしい")
    told(2, words_ja="{漢字|かんじ}")
    page = Visitor("ja-easy").go("/improvements/").main
    assert page.count("{漢字|かんじ}") == 1


def test_only_what_is_published_is_read(visitor: Visitor) -> None:
    told(1)
    told(2, is_public=False)
    visitor.go("/improvements/")
    assert titles(visitor) == ["改善その001"]


def test_newest_month_comes_first_and_within_it_what_came_last(visitor: Visitor) -> None:
    for number, month in (
        (1, date(2026, 9, 1)),
        (2, date(2026, 11, 1)),
        (3, date(2026, 10, 1)),
        (4, date(2026, 11, 1)),
    ):
        told(number, month)
    visitor.go("/improvements/")
    assert titles(visitor) == [f"改善その{number:03}" for number in (4, 2, 3, 1)]


def test_pages_follow_each_other_without_a_gap_whatever_is_published_meanwhile(visitor: Visitor) -> None:
    for number in range(2 * PAGE + 5):
        told(number, date(2026, 1 + number % 10, 1))
    seen, address = [], "/improvements/"
    for turn in range(3):
        page = visitor.go(address)
        seen += titles(visitor)
        told(900 + turn, date(2026, 11, 1))
        onward = re.search(r'rel="next" href="([^"]+)"', page.html)
        address = onward[1] if onward else ""
        assert bool(address) == (turn < 2)
    assert sorted(seen) == [f"改善その{number:03}" for number in range(2 * PAGE + 5)]
    assert 'href="/improvements/"' in visitor.seen.html


@pytest.mark.parametrize(
    "place", ["x", "2026-11", "2026-13-4", "2026-00-1", "9999-11-1", "2026-11-" + "9" * 30, "２０２６-11-1"]
)
def test_broken_place_is_said_to_be_broken(visitor: Visitor, place: str) -> None:
    assert visitor.get(f"/improvements/?after={place}").status_code == 400


def test_page_costs_the_same_however_much_there_is(visitor: Visitor) -> None:
    counts = []
    for _ in range(2):
        for number in range(8):
            told(number)
        with CaptureQueriesContext(connection) as asked:
            visitor.go("/improvements/")
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 6


def test_words_of_the_house_are_text_and_never_markup(visitor: Visitor) -> None:
    told(title_ja="<b>太字</b>", words_ja="<script>alert(1)</script>\n{漢字|かんじ}")
    page = visitor.go("/improvements/")
    assert "<b>太字" not in page.html
    assert "<script>alert" not in page.html
    assert "{漢字|かんじ}" in page.main


@pytest.mark.parametrize("path", ["/", "/follow/", "/complain/"])
def test_every_page_leads_there(visitor: Visitor, path: str) -> None:
    assert 'href="/improvements/"' in visitor.go(path).html
