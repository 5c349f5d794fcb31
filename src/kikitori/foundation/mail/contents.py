"""What a mail holds once its parts are sorted: its text, its HTML, what is enclosed. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from kikitori.foundation.mail.charset import Decoded
from kikitori.foundation.mail.flaws import Flaw
from kikitori.foundation.mail.structure import Part, Structure

#: Text longer than this (bytes, all parts together) is cut, and said to be; the raw mail has all of it.
LONGEST_TEXT = 2_000_000


@dataclass(frozen=True, slots=True)
class Attachment:
    """Something enclosed. `size`: bytes once its transfer encoding is undone; `kind`: as declared, in small letters."""

    name: str
    kind: str
    size: int
    content_id: str = ""
    _source: Structure | None = None
    _part: Part | None = None
    _data: bytes = b""

    def content(self) -> Iterator[bytes]:
        """What it holds, in pieces."""
        if self._source is None or self._part is None:
            yield self._data
        else:
            yield from self._source.content(self._part)


@dataclass(frozen=True, slots=True)
class Text:
    """One piece of the text as it was read. `html`: the markup it came from; empty where it was plain."""

    plain: str
    read: Decoded
    html: str = ""
    flowed: bool = False
    delete_spaces: bool = False


@dataclass(slots=True)
class Bodies:
    """What a mail holds."""

    plain: list[Text] = field(default_factory=list)
    html: list[Text] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)
    #: Machine's part of a report, and the mail (or its header) that came back with it.
    status: str = ""
    returned: str = ""
    calendar: str = ""
    #: Mails within this one.
    within: list["Bodies"] = field(default_factory=list)
    flaws: set[Flaw] = field(default_factory=set)
    #: Bytes of text that may still be read.
    room: int = LONGEST_TEXT
