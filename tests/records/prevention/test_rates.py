"""Rates against each other: known vectors, laws, and the plain sums that the fraction stands for."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest

from kikitori.records.prevention.rates import beta_share, clopper_pearson, rate_ratio

#: From the tables of binomial confidence limits in print since 1934, to the digits that are printed.
PRINTED = [
    (0, 10, 0.0, 0.3085),
    (1, 10, 0.0025, 0.4450),
    (2, 10, 0.0252, 0.5561),
    (5, 10, 0.1871, 0.8129),
    (10, 10, 0.6915, 1.0),
    (1, 20, 0.0013, 0.2487),
    (4, 20, 0.0573, 0.4366),
    (0, 1, 0.0, 0.9750),
    (15, 30, 0.3130, 0.6870),
    (10, 100, 0.0490, 0.1762),
    (50, 100, 0.3983, 0.6017),
]


def tail_from(hits: int, tries: int, chance: Fraction) -> Fraction:
    """The chance of so many hits or more, summed without rounding."""
    each = (math.comb(tries, k) * chance**k * (1 - chance) ** (tries - k) for k in range(hits, tries + 1))
    return sum(each, Fraction())


@pytest.mark.parametrize(("hits", "tries", "lower", "upper"), PRINTED)
def test_interval_is_the_printed_one(hits: int, tries: int, lower: float, upper: float) -> None:
    found = clopper_pearson(hits, tries)
    assert found == pytest.approx((lower, upper), abs=6e-5)


@pytest.mark.parametrize("tries", [1, 2, 3, 7, 12])
def test_ends_leave_out_exactly_what_they_say(tries: int) -> None:
    for hits in range(tries + 1):
        lower, upper = clopper_pearson(hits, tries)
        if hits:
            assert float(tail_from(hits, tries, Fraction(lower))) == pytest.approx(0.025, rel=1e-9)
        if hits < tries:
            assert float(1 - tail_from(hits + 1, tries, Fraction(upper))) == pytest.approx(0.025, rel=1e-9)


def test_none_or_all_have_their_end_in_closed_form() -> None:
    for tries in (1, 5, 40, 1000):
        end = 1 - 0.025 ** (1 / tries)
        assert clopper_pearson(0, tries)[1] == pytest.approx(end, rel=1e-9)
        assert clopper_pearson(tries, tries)[0] == pytest.approx(1 - end, rel=1e-9)


@pytest.mark.parametrize(("a", "b"), [(1, 1), (1, 5), (5, 1), (3, 4), (10, 2), (25, 40)])
def test_share_is_the_sum_of_the_binomial_chances(a: int, b: int) -> None:
    for place in range(1, 20):
        x = Fraction(place, 20)
        assert beta_share(a, b, float(x)) == pytest.approx(float(tail_from(a, a + b - 1, x)), rel=1e-10)


def test_share_begins_at_none_and_ends_at_all() -> None:
    assert [beta_share(3, 4, x) for x in (-1, 0, 1, 2)] == [0.0, 0.0, 1.0, 1.0]


def test_share_only_rises_also_with_large_numbers() -> None:
    shares = [beta_share(400, 600, place / 200) for place in range(201)]
    assert shares == sorted(shares)
    assert beta_share(50_000, 50_000, 0.5) == pytest.approx(0.5, abs=1e-9)


@pytest.mark.parametrize("left_out", [0.01, 0.05, 0.1, 0.2])
def test_more_certainty_needs_a_wider_interval(left_out: float) -> None:
    narrow, wide = clopper_pearson(3, 17, left_out=left_out), clopper_pearson(3, 17, left_out=left_out / 2)
    assert wide[0] < narrow[0] < 3 / 17 < narrow[1] < wide[1]


@pytest.mark.parametrize(("hits", "tries"), [(-1, 3), (4, 3), (0, 0)])
def test_impossible_numbers_are_refused(hits: int, tries: int) -> None:
    with pytest.raises(ValueError, match="tries"):
        clopper_pearson(hits, tries)


# ---- ratios


def test_same_number_in_the_same_time_is_one_and_mirrors_itself() -> None:
    found = rate_ratio(8, 8, 90, 90)
    assert found is not None
    assert found.value == 1
    assert found.lower * found.upper == pytest.approx(1)


def test_ratio_is_that_of_the_rates_not_of_the_numbers() -> None:
    found = rate_ratio(12, 6, 90, 30)
    assert found is not None
    assert found.value == pytest.approx((6 / 30) / (12 / 90)) == pytest.approx(1.5)


def test_what_is_exchanged_turns_over() -> None:
    one, other = rate_ratio(20, 5, 100, 60), rate_ratio(5, 20, 60, 100)
    assert one is not None
    assert other is not None
    assert one.value * other.value == pytest.approx(1)
    assert one.lower * other.upper == pytest.approx(1)
    assert one.upper * other.lower == pytest.approx(1)


def test_units_of_exposure_change_nothing() -> None:
    assert rate_ratio(9, 4, 90, 45) == rate_ratio(9, 4, 900, 450)


def test_interval_holds_the_value_and_closes_on_it_with_the_numbers() -> None:
    widths = []
    for times in (1, 4, 16, 64, 256):
        found = rate_ratio(6 * times, 3 * times, 1, 1)
        assert found is not None
        assert found.lower < found.value < found.upper
        widths.append(found.upper - found.lower)
    assert widths == sorted(widths, reverse=True)


def test_none_before_is_without_bound_and_none_after_is_nothing() -> None:
    more, less = rate_ratio(0, 4, 90, 90), rate_ratio(4, 0, 90, 90)
    assert more is not None
    assert less is not None
    assert (more.value, more.upper) == (math.inf, math.inf)
    assert more.lower > 0
    assert (less.value, less.lower) == (0.0, 0.0)
    assert 0 < less.upper < math.inf


def test_nothing_at_all_says_nothing() -> None:
    assert rate_ratio(0, 0, 90, 90) is None


@pytest.mark.parametrize("given", [(-1, 0, 1, 1), (0, -1, 1, 1), (1, 1, 0, 1), (1, 1, 1, 0), (1, 1, -5, 1)])
def test_impossible_rates_are_refused(given: tuple[int, int, float, float]) -> None:
    with pytest.raises(ValueError, match="more"):
        rate_ratio(*given)


def test_a_hundred_thousand_are_no_trouble() -> None:
    found = rate_ratio(100_000, 50_000, 1, 1)
    assert found is not None
    # Where numbers are large, the logarithm is nearly normal with variance 1/a + 1/b.
    spread = 1.959964 * math.sqrt(1 / 100_000 + 1 / 50_000)
    assert found.lower == pytest.approx(0.5 * math.exp(-spread), rel=1e-4)
    assert found.upper == pytest.approx(0.5 * math.exp(spread), rel=1e-4)
