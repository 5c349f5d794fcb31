"""The header of a mail or of a part: its fields as they stand, and where the body begins. Pure, total.

RFC 5322 §2.2 with the folding of §2.2.3, and what mailers write instead: lines that are no fields, folds of blanks
alone, bodies without the blank line before them.
"""

import re
from dataclasses import dataclass

from kikitori.foundation.mail.transfer import Bytes

#: No mailer writes more; what follows is not looked at for fields, and of a field no more than this is kept.
LONGEST_HEADER, LONGEST_FIELD = 2_000_000, 100_000
_MOST_FIELDS = 2_000
_FIELD = re.compile(rb"([!-9;-~]{1,200})[ \t]*:")
_LINES = re.compile(rb"[^\r\n]*(?:\r\n|\n|\r|\Z)")
_BLANK_LINES = re.compile(rb"(?:[ \t]*(?:\r\n|\n|\r))*")
_ONE_BLANK_LINE = re.compile(rb"[ \t]*(?:\r\n|\n|\r)")
#: How far the line of a mailbox is looked for.
_ENVELOPE = 10_000
#: Names that leave no doubt that the header goes on, though a line before was none.
_COMMON = frozenset(
    b"from to cc subject date message-id mime-version content-type content-transfer-encoding content-disposition "
    b"reply-to received return-path in-reply-to references x-mailer".split()
)


@dataclass(frozen=True, slots=True)
class Field:
    """One header field as it stands: name in small letters, value unfolded but not decoded."""

    name: str
    value: bytes


@dataclass(frozen=True, slots=True)
class Header:
    """`body`: where it ends. `broken`: there were lines in it that are no fields. `cut`: it was longer than is read."""

    fields: list[Field]
    body: int
    broken: bool = False
    cut: bool = False


def header_at(raw: Bytes, start: int, end: int) -> Header:
    """The header that begins at `start`. A part may have none: then it begins with a blank line, or with its words."""
    text = raw[start : min(end, start + LONGEST_HEADER)]
    if blank := _ONE_BLANK_LINE.match(text):
        return Header([], start + blank.end())
    found: list[tuple[str, list[bytes]]] = []
    at, broken = 0, False
    while at < len(text) and len(found) < _MOST_FIELDS:
        line = _LINES.match(text, at)
        whole = line.group() if line else b""
        bare = whole.rstrip(b"\r\n")
        following = at + len(whole)
        if not bare.strip(b" \t"):
            at = following
            # A line of nothing but blanks is a folded one where more of the header follows.
            if bare and (text[at : at + 1] in (b" ", b"\t") or _goes_on(text, at)):
                continue
            break
        named = _FIELD.match(bare)
        if bare[:1] in b" \t" and found:
            found[-1][1].append(bare.strip(b" \t"))
        elif named:
            found.append((named.group(1).decode("ascii").lower(), [bare[named.end() :].strip(b" \t")]))
        elif not found:
            return Header([], start)
        else:
            broken = True
            if not _goes_on(text, following):
                break
        at = following
    fields = [Field(name, b" ".join(line for line in lines if line)) for name, lines in found]
    cut = len(fields) >= _MOST_FIELDS or any(len(each.value) > LONGEST_FIELD for each in fields)
    kept = [Field(each.name, each.value[:LONGEST_FIELD]) for each in fields]
    return Header(kept, start + at, broken, cut)


def after_envelope(raw: Bytes, start: int, end: int) -> int:
    """Past blank lines and the line `From …` that mailboxes of old put before each mail."""
    head = raw[start : min(end, start + _ENVELOPE)]
    blank = _BLANK_LINES.match(head)
    at = blank.end() if blank else 0
    if head[at:].startswith((b"From ", b">From ")):
        line = _LINES.match(head, at)
        at = line.end() if line else at
    return start + at


def _goes_on(header: bytes, at: int) -> bool:
    """Does a header field that everybody knows follow at once?"""
    named = _FIELD.match(header, at)
    return named is not None and named.group(1).lower() in _COMMON
