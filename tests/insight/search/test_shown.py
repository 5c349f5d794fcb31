"""Where the words of a question stand in a complaint: the first places that together show every clause, as written."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kikitori.insight.search.places import Place, Text
from kikitori.insight.search.question import read_question
from kikitori.insight.search.shown import MOST_SHOWN, places_shown

STORY = Text(Place.STORY, "届いた皿が三枚割れていました。電話で三回同じ説明をしました。")
TITLE = Text(Place.TITLE, "皿が割れていた")
REPLY = Text(Place.REPLY, "Please accept our apology for the broken plates.")
NAME = Text(Place.NAME, "髙橋 花子", also="高橋花子")
PHONE = Text(Place.PHONE, "03-1234-5678", keys=("p0312345678",), in_words=False)


def found(words: str, *texts: Text) -> list[tuple[str, str]]:
    """Place → what is marked in it."""
    return [
        (each.place.value, "|".join(piece.text for piece in each.pieces if piece.found))
        for each in places_shown(texts, read_question(words))
    ]


@pytest.mark.parametrize(
    ("words", "texts", "expected"),
    [
        ("皿", (TITLE, STORY), [("title", "皿")]),
        ("電話", (TITLE, STORY), [("story", "電話")]),
        ("皿 電話", (TITLE, STORY), [("title", "皿"), ("story", "皿|電話")]),
        ("割れて", (STORY,), [("story", "割れて")]),
        ("三", (STORY,), [("story", "三|三")]),
        ("broken", (STORY, REPLY), [("reply", "broken")]),
        ("BROKEN", (REPLY,), [("reply", "broken")]),
        ("ｂｒｏｋｅｎ", (REPLY,), [("reply", "broken")]),
        ("plate", (REPLY,), [("reply", "plates")]),
        # A word begins where it begins: „ate“ is no word of „plates“.
        ("ate", (REPLY,), []),
        ("茶碗", (TITLE, STORY), []),
        ("皿 茶碗", (TITLE, STORY), [("title", "皿")]),
        ("", (TITLE, STORY), []),
        ("。、！", (TITLE, STORY), []),
        # A name is marked whole where only its other form fits.
        ("高橋花子", (NAME,), [("name", "髙橋 花子")]),
    ],
)  # fmt: skip
def test_first_place_that_shows_each_word_is_shown(
    words: str, texts: tuple[Text, ...], expected: list[tuple[str, str]]
) -> None:
    assert found(words, *texts) == expected


def test_words_of_a_number_are_not_found_in_it() -> None:
    assert found("1234", PHONE) == []


def test_at_most_three_places_are_shown_and_none_twice_for_the_same_words() -> None:
    texts = [Text(Place.WORD, f"{word}のこと") for word in ("皿", "箱", "紙", "机", "窓")]
    assert [place for place, _ in found("皿 箱 紙 机 窓", *texts)] == ["word"] * MOST_SHOWN
    assert len(found("皿", *[STORY] * 5)) == 1


def test_empty_text_is_no_place() -> None:
    assert found("皿", Text(Place.TITLE, ""), TITLE) == [("title", "皿")]
    assert found("皿") == []


@pytest.mark.parametrize(
    "written",
    ["<b>皿</b>", "皿&amp;", "皿\x00", "%(皿)s", "{{ 皿 }}", "👨\u200d👩\u200d👧皿", "皿\r\n\r\n皿"],
)
def test_pieces_are_the_text_as_it_was_written(written: str) -> None:
    [shown] = places_shown([Text(Place.STORY, written)], read_question("皿"))
    told = "".join(piece.text for piece in shown.pieces)
    assert "".join(told.split()) == "".join(written.split())
    assert all(piece.text == "皿" for piece in shown.pieces if piece.found)


@given(
    st.text(alphabet="皿割電話三 aAbｱ。\n", max_size=400),
    st.sampled_from(["皿", "電話", "割", "ab", "皿 電話"]),
)
@settings(max_examples=25)
def test_whatever_is_marked_stands_in_the_text(written: str, words: str) -> None:
    for shown in places_shown([Text(Place.STORY, written)], read_question(words)):
        assert any(piece.found for piece in shown.pieces)
        for piece in shown.pieces:
            if piece.found:
                assert piece.text in " ".join(written.split()) or piece.text in written


def test_long_text_is_cut_around_what_was_found() -> None:
    long = "あ" * 5_000 + "皿" + "い" * 5_000
    [shown] = places_shown([Text(Place.STORY, long)], read_question("皿"))
    told = "".join(piece.text for piece in shown.pieces)
    assert "皿" in told
    assert len(told) < 200
