"""What stands on a letter on paper, as values: address, marks, sender, text, promises."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kikitori.records.letters.sheets import (
    LARGE_SIZE,
    USUAL_SIZE,
    Sheet,
    address_lines,
    page_values,
    promise_line,
)

SHEET = Sheet(
    name="試野 はな 様",
    address="〒100-0001 東京都見本区みほん町1-1",
    date="2026年11月20日（金）",
    reference="K-2026-000131",
    locator="K7FM-3QTA",
    sender="みほん堂",
    sender_address="〒100-0002 東京都見本区みほん町2-2\nみほんビル3階",
    phone="0120-000-000",
    hours="平日 9:00–17:00",
    promises=["2026年11月26日（木）17:00まで　経過のご連絡"],
)


def values(sheet: Sheet = SHEET, **changes: Any) -> dict[str, Any]:
    given = {
        "number": "L-2026-000012",
        "language": "ja",
        "subject": "件名",
        "body": "一段落\n二行目\n\n\n二段落\n",
        "large": False,
        "plain": str,
    }
    return page_values(sheet, **{**given, **changes})


@pytest.mark.parametrize(
    ("address", "lines"),
    [
        ("〒100-0001 東京都見本区みほん町1-1", ["〒100-0001", "東京都見本区みほん町1-1"]),
        ("100-0001 東京都見本区", ["〒100-0001", "東京都見本区"]),
        ("1000001東京都見本区", ["〒100-0001", "東京都見本区"]),
        ("〒１００－０００１　東京都見本区１－２", ["〒100-0001", "東京都見本区１－２"]),
        ("〒100-0001", ["〒100-0001"]),
        ("〒100-0001\n東京都見本区\nみほん町1-1", ["〒100-0001", "東京都見本区", "みほん町1-1"]),
        ("東京都見本区みほん町1-1", ["東京都見本区みほん町1-1"]),
        # A house number is no postal code, nor is a longer number.
        ("1-2-3 みほん町", ["1-2-3 みほん町"]),
        ("10000011 みほん町", ["10000011 みほん町"]),
        ("1600 Pennsylvania Avenue", ["1600 Pennsylvania Avenue"]),
        ("12 High Street, Oxford OX1 1AA", ["12 High Street, Oxford OX1 1AA"]),
        # A sign of two widths in one keeps nothing from being read.
        ("〒100-0001 ㈱見本 ㌢", ["〒100-0001", "株式会社見本 センチ"]),
        ("", []),
        ("  \n ", []),
    ],
)
def test_address_is_broken_after_its_postal_code(address: str, lines: list[str]) -> None:
    found = address_lines(address)
    assert found[:1] == lines[:1]
    assert len(found) == len(lines)
    if "㈱" not in address:
        assert found == lines


@given(st.text())
def test_no_word_of_an_address_is_lost(address: str) -> None:
    kept = "".join(address_lines(address))
    for sign in address:
        if sign.isalpha() and sign.isascii():
            assert sign in kept


def test_day_and_numbers_stand_together_and_the_sender_below() -> None:
    page = values()
    assert page["marks"] == [
        "2026年11月20日（金）",
        "文書番号 L-2026-000012",
        "受付番号 K-2026-000131",
        "照会番号 K7FM-3QTA",
    ]
    assert page["sender"] == [
        "みほん堂",
        "〒100-0002",
        "東京都見本区みほん町2-2",
        "みほんビル3階",
        "電話 0120-000-000（平日 9:00–17:00）",
    ]
    assert page["foot"] == "みほん堂 · L-2026-000012 · K-2026-000131"


def test_text_keeps_its_paragraphs_and_lines() -> None:
    assert values()["body"] == [["一段落", "二行目"], ["二段落"]]


def test_what_is_not_known_leaves_no_hole() -> None:
    page = values(Sheet(), number="")
    assert page["address"] == page["promises"] == []
    assert page["marks"] == page["sender"] == [""]
    assert page["foot"] == ""


@pytest.mark.parametrize(
    ("language", "marks", "promises", "phone"),
    [
        ("ja", "再送（前回 L-2026-000003）", "お約束している日程", "電話 0120-000-000（平日 9:00–17:00）"),
        ("en", "Sent again (before: L-2026-000003)", "What we have promised", "Phone 0120-000-000 (平日 9:00–17:00)"),
        ("fr", "Sent again (before: L-2026-000003)", "What we have promised", "Phone 0120-000-000 (平日 9:00–17:00)"),
    ],
)  # fmt: skip
def test_words_are_in_the_language_of_the_letter(
    language: str, marks: str, promises: str, phone: str
) -> None:
    page = values(replace(SHEET, again="L-2026-000003"), language=language)
    assert page["marks"][-1] == marks
    assert (page["promises-title"], page["sender"][-1]) == (promises, phone)
    assert page["language"] == ("ja" if language == "ja" else "en")


def test_hours_without_a_phone_are_not_told() -> None:
    assert "平日" not in "".join(values(replace(SHEET, phone=""))["sender"])


@pytest.mark.parametrize(("large", "size"), [(False, USUAL_SIZE), (True, LARGE_SIZE)])
def test_large_print_is_large(large: bool, size: float) -> None:
    assert values(large=large)["size"] == size
    assert LARGE_SIZE >= 18


def test_every_text_on_the_paper_is_made_printable() -> None:
    page = values(plain=lambda text: "×" * len(text))
    for name in ("address", "name", "marks", "sender", "subject", "promises", "foot", "title"):
        told = page[name] if isinstance(page[name], list) else [page[name]]
        assert set("".join(told)) == {"×"}, name
    assert page["body"] == [["×××", "×××"], ["×××"]]


def test_window_and_text_stand_where_the_envelope_has_them() -> None:
    ja, en = values(), values(language="en")
    assert ja["window"] == {"left": 20, "top": 12, "width": 65, "height": 24}
    assert en["window"] == {"left": 20, "top": 57, "width": 80, "height": 24}
    assert ja["body-at"] < en["body-at"]


@pytest.mark.parametrize(
    ("language", "line"),
    [("ja", "2026年11月26日まで　ご回答"), ("en", "By 2026年11月26日: ご回答")],
)
def test_promise_is_told_with_its_day_first(language: str, line: str) -> None:
    assert promise_line(language, "2026年11月26日", "ご回答") == line
