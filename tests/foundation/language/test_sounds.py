"""Kana and Latin letters meet where they sound alike."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kikitori.foundation.language.sounds import sound_of_kana, sound_of_latin

READINGS = [
    ("オオノ", "Ohno Oono Ōno Ono Ôno"),
    ("サトウ", "Sato Satō Satoh Satou SATO"),
    ("ジュンイチ", "Junichi Jun'ichi Jun-ichi Zyun'iti"),
    ("シンバシ", "Shimbashi Shinbashi Sinbasi"),
    ("ホンマ", "Homma Honma"),
    ("ハットリ", "Hattori"),
    ("ハッチョウ", "Hatcho Hacchō Hattyou"),
    ("チネン", "Chinen Tinen"),
    ("フジワラ", "Fujiwara Huziwara Hujiwara"),
    ("ショウジ", "Shoji Shōji Syouzi"),
    ("ツヅキ", "Tsuzuki Tuzuki Tsuduki"),
    ("ニイガタ", "Niigata Nīgata"),
    ("ヴァン", "Ban Van"),
    ("タカハシ", "Takahashi Takahasi"),
    ("キョウコ", "Kyoko Kyouko"),
    ("ウィル", "Wiru"),
    ("ファン", "Fan"),
    ("ワタナベ", "Watanabe"),
    ("カーター", "Kata"),
]


@pytest.mark.parametrize(("kana", "spellings"), READINGS)
def test_name_sounds_alike_in_every_spelling(kana: str, spellings: str):
    assert {sound_of_latin(each) for each in spellings.split()} == {sound_of_kana(kana)} != {""}


@pytest.mark.parametrize(
    ("one", "other"), [("サトウ", "カトウ"), ("オノ", "オンノ"), ("ハトリ", "ハットリ"), ("コンノ", "コノ")]
)
def test_other_names_sound_otherwise(one: str, other: str):
    assert sound_of_kana(one) != sound_of_kana(other)


@pytest.mark.parametrize("width", ["ﾀｶﾊｼ", "たかはし", "タカ ハシ"])
def test_reading_sounds_the_same_in_every_script_and_width(width: str):
    assert sound_of_kana(width) == "takahasi"


@pytest.mark.parametrize("word", ["refund", "Smith", "x", "", "123", "高橋", "sakura@", "www"])
def test_what_spells_no_japanese_name_has_no_sound(word: str):
    assert sound_of_latin(word) == ""


@pytest.mark.parametrize("reading", ["高橋", "Smith", "タカハシ太郎"])
def test_what_is_no_reading_has_no_sound(reading: str):
    assert sound_of_kana(reading) == ""


@given(st.text(max_size=20))
def test_any_text_has_some_sound_or_none(text: str):
    for sound in (sound_of_kana(text), sound_of_latin(text)):
        assert sound == "" or (sound.isascii() and sound.islower())
