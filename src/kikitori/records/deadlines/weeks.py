"""Working hours of a week as plain values and as people write them: „9:00-12:00, 13:00-17:00“. Pure."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import time

from kikitori.records.deadlines.calendar import (
    OFFICE_WEEK,
    WEEKDAYS_EN,
    Block,
    CalendarError,
    UnreadableHoursError,
    Week,
)

_STRETCH = re.compile(r"(\d{1,2})[:時]?(\d{2})?分?\s*[-~〜–—ー−]\s*(\d{1,2})[:時]?(\d{2})?分?")
_MIDNIGHT = 24


def week_to_json(week: Week) -> list[list[str]]:
    """Seven lists of `HH:MM-HH:MM`, Monday first; midnight at the end of a day is 24:00."""
    return [[_written(block) for block in day] for day in week]


def week_from_json(rows: object) -> Week:
    """The week back from what week_to_json made; the ordinary office's for an empty list. Raises CalendarError."""
    if rows in ([], None):
        return OFFICE_WEEK
    if not isinstance(rows, list) or len(rows) != len(WEEKDAYS_EN):
        raise CalendarError("a week is a list of seven lists")
    return tuple(hours_of(", ".join(map(str, day))) for day in rows)


def day_in_text(day: Sequence[Block]) -> str:
    """One day as it stands in a form; nothing for a day off."""
    return ", ".join(_written(block) for block in day)


def hours_of(text: str) -> tuple[Block, ...]:
    """The stretches of work written in `text`, full-width digits and 9時〜17時 included; none for nothing.

    Raises UnreadableHoursError for what is no stretch of time, CalendarError where one ends too early or overlaps.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    if not plain:
        return ()
    blocks: list[Block] = []
    for part in re.split(r"[,、;\n]+", plain):
        found = _STRETCH.fullmatch(part.strip())
        if found is None:
            raise UnreadableHoursError(f"{part.strip()!r} is no stretch of time like 9:00-17:00")
        if int(found[1]) == _MIDNIGHT:
            raise UnreadableHoursError(f"{part.strip()!r} opens when the day is over")
        opens, closes = _time(found[1], found[2]), _time(found[3], found[4])
        if blocks and (blocks[-1].closes == time(0) or opens < blocks[-1].closes):
            raise CalendarError(f"working hours overlap at {opens:%H:%M}")
        blocks.append(Block(opens, closes))
    return tuple(blocks)


def _time(hour: str, minute: str | None) -> time:
    """24:00 is midnight at the end of the day, which a Block writes as 00:00. Raises UnreadableHoursError."""
    hours, minutes = int(hour), int(minute or 0)
    if (hours, minutes) == (_MIDNIGHT, 0):
        return time(0)
    try:
        return time(hours, minutes)
    except ValueError as wrong:
        raise UnreadableHoursError(f"{hours}:{minutes:02d} is no time of day") from wrong


def _written(block: Block) -> str:
    closes = "24:00" if block.closes == time(0) else f"{block.closes:%H:%M}"
    return f"{block.opens:%H:%M}-{closes}"
