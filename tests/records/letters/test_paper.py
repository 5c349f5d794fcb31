"""A letter as PDF: what the window shows, what stands where, the same bytes whenever it is made, whatever was written."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from kikitori.records.letters.envelopes import FOLD, PAPER_WIDTH, envelope_for
from kikitori.records.letters.models import Letter
from kikitori.records.letters.paper import paper_of
from kikitori.records.letters.postings import Posting
from kikitori.records.letters.sheets import Sheet
from tests.printed import furthest_right, is_tagged, pages, place_of, text_of, title_of

WRITTEN = datetime(2026, 11, 20, 8, 0, tzinfo=UTC)
SHEET = Sheet(
    name="試野 はな 様",
    address="〒100-0001 東京都見本区みほん町1-1",
    date="2026年11月20日（金）",
    reference="K-2026-000131",
    locator="K7FM-3QTA",
    sender="みほん堂",
    sender_address="〒100-0002 東京都見本区みほん町2-2",
    phone="0120-000-000",
    promises=["2026年11月26日（木）17:00まで　経過のご連絡"],
)
#: What people wrote stands in these; the head of a letter has tests of its own (test_letter_head.py).
WORDS = sorted({*asdict(SHEET)} - {"promises", "logo", "accent", "reader", "reply"})
#: The ugliest honest address: a building whose name is longer than the window.
LONG = "〒100-0001 東京都見本区みほん町一丁目二番三号　グランドヒルズ・レジデンス見本町ステーションフロントタワー　四十二階　四二〇一号室　見本様方"


def posting(
    sheet: Sheet = SHEET, *, large: bool = False, number: str = "L-2026-000012", **letter: Any
) -> Posting:
    """A letter that no database has seen."""
    given = {
        "language": "ja",
        "subject": "お申し出を受け付けました",
        "body": "試野 はな 様\n\nお知らせいただき、ありがとうございます。\n",
        "written_at": WRITTEN,
    }
    return Posting(
        letter=Letter(**{**given, **letter}), number=number, sheet=asdict(sheet), large_print=large
    )


def printed(*args: Any, **changes: Any) -> bytes:
    return paper_of([posting(*args, **changes)]).content


class TestWindow:
    @pytest.mark.parametrize("language", ["ja", "en"])
    @pytest.mark.parametrize(
        ("address", "name"),
        [
            ("〒100-0001 東京都見本区みほん町1-1", "試野 はな 様"),
            (LONG, "試野 はな 様"),
            (LONG, "見本市民苦情申出者連絡協議会見本区第三支部設立準備委員会事務局 御中"),
            ("〒100-0001", "様"),
            ("12 High Street, Oxford OX1 1AA, United Kingdom", "Hana Tameshino"),
            ("A" * 160, "B" * 60),
        ],
    )
    def test_window_always_shows_address_and_name(self, language: str, address: str, name: str) -> None:
        seen = envelope_for(language).seen
        sheet = replace(SHEET, address=address, name=name)
        pdf = printed(sheet, language=language, body="本文")
        for words in (name[:4], name[-2:], "〒100-0001" if "〒" in address else address[:6]):
            place = place_of(pdf, words)
            assert seen.left - 0.5 <= place.left
            assert place.right <= seen.right + 0.5
            assert seen.top - 0.5 <= place.top, words
            assert place.bottom <= seen.bottom + 0.5, words

    @pytest.mark.parametrize("language", ["ja", "en"])
    def test_nothing_else_can_be_seen_in_it(self, language: str) -> None:
        pdf, envelope = printed(language=language), envelope_for(language)
        assert place_of(pdf, "K-2026-000131").left >= envelope.window.right
        assert place_of(pdf, "0120").left >= envelope.window.right
        assert place_of(pdf, "お申し出を受け付けました").top >= envelope.window.bottom

    def test_letter_to_nobody_known_by_name_shows_the_address_alone(self) -> None:
        pdf = printed(replace(SHEET, name=""), body="お申し出くださった方へ")
        assert place_of(pdf, "東京都見本区みほん町1-1").top < FOLD
        assert "様" not in text_of(pdf)


class TestText:
    def test_everything_stands_on_the_first_page(self) -> None:
        [page] = pages(printed())
        for words in (
            "2026年11月20日（金）", "文書番号 L-2026-000012", "受付番号 K-2026-000131", "照会番号 K7FM-3QTA",
            "みほん堂", "〒100-0002", "電話 0120-000-000", "お申し出を受け付けました", "ありがとうございます。",
            "お約束している日程", "経過のご連絡", "1 / 1",
        ):  # fmt: skip
            assert words in page, words

    def test_parts_stand_one_below_the_other(self) -> None:
        pdf = printed()
        tops = [
            place_of(pdf, words).top
            for words in (
                "お申し出を受け付けました",
                "お知らせいただき",
                "お約束している日程",
                "経過のご連絡",
                "1 / 1",
            )
        ]
        assert tops == sorted(tops)

    def test_pages_are_counted_and_each_names_its_letter(self) -> None:
        found = pages(printed(body="長い文です。\n\n" * 120))
        assert len(found) > 2
        for number, page in enumerate(found, start=1):
            assert f"{number} / {len(found)}" in page
            assert "L-2026-000012" in page

    def test_large_print_is_larger_and_takes_more_paper(self) -> None:
        body = "お知らせいただき、ありがとうございます。" * 40
        usual, large = printed(body=body), printed(body=body, large=True)
        assert len(pages(large)) > len(pages(usual))
        heights = [place_of(pdf, "お知らせ").bottom - place_of(pdf, "お知らせ").top for pdf in (usual, large)]
        assert heights[1] > 1.5 * heights[0]
        assert paper_of([posting(body=body)], large=True).content == large
        assert paper_of([posting(body=body, large=True)], large=False).content == usual

    def test_large_print_does_not_grow_out_of_the_window(self) -> None:
        seen = envelope_for("ja").seen
        assert (
            place_of(printed(replace(SHEET, address=LONG), large=True, body="本文"), "試野 はな").bottom
            <= seen.bottom
        )

    def test_sender_with_a_long_address_pushes_the_text_down(self) -> None:
        long = replace(SHEET, sender_address="\n".join(f"みほんビル{floor}階" for floor in range(1, 16)))
        pdf = printed(long)
        assert place_of(pdf, "お申し出を").top > place_of(pdf, "0120-000-000").bottom

    def test_letter_in_english_is_in_english(self) -> None:
        pdf = printed(
            replace(SHEET, name="Hana Tameshino", date="Friday 20 November 2026", promises=["By Friday: news"]),
            language="en", subject="Your complaint", body="Dear Hana,\n\nThank you.",
        )  # fmt: skip
        for words in (
            "Letter no. L-2026-000012",
            "Reference K-2026",
            "What we have promised",
            "By Friday: news",
        ):
            assert words in text_of(pdf)


class TestWhateverWasWritten:
    @pytest.mark.parametrize(
        "text",
        [
            '#read("/etc/passwd") *強調* $x$ @ref <l> `raw` ~ -- ... \\u{41} [ ] { }',
            "= 見出し\n\n- 箇条\n+ 番号\n/ 用語: 説明",
            "half ﾊﾝｶｸ ｶﾞｷﾞ 全角ＡＢＣ ①㈱ 髙﨑 𠮷野家",
            "<script>alert(1)</script> {{ complaint }} {% load x %} %(name)s {0}",
        ],
    )
    def test_it_is_printed_as_it_was_written(self, text: str) -> None:
        found = "".join(text_of(printed(body=text, subject=text)).split())
        assert found.count("".join(text.split())) >= 2

    @pytest.mark.parametrize(
        ("text", "shown", "missing"),
        [
            ("割れました😀", "割れました〓", ("😀",)),
            ("家族👨\u200d👩\u200d👧です", "家族〓です", ("👨\u200d👩\u200d👧",)),
            ("안녕", "〓〓", ("안", "녕")),
            ("制\x00御\x1b\u202e文\u200b字", "制〓御文字", ("\ufffd",)),
            ("葛\U000e0100飾", "葛飾", ()),
        ],
    )
    def test_what_cannot_be_printed_is_seen_and_named(
        self, text: str, shown: str, missing: tuple[str, ...]
    ) -> None:
        made = paper_of([posting(body=text)])
        assert shown in text_of(made.content)
        assert made.missing == missing
        assert is_tagged(made.content)

    @pytest.mark.parametrize("large", [False, True], ids=["usual", "large"])
    @pytest.mark.parametrize(
        "sign", ["あ", "A", "1", "/x", "。", "ー", "…", "😀", "か\u3099", " ", "\u3000", "-", "ｱ", "）", "（"]
    )
    def test_thousands_of_signs_without_a_break_stay_on_the_paper(self, sign: str, large: bool) -> None:
        made = paper_of([posting(body=f"始め{sign * 3_000}終わり", large=large)])
        found = ["".join(page.split()) for page in pages(made.content)]
        assert "始め" in found[0]
        assert "終わり" in "".join(found[-2:])
        assert furthest_right(made.content) <= PAPER_WIDTH - 15

    def test_ten_thousand_lines_are_printed(self) -> None:
        found = pages(printed(body="行\n" * 10_000))
        assert sum(page.count("行") for page in found) == 10_000

    def test_hostile_name_address_and_promise_stay_on_the_paper(self) -> None:
        hostile = '#panic() *x* "\n\\ 😀'
        sheet = Sheet(**dict.fromkeys(WORDS, hostile), promises=[hostile] * 6)
        assert text_of(printed(sheet)).count("#panic()") >= 10


class TestSameEachTime:
    def test_same_letter_is_the_same_bytes(self) -> None:
        assert printed() == printed()
        assert is_tagged(printed())
        assert title_of(printed()) == "お申し出を受け付けました L-2026-000012"

    @pytest.mark.parametrize(
        "changes",
        [{"number": "L-2026-000013"}, {"body": "別の本文"}, {"subject": "別"}, {"large": True}, {"language": "en"},
         {"written_at": WRITTEN + timedelta(days=1)}],
    )  # fmt: skip
    def test_another_letter_is_other_bytes(self, changes: dict[str, Any]) -> None:
        assert printed(**changes) != printed()

    @pytest.mark.parametrize("field", WORDS)
    def test_whatever_is_kept_with_it_is_on_it(self, field: str) -> None:
        assert printed(replace(SHEET, **{field: "見本の値"})) != printed()

    def test_what_an_older_version_kept_is_no_trouble(self) -> None:
        old = posting()
        old.sheet = {"address": "〒100-0001 東京都", "name": "試野 様", "unknown": "x"}
        assert "東京都" in text_of(paper_of([old]).content)


def test_several_letters_are_one_pdf_with_pages_of_their_own() -> None:
    long = "長い文です。\n\n" * 60
    several = [posting(number=f"L-2026-{n:06d}", body=long if n == 2 else "短い") for n in (1, 2, 3)]
    found = pages(paper_of(several).content)
    middle = len(found) - 2
    assert middle > 1
    assert "1 / 1" in found[0]
    assert "L-2026-000001" in found[0]
    assert [f"{n} / {middle}" in page for n, page in enumerate(found[1:-1], start=1)] == [True] * middle
    assert "1 / 1" in found[-1]
    assert "L-2026-000003" in found[-1]
