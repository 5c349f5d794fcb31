"""Did it help? What was fixed beforehand, held against what was counted. Pure.

The threshold is the ratio of rates that must not be exceeded (0.5: half as often as before, at most). It counts as
proven only where chance is an unlikely reason, too: the whole interval lies below 1. So

- effective: ratio at or below the threshold, and its upper limit below 1;
- not effective: ratio above the threshold;
- too few: ratio at or below the threshold and its upper limit at 1 or above, or nothing was counted at all.

A false alarm costs another look, a false all-clear costs the next person: so missing the threshold needs no proof.
"""

from __future__ import annotations

from dataclasses import dataclass

from kikitori.records.prevention.rates import RateRatio, rate_ratio
from kikitori.records.prevention.terms import Verdict

#: Thresholds are kept in hundredths: whole numbers compare without rounding.
WHOLE = 100


@dataclass(frozen=True, slots=True)
class Counted:
    """What was counted before and after, and over how much (days, or orders, members, journeys)."""

    before: int
    after: int
    exposure_before: float
    exposure_after: float

    @property
    def ratio(self) -> RateRatio | None:
        """How often it happens now against before; None where nothing was counted or nothing has passed yet."""
        if self.exposure_before <= 0 or self.exposure_after <= 0:
            return None
        return rate_ratio(self.before, self.after, self.exposure_before, self.exposure_after)


def judge(counted: Counted, threshold: int) -> Verdict:
    """What the numbers say. `threshold`: in hundredths."""
    ratio = counted.ratio
    if ratio is None:
        return Verdict.TOO_FEW
    if exceeds(counted, threshold):
        return Verdict.NOT_EFFECTIVE
    return Verdict.EFFECTIVE if ratio.upper < 1 else Verdict.TOO_FEW


def exceeds(counted: Counted, threshold: int) -> bool:
    """Is the ratio above the threshold? Without dividing, so that what is met exactly is met."""
    return (
        counted.after * counted.exposure_before * WHOLE > threshold * counted.before * counted.exposure_after
    )


def is_out_of_reach(counted: Counted, threshold: int, *, whole_after: float) -> bool:
    """Is it above the threshold even if nothing more comes until `whole_after` is over? For the watch meanwhile."""
    return exceeds(Counted(counted.before, counted.after, counted.exposure_before, whole_after), threshold)


def can_ever_be_proven(before: int, exposure_before: float, exposure_after: float) -> bool:
    """Would nothing at all afterwards be proof? If not, a longer time is needed, before the plan is fixed."""
    if before == 0 or exposure_before <= 0 or exposure_after <= 0:
        return False
    best = rate_ratio(before, 0, exposure_before, exposure_after)
    return best is not None and best.upper < 1
