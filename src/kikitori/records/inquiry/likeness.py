"""Which point of another complaint is most like one of ours: pairs of letters in common. Pure, no dictionary.

Only for putting a finding beside a point; what belongs together is said by people.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import TypeVar

Key = TypeVar("Key")


def likeness(one: str, other: str) -> float:
    """From 0 (nothing in common) to 1 (the same letters), the same from either side."""
    mine, theirs = _pairs(one), _pairs(other)
    if not mine or not theirs:
        return 0.0
    return len(mine & theirs) / len(mine | theirs)


def most_alike(text: str, others: Iterable[tuple[Key, str]]) -> Key | None:
    """The key of the text that is most like this one; the first of equals; None where there is none at all."""
    best: tuple[float, Key] | None = None
    for key, other in others:
        found = likeness(text, other)
        if best is None or found > best[0]:
            best = (found, key)
    return best[1] if best else None


def _pairs(text: str) -> frozenset[str]:
    folded = "".join(sign for sign in unicodedata.normalize("NFKC", text).casefold() if sign.isalnum())
    return frozenset(folded[at : at + 2] for at in range(max(1, len(folded) - 1))) if folded else frozenset()
