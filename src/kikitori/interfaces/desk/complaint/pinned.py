"""The guidelines of a complaint as its file holds them: each version it went by, and what was said of the items."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from kikitori.foundation.postgres.stencil import as_row
from kikitori.records.prevention.guidelines import GuidelineMark, GuidelinePin, GuidelineVersion
from kikitori.records.prevention.text import GuidelineText


@dataclass(frozen=True, slots=True)
class Marked:
    """What was said of an item of the checklist, and by whom."""

    row: GuidelineMark
    by: str


@dataclass(frozen=True, slots=True)
class Pinned:
    """A version of a guideline by which the complaint goes or went, with what was said of its items."""

    row: GuidelinePin
    guideline: int
    number: int
    text: GuidelineText
    by: str
    #: The guideline is out of use meanwhile.
    is_out_of_use: bool
    marks: Mapping[str, Marked]


@dataclass(frozen=True, slots=True)
class Guidelines:
    """`pins`: all of them, oldest first. `later`: versions after that by which it goes, without their words."""

    pins: tuple[Pinned, ...] = ()
    later: tuple[GuidelineVersion, ...] = ()

    @classmethod
    def of(
        cls, read: Mapping[type[Model], Iterable[Mapping[str, Any]]], pins: Iterable[GuidelinePin]
    ) -> Guidelines:
        """From the rows of the statement (case_parts.py); `pins`: those of the complaint, oldest first."""
        marks: defaultdict[int, dict[str, Marked]] = defaultdict(dict)
        for values in read[GuidelineMark]:
            row = as_row(GuidelineMark, values)
            marks[row.pin_id][row.item] = Marked(row, values["by_name"] or "")
        more = {values["id"]: values for values in read[GuidelinePin]}
        later = [as_row(GuidelineVersion, values) for values in read[GuidelineVersion]]
        return cls(
            tuple(
                Pinned(
                    pin,
                    more[pin.pk]["guideline"],
                    more[pin.pk]["number"],
                    GuidelineText.read(more[pin.pk]["words"]),
                    more[pin.pk]["by"] or "",
                    more[pin.pk]["ended_use_at"] is not None,
                    marks[pin.pk],
                )
                for pin in pins
            ),
            tuple(sorted(later, key=lambda row: row.number)),
        )

    @property
    def pin(self) -> Pinned | None:
        """The one it goes by."""
        return next((pin for pin in self.pins if pin.row.ended_at is None), None)
