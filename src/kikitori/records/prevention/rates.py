"""Two rates against each other: how much more or less often something happens than before, and how sure that is. Pure.

Complaints of one cause come singly and independently, so their numbers before and after are taken for two Poisson
numbers. Given their sum, the later one is binomial with p = r*t1 / (t0 + r*t1), r being the ratio of the rates and t0,
t1 the exposures (J. Przyborowski, H. Wilenski: Homogeneity of results in testing samples from Poisson series.
Biometrika 31, 1940, 313-323). An exact interval for p is that of C. J. Clopper and E. S. Pearson (The use of confidence
or fiducial limits illustrated in the case of the binomial. Biometrika 26, 1934, 404-413), and carries over to r. It
holds at least as often as it says, for any numbers, however small; so it is rather too wide than too narrow.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

#: The interval leaves out so much, half of it on either side.
LEFT_OUT = 0.05
#: Halvings of an interval between 0 and 1: beyond the precision of a float.
_HALVINGS = 60
_TINY = 1e-300
_ENOUGH = 1e-14
_MOST_TURNS = 100_000


@dataclass(frozen=True, slots=True)
class RateRatio:
    """The rate after, divided by the rate before: its value and its interval. `math.inf` where nothing bounds it."""

    value: float
    lower: float
    upper: float


def rate_ratio(
    before: int, after: int, exposure_before: float, exposure_after: float, *, left_out: float = LEFT_OUT
) -> RateRatio | None:
    """How often it happens after against before; None where nothing was counted at all.

    Exposures are days, or orders, members, journeys; both of the same kind. Raises ValueError for numbers below 0 and
    exposures that are not above 0.
    """
    if before < 0 or after < 0 or exposure_before <= 0 or exposure_after <= 0:
        raise ValueError("numbers are 0 or more, exposures are more than 0")
    if before + after == 0:
        return None
    scale = exposure_before / exposure_after
    lower, upper = clopper_pearson(after, before + after, left_out=left_out)
    value = math.inf if before == 0 else after / before * scale
    return RateRatio(value, _odds(lower) * scale, _odds(upper) * scale)


def clopper_pearson(hits: int, tries: int, *, left_out: float = LEFT_OUT) -> tuple[float, float]:
    """The exact interval for the chance of one hit, seen `hits` of `tries`.

    Below its lower end so many hits or more come in less than half of `left_out`; above the upper, so many or fewer.
    """
    if not 0 <= hits <= tries or tries == 0:
        raise ValueError("of some tries, between none and all are hits")
    tail = left_out / 2
    lower = 0.0 if hits == 0 else _solved(hits, tries - hits + 1, tail)
    upper = 1.0 if hits == tries else _solved(hits + 1, tries - hits, 1 - tail)
    return lower, upper


def _odds(chance: float) -> float:
    return math.inf if chance >= 1 else chance / (1 - chance)


def _solved(a: int, b: int, wanted: float) -> float:
    """The x at which the beta distribution with a, b has reached `wanted`: it only rises, so it is halved towards."""
    low, high = 0.0, 1.0
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        if beta_share(a, b, middle) < wanted:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def beta_share(a: float, b: float, x: float) -> float:
    """The regularised incomplete beta function: the chance that a beta-distributed number with a, b is at most x.

    For whole a, b: the chance of `a` hits or more in a + b − 1 tries with chance x each.
    """
    if x <= 0:
        return 0.0
    if x >= 1:
        return 1.0
    front = math.exp(
        math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    )
    # The fraction is quick on the near side of the middle; on the far side its mirror image is.
    if x < (a + 1) / (a + b + 2):
        return front * _fraction(a, b, x) / a
    return 1.0 - front * _fraction(b, a, 1 - x) / b


def _fraction(a: float, b: float, x: float) -> float:
    """The continued fraction of the incomplete beta function, from its front, until it changes no more.

    With coefficients d₁, d₂, … it is 1/(1 + d₁/(1 + d₂/(1 + …))); `ahead` and `behind` are the ratios of two
    neighbouring numerators and denominators, so that neither grows without bound.
    """
    ahead, behind = 1.0, 1.0 / _apart(1.0 - (a + b) * x / (a + 1))
    value = behind
    for turn in range(1, _MOST_TURNS):
        even = turn * (b - turn) * x / ((a + 2 * turn - 1) * (a + 2 * turn))
        odd = -(a + turn) * (a + b + turn) * x / ((a + 2 * turn) * (a + 2 * turn + 1))
        for step in (even, odd):
            behind = 1.0 / _apart(1.0 + step * behind)
            ahead = _apart(1.0 + step / ahead)
            value *= ahead * behind
        if abs(ahead * behind - 1.0) < _ENOUGH:
            break
    return value


def _apart(number: float) -> float:
    """Never quite 0, for something is divided by it."""
    return number if abs(number) > _TINY else _TINY
