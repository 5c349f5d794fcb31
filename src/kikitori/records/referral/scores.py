"""How often bodies outside decided otherwise than we had 判断が覆った割合 (ISO 10003). Pure.

Counted among what they decided alone: settled, not admitted, withdrawn and unanswered say nothing about our decision.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from kikitori.records.referral.terms import ReferralOutcome

_OTHERWISE = (ReferralOutcome.OVERTURNED, ReferralOutcome.PARTLY)
_DECIDED = (ReferralOutcome.CONFIRMED, *_OTHERWISE)
#: Of fewer a rate says nothing, and might point at a single complaint.
FEWEST = 5


@dataclass(frozen=True, slots=True)
class Overturned:
    """`otherwise` of `decided`, wholly or in part."""

    decided: int
    otherwise: int

    @property
    def is_shown(self) -> bool:
        """Are there enough to say a rate?"""
        return self.decided >= FEWEST

    @property
    def percent(self) -> int:
        """Whole percent, half a percent rounded up; only where it `is_shown`."""
        if not self.is_shown:
            raise ValueError(f"{self.decided} decisions are too few for a rate")
        return (200 * self.otherwise + self.decided) // (2 * self.decided)


def overturned(outcomes: Mapping[str, int]) -> Overturned:
    """The rate of so many of each outcome; words it does not know count for nothing."""
    decided, otherwise = (
        sum(outcomes.get(each.value, 0) for each in words) for words in (_DECIDED, _OTHERWISE)
    )
    return Overturned(decided, otherwise)
