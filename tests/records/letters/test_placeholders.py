"""What a template leaves open: filled where it can be, marked where it cannot, and never silently left out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kikitori.records.letters.placeholders import (
    Placeholder,
    Politeness,
    best_key,
    fill,
    key_of,
    marks_in,
    placeholder,
    unknown_in,
    word_in,
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


# ---- every placeholder, in both languages


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("each", Placeholder)
def test_every_placeholder_has_a_word_in_both_languages_that_is_read_again(
    each: Placeholder, language: str
) -> None:
    word = word_in(each, language)
    assert placeholder(word) is each
    assert word.isascii() is (language == "en")
    assert fill(f"<{{{word}}}>", {each: "値"}, language).text == "<値>"


@pytest.mark.parametrize("each", Placeholder)
def test_what_is_missing_is_named_in_the_language_of_the_text(each: Placeholder) -> None:
    for written in (word_in(each, "ja"), word_in(each, "en")):
        filled = fill(f"{{{written}}}", {}, "ja")
        assert filled.text == f"【要記入：{word_in(each, 'ja')}】"
        assert filled.open == (written,)
        english = fill(f"{{{written}}}", {}, "en")
        assert english.text == f"[to be written: {word_in(each, 'en')}]"
        assert marks_in(filled.text + english.text) == [filled.text, english.text]


def test_words_of_two_placeholders_are_never_the_same() -> None:
    for language in ("ja", "en"):
        words = [word_in(each, language) for each in Placeholder]
        assert len(set(words)) == len(words)


# ---- hostile templates


@pytest.mark.parametrize(
    "text",
    [
        "{person.__class__.__mro__}",
        "{0}{1!r:>{9}}",
        "%(person)s %s ${person} {{ person }} {% include 'x' %}",
        "{" * 5000,
        "}" * 5000,
        "{person" + "{" * 100,
        "{\x00}{\u202eperson}",
        "{" + "長" * 61 + "}",
        "<script>{script}</script>",
        "｛｛person｝｝",
    ],
)
def test_template_is_data_and_never_a_program(text: str) -> None:
    for language in ("ja", "en"):
        filled = fill(text, VALUES, language)
        assert len(filled.open) == len(marks_in(filled.text))
        assert "object" not in filled.text
        assert len(filled.text) < len(text) + 100 * (len(filled.open) + 2)


@given(st.text(max_size=200))
def test_text_without_braces_is_left_as_it_is(text: str) -> None:
    plain = text.translate(str.maketrans("", "", "{}｛｝"))
    assert fill(plain, VALUES, "ja").text == plain


@given(st.text(alphabet="{}｛｝ ab-person電話番号\n", max_size=60), st.sampled_from(["ja", "en"]))
def test_filling_always_ends_and_is_done_once(text: str, language: str) -> None:
    filled = fill(text, VALUES, language)
    assert len(filled.open) == len(marks_in(filled.text))
    again = fill(filled.text, VALUES, language)
    assert len(marks_in(again.text)) >= len(filled.open)
    assert set(unknown_in(text)) <= set(filled.open)


@given(st.text(max_size=60))
def test_value_is_put_in_as_it_is(value: str) -> None:
    filled = fill("前{person}後", {Placeholder.PERSON: value}, "ja")
    assert filled.text == (f"前{value}後" if value else "前【要記入：お名前】後")


# ---- the tone


@pytest.mark.parametrize("politeness", Politeness)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_text_of_the_readers_language_comes_before_one_of_the_right_tone(
    language: str, politeness: Politeness
) -> None:
    other = "en" if language == "ja" else "ja"
    tones = [each for each in Politeness if each is not politeness]
    texts = {key_of(other, politeness): "a", key_of(language, tones[0]): "b"}
    assert best_key(texts, language, politeness) == key_of(language, tones[0])
    assert best_key({**texts, key_of(language, politeness): "c"}, language, politeness) == key_of(
        language, politeness
    )


@given(st.dictionaries(st.text(min_size=1, max_size=5), st.text(max_size=3), max_size=4))
def test_chosen_text_always_says_something(texts: dict[str, str]) -> None:
    key = best_key(texts, "ja", Politeness.POLITE)
    assert bool(texts.get(key, "").strip()) is any(text.strip() for text in texts.values())
