"""Names and numbers taken out of texts, however they were written in them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kikitori.foundation.language.blacking import BLACK, Blacking

HANA = Blacking(
    ["試野 はな", "タメシノ ハナ"], ["hana@example.jp", "03-1234-5678", "東京都千代田区一丁目2-3"]
)


@pytest.mark.parametrize(
    "text",
    [
        "試野 はな",
        "試野はな",
        "試野　はな",
        "試野・はな",
        "試\u200b野はな",
        "タメシノ ハナ",
        "ためしのはな",
        "ﾀﾒｼﾉ ﾊﾅ",
        "hana@example.jp",
        "HANA@EXAMPLE.JP",
        "ｈａｎａ＠ｅｘａｍｐｌｅ．ｊｐ",
        "03-1234-5678",
        "0312345678",
        "０３（１２３４）５６７８",
        "03 1234 5678",
        "東京都千代田区一丁目2-3",
        "東京都 千代田区 一丁目２－３",
    ],
)
def test_whole_name_or_number_is_taken_out_however_it_is_written(text: str) -> None:
    assert HANA.of(text) == BLACK
    assert HANA.of(f"前{text}後") == f"前{BLACK}後"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("試野さんから電話", "■■■さんから電話"),
        ("はなさんから電話", "■■■から電話"),
        ("タメシノ様", "■■■様"),
        ("試野　はな様と試野様", "■■■と■■■様"),
    ],
)
def test_part_of_a_name_is_taken_out_too(text: str, left: str) -> None:
    assert HANA.of(text) == left


@pytest.mark.parametrize(
    "text", ["はなすことはない", "花を買った", "9031234567890", "103-1234-5678", "", "hana", "ハナミズキ"]
)
def test_what_only_looks_like_it_stays(text: str) -> None:
    assert HANA.of(text) == text


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Ann Lee wrote", "■■■ wrote"),
        ("ANN LEE", "■■■"),
        ("Lee, Ann", "■■■, ■■■"),
        ("annual sleep", "annual sleep"),
        ("Annのこと", "■■■のこと"),
        ("Ann7", "■■■7"),
        ("José", "■■■"),
        ("jose", "■■■"),
    ],
)
def test_latin_names_are_words_of_their_own(text: str, left: str) -> None:
    assert Blacking(["Ann Lee", "José"]).of(text) == left


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("林さんは山林にいた", "■■■は山林にいた"),
        ("林様", "■■■"),
        ("林氏と会う", "■■■と会う"),
        ("林先生", "■■■"),
        ("小林さん", "小■■■"),
        ("林一郎が来た", "■■■が来た"),
        ("一郎が来た", "■■■が来た"),
    ],
)
def test_surname_of_one_sign_is_a_name_where_somebody_is_addressed(text: str, left: str) -> None:
    assert Blacking(["林 一郎"]).of(text) == left


def test_marks_do_not_tell_how_long_it_was() -> None:
    black = Blacking(words=["ab", "abcdefghijklmnop"])
    assert black.of("ab") == black.of("abcdefghijklmnop") == BLACK


def test_longer_word_leaves_no_rest_of_itself() -> None:
    assert Blacking(words=["みほん", "みほん商店"]).of("みほん商店で") == f"{BLACK}で"


def test_words_that_overlap_are_one_mark() -> None:
    assert Blacking(words=["あいうえ", "うえおか"]).of("あいうえおか") == BLACK
    assert Blacking(words=["あいう", "えおか"]).of("あいうえおか") == BLACK


def test_every_place_is_taken_out() -> None:
    assert HANA.of("試野はな、試野はな。\n試野はな") == f"{BLACK}、{BLACK}。\n{BLACK}"


@pytest.mark.parametrize("words", [[], [""], ["a"], ["  "], ["--"]])
def test_nothing_to_look_for_takes_nothing_out(words: list[str]) -> None:
    black = Blacking(words=words)
    assert black.is_empty
    assert black.of("a -- \n何も") == "a -- \n何も"


def test_empty_names_take_nothing_out() -> None:
    assert Blacking(["", " ", "・"]).is_empty


texts = st.text(alphabet="試野はなハナﾀﾒｼﾉ 　-ーabAB12１２■さん様\n", max_size=60)


@given(texts, st.lists(st.text(alphabet="試野はなハナabAB12-", max_size=6), max_size=4))
def test_twice_is_once(text: str, words: list[str]) -> None:
    black = Blacking(words, words)
    assert black.of(black.of(text)) == black.of(text)


@given(texts, st.lists(st.text(alphabet="試野花子太郎", min_size=2, max_size=6), min_size=1, max_size=4))
def test_no_word_is_left_in_what_comes_out(text: str, words: list[str]) -> None:
    left = Blacking(words=words).of(text + "".join(words))
    assert not [word for word in words if word in left]


@given(st.text(max_size=200))
def test_any_text_survives_what_is_not_in_it(text: str) -> None:
    assert Blacking(words=["この語は出てこない八百万"]).of(text) == text
