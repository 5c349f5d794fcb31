"""What complaints like this one received: shares and quartiles, so that like cases end alike. Pure.

A hint and never a rule: of fewer than FEWEST complaints nothing is said, and amounts of two currencies never meet.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import floor

#: Of fewer nothing is said: one unusual case would be the rule.
FEWEST = 5


@dataclass(frozen=True, slots=True)
class Received:
    """What was granted in one complaint. `money`: (kind, currency) → smallest units, each above 0."""

    kinds: frozenset[str]
    money: Mapping[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class Spread:
    """Amounts of one currency: the median, and the middle half from `low` to `high` (25 to 75 %)."""

    number: int
    low: int
    middle: int
    high: int
    currency: str

    def is_far(self, amount: int) -> bool:
        """Does it lie far outside the middle half?

        Beyond one and a half times its width (J. W. Tukey: Exploratory Data Analysis, 1977), and by more than a quarter
        of the median: where all received the same, a little more is not far.
        """
        reach = max(Fraction(3, 2) * (self.high - self.low), Fraction(self.middle, 4))
        return amount < self.low - reach or amount > self.high + reach


@dataclass(frozen=True, slots=True)
class KindShare:
    """How many of all received something of this kind, and how much, by currency."""

    kind: str
    number: int
    spreads: tuple[Spread, ...]


@dataclass(frozen=True, slots=True)
class Hint:
    """`of` complaints like this one; `nothing`: how many of them received no remedy. `totals`: all money in one."""

    of: int
    nothing: int = 0
    kinds: tuple[KindShare, ...] = ()
    totals: tuple[Spread, ...] = ()

    @property
    def is_told(self) -> bool:
        """Are there enough to say anything?"""
        return self.of >= FEWEST

    def total_in(self, currency: str) -> Spread | None:
        """What they received in money altogether; None where too few did."""
        return next((each for each in self.totals if each.currency == currency), None)

    def is_far(self, amount: int, currency: str) -> bool:
        """Does this sum lie far from what they received? Nothing is asked where no money is granted."""
        spread = self.total_in(currency)
        return amount > 0 and spread is not None and spread.is_far(amount)


def hint_of(several: Iterable[Received]) -> Hint:
    """What these received; empty but for their number where they are too few."""
    rows = list(several)
    if len(rows) < FEWEST:
        return Hint(len(rows))
    kinds = sorted({kind for row in rows for kind in row.kinds})
    shares = [
        KindShare(
            kind,
            sum(kind in row.kinds for row in rows),
            _spreads(
                (currency, amount)
                for row in rows
                for (of, currency), amount in row.money.items()
                if of == kind
            ),
        )
        for kind in kinds
    ]
    return Hint(
        of=len(rows),
        nothing=sum(not row.kinds for row in rows),
        kinds=tuple(sorted(shares, key=lambda share: (-share.number, share.kind))),
        totals=_spreads(pair for row in rows for pair in _totals(row).items()),
    )


def _totals(row: Received) -> dict[str, int]:
    totals: dict[str, int] = {}
    for (_kind, currency), amount in row.money.items():
        totals[currency] = totals.get(currency, 0) + amount
    return totals


def _spreads(pairs: Iterable[tuple[str, int]]) -> tuple[Spread, ...]:
    """One spread for each currency of which there are enough amounts, the most frequent first."""
    by_currency: dict[str, list[int]] = {}
    for currency, amount in pairs:
        by_currency.setdefault(currency, []).append(amount)
    found = []
    for currency, amounts in by_currency.items():
        if len(amounts) >= FEWEST:
            low, middle, high = (quantile(sorted(amounts), share) for share in QUARTILES)
            found.append(Spread(len(amounts), low, middle, high, currency))
    return tuple(sorted(found, key=lambda spread: (-spread.number, spread.currency)))


QUARTILES = (Fraction(1, 4), Fraction(1, 2), Fraction(3, 4))


def quantile(ascending: Sequence[int], share: Fraction) -> int:
    """The value below which this share lies, between two neighbours by proportion; a half is rounded up."""
    place = share * (len(ascending) - 1)
    below = floor(place)
    above = min(below + 1, len(ascending) - 1)
    value = ascending[below] + (place - below) * (ascending[above] - ascending[below])
    return floor(value + Fraction(1, 2))
