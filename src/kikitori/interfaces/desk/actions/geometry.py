"""Drawings of an analysis and of a result: where lines and words stand. Pure geometry; templates draw it as SVG.

Nothing of it needs a script, all of it prints, and each stands beside the same in words.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

#: The height of a line of text, and how many lines a box has at most.
LINE = 18
_MOST_LINES = 4
_WIDE = frozenset("WFA")
#: Widths in thousandths of the height of a letter.
_FULL, _NARROW = 1000, 560


@dataclass(frozen=True, slots=True)
class Words:
    """A line of text at its place."""

    x: int
    y: int
    text: str


@dataclass(frozen=True, slots=True)
class Box:
    """A box with its lines of text, and whether an arrow leads to a further one."""

    y: int
    height: int
    lines: tuple[Words, ...]
    leads_on: bool

    @property
    def foot(self) -> int:
        """Where the arrow to the next one begins."""
        return self.y + self.height + 4


@dataclass(frozen=True, slots=True)
class Whys:
    """Boxes one below the other."""

    width: int
    height: int
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Bone:
    """One bone of the fish: from its head to the spine, its name, and the causes on it."""

    x1: int
    y1: int
    x2: int
    y2: int
    name: Words
    causes: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class Fish:
    """Spine, head and bones."""

    width: int
    height: int
    spine: int
    head: tuple[Words, ...]
    bones: tuple[Bone, ...]

    @property
    def neck(self) -> int:
        """Where the head begins."""
        return self.width - _HEAD - 10

    @property
    def head_top(self) -> int:
        """The upper side of the head."""
        return self.spine - self.head_height // 2

    @property
    def head_height(self) -> int:
        """How high it is for its lines."""
        return LINE * len(self.head) + 20


@dataclass(frozen=True, slots=True)
class Bar:
    """A rate as a length."""

    y: int
    length: int

    @property
    def word(self) -> int:
        """Where its name stands."""
        return self.y + 17


def wrapped(text: str, letters: int, most: int = _MOST_LINES) -> list[str]:
    """The text in lines of so many wide letters; what does not fit ends in „…“. Latin words are kept whole."""
    limit, lines, line = letters * _FULL, list[str](), ""
    for piece in _pieces(" ".join(text.split())):
        rest = piece
        if _width(line + rest) > limit and line:
            lines.append(line.rstrip())
            line, rest = "", rest.lstrip()
        while _width(rest) > limit:
            cut = _fitting(rest, limit)
            lines.append(rest[:cut])
            rest = rest[cut:]
        line += rest
    lines += [line.rstrip()] if line.strip() else []
    if len(lines) > most:
        last = lines[most - 1]
        lines = [*lines[: most - 1], last[: max(_fitting(last, limit - _FULL), 1)] + "…"]
    return lines


def whys(says: Sequence[str], *, width: int = 340, letters: int = 20) -> Whys:
    """Five whys, the first above."""
    boxes, y = list[Box](), 2
    for place, text in enumerate(says):
        lines = wrapped(f"{place + 1}. {text}", letters)
        height = LINE * len(lines) + 16
        at = tuple(Words(14, y + 8 + LINE * (n + 1) - 5, line) for n, line in enumerate(lines))
        last = place == len(says) - 1
        boxes.append(Box(y, height, at, leads_on=not last))
        y += height + (2 if last else 26)
    return Whys(width, y, tuple(boxes))


#: A bone spans so much of the spine; the causes on it stand to the left of where it slants.
_SPAN, _SLANT, _REACH, _LETTERS, _HEAD = 240, 60, 150, 11, 170
#: So many wide letters of a name; what does not fit ends in „…“, and stands below in full.
_NAME = 16
_ON_A_BONE = 4


def fish(problem: str, names: Mapping[str, str], causes: Mapping[str, Sequence[str]]) -> Fish:
    """A fishbone: bones in pairs above and below the spine, the problem at its head. Names and causes by bone."""
    pairs = (len(names) + 1) // 2
    spine, width = _REACH + 30, _SPAN * pairs + _HEAD + 20
    drawn = []
    for place, (code, name) in enumerate(names.items()):
        above, column = place % 2 == 0, place // 2
        end_x = _SPAN * (column + 1)
        y = spine - _REACH if above else spine + _REACH
        drawn.append(_bone(name, list(causes.get(code, ())), end_x, y, spine))
    head_x = _SPAN * pairs + 22
    lines = wrapped(problem, 9, 6)
    top = spine - LINE * len(lines) // 2 + 13
    head = tuple(Words(head_x, top + LINE * n, line) for n, line in enumerate(lines))
    return Fish(width, spine * 2, spine, head, tuple(drawn))


def _bone(name: str, causes: Sequence[str], end_x: int, y: int, spine: int) -> Bone:
    begin_x, above = end_x - _SLANT, y < spine
    shown = [wrapped(cause, _LETTERS, 2) for cause in causes[:_ON_A_BONE]]
    if len(causes) > _ON_A_BONE:
        shown[-1] = [f"… +{len(causes) - _ON_A_BONE + 1}"]
    places = []
    row = y + 22 if above else spine + 26
    for lines in shown:
        for line in lines:
            slant = (
                begin_x + (row - y) * _SLANT // (spine - y)
                if above
                else begin_x + (y - row) * _SLANT // (y - spine)
            )
            places.append(Words(slant - 10, row, line))
            row += 16
        row += 2
    label = Words(begin_x, y - 8 if above else y + 18, "".join(wrapped(name, _NAME, 1)))
    return Bone(begin_x, y, end_x, spine, label, tuple(places))


#: The longest bar.
_BAR = 200


def bars(rates: Sequence[float], threshold: float) -> tuple[list[Bar], int]:
    """A bar for each rate, and where the line of what must not be exceeded stands."""
    most = max(*rates, threshold, 1e-9)
    drawn = [Bar(8 + 38 * n, max(round(_BAR * rate / most), 1)) for n, rate in enumerate(rates)]
    return drawn, round(_BAR * threshold / most)


def _pieces(text: str) -> list[str]:
    """Wide letters singly, other words whole with the blank before them."""
    found: list[str] = []
    for letter in text:
        wide = unicodedata.east_asian_width(letter) in _WIDE
        if wide or letter == " " or not found or unicodedata.east_asian_width(found[-1][-1]) in _WIDE:
            found.append(letter)
        else:
            found[-1] += letter
    return found


def _width(text: str) -> int:
    return sum(_FULL if unicodedata.east_asian_width(each) in _WIDE else _NARROW for each in text)


def _fitting(text: str, limit: int) -> int:
    """How many letters from the front fit."""
    used = 0
    for place, letter in enumerate(text):
        used += _width(letter)
        if used > limit:
            return place
    return len(text)
