"""When a mail says it was written, however it says so. Pure, total.

RFC 5322 §3.3 with its obsolete forms, and what Japanese mailers write: zones by name, weekdays in Japanese, 2026/11/20.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

from kikitori.foundation.mail.charset import decode

_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: number for number, name in enumerate(_NAMES, start=1)}
_ZONES = {
    "jst": 9, "ut": 0, "utc": 0, "gmt": 0, "z": 0, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6,
    "pst": -8, "pdt": -7, "bst": 1, "cet": 1, "cest": 2, "kst": 9,
}  # fmt: skip
_RFC = re.compile(r"(\d{1,2})[ -]+([a-z]{3})[a-z]*[ ,-]+(\d{4}|\d{2,3})\b")
_AMERICAN = re.compile(r"\b([a-z]{3})[a-z]*\.? +(\d{1,2}),? +(?:.*?\b)?(\d{4})\b")
_NUMERIC = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_CLOCK = re.compile(
    r"(?:(午前|午後)\s*)?(\d{1,2})[:.時](\d{1,2})(?:[:.分](\d{1,2}))?(?:[.,]\d+)?\s*秒?\s*(am|pm|午前|午後)?"
)
_OFFSET = re.compile(r"([+-])\s?(\d{2}):?(\d{2})\b")
_WORD = re.compile(r"\(?\b([a-z]{1,4})\b\)?")
_LAST_CENTURY = 50
_EARLIEST, _LATEST = 1970, 2100


@dataclass(frozen=True, slots=True)
class Moment:
    """`at`: with its offset; None where there is none to be had. `right`: as the standard has it, zone included."""

    at: datetime | None
    right: bool


def moment_of(raw: bytes) -> Moment:
    """Read a Date field. A missing zone is taken for Greenwich, as `-0000` is."""
    text = decode(raw).text.strip()[:200]
    small = re.sub(r"\s+", " ", text.lower())
    day = _day(small)
    if day is None:
        return Moment(None, right=False)
    (year, month, number), standard, end = day
    clock = _CLOCK.search(small, 0 if not standard else end) or _CLOCK.search(small)
    before, hour, minute, second, after = clock.groups() if clock else (None, "0", "0", "0", None)
    half = before or after
    hours = int(hour) % 12 + 12 * (half in ("pm", "午後")) if half else int(hour)
    zone, said = _zone(small, clock.end() if clock else end)
    try:
        # A leap second is the one before it: no calendar of ours knows the 61st.
        at = datetime(year, month, number, hours, int(minute), min(int(second or 0), 59), tzinfo=zone)
        at.astimezone(UTC)
    except (ValueError, OverflowError):
        return Moment(None, right=False)
    if not _EARLIEST <= at.year <= _LATEST:
        return Moment(None, right=False)
    return Moment(at, right=standard and said and clock is not None)


def _day(text: str) -> tuple[tuple[int, int, int], bool, int] | None:
    """(year, month, day), is it in the form of the standard, and where it ends."""
    if found := _RFC.search(text):
        month = _MONTHS.get(found[2])
        if month:
            year = int(found[3])
            short = len(found[3]) < len("2026")
            if short:
                # RFC 5322 §4.3: two digits up to 49 are of this century, three digits count from 1900.
                year += 2000 if year < _LAST_CENTURY else 1900
            return (year, month, int(found[1])), not short, found.end()
    if found := _NUMERIC.search(text):
        return (int(found[1]), int(found[2]), int(found[3])), False, found.end()
    if found := _AMERICAN.search(text):
        month = _MONTHS.get(found[1])
        if month:
            return (int(found[3]), month, int(found[2])), False, 0
    return None


def _zone(text: str, after: int) -> tuple[timezone, bool]:
    """The zone behind the time of day, and whether it was said."""
    rest = text[after:]
    if found := _OFFSET.search(rest):
        minutes = int(found[2]) * 60 + int(found[3])
        if minutes < 24 * 60:
            return timezone(timedelta(minutes=minutes if found[1] == "+" else -minutes)), True
        return UTC, False
    for word in _WORD.findall(rest):
        if word in _ZONES:
            return timezone(timedelta(hours=_ZONES[word])), True
    return UTC, False
