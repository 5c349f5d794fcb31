"""Text written by people outside, made ready for showing: a single line, or paragraphs and the addresses within.

Pure, and makes no markup: the tag that draws the pieces escapes each of them. Direction overrides and control
characters are dropped from the picture (the stored text keeps them), because they let a sender show a reader
something other than what is written. Joiners stay: families among the emoji are made of them.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

_UNSEEN: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
_UNSEEN_IN_LINE: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff]"
)
_ADDRESS: Final = re.compile(r"(?:https?://|www\.)[!-~]+")
_BLANK_LINE: Final = re.compile(r"\n(?:[ \t\u3000]*\n)+")
_TRAILING: Final = ".,;:!?)]}>'\""


class Piece(NamedTuple):
    """A run of text in one line; `href` is empty unless the run is a web address (http and https only)."""

    text: str
    href: str


def one_line(text: str) -> str:
    """Return a title, a name or a note without signs that turn or hide what is written."""
    return _UNSEEN_IN_LINE.sub("", text)


def paragraphs(text: str) -> list[list[list[Piece]]]:
    """Return the paragraphs (parted by blank lines) of lines of pieces; an empty text has none."""
    text = _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip("\n")
    return [
        [_pieces(line) for line in block.split("\n")] for block in _BLANK_LINE.split(text) if block.strip()
    ]


def _pieces(line: str) -> list[Piece]:
    pieces: list[Piece] = []
    end = 0
    for found in _ADDRESS.finditer(line):
        address = found.group().rstrip(_TRAILING)
        pieces += [Piece(line[end : found.start()], ""), Piece(address, _href(address))]
        end = found.start() + len(address)
    pieces.append(Piece(line[end:], ""))
    return [piece for piece in pieces if piece.text]


def _href(address: str) -> str:
    return address if address.startswith("http") else f"https://{address}"
