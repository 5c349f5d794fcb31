"""Numbers on slips of every width and script, and whether somebody's words ask for large letters."""

from __future__ import annotations

from itertools import pairwise

import pytest

from kikitori.records.letters.post_terms import asks_for_large_print
from kikitori.records.letters.tracking import Fit, tracking_of
from tests.interfaces.desk.odd_values import ODD_TEXTS

#: Numbers whose check digit fits: of 11, of 12 digits, and for abroad.
FITTING = ["13112383852", "000000000000", "700000000000", "RR473124829GB"]


@pytest.mark.parametrize("number", FITTING)
def test_one_wrong_digit_is_never_taken_for_right(number: str) -> None:
    for at, sign in enumerate(number):
        if not sign.isdigit():
            continue
        for other in "0123456789":
            found = tracking_of(number[:at] + other + number[at + 1 :])
            assert found is not None
            # What differs by seven leaves the same rest: the rule of Japan Post sees no such fault.
            alike = (int(other) - int(sign)) % 7 == 0 and number[0].isdigit() and at < len(number) - 1
            assert (found.fit is Fit.FITS) is (other == sign or alike), (at, other)


def test_neighbours_that_changed_places_are_seen_abroad() -> None:
    number = "RR473124829GB"
    for at, (first, second) in enumerate(pairwise(number[2:11]), 2):
        swapped = tracking_of(number[:at] + second + first + number[at + 2 :])
        assert swapped is not None
        assert (swapped.fit is Fit.FITS) is (first == second)


@pytest.mark.parametrize("number", FITTING)
@pytest.mark.parametrize(
    "between", ["", " ", "-", "－", "ー", "‐", "–", "—", "―", "−", "\u3000", "\t", "\n", " - "]
)
def test_whatever_stands_between_the_signs_is_no_part_of_the_number(number: str, between: str) -> None:
    found = tracking_of(between.join(number))
    assert found is not None
    assert (found.number, found.fit) == (number, Fit.FITS)


@pytest.mark.parametrize("number", FITTING)
def test_wide_and_small_signs_are_the_same_number(number: str) -> None:
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in number)
    assert tracking_of(wide) == tracking_of(number) == tracking_of(number.lower())


@pytest.mark.parametrize(
    "typed",
    [
        "٣١١١٢٣٨٣٨٥٢",
        "१३११२३८३८५२",
        "一三一一二三八三八五二",
        "1311238385２\x00",
        "131\x001238385",
        "\ud800123456",
        "123456\u202e",
        "1234😀5678",
        "１２３",
        "R" * 36,
        "#1234567",
        "1234;5678",
        "1234\u200b5678",
    ],
)
def test_other_scripts_and_hidden_signs_make_no_number(typed: str) -> None:
    assert tracking_of(typed) is None


@pytest.mark.parametrize("what", ODD_TEXTS)
def test_no_text_is_mistaken_for_a_number_that_fits(what: str) -> None:
    found = tracking_of(ODD_TEXTS[what])
    assert found is None or found.fit is not Fit.FITS


@pytest.mark.parametrize(("length", "rule"), [(3, None), (4, False), (10, False), (11, True), (12, True), (13, False), (35, False), (36, None)])  # fmt: skip
def test_only_lengths_with_a_rule_are_judged(length: int, rule: bool | None) -> None:
    found = tracking_of("1" * length)
    assert (None if found is None else found.fit is not Fit.UNCHECKED) is rule


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("13112383852", "131-12-38385-2"),
        ("700000000000", "7000-0000-0000"),
        ("RR473124829GB", "RR 473 124 829 GB"),
        ("ABC12345", "ABC12345"),
    ],
)
def test_number_is_shown_in_the_groups_of_its_slip(number: str, shown: str) -> None:
    found = tracking_of(number)
    assert found is not None
    assert found.shown == shown
    assert tracking_of(found.shown) == found


@pytest.mark.parametrize(
    "words",
    [
        "拡大文字でお願いします",
        "文字を大きくしてください",
        "大きな文字の書面を希望",
        "大きい字だと助かります",
        "大活字",
        "字を拡大して送ってほしい",
        "Large print, please.",
        "large-print",
        "Please send letters in LARGE TYPE",
        "big letters",
        "電話は不要。拡大文字の書面をお願いします",
        "No phone calls; large print please",
    ],
)
def test_wish_for_large_letters_is_understood(words: str) -> None:
    assert asks_for_large_print(words)
    assert asks_for_large_print("", "手話通訳", words)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "拡大文字は不要です",
        "大きな文字はいらない",
        "大きい字でなくても必要ない",
        "No large print needed",
        "not in large print",
        "大きな声でお願いします",
        "大きな荷物です",
        "文字が小さい商品でした",
        "a large parcel",
        "電話は控えてほしい",
    ],
)
def test_what_asks_for_something_else_is_not(words: str) -> None:
    assert not asks_for_large_print(words)


def test_nobodys_words_ask_for_nothing_and_any_of_several_is_enough() -> None:
    assert not asks_for_large_print()
    assert asks_for_large_print("拡大文字は不要です", "large print")
