"""A text as it is compared when somebody searches, sign by sign, each with its place in what was written.

The same folding as ``fold`` (width, case, kana script, dashes, no blanks), and one form for old and new kanji; but
every sign knows where it came from, so that what was found can be shown as it was written.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from kikitori.foundation.language.names import common_form
from kikitori.foundation.language.text import fold

#: What is written as one: a sign and the marks that belong to it (か+゛, ｶ+ﾞ, e+´, a kanji and its variant).
_AS_ONE = re.compile("[\\s\\S][\u0300-\u036f\u3099\u309a\uff9e\uff9f\ufe00-\ufe0f\U000e0100-\U000e01ef]*")
_PLAIN_QUOTES = str.maketrans("‘’′", "'''")
_KANA = "HK"
#: Latin letters, and the marks over them.
_BEYOND_LATIN = 0x370
_MOST_KNOWN = 20_000
_KINDS = (
    ("H", re.compile("[ぁ-ゖゝゞ]")),
    ("K", re.compile("[ァ-ヺㇰ-ㇿヽヾ]")),
    ("C", re.compile("[々〆㐀-䶿一-鿿豈-\ufaff\U00020000-\U000323af]")),
    ("G", re.compile("[\u1100-\u11ff\u3130-\u318f가-힣]")),
)


@dataclass(frozen=True, slots=True)
class Folded:
    """``signs`` without blanks; of each sign its kind and where it begins and ends in the text.

    Kinds: ``H`` hiragana, ``K`` katakana, ``C`` kanji, ``G`` Hangul, ``w`` letter or digit of a word, ``.`` all else.
    ``blanks``: places in ``signs`` before which there was a blank.
    """

    signs: str
    kinds: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    blanks: frozenset[int]

    def begins(self, at: int) -> bool:
        """May a word begin at this sign? After a blank, and where one script ends and another begins."""
        return at == 0 or at in self.blanks or self.kinds[at] != self.kinds[at - 1]

    def part(self, start: int, end: int) -> Folded:
        """Some of the signs, as if they were all."""
        return Folded(
            self.signs[start:end],
            self.kinds[start:end],
            self.starts[start:end],
            self.ends[start:end],
            frozenset(at - start for at in self.blanks if start < at < end),
        )


def folded(text: str) -> Folded:
    """Fold a text for searching. Never raises; what nobody sees is left out."""
    signs: list[str] = []
    kinds: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    blanks: set[int] = set()
    end = 0
    for written in _AS_ONE.findall(text):
        start, end = end, end + len(written)
        found, of_kind = _KNOWN[written]
        if not found:
            if written[0].isspace():
                blanks.add(len(signs))
            continue
        if found == "-" and kinds:
            if kinds[-1] in _KANA or signs[-1] == "ー":
                found, of_kind = "ー", kinds[-1]
            if signs[-1] == found and len(signs) not in blanks:
                ends[-1] = end
                continue
        number = len(found)
        signs += found
        kinds += of_kind
        starts += [start] * number
        ends += [end] * number
    return Folded("".join(signs), "".join(kinds), tuple(starts), tuple(ends), frozenset(blanks))


class _Known(dict[str, tuple[str, str]]):
    """What is written as one: its signs, and the kind of each; found out once, up to a number of them."""

    def __missing__(self, written: str) -> tuple[str, str]:
        found = _one(written)
        if len(self) < _MOST_KNOWN:
            self[written] = found
        return found


_KNOWN = _Known()


def _one(written: str) -> tuple[str, str]:
    as_is = unicodedata.normalize("NFKC", written)
    found = common_form(fold(written)).translate(_PLAIN_QUOTES)
    if found and ord(found[0]) < _BEYOND_LATIN:
        parts = unicodedata.normalize("NFD", found)
        found = "".join(part for part in parts if not unicodedata.combining(part))
    kinds = "".join(_kind(sign) for sign in found)
    return found, kinds.replace("H", "K") if _KINDS[1][1].match(as_is) else kinds


def _kind(sign: str) -> str:
    for kind, pattern in _KINDS:
        if pattern.match(sign):
            return kind
    return "w" if sign.isalnum() or unicodedata.category(sign)[0] == "M" else "."
