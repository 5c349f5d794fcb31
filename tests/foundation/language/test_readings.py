"""Readings: written by people in braces, kept as marks, taken off in the way each place needs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kikitori.foundation.language.readings import (
    BEGIN,
    END,
    MIDDLE,
    has_readings,
    in_brackets,
    in_kana,
    marked,
    replaced,
    without_readings,
    written_in,
)

WORD = f"{BEGIN}話{MIDDLE}はなし{END}"
ANY = st.text(alphabet=f"話はa{{}}|（）<>{BEGIN}{MIDDLE}{END}", max_size=30)


def test_what_people_write_becomes_marks() -> None:
    assert marked("あなたの{話|はなし}が{届|とど}きました") == (
        f"あなたの{WORD}が{BEGIN}届{MIDDLE}とど{END}きました"
    )


@pytest.mark.parametrize(
    "text", ["{}", "{話}", "{話|}", "{|はなし}", "{a|b|c}", "{{話|はなし", "%(n)s", "{name}", "|"]
)
def test_other_braces_stay_braces(text: str) -> None:
    assert marked(text) == text
    assert not has_readings(marked(text))


@pytest.mark.parametrize(
    ("text", "brackets", "kana", "plain"),
    [
        (WORD, "話（はなし）", "はなし", "話"),
        (f"あ{WORD}い", "あ話（はなし）い", "あはなしい", "あ話い"),
        (f"（{WORD}）", "（話・はなし）", "（はなし）", "（話）"),
        (f"（{WORD}も）", "（話（はなし）も）", "（はなしも）", "（話も）"),
        ("なにもない", "なにもない", "なにもない", "なにもない"),
        ("", "", "", ""),
    ],
)
def test_each_place_takes_them_off_in_its_way(text: str, brackets: str, kana: str, plain: str) -> None:
    assert (in_brackets(text), in_kana(text), without_readings(text)) == (brackets, kana, plain)


@pytest.mark.parametrize(
    "text", [f"{BEGIN}話", f"話{END}", f"{MIDDLE}", f"{BEGIN}話{END}", f"{END}話{BEGIN}", f"{BEGIN}{WORD}"]
)
def test_marks_that_belong_to_nothing_are_left_out(text: str) -> None:
    for taken in (in_brackets(text), in_kana(text), without_readings(text)):
        assert not set(taken) & {BEGIN, MIDDLE, END}
        assert taken.startswith(("話", "は")) or taken == ""


@given(ANY)
def test_no_mark_is_ever_left_whatever_came_in(text: str) -> None:
    for way in (in_brackets, in_kana, without_readings):
        assert not set(way(marked(text))) & {BEGIN, MIDDLE, END}


@given(ANY)
def test_text_without_marks_is_what_it_was(text: str) -> None:
    bare = "".join(sign for sign in text if sign not in (BEGIN, MIDDLE, END))
    assert in_brackets(bare) == in_kana(bare) == without_readings(bare) == bare


def test_word_and_reading_are_handed_over_one_by_one() -> None:
    seen: list[tuple[str, str]] = []

    def note(word: str, reading: str) -> str:
        seen.append((word, reading))
        return word

    assert replaced(marked("{話|はなし}を{書|か}く"), note) == "話を書く"
    assert seen == [("話", "はなし"), ("書", "か")]


@pytest.mark.parametrize(
    ("tag", "told"),
    [("ja-easy", "ja"), ("ja", "ja"), ("en", "en"), ("vi", "vi"), ("", ""), ("ja-JP", "ja-JP")],
)
def test_browsers_are_told_a_language_they_know(tag: str, told: str) -> None:
    assert written_in(tag) == told
