"""Lines of inquiry that are usually followed, by what a complaint is about. Data: `data/lines.yaml`. Pure.

An organisation says them otherwise, adds its own and takes some out of use; codes stay.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol

import yaml

from kikitori.foundation.language.bilingual import Bilingual

_DATA = Path(__file__).parent / "data" / "lines.yaml"
#: Instead of a subject: offered for every one that has no lines of its own.
ANY = "any"


class Said(Protocol):
    """How an organisation says one: a row of UsualInquiryLine."""

    code: str
    subject: str
    what_ja: str
    what_en: str
    source_ja: str
    source_en: str
    place: int
    is_offered: bool


@dataclass(frozen=True, slots=True)
class UsualLine:
    """One line: what is to be found out, and where it is usually learnt, if said. `place`: within its subject."""

    code: str
    subject: str
    what: Bilingual
    source: Bilingual | None
    place: int
    offered: bool = True


@cache
def shipped_lines() -> dict[str, UsualLine]:
    """Those that come with Kikitori, by code."""
    read = yaml.safe_load(_DATA.read_text("utf-8"))
    return {
        row["code"]: UsualLine(
            row["code"],
            subject,
            Bilingual(ja=row["ja"], en=row["en"]),
            Bilingual(ja=row["from_ja"], en=row["from_en"]),
            place,
        )
        for subject, rows in read.items()
        for place, row in enumerate(rows, 1)
    }


def lines_with(own: Iterable[Said]) -> dict[str, UsualLine]:
    """The shipped ones with the organisation's own words in their place, and its own, by code; in their order."""
    found = dict(shipped_lines())
    for row in own:
        what = Bilingual(ja=row.what_ja or row.what_en, en=row.what_en or row.what_ja)
        from_ja, from_en = row.source_ja or row.source_en, row.source_en or row.source_ja
        source = Bilingual(ja=from_ja, en=from_en) if from_ja else None
        found[row.code] = UsualLine(row.code, row.subject, what, source, row.place, row.is_offered)
    return {line.code: line for line in sorted(found.values(), key=lambda line: line.place)}


def usual_lines(subject: str, own: Iterable[Said] = ()) -> tuple[UsualLine, ...]:
    """What is usually looked into for this subject; for one without lines of its own, what always makes sense."""
    offered = [line for line in lines_with(own).values() if line.offered]
    return tuple(line for line in offered if line.subject == subject) or tuple(
        line for line in offered if line.subject == ANY
    )
