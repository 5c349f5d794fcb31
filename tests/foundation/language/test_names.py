"""Readings come out in one script, names stay as given, and variants of a name meet under one key."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kikitori.foundation.language.names import (
    _VARIANT_GROUPS,
    fold_width,
    is_plausible_kana,
    kana_sound,
    name_fold,
    normalise_kana,
)

ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=()), max_size=40)
KANA = st.text(alphabet="アガパヴヷヽヾーぁがぱゔｱｶﾞﾊﾟｰ-−〜゛゜\u3099\u309aㇻ・　 ", max_size=20)


class TestFoldWidth:
    @pytest.mark.parametrize(
        ("raw", "folded"),
        [
            ("ＡＢＣ株式会社", "ABC株式会社"),
            ("　山田　　太郎　", "山田 太郎"),
            ("ﾔﾏﾀﾞ", "ヤマダ"),
            ("（株）ひだまり", "(株)ひだまり"),
            ("Ｏ＇Ｎｅｉｌｌ", "O'Neill"),
            ("髙﨑\ufa19", "髙﨑\ufa19"),
            ("㈱①", "㈱①"),
            ("１２３−４", "123−4"),
        ],
    )
    def test_folds_width_and_blanks_only(self, raw: str, folded: str) -> None:
        assert fold_width(raw) == folded

    @given(ANY_TEXT)
    def test_is_idempotent(self, raw: str) -> None:
        assert fold_width(fold_width(raw)) == fold_width(raw)


class TestNormaliseKana:
    @pytest.mark.parametrize(
        ("raw", "reading"),
        [
            ("ﾔﾏﾀﾞ", "ヤマダ"),
            ("やまだ", "ヤマダ"),
            ("ヤマダ", "ヤマダ"),
            ("ﾔﾏﾀﾞ　たろう", "ヤマダ タロウ"),
            (" やまだ  タロウ ", "ヤマダ タロウ"),
            ("やまた\u3099", "ヤマダ"),
            ("ヤマタ゛", "ヤマダ"),
            ("ﾎﾟｯﾎﾟﾔ", "ポッポヤ"),
            ("おーの", "オーノ"),
            ("オ−ノ", "オーノ"),
            ("ｵ-ﾉ", "オーノ"),
            ("メアリー・ジェーン", "メアリー・ジェーン"),
            ("ヴィクトル", "ヴィクトル"),
            ("ゔぃくとる", "ヴィクトル"),
            ("トゥㇻシノ", "トゥㇻシノ"),
            ("Nguyen Van", "Nguyen Van"),
            ("ＮＧＵＹＥＮ", "NGUYEN"),
            ("山田", "山田"),
            ("イ", "イ"),
            ("", ""),
        ],
    )
    def test_reading_is_full_width_katakana(self, raw: str, reading: str) -> None:
        assert normalise_kana(raw) == reading

    @given(st.one_of(ANY_TEXT, KANA))
    def test_is_idempotent(self, raw: str) -> None:
        assert normalise_kana(normalise_kana(raw)) == normalise_kana(raw)

    @given(st.text(alphabet="あがぱゃっんゔ", max_size=20))
    def test_script_of_the_writer_does_not_matter(self, reading: str) -> None:
        katakana = normalise_kana(reading)
        assert len(katakana) == len(reading)
        assert normalise_kana(katakana) == katakana
        assert normalise_kana(unicodedata.normalize("NFD", reading)) == katakana


class TestPlausibleKana:
    @pytest.mark.parametrize(
        "reading",
        [
            "",
            "  ",
            "ヤマダ タロウ",
            "やまだ",
            "ﾔﾏﾀﾞ ﾀﾛｳ",
            "イ",
            "メアリー・ジェーン",
            "トゥㇻシノ",
            "オ−ノ",
            "キャン",
            "ト゚",
            "ジャン＝ポール・ミホン",
            "ジャン゠ポール",
            "ヱビス ヰツ",
            "すゞめ",
            "ヴェラ",
            "チェ・ミホン",
        ],
    )
    def test_kana_in_any_form_is_plausible(self, reading: str) -> None:
        assert is_plausible_kana(reading)

    @pytest.mark.parametrize(
        "reading",
        [
            "山田",
            "ヤマダ太郎",
            "Yamada",
            "ヤマダ2",
            "たろう😀",
            "ヤマダ<b>",
            "ヤマダ、ハナコ",
            "ヤマダ(旧姓スズキ)",
            "ヤマダ\u202eハナコ",
            "?",
        ],
    )
    def test_other_text_asks_for_a_second_look(self, reading: str) -> None:
        assert not is_plausible_kana(reading)

    @given(ANY_TEXT)
    def test_is_an_answer_and_never_an_error(self, reading: str) -> None:
        assert is_plausible_kana(reading) in {True, False}


class TestNameFold:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("髙橋", "高橋"),
            ("山﨑 花", "山崎花"),
            ("渡邊", "渡辺"),
            ("渡邉　一", "渡辺 一"),
            ("齋藤", "斉藤"),
            ("齊藤", "斎藤"),
            ("濵田", "浜田"),
            ("𠮷田", "吉田"),
            ("澤 櫻子", "沢桜子"),
            ("\ufa19山", "神山"),
            ("葛\U000e0100城", "葛城"),
            ("山田太郎様", "山田 太郎"),
            ("山田 太郎 殿", "山田太郎"),
            ("ﾔﾏﾀﾞ ﾀﾛｳ", "やまだたろう"),
            ("Taro Yamada", "YAMADA Taro"),
            ("Yamada, Tarō", "taro yamada"),
            ("Ｔａｒｏ　Ｙａｍａｄａ", "Taro Yamada"),
            ("Dr. Müller", "MULLER"),
            ("Mr.Taro Yamada", "Taro Yamada"),
            ("Nguyễn Đức", "Duc Nguyen"),
            ("O’Neill", "O'Neill"),
            ("Jean-Paul Sørensen", "Sorensen Jean Paul"),
            ("株式会社ひだまり", "㈱ひだまり"),
            ("ひだまり（株）", "ひだまり 株式会社"),
            ("一般社団法人あおぞら協会 御中", "あおぞら協会"),
            ("特定非営利活動法人 こえの会", "NPO法人こえの会"),
            ("(有)ひだまり", "ひだまり有限会社"),
            ("㈲ひだまり", "有限会社ひだまり"),
            ("公益財団法人みどり", "（公財）みどり"),
            ("国分 桜子", "國分 櫻子"),
            ("広瀬", "廣瀨"),
            ("内田 清", "內田 淸"),
            ("戸塚 彦一", "戶塚 彥一"),
            ("薮田", "籔田"),
            ("鶴見 聡", "靏見 聰"),
            ("土屋 薫", "圡屋 薰"),
            ("芦田 亜衣", "蘆田 亞衣"),
            ("奥野 慎", "奧野 愼"),
            ("柳沢", "栁澤"),
            ("德永 惠", "徳永恵"),
            ("富田 寿", "冨田壽"),
            ("龍 桧", "竜檜"),
            ("小野寺 薫先生", "小野寺薫"),
            ("ジョン・スミス様", "ジョン・スミス"),
            ("Prof. Ann Lee", "lee ann"),
            ("Anna Łukasik", "Lukasik, Anna"),
            ("Ｄ'Ａｎｇｅｌｏ", "DAngelo"),
            ("Müller-Lübbe", "muller lubbe"),
            ("ﾐﾎﾝ商事㈱", "ミホン商事"),
        ],
    )
    def test_spellings_of_one_name_meet(self, one: str, other: str) -> None:
        assert name_fold(one) == name_fold(other)

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("高橋", "高梨"),
            ("山田太郎", "山田次郎"),
            ("はらだ", "ばらだ"),
            ("大野", "小野"),
            ("Yamada Taro", "Yamada Jiro"),
            ("斎藤", "佐藤"),
            ("伊藤", "伊東"),
            ("安部", "阿部"),
            ("かわた", "かわだ"),
            ("ゆうき", "ゆき"),
            ("山田", "山田花"),
            ("Ann Lee", "Anne Lee"),
            ("李", "季"),
            ("末永", "未永"),
            ("ひだまり", "ひだまり商店"),
        ],
    )
    def test_different_names_stay_apart(self, one: str, other: str) -> None:
        assert name_fold(one) != name_fold(other)

    def test_no_character_belongs_to_two_forms(self) -> None:
        characters = "".join(_VARIANT_GROUPS.split())
        assert sorted(characters) == sorted(set(characters))
        assert unicodedata.normalize("NFKC", characters) == characters, "NFKC has joined these already"

    @pytest.mark.parametrize("name", ["様", "殿", "さま", "株式会社", "イ", "Dr.", "X", "(株)"])
    def test_a_name_never_folds_away(self, name: str) -> None:
        assert name_fold(name) != ""

    def test_a_sixty_character_name_keeps_all_its_parts(self) -> None:
        name = "Maria Antonia Josefina de los Angeles Fernandez y Gutierrez de la Cruz"
        assert len(name_fold(name)) == len(name.replace(" ", ""))

    @given(st.text(alphabet="髙高橋渡邊邉辺﨑崎山田様太ヤやﾔ 　", max_size=12))
    def test_width_and_blanks_never_matter(self, name: str) -> None:
        assert name_fold(name) == name_fold(f"　{name} ") == name_fold(name.replace(" ", "　"))

    @given(ANY_TEXT)
    def test_never_fails(self, name: str) -> None:
        assert isinstance(name_fold(name), str)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("オオノ", "おーの"),
        ("オウノ", "ｵｵﾉ"),
        ("ハットリ ハナ", "ハトリハナ"),
        ("ユウコ", "ユーコ"),
        ("ミヅエ", "みずえ"),
        ("キヨウコ", "キョウコ"),
        ("ジャン＝ポール", "ジャンポル"),
    ],
)
def test_readings_that_are_heard_alike_meet(one: str, other: str) -> None:
    assert kana_sound(one) == kana_sound(other) != ""


@pytest.mark.parametrize(
    ("one", "other"), [("ハナ", "ハンナ"), ("ケイコ", "ケコ"), ("サトウ", "サトミ"), ("アキ", "アヤ")]
)
def test_readings_that_are_heard_apart_stay_apart(one: str, other: str) -> None:
    assert kana_sound(one) != kana_sound(other)


@pytest.mark.parametrize("raw", ["", "Hannah", "花", "ハナhana", "  "])
def test_what_is_no_kana_sounds_like_nothing(raw: str) -> None:
    assert kana_sound(raw) == ""
