"""The lines between the parts of a multipart. Pure, total.

RFC 2046 §5.1. Where the boundary that is declared occurs nowhere, the line that looks like one is taken.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from kikitori.foundation.mail.transfer import Bytes

_DASHES = re.compile(rb"(?:^|[\r\n])--([^\r\n]{4,200}?)[ \t]*(?=[\r\n])")
#: RFC 2046 allows 70; beyond this it is none.
_LONGEST = 1_000
#: Room for the dashes, blanks and line end around a boundary; how far one is looked for that is not declared.
_AROUND, _LOOKED_AT = 80, 100_000


@dataclass(frozen=True, slots=True)
class Line:
    """One such line: the end of what comes before, the begin of what follows, and is it the last of its multipart?"""

    before: int
    after: int
    closes: bool


def boundary_lines(raw: Bytes, start: int, end: int, boundary: bytes, most: int) -> list[Line]:
    """The first `most` lines between `start` and `end` that are this boundary, in their order."""
    mark = b"--" + boundary.rstrip()
    if len(mark) <= len(b"--") or len(mark) > _LONGEST:
        return []
    wanted = re.compile(
        rb"(?:\r\n|\n|\r|\A)" + re.escape(mark) + rb"(--)?[ \t]*(?=\r\n|\n|\r|\Z)(\r\n|\n|\r)?"
    )
    found: list[Line] = []
    for at in _places(raw, start, end, mark):
        begin = max(start, at - 2)
        window = raw[begin : min(end, at + len(mark) + _AROUND)]
        inside = wanted.search(window)
        if inside is None or begin + inside.start() > at:
            continue
        begins = begin + inside.start()
        if window[inside.start() : inside.start() + 1] not in (b"\r", b"\n") and begins != start:
            continue
        found.append(Line(begins, begin + inside.end(), inside.group(1) is not None))
        if len(found) >= most:
            break
    return found


def guessed_boundary(raw: Bytes, start: int, end: int) -> bytes:
    """The line that looks like a boundary: two dashes, and more than once."""
    head = raw[start : min(end, start + _LOOKED_AT)]
    counted = Counter(one.group(1) for one in _DASHES.finditer(head))
    return next((line for line, times in counted.items() if times > 1 or line + b"--" in counted), b"")


def _places(raw: Bytes, start: int, end: int, mark: bytes) -> Iterator[int]:
    """Every place of the mark; `raw` is searched, never copied."""
    at = raw.find(mark, start, end)
    while at != -1:
        yield at
        at = raw.find(mark, at + len(mark), end)
