"""Lines of inquiry that are usually followed, by what a complaint is about. Data: `data/lines.yaml`. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from kikitori.foundation.language.bilingual import Bilingual

_DATA = Path(__file__).parent / "data" / "lines.yaml"
_ANY = "any"


@dataclass(frozen=True, slots=True)
class UsualLine:
    """One line: what is to be found out, and where it is usually learnt."""

    what: Bilingual
    source: Bilingual


@cache
def _shipped() -> dict[str, tuple[UsualLine, ...]]:
    read = yaml.safe_load(_DATA.read_text("utf-8"))
    return {
        subject: tuple(
            UsualLine(Bilingual(ja=row["ja"], en=row["en"]), Bilingual(ja=row["from_ja"], en=row["from_en"]))
            for row in rows
        )
        for subject, rows in read.items()
    }


def subjects_with_lines() -> frozenset[str]:
    """Those for which lines of their own are shipped."""
    return frozenset(_shipped()) - {_ANY}


def usual_lines(subject: str) -> tuple[UsualLine, ...]:
    """What is usually looked into for this subject; for one without lines of its own, what always makes sense."""
    shipped = _shipped()
    return shipped.get(subject, shipped[_ANY])
