"""A record as PDF/A: a case file, an agreement. The same record at the same moment gives the same bytes."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from kikitori.foundation.language.blacking import Blacking
from kikitori.foundation.paper.bundle import Keeps, set_bundle
from kikitori.foundation.paper.compiled import printed_signs
from kikitori.foundation.paper.printable import breakable, printable
from kikitori.records.letters.record_blocks import Record, values

_TEMPLATE = Path(__file__).parent / "templates" / "paper" / "record.typ"
_NOTHING = Blacking()


@dataclass(frozen=True, slots=True)
class RecordPaper:
    """`missing`: signs that could not be printed, each once, as a reader sees them."""

    content: bytes
    missing: tuple[str, ...]


def record_as_pdf(
    record: Record,
    *,
    at: datetime,
    files: Mapping[str, bytes] | None = None,
    blacking: Blacking = _NOTHING,
    keeps: Keeps = Keeps.PAGES,
) -> RecordPaper:
    """The record on paper; every text in it goes through `blacking` before anything else. Raises NotSet.

    `files`: PNGs of ours that pictures in it name, and files as they came that are attached to it.
    """
    missing: dict[str, None] = {}
    made = values(record, partial(_plain, blacking=blacking, missing=missing))
    content = set_bundle(_TEMPLATE, made, files=files or {}, keeps=keeps, at=at)
    return RecordPaper(content, tuple(missing))


def _plain(text: str, *, blacking: Blacking, missing: dict[str, None]) -> str:
    made = printable(blacking.of(text), printed_signs())
    missing.update(dict.fromkeys(made.missing))
    return breakable(made.text)
