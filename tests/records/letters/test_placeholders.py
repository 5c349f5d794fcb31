"""What a template leaves open: filled where it can be, marked where it cannot, and never silently left out."""

import pytest

from kikitori.records.letters.placeholders import (
    Placeholder,
    Politeness,
    best_key,
    fill,
    marks_in,
    placeholder,
    unknown_in,
)

VALUES = {
    Placeholder.PERSON: "試野 はな 様",
    Placeholder.REFERENCE: "K-2026-000131",
    Placeholder.PROMISED: "2026年11月26日（木）",
    Placeholder.PHONE: "",
}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("person", Placeholder.PERSON),
        (" Person ", Placeholder.PERSON),
        ("ＰＥＲＳＯＮ", Placeholder.PERSON),
        ("date promised", Placeholder.PROMISED),
        ("date-promised", Placeholder.PROMISED),
        ("date_promised", Placeholder.PROMISED),
        ("お名前", Placeholder.PERSON),
        ("約束の日", Placeholder.PROMISED),
        ("ﾃﾝﾜ", None),
        ("story", None),
        ("person.__class__", None),
        ("", None),
    ],
)
def test_word_is_known_in_any_width_case_and_spacing_or_not_at_all(written: str, meant: object) -> None:
    assert placeholder(written) is meant


@pytest.mark.parametrize("each", Placeholder)
def test_every_placeholder_is_known_by_its_own_word(each: Placeholder) -> None:
    assert placeholder(each.value) is each


def test_text_is_filled() -> None:
    filled = fill("{お名前}\n{reference}の件、｛約束の日｝までにご連絡します。", VALUES, "ja")
    assert filled.text == "試野 はな 様\nK-2026-000131の件、2026年11月26日（木）までにご連絡します。"
    assert filled.open == ()


@pytest.mark.parametrize(
    ("text", "language", "expected", "open_"),
    [
        ("電話は{phone}です", "ja", "電話は【要記入：電話番号】です", ("phone",)),
        (
            "Call {phone}, {nobody}.",
            "en",
            "Call [to be written: phone], [to be written: nobody].",
            ("phone", "nobody"),
        ),
        ("{}と{ }", "ja", "{}と【要記入：】", (" ",)),
    ],
)
def test_what_cannot_be_filled_is_marked_and_named(
    text: str, language: str, expected: str, open_: tuple[str, ...]
) -> None:
    filled = fill(text, VALUES, language)
    assert (filled.text, filled.open) == (expected, open_)
    assert len(marks_in(filled.text)) == len(open_)


def test_braces_within_a_value_are_not_filled_again() -> None:
    values = {Placeholder.TITLE: "{reference}", Placeholder.REFERENCE: "K-1"}
    assert fill("{title} / {reference}", values, "ja").text == "{reference} / K-1"


@pytest.mark.parametrize("text", ["普通の文", "【重要】ご確認ください", "[note]", "{\n}", "f(x) = {", ""])
def test_ordinary_text_is_left_alone(text: str) -> None:
    assert fill(text, VALUES, "ja").text == text
    assert marks_in(text) == []


def test_words_nothing_fills_are_named_once_each() -> None:
    assert unknown_in("{person}{foo}{ bar }{foo}") == ["foo", " bar "]


@pytest.mark.parametrize(
    ("texts", "language", "politeness", "key"),
    [
        ({"ja/polite": "a", "ja/very_polite": "b"}, "ja", Politeness.VERY_POLITE, "ja/very_polite"),
        ({"ja/polite": "a", "en/polite": "b"}, "ja", Politeness.VERY_POLITE, "ja/polite"),
        ({"en/polite": "b"}, "ja", Politeness.POLITE, "en/polite"),
        ({"ja/polite": "  ", "en/polite": "b"}, "ja", Politeness.POLITE, "en/polite"),
        ({}, "ja", Politeness.POLITE, ""),
    ],
)
def test_text_that_fits_best(texts: dict[str, str], language: str, politeness: Politeness, key: str) -> None:
    assert best_key(texts, language, politeness) == key
