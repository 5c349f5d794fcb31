"""What like complaints received: small cases by hand, and what holds of all."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kikitori.records.remedies.consistency import FEWEST, Received, Spread, hint_of, quantile

amounts = st.lists(st.integers(1, 10_000_000), min_size=1, max_size=40)


def paid(amount: int | None, kind: str = "refund", currency: str = "JPY") -> Received:
    if amount is None:
        return Received(frozenset(), {})
    return Received(frozenset({kind}), {(kind, currency): amount} if amount else {})


@pytest.mark.parametrize(
    ("several", "quartiles"),
    [
        ([7], (7, 7, 7)),
        ([1, 2], (1, 2, 2)),
        ([10, 20, 30], (15, 20, 25)),
        ([1_000, 2_000, 3_000, 4_000, 5_000], (2_000, 3_000, 4_000)),
        # R's type 7: quantile(c(1, 4, 9, 16), c(.25, .5, .75)) is 3.25 6.50 10.75.
        ([1, 4, 9, 16], (3, 7, 11)),
    ],
)
def test_quartiles_by_hand(several: list[int], quartiles: tuple[int, int, int]) -> None:
    shares = (Fraction(1, 4), Fraction(1, 2), Fraction(3, 4))
    assert tuple(quantile(several, share) for share in shares) == quartiles


def test_of_four_nothing_is_said() -> None:
    hint = hint_of([paid(1_000)] * (FEWEST - 1))
    assert (hint.of, hint.is_told, hint.kinds, hint.totals) == (4, False, (), ())
    assert not hint.is_far(10_000_000, "JPY")


def test_shares_and_sums_by_hand() -> None:
    both = Received(
        frozenset({"refund", "gift", "apology"}), {("refund", "JPY"): 5_000, ("gift", "JPY"): 500}
    )
    hint = hint_of([*map(paid, (1_000, 2_000, 3_000, 4_000)), both, paid(None), paid(0, "apology")])
    assert (hint.of, hint.nothing) == (7, 1)
    shares = {share.kind: (share.number, share.spreads) for share in hint.kinds}
    assert shares["refund"] == (5, (Spread(5, 2_000, 3_000, 4_000, "JPY"),))
    # One gift is too little for a spread.
    assert shares["gift"] == (1, ())
    assert shares["apology"] == (2, ())
    assert hint.totals == (Spread(5, 2_000, 3_000, 4_000, "JPY"),)
    assert [share.kind for share in hint.kinds] == ["refund", "apology", "gift"]


def test_two_currencies_never_meet() -> None:
    hint = hint_of([*[paid(100, currency="USD")] * 6, *[paid(9_000)] * 5])
    assert [(each.currency, each.middle, each.number) for each in hint.totals] == [
        ("USD", 100, 6),
        ("JPY", 9_000, 5),
    ]
    assert hint.total_in("EUR") is None
    assert not hint.is_far(1, "EUR")


@pytest.mark.parametrize(
    ("spread", "far", "near"),
    [
        # 2,000 wide, so 3,000 beyond either end.
        ((2_000, 3_000, 4_000), (7_001, 10_000), (7_000, 1, 4_000)),
        # All received the same: a quarter of it more or less is not far.
        ((4_000, 4_000, 4_000), (5_001, 2_999), (5_000, 3_000, 4_000)),
    ],
)
def test_what_lies_far_outside_the_middle_half(
    spread: tuple[int, int, int], far: tuple[int, ...], near: tuple[int, ...]
) -> None:
    own = Spread(5, *spread, "JPY")
    assert all(own.is_far(amount) for amount in far)
    assert not any(own.is_far(amount) for amount in near)


@given(several=amounts)
def test_quartiles_are_in_order_and_within_what_there_is(several: list[int]) -> None:
    rows = sorted(several)
    low, middle, high = (quantile(rows, share) for share in (Fraction(1, 4), Fraction(1, 2), Fraction(3, 4)))
    assert rows[0] <= low <= middle <= high <= rows[-1]
    assert sum(each <= middle for each in rows) * 2 >= len(rows)


@given(several=st.lists(st.one_of(st.none(), st.integers(0, 90_000)), max_size=30))
def test_no_share_is_more_than_all_and_whatever_is_usual_is_not_far(several: list[Any]) -> None:
    hint = hint_of(paid(amount) for amount in several)
    assert hint.of == len(several)
    assert all(0 < share.number <= hint.of for share in hint.kinds)
    if hint.is_told:
        assert hint.nothing == several.count(None)
    for total in hint.totals:
        assert total.number >= FEWEST
        assert not any(total.is_far(each) for each in (total.low, total.middle, total.high))
