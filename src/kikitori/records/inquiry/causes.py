"""The causes there are: those that come with Kikitori, and what an organisation has written beside or in their place.

What somebody did wrong themselves is never a cause alone: something allowed it. What is not known yet has a day on
which somebody looks again. Both are data of each cause (`needs`), not rules for single words.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from kikitori.foundation.language.bilingual import Bilingual

if TYPE_CHECKING:
    from kikitori.records.inquiry.models import CauseTerm

_DATA = Path(__file__).parent / "data" / "causes.yaml"


class CauseNeeds(StrEnum):
    """What else has to be said with a cause."""

    NOTHING = ""
    #: Another cause, one that needs none: what allowed it?
    ANOTHER = "another"
    #: A day on which somebody looks again.
    UNTIL = "until"


@dataclass(frozen=True, slots=True)
class Cause:
    """One cause somebody can name. `offered`: still to be chosen; what was named before keeps its words."""

    code: str
    name: Bilingual
    needs: CauseNeeds = CauseNeeds.NOTHING
    offered: bool = True


@cache
def shipped_causes() -> dict[str, Cause]:
    """Those that come with Kikitori, by code, in the order in which they are offered."""
    rows = yaml.safe_load(_DATA.read_text("utf-8"))
    return {
        row["code"]: Cause(
            row["code"], Bilingual(ja=row["ja"], en=row["en"]), CauseNeeds(row.get("needs", ""))
        )
        for row in rows
    }


def causes_with(own: Iterable[CauseTerm]) -> dict[str, Cause]:
    """The shipped ones with the organisation's own words in their place, then its own, by code."""
    found = dict(shipped_causes())
    for row in own:
        name = Bilingual(ja=row.name_ja or row.name_en, en=row.name_en or row.name_ja)
        found[row.code] = Cause(row.code, name, CauseNeeds(row.needs), row.is_offered)
    return found


def lacks_another(named: Iterable[Cause]) -> bool:
    """Is something named that never stands alone, and nothing that allowed it?"""
    needs = [cause.needs for cause in named]
    return CauseNeeds.ANOTHER in needs and all(need is CauseNeeds.ANOTHER for need in needs)
