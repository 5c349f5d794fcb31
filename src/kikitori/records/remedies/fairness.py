"""Whether remedies fall to all alike: groups of people against the rest, and which of them are shown at all. Pure.

A difference is a reason to look, not a proof. Intervals: of one share that of E. B. Wilson (Probable inference, the law
of succession, and statistical inference. J. Am. Stat. Assoc. 22, 1927, 209-212); of the difference of two, R. G.
Newcombe's from the two of them (Interval estimation for the difference between independent proportions. Statistics in
Medicine 17, 1998, 873-890, method 10).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import sqrt

#: Smaller groups are not shown: they would speak of single people.
FEWEST = 5
#: 95 % of a normal distribution lie within so many standard deviations.
_Z = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Count:
    """Complaints decided; of those with a finding (`judged`), how many upheld; how many received a remedy."""

    decided: int = 0
    judged: int = 0
    upheld: int = 0
    remedied: int = 0

    def __add__(self, other: "Count") -> "Count":
        return Count(
            self.decided + other.decided,
            self.judged + other.judged,
            self.upheld + other.upheld,
            self.remedied + other.remedied,
        )

    def __sub__(self, other: "Count") -> "Count":
        return Count(
            self.decided - other.decided,
            self.judged - other.judged,
            self.upheld - other.upheld,
            self.remedied - other.remedied,
        )


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    hits: int
    of: int

    @property
    def is_shown(self) -> bool:
        """Are there enough to say a share?"""
        return self.of >= FEWEST

    @property
    def percent(self) -> int:
        """Whole percent, half a percent rounded up; 0 of nothing."""
        return (200 * self.hits + self.of) // (2 * self.of) if self.of else 0

    @property
    def interval(self) -> tuple[float, float]:
        """Between 0 and 1 (Wilson); everything where there is nothing."""
        return wilson(self.hits, self.of)

    @property
    def percents(self) -> tuple[int, int]:
        """The interval in whole percent, outwards."""
        low, high = self.interval
        return int(low * 100), -int(-high * 100 // 1)


@dataclass(frozen=True, slots=True)
class Compared:
    """One group against all others of the same question."""

    group: str
    own: Count
    rest: Count

    @property
    def remedied(self) -> tuple[Share, Share]:
        """Share with a remedy: theirs, the others'."""
        return Share(self.own.remedied, self.own.decided), Share(self.rest.remedied, self.rest.decided)

    @property
    def upheld(self) -> tuple[Share, Share]:
        """Share upheld, wholly or partly, of those with a finding: theirs, the others'."""
        return Share(self.own.upheld, self.own.judged), Share(self.rest.upheld, self.rest.judged)

    @property
    def remedied_differs(self) -> int:
        """-1: less often than the others, 1: more often, 0: no more than chance explains."""
        return _differs(*self.remedied)

    @property
    def upheld_differs(self) -> int:
        """The same of what was upheld."""
        return _differs(*self.upheld)


@dataclass(frozen=True, slots=True)
class Shown:
    """Groups that are shown, the largest first; how many are not, and how many complaints these hold together."""

    groups: tuple[Compared, ...]
    hidden: int = 0
    hidden_decided: int = 0


def compared(groups: Mapping[str, Count]) -> Shown:
    """Each group that may be shown, against the rest. Of a single group there is nothing to compare."""
    everybody = sum(groups.values(), Count())
    hidden = hidden_of({group: count.decided for group, count in groups.items()})
    shown = [
        Compared(group, count, everybody - count)
        for group, count in groups.items()
        if count.decided and group not in hidden and len(groups) > 1
    ]
    return Shown(
        tuple(sorted(shown, key=lambda each: (-each.own.decided, each.group))),
        len(hidden),
        sum(groups[group].decided for group in hidden),
    )


def hidden_of(sizes: Mapping[str, int]) -> frozenset[str]:
    """Which groups are not shown: those below FEWEST, and so many more that no hidden one follows by subtraction.

    The total is known, so a single hidden group could be counted from the others; and so could a few people together.
    """
    present = sorted((size, group) for group, size in sizes.items() if size)
    hidden = [(size, group) for size, group in present if size < FEWEST]
    for each in present[len(hidden) :]:
        if not hidden or (len(hidden) > 1 and sum(size for size, _ in hidden) >= FEWEST):
            break
        hidden.append(each)
    return frozenset(group for _, group in hidden)


def wilson(hits: int, of: int) -> tuple[float, float]:
    """The 95 % interval of a share; from 0 to 1 where there is nothing to go by."""
    if not 0 <= hits <= of:
        raise ValueError("of some tries, between none and all are hits")
    if of == 0:
        return 0.0, 1.0
    share, square = hits / of, _Z * _Z
    centre = share + square / (2 * of)
    reach = _Z * sqrt(share * (1 - share) / of + square / (4 * of * of))
    low, high = ((centre + side * reach) / (1 + square / of) for side in (-1, 1))
    return (0.0 if hits == 0 else max(0.0, low)), (1.0 if hits == of else min(1.0, high))


def difference(one: Share, other: Share) -> tuple[float, float]:
    """The 95 % interval of the first share less the second."""
    first, second = (each.hits / each.of if each.of else 0.5 for each in (one, other))
    (low, high), (other_low, other_high) = one.interval, other.interval
    apart = first - second
    return (
        apart - sqrt((first - low) ** 2 + (other_high - second) ** 2),
        apart + sqrt((high - first) ** 2 + (second - other_low) ** 2),
    )


def _differs(own: Share, rest: Share) -> int:
    if not (own.is_shown and rest.is_shown):
        return 0
    low, high = difference(own, rest)
    return 1 if low > 0 else -1 if high < 0 else 0


def notable(several: Iterable[Compared]) -> list[Compared]:
    """Of one question those that received a remedy less often than chance explains; else those that did more often.

    Whoever is left behind is named, and not the others, who are ahead by the same measure.
    """
    rows = [each for each in several if each.remedied_differs]
    side = min((each.remedied_differs for each in rows), default=0)
    return [each for each in rows if each.remedied_differs == side]
