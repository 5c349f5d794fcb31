"""Files written into the text itself (uuencode), as mailers before MIME did and some monitors still do. Pure, total."""

import re

from kikitori.foundation.mail.contents import Attachment
from kikitori.foundation.mail.names import clean_name
from kikitori.foundation.mail.transfer import Damage, uudecoded

_BEGIN = re.compile(r"begin [0-7]{3,4} (\S.{0,300})\Z")
_MOST = 50
#: 45 bytes in four characters for three, and one for their number; some encoders add a check.
_LONGEST_LINE = 62


def without_files(text: str) -> tuple[str, list[Attachment]]:
    """The text without them, and the files."""
    if "\nend" not in text or "begin " not in text:
        return text, []
    lines, kept = text.split("\n"), []
    files: list[Attachment] = []
    at = 0
    while at < len(lines):
        begins = _BEGIN.match(lines[at])
        end = _end(lines, at) if begins and len(files) < _MOST else None
        if begins is None or end is None:
            kept.append(lines[at])
            at += 1
            continue
        data = uudecoded("\n".join(lines[at + 1 : end]).encode("ascii", "replace"), Damage())
        files.append(Attachment(clean_name(begins[1]), "application/octet-stream", len(data), _data=data))
        at = end + 1
    return "\n".join(kept), files


def _end(lines: list[str], begin: int) -> int | None:
    """The line `end` that belongs to it; every line in between must be one of the encoding."""
    for number in range(begin + 1, len(lines)):
        line = lines[number].rstrip()
        if line == "end":
            return number
        if len(line) > _LONGEST_LINE or (line and not " " <= line[0] <= "`"):
            return None
    return None
