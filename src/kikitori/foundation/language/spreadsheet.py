"""Tables as files that a spreadsheet opens: UTF-8 with its mark, and nothing in them that it would calculate. Pure.

A cell that begins with = + - @ or a control sign is read as a formula by spreadsheets, whoever wrote it; such a cell
gets an apostrophe in front, which they show as text (OWASP: CSV injection).
"""

import csv
import io
from collections.abc import Iterable, Sequence

#: Tells spreadsheets that the bytes are UTF-8.
MARK = "\ufeff"
_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def as_csv(rows: Iterable[Sequence[object]]) -> bytes:
    """Rows as CSV with CRLF (RFC 4180); None is an empty cell."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for row in rows:
        writer.writerow([harmless(cell) for cell in row])
    return (MARK + out.getvalue()).encode()


def harmless(cell: object) -> str:
    """A cell as text that stays text. Numbers that are numbers stay numbers."""
    if cell is None:
        return ""
    if isinstance(cell, int):
        return str(cell)
    text = str(cell)
    return f"'{text}" if text.lstrip(" ").startswith(_STARTS) else text
