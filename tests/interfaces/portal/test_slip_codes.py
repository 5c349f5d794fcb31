"""Codes typed back from paper: whatever people do to them, the same code comes out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kikitori.foundation.crypto import in_groups, new_locator, receipt_digits
from kikitori.interfaces.portal.slip_codes import LONGEST, read_locator, read_secret


@pytest.mark.parametrize(
    "typed",
    [
        "K7FM-3QTA",
        "k7fm-3qta",
        "K7FM3QTA",
        " K7FM 3QTA ",
        "K7FM–3QTA",
        "K7FMー3QTA",
        "Ｋ７ＦＭ−３ＱＴＡ",
        "ｋ７ｆｍ　３ｑｔａ",
        "K 7 F M - 3 Q T A",
        "K7FM-3QTA\n",
        "「K7FM-3QTA」",
        "K7FM\u200b-3QTA",
        "\ufeffK7FM-3QTA",
    ],
)
def test_locator_is_read_however_it_is_typed(typed: str) -> None:
    assert read_locator(typed) == "K7FM-3QTA"


@pytest.mark.parametrize("typed", ["", "   ", "ー", "。。。", "\u3000", "！？"])
def test_locator_of_nothing_readable_is_empty(typed: str) -> None:
    assert read_locator(typed) == ""


@pytest.mark.parametrize(
    ("typed", "read"),
    [("K7FM", "K7FM-"), ("K", "K-"), ("K7FM-3QTA-XX", "K7FM-3QTAXX"), ("K-2026-000131", "K202-6000131")],
)
def test_locator_of_another_length_stays_another_code(typed: str, read: str) -> None:
    assert read_locator(typed) == read


@pytest.mark.parametrize(
    "typed",
    [
        "1234567890123456",
        "1234 5678 9012 3456",
        "1234-5678-9012-3456",
        "１２３４　５６７８　９０１２　３４５６",
        "１２３４－５６７８－９０１２－３４５６",
        "1234ー5678ー9012ー3456",
        "1234\t5678\n9012\r\n3456",
        "①②③④⑤⑥⑦⑧⑨0①②③④⑤⑥",
        "١٢٣٤٥٦٧٨٩٠١٢٣٤٥٦",
        "暗証番号 1234 5678 9012 3456",
    ],
)
def test_secret_is_read_however_it_is_typed(typed: str) -> None:
    assert read_secret(typed) == "1234567890123456"


@pytest.mark.parametrize("typed", ["", "abcd", "十二", "－－－", "½"])
def test_secret_without_decimal_digits_holds_nothing_of_the_letters(typed: str) -> None:
    assert read_secret(typed) in ("", "12")


def test_codes_longer_than_any_code_are_cut_before_they_cost_anything() -> None:
    assert len(read_secret("1" * 1_000_000)) == LONGEST
    assert len(read_locator("A" * 1_000_000)) == LONGEST + 1


@given(st.integers(min_value=0, max_value=10**9))
def test_codes_as_printed_on_a_slip_are_read_back(seed: int) -> None:
    locator, secret = new_locator(), receipt_digits(str(seed), "key")
    assert read_locator(locator) == locator
    assert read_locator(locator.lower().replace("-", "　")) == locator
    assert read_secret(in_groups(secret)) == secret


@given(st.text(max_size=300))
def test_codes_never_fail_whatever_is_typed(typed: str) -> None:
    locator, secret = read_locator(typed), read_secret(typed)
    assert set(locator) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-")
    assert set(secret) <= set("0123456789")
