"""What a text is found by: its words, and of writing without blanks every sign and every two signs in a row.

A dictionary would part Japanese into words, and never find what it parts otherwise. Two signs in a row (bigrams) find
every word of two signs or more; single signs find the rest. A pair with which a word may begin is noted once more,
with ``^`` before it, so that 京都 can come before 東京都.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Iterator
from dataclasses import dataclass

from kikitori.foundation.language.folded import Folded

#: No word of a language is longer; what is, was made by a machine.
LONGEST_WORD = 64
BEGINS = "^"
_SAME = re.compile(r"(.)\1*")
_RUN = re.compile("(?P<signs>[HKCG]+)|w+")


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a text in which no word ends: ``in_pairs`` is writing without blanks, else it is one word."""

    start: int
    end: int
    in_pairs: bool


def runs_of(text: Folded) -> Iterator[Run]:
    """The runs of a text in their order. A blank ends a word; among signs of Japanese it ends nothing."""
    for found in _RUN.finditer(text.kinds):
        start, end = found.span()
        if found["signs"]:
            yield Run(start, end, in_pairs=True)
            continue
        for at in (*range(start + 1, end), end):
            if at == end or at in text.blanks:
                yield Run(start, at, in_pairs=False)
                start = at


def tokens_of(text: Folded) -> set[str]:
    """Everything this text is found by."""
    found: set[str] = set()
    signs = text.signs
    for run in runs_of(text):
        if not run.in_pairs:
            found.add(signs[run.start : run.end][:LONGEST_WORD])
            continue
        run_signs = signs[run.start : run.end]
        found.update(run_signs)
        found.update(map(operator.add, run_signs, run_signs[1:]))
        begins = {change.start() for change in _SAME.finditer(text.kinds, run.start, run.end)}
        begins.update(at for at in text.blanks if run.start < at < run.end)
        found.update(BEGINS + signs[at : at + 2] for at in begins if at + 1 < run.end)
    return found
