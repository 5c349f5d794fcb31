"""Numbers by which a posted letter is followed 追跡番号・引受番号: read as they stand on the slip. Pure.

What is checked, and how far it can be trusted:
- 11 digits (書留, 特定記録) and 12 digits (レターパック): the last is the rest of the others divided by 7 (7DR).
  Observed on numbers given out in a row, and told by several users; Japan Post publishes no rule. Not verified at its
  source.
- 2 letters, 9 digits, 2 letters (abroad): the check digit of UPU standard S10. From memory of the standard.
Anything else has no rule we know, and is taken as it is. A digit that does not fit is asked about, never forbidden.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

_BETWEEN = re.compile(r"[\s\-‐-―−ー－]+")
_DOMESTIC = re.compile(r"\d{11,12}\Z")
_ABROAD = re.compile(r"[A-Z]{2}\d{9}[A-Z]{2}\Z")
_OTHER = re.compile(r"[A-Z0-9]{4,35}\Z")
_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)


class Fit(StrEnum):
    """`fits`: its check digit is right. `doubtful`: it is not. `unchecked`: there is no rule we know."""

    FITS = "fits"
    DOUBTFUL = "doubtful"
    UNCHECKED = "unchecked"


@dataclass(frozen=True, slots=True)
class Tracking:
    """`number`: without what stands between its signs. `shown`: in groups, as the slip has it."""

    number: str
    fit: Fit

    @property
    def shown(self) -> str:
        """As people compare it with the slip."""
        plain = self.number
        if _DOMESTIC.match(plain):
            cuts = (3, 5, 10) if len(plain) == 11 else (4, 8)  # noqa: PLR2004 - as they are printed
            return "-".join(plain[a:b] for a, b in zip((0, *cuts), (*cuts, None), strict=True))
        if _ABROAD.match(plain):
            return f"{plain[:2]} {plain[2:5]} {plain[5:8]} {plain[8:11]} {plain[11:]}"
        return plain


def tracking_of(typed: str) -> Tracking | None:
    """The number in what was typed, in any width and with any dashes; None where it can be none."""
    plain = _BETWEEN.sub("", unicodedata.normalize("NFKC", typed)).upper()
    if not plain.isascii():
        return None
    if _DOMESTIC.match(plain):
        return Tracking(plain, _fit(int(plain[:-1]) % 7 == int(plain[-1])))
    if _ABROAD.match(plain):
        return Tracking(plain, _fit(_s10(plain[2:10]) == int(plain[10])))
    return Tracking(plain, Fit.UNCHECKED) if _OTHER.match(plain) else None


def _fit(right: bool) -> Fit:  # noqa: FBT001 - one answer
    return Fit.FITS if right else Fit.DOUBTFUL


def _s10(serial: str) -> int:
    rest = 11 - sum(int(digit) * weight for digit, weight in zip(serial, _WEIGHTS, strict=True)) % 11
    return {10: 0, 11: 5}.get(rest, rest)
