"""What a case file is made of: items one can take in or leave out, each of one section."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from kikitori.records.access.case_file import FileFor, Meant, Section, is_chosen, is_offered
from kikitori.records.letters.record_blocks import Block


@dataclass(frozen=True, slots=True)
class Source:
    """A file that came or was sent: its bytes are read when the case file is made, and not before."""

    name: str
    kind: str
    size: int
    #: Why its bytes are not to be used; empty where nothing stands in the way.
    barred: str
    #: All of it. Raises NotStored where it is gone.
    read: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class Item:
    """One item. `key` names it in the form; `label` on the page; `source`: a file, drawn when it is wanted."""

    key: str
    section: Section
    meant: Meant
    label: str
    blocks: tuple[Block, ...] = field(default=())
    source: Source | None = None

    def is_offered(self, reader: FileFor) -> bool:
        """May it be in a file for this reader?"""
        return is_offered(self.meant, reader)

    def is_chosen(self, reader: FileFor) -> bool:
        """Is it in, unless somebody decides otherwise?"""
        return is_chosen(self.section, self.meant, reader)
