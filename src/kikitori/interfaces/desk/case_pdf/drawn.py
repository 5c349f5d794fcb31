"""What a file shows, as blocks: pictures and pages of PDFs painted anew, texts as texts, all others by name.

Files are hostile. Each is opened in a process of its own that has limits; how many are, and how much comes of them, is
bounded here. What cannot be shown is named with the reason, and costs nobody the rest.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kikitori.foundation.mail.charset import decode
from kikitori.foundation.paper.foreign_pages import drawn_pages
from kikitori.foundation.paper.pictures import KINDS, NotDrawn, redrawn
from kikitori.foundation.storage import NotStored
from kikitori.interfaces.desk.case_pdf.enclosed import LARGEST
from kikitori.interfaces.desk.case_pdf.items import Item, Source
from kikitori.records.letters.record_blocks import Attached, Block, Facts, Note, Picture, Said

_PDF, _TEXT = "application/pdf", "text/plain"
#: Pictures and pages in one case file, and bytes of them; pages of one PDF; signs of one text.
_MOST_PICTURES, _MOST_BYTES, _MOST_PAGES, _MOST_SIGNS = 60, 40_000_000, 20, 20_000
#: After so many that could not be drawn no other is tried: each may have taken half a minute.
_MOST_FAILURES = 3
_WIDTH, _HEIGHT = 1200, 1600
#: Bytes of files that are kept inside the PDF as they came.
_MOST_ATTACHED = 30_000_000
_DIGEST = "SHA-256"


@dataclass
class Easel:
    """Draws files for one case file. `keeps`: are they also to lie in it as they came?"""

    keeps: bool
    #: Name of ours → bytes, for whoever sets the pages.
    files: dict[str, bytes] = field(default_factory=dict)
    has_attached: bool = False
    _pictures: int = 0
    _bytes: int = 0
    _attached: int = 0
    _failures: int = 0

    def shown(self, item: Item) -> Iterator[Block]:
        """The blocks of an item, with what its file shows."""
        source = item.source
        if source is None:
            yield from item.blocks
            return
        content, why = self._content(source)
        yield from _with_digest(item.blocks, content)
        if content is None:
            yield Note(_("Could not be shown: %(why)s") % {"why": why})
            return
        yield from self._drawn(source, content)
        if self.keeps and self._attached + len(content) <= _MOST_ATTACHED:
            yield self._kept(source, content)
            yield Note(_("The file as it came lies inside this PDF, among its attachments."))

    def _content(self, source: Source) -> tuple[bytes | None, str]:
        if source.barred:
            return None, source.barred
        if source.size > LARGEST:
            return None, _("It is too large.")
        try:
            return source.read(), ""
        except NotStored:
            return None, _("It is not there any more.")

    def _drawn(self, source: Source, content: bytes) -> Iterator[Block]:
        if source.kind == _TEXT:
            text = decode(content).text
            yield Said(text[:_MOST_SIGNS])
            if len(text) > _MOST_SIGNS:
                yield Note(_("Only the beginning of the text is shown."))
        elif source.kind not in KINDS and source.kind != _PDF:
            yield Note(_("Files of this kind are not shown on paper."))
        elif self._failures >= _MOST_FAILURES or self._room < 1:
            yield Note(_("Not shown: there are too many pictures and pages for one document."))
        else:
            try:
                yield from self._pages(source, content)
            except NotDrawn:
                self._failures += 1
                yield Note(_("Could not be shown: %(why)s") % {"why": _("It is damaged or cannot be read.")})

    @property
    def _room(self) -> int:
        return _MOST_PICTURES - self._pictures if self._bytes < _MOST_BYTES else 0

    def _pages(self, source: Source, content: bytes) -> Iterator[Block]:
        if source.kind != _PDF:
            yield self._picture(redrawn(content, width=_WIDTH, height=_HEIGHT).content, source.name)
            return
        pages = drawn_pages(content, most=min(_MOST_PAGES, self._room))
        for number, page in enumerate(pages.drawn, start=1):
            alt = _("%(name)s, page %(number)s") % {"name": source.name, "number": number}
            yield self._picture(page, alt)
        if not pages.are_all:
            n = len(pages.drawn)
            said = ngettext("Only the first page is shown.", "Only the first %(n)s pages are shown.", n)
            yield Note(said % {"n": n})

    def _picture(self, content: bytes, alt: str) -> Picture:
        self._pictures += 1
        self._bytes += len(content)
        name = f"picture-{self._pictures}.png"
        self.files[name] = content
        return Picture(name, alt)

    def _kept(self, source: Source, content: bytes) -> Attached:
        self._attached += len(content)
        self.has_attached = True
        name = f"attached-{len(self.files) + 1}{_ENDING.get(source.kind, '.bin')}"
        self.files[name] = content
        return Attached(name, source.name)


_ENDING = {**{kind: f".{ending}" for kind, ending in KINDS.items()}, _PDF: ".pdf", _TEXT: ".txt"}


def _with_digest(blocks: tuple[Block, ...], content: bytes | None) -> Iterator[Block]:
    """What is known of a file, with the digest of what is shown where none was kept."""
    for block in blocks:
        if (
            not isinstance(block, Facts)
            or content is None
            or any(label == _DIGEST for label, _text in block.rows)
        ):
            yield block
        else:
            yield Facts([*block.rows, (_DIGEST, sha256(content).hexdigest())])
