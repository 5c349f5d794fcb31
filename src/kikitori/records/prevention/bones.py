"""The heads of a fishbone 特性要因図の枝: under which somebody looks for causes. Data, in both languages.

An organisation says them otherwise, adds its own and takes some out of use. What was drawn keeps the heads it had.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from kikitori.foundation.language.bilingual import Bilingual

if TYPE_CHECKING:
    from kikitori.records.prevention.actions import FishboneHead

_DATA = Path(__file__).parent / "data" / "fishbone.yaml"


@dataclass(frozen=True, slots=True)
class Head:
    """One head. `place`: in the order in which they are drawn."""

    code: str
    name: Bilingual
    place: int
    offered: bool = True


@cache
def shipped_heads() -> dict[str, Head]:
    """Those that come with Kikitori, by code."""
    rows = yaml.safe_load(_DATA.read_text("utf-8"))
    return {
        row["code"]: Head(row["code"], Bilingual(ja=row["ja"], en=row["en"]), place)
        for place, row in enumerate(rows, 1)
    }


def heads_with(own: Iterable[FishboneHead]) -> dict[str, Head]:
    """The shipped ones with the organisation's own words in their place, and its own, by code; in their order."""
    found = dict(shipped_heads())
    for row in own:
        name = Bilingual(ja=row.name_ja or row.name_en, en=row.name_en or row.name_ja)
        found[row.code] = Head(row.code, name, row.place, row.is_offered)
    return {head.code: head for head in sorted(found.values(), key=lambda head: head.place)}


def to_draw(known: Mapping[str, Head], used: Collection[str] = ()) -> dict[str, Head]:
    """Those that are offered, and those out of use under which something stands."""
    return {code: head for code, head in known.items() if head.offered or code in used}


def as_drawn(heads: Iterable[Head]) -> list[dict[str, str]]:
    """What an analysis keeps of the heads it was written under."""
    return [{"code": head.code, "ja": head.name.ja, "en": head.name.en} for head in heads]


def drawn_heads(kept: Sequence[Mapping[str, str]]) -> dict[str, Bilingual]:
    """Code → name, of an analysis. One that kept none was written under those that come with Kikitori."""
    if not kept:
        return {code: head.name for code, head in shipped_heads().items()}
    return {row["code"]: Bilingual(ja=row["ja"], en=row["en"]) for row in kept}
