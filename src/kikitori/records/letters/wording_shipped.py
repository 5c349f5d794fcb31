"""The wording list as it is shipped: data/wording.yaml, read once."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml

from kikitori.records.letters.wording import Entry, WordingKind

_FILE = Path(__file__).parent / "data" / "wording.yaml"


@cache
def shipped_entries() -> tuple[Entry, ...]:
    """Every shipped entry, in the order of the file. Raises ValueError for a file that says something unknown."""
    rows: list[dict[str, Any]] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return tuple(
        Entry(
            key=row["key"],
            kind=WordingKind(row["kind"]),
            words=tuple(row["words"]),
            unless=tuple(row.get("unless", ())),
            why_ja=row["why_ja"],
            why_en=row["why_en"],
            instead=row["instead"],
            noted=bool(row.get("noted", False)),
        )
        for row in rows
    )
