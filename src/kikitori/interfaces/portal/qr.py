"""A QR code as one path of an SVG image, drawn by the template: no style, no script, no text of anybody's."""

from dataclasses import dataclass
from itertools import groupby

import segno

_QUIET = 4


@dataclass(frozen=True)
class Code:
    """`size`: width and height in modules, quiet zone included. `path`: the dark modules, row by row."""

    size: int
    path: str


def qr_code(text: str) -> Code:
    """The code for `text`, correcting errors of a quarter of its area: a photocopy of a folded slip still reads."""
    rows = segno.make_qr(text, error="q", boost_error=False).matrix
    strokes = []
    for y, row in enumerate(rows):
        x = 0
        for dark, run in groupby(row):
            width = len(list(run))
            if dark:
                strokes.append(f"M{x + _QUIET} {y + _QUIET}h{width}v1h-{width}z")
            x += width
    return Code(len(rows) + 2 * _QUIET, "".join(strokes))
