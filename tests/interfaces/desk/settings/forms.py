"""What is typed into the forms of the settings: hours, closures, and packs of rules."""

from __future__ import annotations

from datetime import date
from typing import Any

from kikitori.records.deadlines.pack_reader import shipped_text

#: An ordinary office, as the seven fields of the form have it.
HOURS = {f"day_{n}": "9:00-17:00" if n < 5 else "" for n in range(7)}
CALENDAR = {**HOURS, "time_zone": "Asia/Tokyo", "holiday_country": "JP", "year_end": "on", "seen": "0"}
TEAM = {**HOURS, "whose_hours": "own", "time_zone": "", "seen": "0"}
STANDARD = shipped_text("jp-default")
#: A small pack of our own.
COUNCIL = """\
id: council
version: 1
valid_from: 2019-01-01
jurisdiction: JP
title: {ja: 評議会の決まり, en: Rules of the council}
source: {title: Bylaws, clause: "12"}
certainty: verified
rules:
  - {id: hearing, kind: hearing, trigger: received, quantity: 14, unit: calendar_day, met_by: [hear]}
"""


def with_quantity(days: int) -> str:
    """The shipped standard with another time for the first answer."""
    return STANDARD.replace("quantity: 5", f"quantity: {days}", 1)


def closure(first: date | str = "", last: date | str = "", **changes: Any) -> dict[str, Any]:
    """A closure as a browser sends it."""
    days = [day.isoformat() if isinstance(day, date) else day for day in (first, last)]
    return {
        "name_ja": "棚卸し", "name_en": "Stocktaking", "first": days[0], "last": days[1], "team": "", **changes,
    }  # fmt: skip


def writing(text: str = STANDARD, **changes: Any) -> dict[str, Any]:
    """The text of a pack as a browser sends it, to be looked at."""
    return {"text": text, "note": "", "seen": "1", "do": "look", **changes}
