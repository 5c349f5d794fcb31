"""Evidence named in reasons: found whatever its width and dash, and nothing else taken for it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from kikitori.records.inquiry.citing import cited_in


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("", set()),
        ("記録はありません。", set()),
        ("E-1のとおりです。", {1}),
        ("写真（E-1、E-2）と録音E-12で確かめました。", {1, 2, 12}),
        ("Ｅ－３による。", {3}),
        ("E‐4, E–5 and E−6 show it.", {4, 5, 6}),
        ("See E-7.", {7}),
        ("E-8: the log", {8}),
        ("E-9999", {9999}),
        ("E-1とE-1", {1}),
        # Names of other things.
        ("SE-1 という機種です。", set()),
        ("型番 E-100A です。", set()),
        ("E-12345 は注文の番号です。", set()),
        ("A-E-1", set()),
        ("E-1-3 の棚です。", set()),
        ("E-0", set()),
        ("E-01", set()),
        ("e-1", set()),
        ("E 1", set()),
    ],
)
def test_evidence_is_found_by_its_name(text: str, numbers: set[int]) -> None:
    assert cited_in(text) == numbers


@given(some.sets(some.integers(1, 9999), max_size=8))
def test_every_number_that_is_named_is_found(numbers: set[int]) -> None:
    assert cited_in("、".join(f"E-{number}" for number in numbers)) == numbers


@given(some.text())
def test_whatever_is_written_there_is_an_answer(text: str) -> None:
    assert all(0 < number < 10_000 for number in cited_in(text))


def test_long_text_is_read_at_once() -> None:
    assert cited_in("E-" * 50_000) == set()
    assert cited_in("E-1 " * 20_000) == {1}
