"""The structure of a mail: where its parts begin and end; places in the bytes, so nothing is copied. Pure, total.

RFC 2045, 2046 as far as mails keep to them. Without recursion: ten thousand nested multiparts end at a depth.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from kikitori.foundation.mail.boundaries import boundary_lines, guessed_boundary
from kikitori.foundation.mail.flaws import Flaw
from kikitori.foundation.mail.header_fields import Field, after_envelope, header_at
from kikitori.foundation.mail.parameters import Parameters, parameters_of
from kikitori.foundation.mail.transfer import Bytes, Damage, undone

DEEPEST = 40
MOST_PARTS = 1_000
_COMMENTS = re.compile(r"\([^()]*\)|;.*", re.DOTALL)
#: A transfer encoding is a word; of longer values no more is looked at.
_LONGEST_ENCODING = 200


@dataclass(slots=True)
class Part:
    """One entity: its header, where its body lies, and the parts within it."""

    fields: list[Field]
    start: int
    end: int
    depth: int = 0
    children: list["Part"] = field(default_factory=list)
    #: What its container says a part is that says nothing itself (multipart/digest: message/rfc822).
    usual: str = "text/plain"
    _content: Parameters | None = None
    _placed: Parameters | None = None

    def first(self, name: str) -> bytes:
        """The first field of this name; empty where there is none."""
        return next((each.value for each in self.fields if each.name == name), b"")

    @property
    def content(self) -> Parameters:
        """Content-Type, read; text/plain where it says nothing sensible."""
        if self._content is None:
            self._content = parameters_of(self.first("content-type"), default=self.usual)
        return self._content

    @property
    def disposition(self) -> Parameters:
        """Content-Disposition, read."""
        if self._placed is None:
            self._placed = parameters_of(self.first("content-disposition"), default="")
        return self._placed

    @property
    def type(self) -> str:
        """`main/sub` in small letters."""
        return self.content.value

    @property
    def encoding(self) -> str:
        """Content-Transfer-Encoding in small letters, comments left out."""
        said = self.first("content-transfer-encoding")[:_LONGEST_ENCODING].decode("latin-1")
        return _COMMENTS.sub("", said).strip().lower()

    def walk(self) -> Iterator["Part"]:
        """It and all parts within it, in the order of the mail."""
        waiting = [self]
        while waiting:
            part = waiting.pop()
            yield part
            waiting.extend(reversed(part.children))


@dataclass(frozen=True, slots=True)
class Structure:
    """A whole mail. `raw` is what the places of its parts mean."""

    raw: Bytes
    root: Part
    flaws: frozenset[Flaw]

    def content(self, part: Part, damage: Damage | None = None) -> Iterator[bytes]:
        """What a part holds, its transfer encoding undone, in pieces."""
        return undone(self.raw, part.start, part.end, part.encoding, damage or Damage())

    def content_up_to(self, part: Part, most: int, damage: Damage | None = None) -> tuple[bytes, bool]:
        """The first `most` bytes of what a part holds, and whether that was all."""
        got, size = [], 0
        for piece in self.content(part, damage):
            got.append(piece)
            size += len(piece)
            if size > most:
                return b"".join(got)[:most], False
        return b"".join(got), True


def structure_of(raw: Bytes, start: int = 0, end: int | None = None) -> Structure:
    """Where the parts of the mail are that lies between `start` and `end`. Any bytes have an answer."""
    flaws: set[Flaw] = set()
    end = len(raw) if end is None else end
    root = _entity(raw, after_envelope(raw, start, end), end, 0, flaws)
    waiting, parts = [root], 1
    while waiting:
        part = waiting.pop()
        main = part.type.partition("/")[0]
        if main != "multipart":
            continue
        if part.depth >= DEEPEST:
            flaws.add(Flaw.TOO_DEEP)
            continue
        spans = _spans(raw, part, flaws)
        if parts + len(spans) > MOST_PARTS:
            flaws.add(Flaw.TOO_MANY_PARTS)
            spans = spans[: max(0, MOST_PARTS - parts)]
        parts += len(spans)
        usual = "message/rfc822" if part.type == "multipart/digest" else "text/plain"
        for begin, until in spans:
            child = _entity(raw, begin, until, part.depth + 1, flaws)
            child.usual = usual
            part.children.append(child)
        waiting.extend(reversed(part.children))
    return Structure(raw, root, frozenset(flaws))


def _entity(raw: Bytes, start: int, end: int, depth: int, flaws: set[Flaw]) -> Part:
    header = header_at(raw, start, end)
    if header.broken:
        flaws.add(Flaw.BAD_HEADER)
    if header.cut:
        flaws.add(Flaw.OVERSIZED)
    return Part(header.fields, header.body, end, depth)


def _spans(raw: Bytes, part: Part, flaws: set[Flaw]) -> list[tuple[int, int]]:
    """Where the parts of a multipart lie; none where it has no boundary that can be found."""
    most = MOST_PARTS + 2
    lines = boundary_lines(raw, part.start, part.end, part.content.raw("boundary"), most)
    if not lines and (guess := guessed_boundary(raw, part.start, part.end)):
        flaws.add(Flaw.BAD_HEADER)
        lines = boundary_lines(raw, part.start, part.end, guess, most)
    spans: list[tuple[int, int]] = []
    begin: int | None = None
    for line in lines:
        if begin is not None:
            spans.append((begin, max(line.before, begin)))
        begin = None if line.closes else line.after
        if line.closes:
            break
    if begin is not None:
        if len(lines) < most:
            flaws.add(Flaw.TRUNCATED)
        if begin < part.end:
            spans.append((begin, part.end))
    return spans
