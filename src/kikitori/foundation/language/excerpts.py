"""A few words of a long text around what was found in it, as written, with what was found told apart.

Makes no markup: whoever shows the pieces escapes each of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from kikitori.foundation.language.folded import Folded
from kikitori.foundation.language.text import ELLIPSIS, is_grapheme_boundary

_BLANKS = re.compile(r"\s+")
_BEFORE, _WIDTH = 24, 90
#: Letters of words are half as wide as signs of Japanese.
_WIDE = 2
_WORD = re.compile(r"[!-~À-ɏ]")


class Piece(NamedTuple):
    """A run of text in one line; `found`: this is what was looked for."""

    text: str
    found: bool


def spans_of(signs: str, text: Folded) -> list[tuple[int, int]]:
    """Where these folded signs stand in a folded text. What is a word stands where a word begins."""
    found: list[tuple[int, int]] = []
    at = text.signs.find(signs) if signs else -1
    while at >= 0:
        inside = text.kinds[at] == "w" and not text.begins(at)
        if not inside:
            found.append((at, at + len(signs)))
        at = text.signs.find(signs, at + 1 if inside else at + len(signs))
    return found


def excerpt(written: str, text: Folded, spans: Iterable[tuple[int, int]]) -> list[Piece]:
    """The text around the spans (places in the folded signs): about ninety signs, or twice as many letters.

    It begins before the first span with which a word begins. Without spans it is the beginning of the text.
    """
    marked = _joined((text.starts[start], text.ends[end - 1], text.begins(start)) for start, end in spans)
    anchor = next((start for start, _, begins in marked if begins), marked[0][0] if marked else 0)
    end_of_anchor = next((end for start, end, _ in marked if start == anchor), 0)
    wide = _WIDE if sum(map(bool, _WORD.findall(written[anchor : anchor + _WIDTH]))) * 2 > _WIDTH else 1
    start = _cut(written, anchor - _BEFORE * wide, earlier=True)
    end = _cut(written, max(start + _WIDTH * wide, end_of_anchor), earlier=False)
    pieces = [Piece(ELLIPSIS, found=False)] if start > 0 else []
    at = start
    for first, last, _ in marked:
        if last <= at or first >= end:
            continue
        pieces += [
            Piece(written[at : max(first, at)], found=False),
            Piece(written[max(first, at) : last], found=True),
        ]
        at = last
    pieces.append(Piece(written[at : max(at, end)], found=False))
    if max(at, end) < len(written.rstrip()):
        pieces.append(Piece(ELLIPSIS, found=False))
    shown = [Piece(_BLANKS.sub(" ", text), found) for text, found in pieces]
    return [piece for piece in shown if piece.text]


def _joined(spans: Iterable[tuple[int, int, bool]]) -> Sequence[tuple[int, int, bool]]:
    """In order; those that touch are one."""
    joined: list[tuple[int, int, bool]] = []
    for start, end, begins in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]), joined[-1][2])
        else:
            joined.append((start, end, begins))
    return joined


def _cut(written: str, at: int, *, earlier: bool) -> int:
    """The nearest place where a reader is not disturbed by the cut: not within a sign, not within a word."""
    step = -1 if earlier else 1
    furthest = at + 15 * step
    at = min(max(at, 0), len(written))
    while 0 < at < len(written) and at != furthest:
        within_word = bool(_WORD.match(written[at]) and _WORD.match(written[at - 1]))
        if is_grapheme_boundary(written, at) and not within_word:
            break
        at += step
    while not is_grapheme_boundary(written, at):
        at += step
    return at
