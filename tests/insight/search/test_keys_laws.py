"""Keys of what stands for one thing: written in any way it is found, and one thing is never taken for another."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kikitori.foundation.language.contact import mail_address, phone
from kikitori.foundation.language.names import number_key
from kikitori.insight.search.keys import (
    contact_keys,
    keys_sought,
    locator_key,
    locator_meant,
    member_key,
    number_meant,
    reference_keys,
    sound_keys,
    sound_sought,
)
from kikitori.insight.search.question import read_question

LETTERS = "ACDEFGHJKMNPQRTWXY34679"
references = st.builds("K-{}-{:06d}".format, st.integers(2000, 2099), st.integers(1, 999_999))
locators = st.builds(
    "{}-{}".format, st.text(LETTERS, min_size=4, max_size=4), st.text(LETTERS, min_size=4, max_size=4)
)
WAYS = [
    str,
    str.lower,
    lambda text: text.replace("-", " "),
    lambda text: text.replace("-", ""),
    lambda text: text.replace("-", "ー"),
    lambda text: text.replace("-", "−"),
    lambda text: text.translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)}),
    lambda text: f"　{text} ",
]


@given(references, st.sampled_from(WAYS))
@settings(max_examples=20)
def test_number_of_a_complaint_is_found_however_it_is_written(reference: str, way: object) -> None:
    written = way(reference)  # type: ignore[operator]
    assert number_meant(written) == reference
    assert reference_keys(reference)[0] in set(keys_sought(written))


@given(references)
@settings(max_examples=25)
def test_last_part_of_a_number_finds_it_without_its_noughts(reference: str) -> None:
    _, short = reference_keys(reference)
    last = reference.rpartition("-")[2]
    assert short in set(keys_sought(last))
    assert short in set(keys_sought(str(int(last))))


@given(locators, st.sampled_from(WAYS))
@settings(max_examples=20)
def test_locator_of_a_slip_is_found_however_it_is_typed(locator: str, way: object) -> None:
    written = way(locator)  # type: ignore[operator]
    assert locator_meant(written) == locator
    assert locator_key(locator) in set(keys_sought(written))


@given(st.text(max_size=30))
@settings(max_examples=25)
def test_any_words_mean_exact_things_or_none_and_each_is_told_apart(words: str) -> None:
    for key in keys_sought(words):
        assert re.match(
            r"=(?:K-\d{4}-\d{6}|n\d+|[A-Z0-9]{4}-[A-Z0-9]{4}|(?:member|email|phone) .*)\Z", key, re.DOTALL
        )
    assert number_meant(words) == "" or number_meant(number_meant(words)) == number_meant(words)
    assert locator_meant(words) == "" or locator_meant(locator_meant(words)) == locator_meant(words)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("03-9999-0000", "０３−９９９９−００００"),
        ("(03) 9999 0000", "+81 3-9999-0000"),
        ("090 9999 0000", "09099990000"),
        ("+44 20 7946 0000", "+442079460000"),
    ],
)
def test_telephone_is_found_in_every_way_it_can_be_dialled(typed: str, kept: str) -> None:
    for kind in ("phone", "fax"):
        assert contact_keys(kind, phone(kept).key)[0] in set(keys_sought(typed))


@pytest.mark.parametrize("number", ["03-9999-0000", "090-1234-5678"])
def test_last_four_digits_are_a_word_of_their_own(number: str) -> None:
    assert contact_keys("phone", phone(number).key)[1:] == (number[-4:],)


@pytest.mark.parametrize("key", ["内線のみ", "", "12"])
def test_road_without_four_digits_has_no_such_word(key: str) -> None:
    assert all(each.startswith("=phone") or each == key for each in contact_keys("phone", key))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Hana@Example.JP", "hana@example.jp"),
        ("<hana@example.jp>", "HANA@example.jp"),
        ("ｈａｎａ＠example.jp", "hana@example.jp"),
    ],
)
def test_address_is_found_in_any_case_and_width(typed: str, kept: str) -> None:
    assert contact_keys("email", mail_address(kept).canonical) == tuple(
        key for key in keys_sought(typed) if key.startswith("=email")
    )


@pytest.mark.parametrize("typed", ["M-00123", "m 00123", "Ｍ００１２３", "ｍ−００１２３"])
def test_member_number_is_found_in_any_width_case_and_dash(typed: str) -> None:
    assert member_key(number_key("M-00123")) in set(keys_sought(typed))


@pytest.mark.parametrize("other", ["M-00124", "N-00123", "M-001230", "123"])
def test_member_number_of_somebody_else_is_not_found(other: str) -> None:
    assert member_key(number_key("M-00123")) not in set(keys_sought(other))


@pytest.mark.parametrize(
    ("typed", "kana"),
    [
        ("Takahashi", "タカハシ サクラ"),
        ("sakura", "たかはし　さくら"),
        ("Oono", "オオノ ハナ"),
        ("Ōno", "オーノ"),
    ],
)
def test_name_in_latin_letters_finds_its_reading(typed: str, kana: str) -> None:
    assert any(key.startswith(sound_sought(typed)) for key in sound_keys(kana))


@given(st.text(max_size=40))
@settings(max_examples=25)
def test_question_is_made_of_tokens_the_database_can_read(words: str) -> None:
    question = read_question(words)
    for written in (question.wanted, question.at_first):
        bare = re.sub(r"'(?:[^'\\]|''|\\\\)*'(?::\*)?", "t", written)
        assert re.fullmatch(r"[t()&| ]*", bare)
        assert bare.count("(") == bare.count(")")


@given(st.lists(st.sampled_from(["皿", "返金", "refund", "K-2026-000118", "高橋様", "!?"]), max_size=5))
@settings(max_examples=25)
def test_every_further_word_asks_for_more_and_never_for_less(words: list[str]) -> None:
    clauses = [len(read_question(" ".join(words[:number])).clauses) for number in range(len(words) + 1)]
    assert clauses == sorted(clauses)
