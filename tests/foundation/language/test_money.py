"""Amounts: read as people type them, told as they read them, and never a float in between."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kikitori.foundation.language.money import EXPONENT, figures, money_read, money_told, read_money

READ = [
    ("30000", "JPY", 30_000),
    ("30,000", "JPY", 30_000),
    ("３０，０００円", "JPY", 30_000),
    ("¥30,000", "JPY", 30_000),
    ("￥30 000", "JPY", 30_000),
    ("\\30000", "JPY", 30_000),
    ("30000円", "JPY", 30_000),
    ("JPY 30,000", "JPY", 30_000),
    ("30,000 JPY", "JPY", 30_000),
    ("0", "JPY", 0),
    ("30000.0", "JPY", 30_000),
    ("12.5", "USD", 1_250),
    ("$12.50", "USD", 1_250),
    ("12", "USD", 1_200),
    ("１２．５０", "USD", 1_250),
    ("1,234,567.89", "EUR", 123_456_789),
    ("€ 7", "EUR", 700),
    ("0.005", "KWD", 5),
    ("1.5", "BHD", 1_500),
]
#: What is no amount in this currency: nobody guesses what was meant.
REFUSED = [
    *(
        (written, "JPY")
        for written in ("", "たくさん", "-1", "12.5", "1,23", "1,2345", "1 e5", "0x10", "１万")
    ),
    *((written, "JPY") for written in ("9" * 19, "९९", "1,000.5", "1.000,00", "USD 5", "--", "¥")),
    *((written, "USD") for written in ("12.505", "12.", ".5", "1,00", "JPY 5", "9" * 17)),
]
TOLD = [
    (1_200, "JPY", "ja", "1,200円"),
    (1_200, "JPY", "ja-easy", "1,200円"),
    (1_200, "JPY", "en", "¥1,200"),
    (1_200, "JPY", "vi", "¥1,200"),
    (0, "JPY", "ja", "0円"),
    (1_250, "USD", "en", "$12.50"),
    (1_250, "USD", "ja", "$12.50"),
    (5, "USD", "en", "$0.05"),
    (123_456_789, "EUR", "en", "€1,234,567.89"),
    (5, "KWD", "en", "KWD 0.005"),
    (1_250, "THB", "ja", "THB 12.50"),
    (-3_500, "JPY", "en", "-¥3,500"),
    (-3_500, "JPY", "ja", "-3,500円"),
    (-5, "USD", "en", "-$0.05"),
]


@pytest.mark.parametrize(("written", "currency", "amount"), READ)
def test_amount_is_read_as_people_type_it(written: str, currency: str, amount: int) -> None:
    assert read_money(written, currency) == amount


@pytest.mark.parametrize(("written", "currency"), REFUSED)
def test_what_is_no_amount_is_refused_and_not_guessed(written: str, currency: str) -> None:
    with pytest.raises(ValueError, match="no amount"):
        read_money(written, currency)


@pytest.mark.parametrize(("amount", "currency", "language", "told"), TOLD)
def test_amount_is_told_as_its_reader_expects_it(
    amount: int, currency: str, language: str, told: str
) -> None:
    assert money_told(amount, currency, language) == told


@pytest.mark.parametrize(("currency", "language", "told"), [
    ("JPY", "ja-easy", "3,200{円|えん}"),
    ("JPY", "ja", "3,200円"),
    ("JPY", "en", "¥3,200"),
    ("USD", "ja-easy", "$32.00"),
])  # fmt: skip
def test_yen_carry_their_reading_in_easy_japanese_alone(currency: str, language: str, told: str) -> None:
    assert money_read(3_200, currency, language) == told


@given(st.integers(0, 10**15 - 1), st.sampled_from(sorted(EXPONENT)), st.sampled_from(("ja", "en")))
@settings(max_examples=200)
def test_what_was_told_can_be_typed_again(amount: int, currency: str, language: str) -> None:
    assert read_money(money_told(amount, currency, language), currency) == amount
    assert read_money(figures(amount, currency), currency) == amount


def test_currencies_that_have_no_small_coin_are_known() -> None:
    assert {code for code, digits in EXPONENT.items() if digits == 0} == {"JPY", "KRW", "VND", "CLP", "ISK"}
    assert {code for code, digits in EXPONENT.items() if digits == 3} == {"KWD", "BHD", "JOD"}
    assert all(len(code) == 3 and code.isupper() for code in EXPONENT)
