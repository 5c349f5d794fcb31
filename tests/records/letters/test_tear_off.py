"""What is torn off a letter and sent back: its words in each language, and how it stands on paper."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import product
from typing import Any

import pytest

from kikitori.foundation.language.readings import EASY
from kikitori.records.letters.kinds import LetterKind
from kikitori.records.letters.tear_off import ASKING, tear_off
from tests.printed import is_tagged, pages, text_of
from tests.records.letters.test_paper import SHEET, printed

LANGUAGES = ("ja", "en", EASY)
BY = "2026年12月18日（金）"
KANJI_ALONE = re.compile(r"[一-龯々](?![一-龯々]*（[ぁ-ん・]+）)")


def torn(kind: LetterKind, language: str = "ja", **changes: Any) -> Any:
    return tear_off(kind, language, **{"by": BY, "phone": "0120-000-000", "rates": True, **changes})


@pytest.mark.parametrize(("kind", "language"), list(product(sorted(ASKING), LANGUAGES)))
def test_every_letter_that_asks_has_boxes_in_every_language(kind: LetterKind, language: str) -> None:
    found = torn(kind, language)
    assert all(found.values())
    (ask, *boxes), *rated = found["questions"]
    assert ask
    assert len(set(boxes)) == len(boxes) >= 2
    assert len(rated) == (2 if kind is LetterKind.IS_IT_SOLVED else 0)
    assert "0120-000-000" in found["lead"]
    assert "{" not in str(list(found["questions"])) + found["lead"] + found["by"]
    if language == "en":
        assert not re.search("[ぁ-んァ-ヶ一-龯]", str(found).replace(BY, ""))


@pytest.mark.parametrize("kind", sorted(ASKING))
def test_plain_japanese_has_a_reading_behind_every_word(kind: LetterKind) -> None:
    found = torn(kind, EASY, by="")
    said = [value for value in found.values() if isinstance(value, str)]
    said += [words for question in found["questions"] for words in question]
    assert [words for words in said if KANJI_ALONE.search(words)] == []


@pytest.mark.parametrize("kind", sorted(set(LetterKind) - ASKING))
def test_letter_that_asks_nothing_of_the_sort_has_none(kind: LetterKind) -> None:
    assert torn(kind) == {}


def test_who_speaks_for_somebody_does_not_rate_and_no_day_is_named_where_none_is_awaited() -> None:
    found = torn(LetterKind.IS_IT_SOLVED, rates=False)
    assert [question[0] for question in found["questions"]] == ["お申し出は解決しましたか"]
    assert found["by"] == f"{BY}までに届くように、お送りください。"
    assert torn(LetterKind.STILL_SOLVED, by="")["by"] == "お返事は、なくてもかまいません。"
    assert "電話" not in torn(LetterKind.PROPOSAL, phone="")["lead"]
    assert torn(LetterKind.PROPOSAL, "fr")["title"] == "返信用"


@pytest.mark.parametrize(("kind", "large"), list(product(sorted(ASKING), [False, True])))
def test_on_paper_it_stands_in_one_piece_with_its_numbers_and_address(
    kind: LetterKind, *, large: bool
) -> None:
    made = printed(replace(SHEET, reply=torn(kind)), large=large, body="長い本文です。\n\n" * 12)
    last = "".join(pages(made)[-1].split())
    for part in (
        "切り取り線",
        "返信用",
        "受付番号K-2026-000131",
        "文書番号L-2026-000012",
        "送り先",
        "東京都見本区みほん町2-2",
    ):
        assert part in last, part
    for ask, *boxes in torn(kind)["questions"]:
        assert "".join(ask.split()) in last
        assert all("".join(each.split()) in last for each in boxes)
    assert is_tagged(made)


def test_pages_are_counted_with_it_and_letters_without_it_are_as_they_were() -> None:
    plain = printed()
    assert "返信用" not in text_of(plain)
    assert printed(replace(SHEET, reply={})) == plain
    made = printed(replace(SHEET, reply=torn(LetterKind.IS_IT_SOLVED)), body="段落です。\n\n" * 20)
    assert len(pages(made)) == 2
    assert "1 / 2" in pages(made)[0]
    assert "2 / 2" in pages(made)[1]
