"""The versions of a rule pack with their texts: those that are shipped, and those written here, oldest first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from difflib import unified_diff
from itertools import islice

from kikitori.records.deadlines.models import RulePack
from kikitori.records.deadlines.pack_reader import read_pack, shipped_packs, shipped_texts
from kikitori.records.deadlines.packs import OWN_FROM
from kikitori.records.deadlines.rules import Pack


@dataclass(frozen=True, slots=True)
class Version:
    """One version: what it says, and of those written here who wrote it, when and why."""

    pack: Pack
    text: str
    at: datetime | None = None
    by: str = ""
    note: str = ""

    @property
    def number(self) -> int:
        """Its number."""
        return self.pack.version

    @property
    def is_own(self) -> bool:
        """Was it written here?"""
        return self.number >= OWN_FROM


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a difference: `+`, `-`, or a blank for one that is in both; `@` where lines in between are left out."""

    sign: str
    text: str


def versions_of(pack_id: str) -> list[Version]:
    """Every version of one pack, oldest first; none for an unknown one. One query."""
    shipped = shipped_texts(pack_id) if pack_id in shipped_packs() else {}
    found = [Version(read_pack(text, f"{pack_id}.yaml"), text) for text in shipped.values()]
    rows = RulePack.objects.filter(pack=pack_id).select_related("added_by")
    found += [
        Version(
            read_pack(row.text, str(row)),
            row.text,
            row.added_at,
            row.added_by.name if row.added_by else "",
            row.note,
        )
        for row in rows
    ]
    return sorted(found, key=lambda version: version.number)


def difference(before: str, after: str) -> list[Line]:
    """What was added and what was removed, with three lines around it; nothing for the same text."""
    return list(_lines(before, after))


def _lines(before: str, after: str) -> Iterator[Line]:
    # The first two lines name files, of which there are none.
    found = islice(unified_diff(before.splitlines(), after.splitlines(), lineterm=""), 2, None)
    for number, line in enumerate(found):
        if not line.startswith("@"):
            yield Line(line[0], line[1:])
        elif number:
            yield Line("@", "")
