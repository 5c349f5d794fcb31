"""Text stays as written where it is kept, and meets its variants where it is compared."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kikitori.foundation.language.text import (
    ELLIPSIS,
    Hostile,
    clean_text,
    fold,
    guess_language,
    hostile_characters,
    is_grapheme_boundary,
    one_line,
    storable,
)

# Text of every kind, lone surrogates and controls included: what a socket or a JSON body can hand us.
ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=()), max_size=60)
JAPANESE = st.text(
    alphabet="かがは゛゜\u3099\u309aﾊﾟｶﾞー-−〜ｰ－カガァヴヷ々漢字髙﨑神Ａａ１　 \u200b\ufe0f\U000e0100",
    max_size=30,
)


class TestHostileCharacters:
    @pytest.mark.parametrize(
        "text",
        [
            "",
            "茶碗が割れていました。",
            "tab\tline\nline\r\n",
            "ﾔﾏﾀﾞ 様",
            "👩‍👧‍👦🇯🇵",
            "か\u3099",
            "葛\U000e0100",
            "\u200f",
        ],
    )
    def test_ordinary_text_has_none(self, text: str) -> None:
        assert hostile_characters(text) == ()

    @pytest.mark.parametrize(
        ("character", "kind"),
        [
            ("\x00", Hostile.NUL),
            ("\ud800", Hostile.SURROGATE),
            (chr(0xDFFF), Hostile.SURROGATE),
            ("\x01", Hostile.CONTROL),
            ("\x08", Hostile.CONTROL),
            ("\x0b", Hostile.CONTROL),
            ("\x0c", Hostile.CONTROL),
            ("\x1b", Hostile.CONTROL),
            ("\x1f", Hostile.CONTROL),
            ("\x7f", Hostile.CONTROL),
            ("\x85", Hostile.CONTROL),
            ("\x9f", Hostile.CONTROL),
            ("\u202e", Hostile.BIDI),
            ("\u202a", Hostile.BIDI),
            ("\u2066", Hostile.BIDI),
            ("\u2069", Hostile.BIDI),
        ],
    )
    def test_each_kind_is_named_wherever_it_stands(self, character: str, kind: Hostile) -> None:
        for text in (character, f"皿{character}", f"{character}皿", f"皿\n{character}\n皿"):
            assert hostile_characters(text) == (kind,)

    def test_several_kinds_come_worst_first_and_once(self) -> None:
        assert hostile_characters("\u202ea\x1b\x1b\udc00\x00") == (
            Hostile.NUL,
            Hostile.SURROGATE,
            Hostile.CONTROL,
            Hostile.BIDI,
        )

    def test_only_direction_marks_are_kept(self) -> None:
        assert [kind for kind in Hostile if kind.is_kept] == [Hostile.BIDI]


class TestStorable:
    def test_nul_and_lone_surrogates_become_visible(self) -> None:
        assert storable("a\x00b\ud83dc\udc00") == "a\ufffdb\ufffdc\ufffd"

    def test_everything_else_stays(self) -> None:
        text = "😀 \x1b[31m \u202e \ufffe ﾔﾏﾀﾞ か\u3099 \r\n"
        assert storable(text) == text

    @given(ANY_TEXT)
    def test_result_encodes_as_utf8_without_nul(self, text: str) -> None:
        stored = storable(text)
        assert b"\x00" not in stored.encode("utf-8")
        assert len(stored) == len(text)
        assert storable(stored) == stored


class TestCleanText:
    @pytest.mark.parametrize(
        ("raw", "kept"),
        [
            ("か\u3099ラス", "がラス"),
            ("ハ\u309aン", "パン"),
            ("cafe\u0301", "café"),
            ("一\r\n二\r三\n四", "一\n二\n三\n四"),
            ("\r\n\r\n", "\n\n"),
            ("a\x00b", "a\ufffdb"),
        ],
    )
    def test_changes_what_no_reader_sees(self, raw: str, kept: str) -> None:
        assert clean_text(raw) == kept

    @pytest.mark.parametrize(
        "raw",
        [
            "ＡＢＣ　１２３",
            "ﾔﾏﾀﾞ ﾀﾛｳ",
            "㈱①㍻",
            "  前後の空白  \n\n",
            "髙﨑𠮷",
            "葛\U000e0100城",
            "か゛",
            "\u202eabc",
            "<script>alert(1)</script>",
        ],
    )
    def test_keeps_how_the_person_wrote(self, raw: str) -> None:
        assert clean_text(raw) == raw

    @pytest.mark.parametrize("family_name", ["\ufa19山", "\ufa1b田", "\uf9dc子", "\ufa1a本", "都\U0002f800"])
    def test_compatibility_ideographs_in_names_are_not_replaced(self, family_name: str) -> None:
        assert unicodedata.normalize("NFC", family_name) != family_name, "plain NFC would change this name"
        assert clean_text(family_name) == family_name

    def test_letters_beside_a_compatibility_ideograph_are_still_composed(self) -> None:
        assert clean_text("か\u3099\ufa19は\u309a") == "が\ufa19ぱ"

    @given(ANY_TEXT)
    def test_is_idempotent_storable_and_without_carriage_returns(self, raw: str) -> None:
        kept = clean_text(raw)
        assert clean_text(kept) == kept
        assert storable(kept) == kept
        assert "\r" not in kept

    @given(ANY_TEXT)
    def test_never_says_something_else(self, raw: str) -> None:
        same = storable(raw).replace("\r\n", "\n").replace("\r", "\n")
        assert unicodedata.normalize("NFD", clean_text(raw)) == unicodedata.normalize("NFD", same)

    @pytest.mark.parametrize(
        ("raw", "what_nfkc_would_do"),
        [
            ("①番の品", "1番の品"),
            ("㈱みほん", "(株)みほん"),
            ("５㎏", "5kg"),
            ("㍻三年", "平成三年"),
            ("2⁵個", "25個"),
            ("½カップ", "1⁄2カップ"),
            ("ﾊﾟﾝ屋", "パン屋"),
            ("ｽﾞﾎﾞﾝ", "ズボン"),
            ("は？！", "は?!"),
            ("怒〜〜", "怒〜〜"),
            ("待って…", "待って..."),
            ("℡ 03", "TEL 03"),
            ("ﬁrst", "first"),
            ("M²", "M2"),
        ],
    )
    def test_keeps_what_nfkc_would_take_away(self, raw: str, what_nfkc_would_do: str) -> None:
        """Two to the fifth is not twenty-five, and a complaint may be about the number on the box."""
        assert unicodedata.normalize("NFKC", raw) == what_nfkc_would_do
        assert clean_text(raw) == raw

    @pytest.mark.parametrize(
        "raw",
        [
            "👩‍👩‍👧‍👦",
            "👍🏿👍🏻",
            "🏳️‍🌈",
            "❤️❤︎",
            "1️⃣",
            "🇯🇵🇬🇧",
            "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
            "\U0001fae0",
            "葛\U000e0100飾区と葛\U000e0101城市",
            "辻\U000e0100 一郎",
            "สวัสดีครับ",
            "مرحبا \u200fabc\u200e",
            "नमस्ते",
            "a\u0301\u0323",
        ],
    )
    def test_says_the_same_to_every_reader(self, raw: str) -> None:
        kept = clean_text(raw)
        assert unicodedata.normalize("NFC", kept) == unicodedata.normalize("NFC", raw)
        assert len(kept) <= len(raw)

    @pytest.mark.parametrize(
        ("raw", "kept"),
        [
            ("\x00", "\ufffd"),
            ("皿\x00が\x00割れた", "皿\ufffdが\ufffd割れた"),
            ("\ud83d", "\ufffd"),
            ("\udc00\ud800", "\ufffd\ufffd"),
            ("\r", "\n"),
            ("\r\r\n\n", "\n\n\n"),
            ("\x85\u2028\u2029\x0b\x0c", "\x85\u2028\u2029\x0b\x0c"),
        ],
    )
    def test_makes_visible_what_no_table_can_hold_and_regular_what_ends_a_line(
        self, raw: str, kept: str
    ) -> None:
        assert clean_text(raw) == kept


class TestFold:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("ＫＩＫＩＴＯＲＩ", "kikitori"),
            ("ｶﾞﾗｽ", "がらす"),
            ("ガラス", "か\u3099らす"),
            ("か゛らす", "ガラス"),
            ("コーヒー", "こーひー"),
            ("コ－ヒ－", "コーヒー"),
            ("コ−ヒ—", "コーヒー"),
            ("ｺ-ﾋ-", "コーヒー"),
            ("らーめん〜", "ラーメンー"),
            ("えーーーっ", "えーっ"),
            ("03−1234ー5678", "03-1234-5678"),
            ("10〜20個", "10~20個"),
            ("K-2026—000118", "K‐2026-000118"),
            ("お 問　合\tせ\n", "お問合せ"),
            ("返\u200b金\ufeff", "返金"),
            ("葛\U000e0100城", "葛城"),
            ("\ufa19社", "神社"),
            ("STRASSE", "straße"),
            ("㈱", "(株)"),
            ("ヴァイオリン", "ゔぁいおりん"),
            ("いすゞ", "イスヾ"),
            ("ＫＩＫＩＴＯＲＩ①", "kikitori1"),
            ("Ｋ－２０２６－０００１１８", "k-2026-000118"),
            ("ﾌﾟﾛﾊﾞｲﾀﾞｰ", "ぷろばいだー"),
            ("コーヒ―", "コーヒー"),
            ("サーバー", "サ－バ－"),
            ("三〇〇円", "三〇〇 円"),
            ("返金\u3000要求", "返金要求"),
            ("re\u00adfund", "Refund"),
            ("ﬁnal", "FINAL"),
            ("㌔", "キロ"),
            ("神\ufe00", "神"),
            ("❤️", "❤"),
        ],
    )
    def test_writings_that_mean_the_same_meet(self, one: str, other: str) -> None:
        assert fold(one) == fold(other)

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("はし", "ばし"),
            ("びょういん", "びよういん"),
            ("きて", "きって"),
            ("ビル", "ビール"),
            ("おばさん", "おばーさん"),
            ("皿", "血"),
            ("2021", "20-21"),
            ("一", "ー"),
            ("ヶ", "ケ"),
            ("高", "髙"),
            ("かき", "がき"),
            ("つくえ", "っくえ"),
            ("ハハ", "ババ"),
            ("ば", "ぱ"),
            ("いいえ", "いえ"),
            ("1", "I"),
            ("O", "0"),
            ("土", "士"),
            ("ロ", "口"),
            ("二", "ニ"),
        ],
    )
    def test_writings_that_differ_in_meaning_stay_apart(self, one: str, other: str) -> None:
        assert fold(one) != fold(other)

    def test_nothing_to_compare_is_empty(self) -> None:
        assert fold(" \u3000\n\u200b\u2060\ufe0f") == ""

    @given(st.one_of(ANY_TEXT, JAPANESE))
    def test_is_idempotent(self, text: str) -> None:
        assert fold(fold(text)) == fold(text)

    @given(JAPANESE)
    def test_ignores_composition_and_blanks(self, text: str) -> None:
        assert fold(unicodedata.normalize("NFD", text)) == fold(text) == fold(f" {text}\u3000")

    @given(st.one_of(ANY_TEXT, JAPANESE))
    def test_leaves_no_blank_and_no_katakana_with_a_hiragana_twin(self, text: str) -> None:
        key = fold(text)
        assert not any(character.isspace() for character in key)
        assert not any("ァ" <= character <= "ヶ" for character in key)


class TestOneLine:
    @pytest.mark.parametrize(
        ("text", "limit", "line"),
        [
            ("短い", 10, "短い"),
            ("ちょうど五", 5, "ちょうど五"),
            ("これは長い文です", 5, "これは長…"),
            ("一行目\n二行目\t　三", 20, "一行目 二行目 三"),
            ("  前後  ", 10, "前後"),
            ("", 1, ""),
            ("長い", 1, "…"),
            ("broken plate again", 8, "broken…"),
        ],
    )
    def test_fits_the_line(self, text: str, limit: int, line: str) -> None:
        assert one_line(text, limit) == line

    @pytest.mark.parametrize(
        "whole",
        [
            "か\u3099",
            "ﾊﾟ",
            "👩‍👧‍👦",
            "👍🏽",
            "🇯🇵",
            "1️⃣",
            "葛\U000e0100",
            "g\u0308\u0301",
            "\u1112\u1161\u11ab",
            "🏴\U000e0067\U000e0062\U000e007f",
        ],
    )
    def test_never_parts_one_character_of_the_reader(self, whole: str) -> None:
        text = "あ" + whole + "いうえおかきくけこさしすせそ"
        for limit in range(1, len(text)):
            line = one_line(text, limit)
            assert line in {"あ…", "…"} or line.startswith("あ" + whole)

    def test_flags_in_a_row_are_cut_between_flags(self) -> None:
        flags = "🇯🇵🇬🇧🇫🇷"
        assert one_line(flags, 4) == "🇯🇵…"
        assert one_line(flags, 5) == "🇯🇵🇬🇧…"

    @pytest.mark.parametrize(
        ("text", "line"),
        [
            (
                "届いた皿が三枚割れていました。電話で三回同じ説明をしました。",
                "届いた皿が三枚割れていました。電話で三…",
            ),
            ("至急！！！！！！！！！！！！！！！！！！！！！", "至急！！！！！！！！！！！！！！！！！…"),
            ("\n\n　　はじめまして。\n先日の件です。", "はじめまして。 先日の件です。"),
            ("ｶﾞﾗｽﾉｺｯﾌﾟｶﾞﾜﾚﾃｲﾏｼﾀ", "ｶﾞﾗｽﾉｺｯﾌﾟｶﾞﾜﾚﾃｲﾏｼﾀ"),
            ("割れた👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦", "割れた👩‍👩‍👧‍👦👩‍👩‍👧‍👦…"),
            ("The third parcel was broken, too.", "The third parcel wa…"),
            ("\u202eevil", "\u202eevil"),
            ("a\x1cb\x85c\u2028d", "a b c d"),
        ],
    )
    def test_title_is_made_of_the_first_words(self, text: str, line: str) -> None:
        assert one_line(text, 20) == line

    @pytest.mark.parametrize("limit", [0, -1])
    def test_without_room_is_refused(self, limit: int) -> None:
        with pytest.raises(ValueError, match="room"):
            one_line("皿", limit)

    @given(ANY_TEXT, st.integers(1, 40))
    def test_is_one_line_within_the_limit_and_a_beginning(self, text: str, limit: int) -> None:
        line = one_line(text, limit)
        assert len(line) <= limit
        assert len(line.splitlines()) <= 1
        whole = " ".join(text.split())
        assert line == whole or (line.endswith(ELLIPSIS) and whole.startswith(line[:-1]))


class TestGraphemeBoundary:
    def test_ends_of_text_are_boundaries(self) -> None:
        assert is_grapheme_boundary("か\u3099", 0)
        assert is_grapheme_boundary("か\u3099", 2)
        assert is_grapheme_boundary("", 0)

    def test_line_end_pair_is_one(self) -> None:
        assert not is_grapheme_boundary("a\r\nb", 2)
        assert is_grapheme_boundary("a\n\nb", 2)

    def test_precomposed_hangul_takes_a_final_but_not_a_neighbour(self) -> None:
        assert not is_grapheme_boundary("하\u11ab", 1)
        assert is_grapheme_boundary("하나", 1)
        assert is_grapheme_boundary("한a", 1)

    @given(st.text(alphabet="あ漢aé☕🇯🇵", max_size=10))
    def test_plain_characters_may_be_parted_except_flags(self, text: str) -> None:
        for position in range(1, len(text)):
            pair = text[position - 1 : position + 1]
            if not all("🇦" <= character <= "🇿" for character in pair):
                assert is_grapheme_boundary(text, position)


class TestGuessLanguage:
    @pytest.mark.parametrize(
        ("text", "language"),
        [
            ("届いた皿が割れていました", "ja"),
            ("ﾜﾚﾃﾏｼﾀ", "ja"),
            ("割れてた", "ja"),
            ("The plate arrived broken.", "en"),
            ("ＢＲＯＫＥＮ　ＰＬＡＴＥ", "en"),
            ("접시가 깨졌습니다", "ko"),
            ("접시の件 접시가 깨졌어요", "ko"),
            ("配送の접시について連絡ください", "ja"),
            ("Votre colis est cassé", "en"),
            ("I bought the ゆのみ set at your shop and the second cup had a crack when I opened it.", "en"),
            ("I visited your shop in 神楽坂 last week and nobody could help me with my order.", "en"),
            ("注文番号 AB-1234 の件です", "ja"),
            ("割れていました https://www.example.com/orders/very/long/path/with/many/letters/in/it", "ja"),
            ("<div class='x'><span style='color:red'>割れ</span></div> です", "ja"),
        ],
    )
    def test_script_tells_the_language(self, text: str, language: str) -> None:
        for default in ("ja", "en", "ko"):
            assert guess_language(text, default) == language

    @pytest.mark.parametrize(
        "text", ["", "   ", "12345", "😡😡😡", "返金要求", "taro@example.jp", "会費 二重請求 至急"]
    )
    def test_undecidable_text_takes_the_default(self, text: str) -> None:
        assert guess_language(text, "ja") == "ja"
        assert guess_language(text, "en") == "en"

    @given(ANY_TEXT)
    def test_always_answers(self, text: str) -> None:
        assert guess_language(text, "ja") in {"ja", "en", "ko"}

    @pytest.mark.parametrize(("letter", "language"), [("a", "en"), ("あ", "ja"), ("苦", "en"), ("가", "ko")])
    def test_reads_a_book_without_a_blank_once(self, letter: str, language: str) -> None:
        # Looking again from each letter would take minutes, and nobody else would be answered meanwhile.
        assert guess_language(letter * 200_000, "en") == language
