"""The criteria of WCAG 2.2, levels A and AA: how each is tested here, and with what result. Data, read once.

Written down in data/wcag.yaml; shown by accessibility_page.py and, as a guide, by tools/accessibility.py. A test holds
it against the list of the standard and asks whether every test that is named exists.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from kikitori.foundation.language.bilingual import Bilingual

FILE = Path(__file__).parent / "data" / "wcag.yaml"


class Result(StrEnum):
    """What the test found. NONE: the portal has nothing of the kind, and the test shows that."""

    MET = "met"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class ByHand:
    """What its makers have looked at, and on which day."""

    on: date
    what: Bilingual


@dataclass(frozen=True, slots=True)
class Criterion:
    """One of them. `tests`: path of a file, two colons, name of a function."""

    number: str
    level: str
    name: Bilingual
    result: Result
    tests: tuple[str, ...]
    by_hand: ByHand | None


@dataclass(frozen=True, slots=True)
class SelfTest:
    """All of them, in the order of the standard, and the day on which they were gone through as a whole."""

    checked_on: date
    criteria: tuple[Criterion, ...]


@cache
def self_test() -> SelfTest:
    """What is written down. Raises KeyError or ValueError where it is not built as it should be."""
    read = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return SelfTest(read["checked_on"], tuple(_criterion(each) for each in read["criteria"]))


def _criterion(read: Mapping[str, Any]) -> Criterion:
    hand = read.get("by_hand")
    return Criterion(
        number=read["number"],
        level=read["level"],
        name=Bilingual(**read["name"]),
        result=Result(read["result"]),
        tests=tuple(read.get("tests", ())),
        by_hand=ByHand(hand["day"], Bilingual(ja=hand["ja"], en=hand["en"])) if hand else None,
    )
