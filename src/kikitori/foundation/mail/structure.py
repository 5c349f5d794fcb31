"""The structure of a mail: where its parts begin and end. Parts are places in the bytes, so nothing is copied. Pure, total.

RFC 2045, 2046 as far as mails keep to them. Without recursion: a mail of ten thousand nested multiparts ends at a depth.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from kikitori.foundation.mail.flaws import Flaw
from kikitori.foundation.mail.parameters import Parameters, parameters_of
from kikitori.foundation.mail.transfer import Bytes, Damage, undone

DEEPEST = 40
MOST_PARTS = 1_000
#: No mailer writes more; what follows is not looked at for headers.
LONGEST_HEADER = 2_000_000
_MOST_FIELDS = 2_000
_END_OF_HEADER = re.compile(rb"\r?\n[ \t]*\r?\n|\r\r|\n\r\n")
_FIELD = re.compile(rb"([!-9;-~]{1,200})[ \t]*:")
_LINES = re.compile(rb"[^\r\n]*(?:\r\n|\n|\r|\Z)")
_BLANK_LINES = re.compile(rb"(?:[ \t]*(?:\r\n|\n|\r))*")
_DASHES = re.compile(rb"(?:^|[\r\n])--([^\r\n]{4,200}?)[ \t]*(?=[\r\n])")
#: Names that leave no doubt that the header goes on, though a line before was none.
_COMMON = frozenset(
    b"from to cc subject date message-id mime-version content-type content-transfer-encoding content-disposition reply-to "
    b"received return-path in-reply-to references x-mailer".split()
)


@dataclass(frozen=True, slots=True)
class Field:
    """One header field as it stands: name in small letters, value unfolded but not decoded."""

    name: str
    value: bytes


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
        said = self.first("content-transfer-encoding").decode("latin-1")
        return re.sub(r"\([^)]*\)|;.*", "", said).strip().lower()

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
    root = _entity(raw, _after_envelope(raw, start, end), end, 0, flaws)
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
        for start, end in spans:
            child = _entity(raw, start, end, part.depth + 1, flaws)
            child.usual = usual
            part.children.append(child)
        waiting.extend(reversed(part.children))
    return Structure(raw, root, frozenset(flaws))


def _after_envelope(raw: Bytes, start: int, end: int) -> int:
    """Past blank lines and the line `From …` that mailboxes of old put before each mail."""
    head = raw[start : min(end, start + 10_000)]
    blank = _BLANK_LINES.match(head)
    at = blank.end() if blank else 0
    if head[at : at + 5] == b"From " or head[at : at + 6] == b">From ":
        line = _LINES.match(head, at)
        at = line.end() if line else at
    return start + at


def _entity(raw: Bytes, start: int, end: int, depth: int, flaws: set[Flaw]) -> Part:
    """The header at `start`, and where the body begins."""
    header = raw[start : min(end, start + LONGEST_HEADER)]
    # A part may have no header: then it begins with its blank line.
    if blank := re.match(rb"[ \t]*(?:\r\n|\n|\r)", header):
        return Part([], start + blank.end(), end, depth)
    fields: list[Field] = []
    at = 0
    while at < len(header) and len(fields) < _MOST_FIELDS:
        line = _LINES.match(header, at)
        text = line.group() if line else b""
        bare = text.rstrip(b"\r\n")
        if not bare.strip(b" \t"):
            at += len(text)
            # A line of nothing but blanks is a folded one where more of the header follows.
            if bare and (header[at : at + 1] in (b" ", b"\t") or _goes_on(header, at)):
                continue
            break
        named = _FIELD.match(bare)
        if bare[:1] in b" \t" and fields:
            last = fields[-1]
            fields[-1] = Field(
                last.name, last.value + b" " + bare.strip(b" \t") if last.value else bare.strip(b" \t")
            )
        elif named:
            value = bare[named.end() :].strip(b" \t")
            fields.append(Field(named.group(1).decode("ascii").lower(), value))
        elif not fields:
            return Part([], start, end, depth)
        else:
            flaws.add(Flaw.BAD_HEADER)
            if not _goes_on(header, at + len(text)):
                break
        at += len(text)
    return Part(fields, start + at, end, depth)


def _goes_on(header: bytes, at: int) -> bool:
    """Does a header field that everybody knows follow at once?"""
    named = _FIELD.match(header, at)
    return named is not None and named.group(1).lower() in _COMMON


def _spans(raw: Bytes, part: Part, flaws: set[Flaw]) -> list[tuple[int, int]]:
    """Where the parts of a multipart lie; none where it has no boundary that can be found."""
    boundary = part.content.raw("boundary")
    lines = _boundaries(raw, part, boundary) if boundary else []
    if not lines and (guess := _guessed(raw, part)):
        flaws.add(Flaw.BAD_HEADER)
        lines = _boundaries(raw, part, guess)
    spans: list[tuple[int, int]] = []
    begin: int | None = None
    for before, after, closes in lines:
        if begin is not None:
            spans.append((begin, max(before, begin)))
        begin = None if closes else after
        if closes:
            break
    if begin is not None:
        if len(lines) <= MOST_PARTS:
            flaws.add(Flaw.TRUNCATED)
        if begin < part.end:
            spans.append((begin, part.end))
    return spans


def _boundaries(raw: Bytes, part: Part, boundary: bytes) -> list[tuple[int, int, bool]]:
    """(end of what comes before, begin of what comes after, is it the last?) of each line that is this boundary."""
    wanted = re.compile(
        rb"(?:\r\n|\n|\r|\A)--" + re.escape(boundary.rstrip()) + rb"(--)?[ \t]*(?=\r\n|\n|\r|\Z)(\r\n|\n|\r)?"
    )
    found = []
    for at in _candidates(raw, part, b"--" + boundary.rstrip()):
        from_ = max(part.start, at - 2)
        window = raw[from_ : min(part.end, at + len(boundary) + 80)]
        inside = wanted.search(window) if from_ > part.start else wanted.search(window)
        if inside is None or from_ + inside.start() > at:
            continue
        begins = from_ + inside.start()
        if window[inside.start() : inside.start() + 1] not in (b"\r", b"\n") and begins != part.start:
            continue
        found.append((begins, from_ + inside.end(), inside.group(1) is not None))
        if len(found) > MOST_PARTS + 1:
            break
    return found


def _candidates(raw: Bytes, part: Part, mark: bytes) -> Iterator[int]:
    """Every place of the mark within the part; `raw` is searched, never copied."""
    find = getattr(raw, "find")  # noqa: B009 - bytes and maps of files have it, the protocol of slices does not
    at = find(mark, part.start, part.end)
    while at != -1:
        yield at
        at = find(mark, at + len(mark), part.end)


def _guessed(raw: Bytes, part: Part) -> bytes:
    """The line that looks like a boundary: two dashes, and more than once."""
    head = raw[part.start : min(part.end, part.start + 100_000)]
    lines = [one.group(1) for one in _DASHES.finditer(head)]
    return next((line for line in lines if lines.count(line) > 1 or line + b"--" in lines), b"")
