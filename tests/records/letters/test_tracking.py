"""Numbers of posted letters: read from any slip, asked about where a digit does not fit, never refused for a rule of ours."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kikitori.records.letters.tracking import Fit, tracking_of

FITS, DOUBTFUL, UNCHECKED = Fit.FITS, Fit.DOUBTFUL, Fit.UNCHECKED


@pytest.mark.parametrize(
    ("typed", "number", "fit", "shown"),
    [
        # Seen on a slip: the rest of 1311238385 divided by 7 is 2.
        ("131-12-38385-2", "13112383852", FITS, "131-12-38385-2"),
        ("13112383852", "13112383852", FITS, "131-12-38385-2"),
        ("１３１－１２－３８３８５－２", "13112383852", FITS, "131-12-38385-2"),
        ("131 12 38385 2", "13112383852", FITS, "131-12-38385-2"),
        ("131ー12‐38385−2", "13112383852", FITS, "131-12-38385-2"),
        (" 13112383852\n", "13112383852", FITS, "131-12-38385-2"),
        ("131-12-38385-3", "13112383853", DOUBTFUL, "131-12-38385-3"),
        # Two digits changed places.
        ("131-21-38385-2", "13121383852", DOUBTFUL, "131-21-38385-2"),
        # 70 is a multiple of 7, and so is every number made of it.
        ("000000000000", "000000000000", FITS, "0000-0000-0000"),
        ("7000-0000-0000", "700000000000", FITS, "7000-0000-0000"),
        ("7000-0000-0001", "700000000001", DOUBTFUL, "7000-0000-0001"),
        # The example of the standard for abroad.
        ("RR473124829GB", "RR473124829GB", FITS, "RR 473 124 829 GB"),
        ("rr 473 124 829 gb", "RR473124829GB", FITS, "RR 473 124 829 GB"),
        ("RR473124828GB", "RR473124828GB", DOUBTFUL, "RR 473 124 828 GB"),
        # A courier's: no rule we know.
        ("4012-3456-78", "4012345678", UNCHECKED, "4012345678"),
        ("ABC12345", "ABC12345", UNCHECKED, "ABC12345"),
        ("1Z999AA10123456784", "1Z999AA10123456784", UNCHECKED, "1Z999AA10123456784"),
    ],
)
def test_number_is_read_as_it_stands_on_the_slip(typed: str, number: str, fit: Fit, shown: str) -> None:
    found = tracking_of(typed)
    assert found is not None
    assert (found.number, found.fit, found.shown) == (number, fit, shown)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "123",
        "簡易書留",
        "なし",
        "12345;drop",
        "1" * 36,
        "12/34/56",
        "<b>12345</b>",
        "１２３　特定",
    ],
)
def test_what_can_be_no_number_is_none(typed: str) -> None:
    assert tracking_of(typed) is None


@given(st.from_regex(r"[0-9]{10,11}", fullmatch=True))
def test_one_digit_of_ten_fits_a_number_of_japan_post(serial: str) -> None:
    found = [tracking_of(f"{serial}{digit}") for digit in range(10)]
    assert [each.fit for each in found if each].count(FITS) == 1


@given(st.from_regex(r"[A-Z]{2}[0-9]{8}", fullmatch=True))
def test_one_digit_of_ten_fits_a_number_for_abroad(serial: str) -> None:
    found = [tracking_of(f"{serial}{digit}JP") for digit in range(10)]
    assert [each.fit for each in found if each].count(FITS) == 1


@given(st.from_regex(r"[A-Z0-9]{4,35}", fullmatch=True))
def test_what_is_shown_is_read_as_the_same_number(plain: str) -> None:
    found = tracking_of(plain)
    assert found is not None
    assert tracking_of(found.shown) == found
