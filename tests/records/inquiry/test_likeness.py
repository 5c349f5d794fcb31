"""Which of several texts is most like one: letters in common, the same from either side."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from kikitori.records.inquiry.likeness import likeness, most_alike

PLATES = "皿が三枚割れていた"


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (PLATES, PLATES, 1.0),
        (PLATES, "", 0.0),
        ("", "", 0.0),
        ("、。！", "、。！", 0.0),
        ("あ", "あ", 1.0),
        ("あ", "い", 0.0),
        ("ABC", "ａｂｃ", 1.0),
        ("皿が、割れた。", "皿が割れた", 1.0),
        ("abcd", "abce", 0.5),
    ],
)
def test_likeness_is_what_two_texts_have_in_common(one: str, other: str, expected: float) -> None:
    assert likeness(one, other) == expected


@given(some.text(max_size=60), some.text(max_size=60))
def test_likeness_is_the_same_from_either_side(one: str, other: str) -> None:
    assert likeness(one, other) == likeness(other, one)
    assert 0.0 <= likeness(one, other) <= 1.0


@given(some.text(max_size=60))
def test_nothing_is_more_like_a_text_than_itself(text: str) -> None:
    assert likeness(text, text) in (0.0, 1.0)


@pytest.mark.parametrize(
    ("others", "key"),
    [
        ([], None),
        ([(1, "説明を三回させられた"), (2, "皿が二枚割れていた")], 2),
        ([(1, "皿が割れていた"), (2, PLATES)], 2),
        # The first of equals; where nothing is alike, the first all the same.
        ([(1, PLATES), (2, PLATES)], 1),
        ([(1, "abc"), (2, "xyz")], 1),
    ],
)
def test_most_alike_is_named(others: list[tuple[int, str]], key: int | None) -> None:
    assert most_alike(PLATES, others) == key
