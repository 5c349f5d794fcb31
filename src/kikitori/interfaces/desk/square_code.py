"""A QR code as the path of an SVG: nothing inline, nothing styled, dark on light wherever it is shown."""

from dataclasses import dataclass

import segno

_QUIET_ZONE = 4  # ISO/IEC 18004 §6.3.8: four modules of light around the symbol


@dataclass(frozen=True, slots=True)
class SquareCode:
    """`size`: modules along one side, margin included. `path`: the dark modules as an SVG path."""

    size: int
    path: str


def square_code(text: str) -> SquareCode:
    """The code that a phone reads as `text`, with medium error correction (survives a photocopy)."""
    symbol = segno.make_qr(text, error="m", boost_error=False)
    parts = []
    for y, row in enumerate(symbol.matrix, start=_QUIET_ZONE):
        start = None
        for x, dark in enumerate([*row, 0], start=_QUIET_ZONE):
            if dark and start is None:
                start = x
            elif not dark and start is not None:
                parts.append(f"M{start} {y}h{x - start}v1H{start}z")
                start = None
    return SquareCode(len(symbol.matrix) + 2 * _QUIET_ZONE, "".join(parts))
