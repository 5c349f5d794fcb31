"""The numbers of a check in words, for a table, and as two bars."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext as _

from kikitori.interfaces.desk.actions.geometry import Bar, bars
from kikitori.records.prevention.actions import ActionCycle
from kikitori.records.prevention.labels import VERDICT
from kikitori.records.prevention.terms import Verdict

#: Rates are told for so many days, or for so many of what is counted over.
_PER_DAYS, _PER_UNITS = 30, 1000


@dataclass(frozen=True, slots=True)
class Result:
    """What was counted in a cycle, or would be if today were the day."""

    cycle: ActionCycle
    kept: dict[str, Any]

    @property
    def verdict(self) -> str | LazyText:
        """In a word; empty as long as nobody has judged."""
        return VERDICT[Verdict(self.cycle.verdict)] if self.cycle.verdict else ""

    @property
    def helped(self) -> bool:
        """Was it found effective?"""
        return self.cycle.verdict == Verdict.EFFECTIVE.value

    @property
    def until(self) -> date:
        """The day before which it was counted."""
        return date.fromisoformat(str(self.kept["until"]))

    @property
    def waits_for_numbers(self) -> bool:
        """Are orders, members, … to be entered first?"""
        return self.kept.get("lacks") == "exposure"

    @property
    def has_rates(self) -> bool:
        """Is there something to be held against each other?"""
        return bool(self.kept.get("exposure_before") and self.kept.get("exposure_after"))

    @property
    def per(self) -> str:
        """For how much the rates are told."""
        if self.cycle.unit:
            return _("per %(number)s %(unit)s") % {"number": _PER_UNITS, "unit": self.cycle.unit}
        return _("per %(number)s days") % {"number": _PER_DAYS}

    @property
    def rates(self) -> tuple[str, str]:
        """Before and after."""
        before, after = self._rates
        return f"{before:.1f}", f"{after:.1f}"

    @property
    def _rates(self) -> tuple[float, float]:
        per = _PER_UNITS if self.cycle.unit else _PER_DAYS
        return (
            self.kept["before"] / self.kept["exposure_before"] * per,
            self.kept["after"] / self.kept["exposure_after"] * per,
        )

    @property
    def limit(self) -> str:
        """The rate that must not be exceeded."""
        return f"{self._rates[0] * self.cycle.threshold / 100:.1f}"

    @property
    def ratio(self) -> str:
        """The rate after in hundredths of the one before, with its interval."""
        if self.kept.get("ratio") is None:
            return _("there were none before")
        lower, upper = self.kept["lower"], self.kept["upper"]
        words = {
            "ratio": _percent(self.kept["ratio"]),
            "lower": _percent(lower),
            "upper": _percent(upper) if upper is not None else "∞",
        }
        return _("%(ratio)s of the rate before (95%% interval: %(lower)s to %(upper)s)") % words

    @property
    def picture(self) -> tuple[list[Bar], int]:
        """Both rates as bars, and the line of the threshold."""
        before, after = self._rates
        return bars([before, after], before * self.cycle.threshold / 100)


def result_of(cycle: ActionCycle, kept: dict[str, Any] | None = None) -> Result | None:
    """What was counted in this cycle; None where nothing was yet."""
    values = kept or cycle.result
    return Result(cycle, values) if values.get("until") else None


def _percent(share: float) -> str:
    return f"{share * 100:.0f}%"
