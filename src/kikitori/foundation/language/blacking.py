"""Blacking out 墨消し: names, numbers and addresses taken out of a text, however they were written in it. Pure.

What is taken out is gone: in its place stand marks of one length, which do not tell how long it was. Width, case, marks
on letters and kind of kana, blanks within a name and hyphens within a number make no difference. Where it is not
certain, too much is taken out rather than too little.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

#: What stands in the place of whatever was taken out.
BLACK = "■■■"
#: A surname of one sign stands in many words; it is a name where somebody is addressed by it.
_HONORIFICS = ("様", "さま", "氏", "殿", "君", "さん", "くん", "ちゃん", "先生")
#: Fewer signs than this are no word that could be looked for; of kana alone, which stand in every sentence, one more.
_SHORTEST, _SHORTEST_KANA = 2, 3
_KANA = re.compile("[ぁ-ゖ]+")
_KATAKANA, _HIRAGANA_BEFORE = range(0x30A1, 0x30F7), 0x60
_BETWEEN = frozenset("-‐‑‒–—―−ー－〜~･・.．()（）/／'’")
_NAMES = re.compile(r"[\s・･,、]+")


@dataclass(frozen=True, slots=True)
class _Sought:
    """A word as it is looked for. `tight`: only where no Latin letter or digit goes on with it."""

    folded: str
    tight: bool


class Blacking:
    """Takes out these names (with their parts) and these words (as they are)."""

    def __init__(self, names: Iterable[str] = (), words: Iterable[str] = ()) -> None:
        found = {each for name in names for each in _parts(name)}
        found |= {sought for word in words if (sought := _sought(word)) is not None}
        #: The longest first, so that no rest of it is left beside the marks.
        self._sought = sorted(found, key=lambda each: (-len(each.folded), each.folded))

    @property
    def is_empty(self) -> bool:
        """Is there nothing to be taken out?"""
        return not self._sought

    def of(self, text: str) -> str:
        """The text without them. Idempotent."""
        if not text or not self._sought:
            return text
        folded, places = _folded(text)
        spans = [span for sought in self._sought for span in _found(sought, folded, places, text)]
        return _marked(text, spans) if spans else text


def _parts(name: str) -> Iterable[_Sought]:
    """A name as a whole, and each part of it that is long enough to be known by."""
    whole = _sought(name)
    if whole is not None:
        yield whole
    for part in _NAMES.split(name):
        folded, _ = _folded(part)
        if len(folded) >= (_SHORTEST_KANA if _KANA.fullmatch(folded) else _SHORTEST):
            yield _Sought(folded, tight=folded.isascii())
        elif folded:
            yield from (_Sought(folded + _folded(title)[0], tight=False) for title in _HONORIFICS)


def _sought(word: str) -> _Sought | None:
    folded, _ = _folded(word)
    if len(folded) < _SHORTEST:
        return None
    return _Sought(folded, tight=folded.isascii())


def _folded(text: str) -> tuple[str, list[int]]:
    """What is compared of a text, and where in it each sign of that stands."""
    signs: list[str] = []
    places: list[int] = []
    for at, sign in enumerate(text):
        for each in unicodedata.normalize("NFKD", sign).casefold():
            if each in _BETWEEN or each.isspace() or unicodedata.category(each) in ("Cf", "Cc", "Mn"):
                continue
            signs.append(chr(ord(each) - _HIRAGANA_BEFORE) if ord(each) in _KATAKANA else each)
            places.append(at)
    return "".join(signs), places


def _found(sought: _Sought, folded: str, places: list[int], text: str) -> Iterable[tuple[int, int]]:
    """Where it stands in the text: the first sign, and the one after its last."""
    begin = folded.find(sought.folded)
    while begin >= 0:
        first, last = places[begin], places[begin + len(sought.folded) - 1]
        if not sought.tight or _stands_alone(text, first, last):
            yield first, last + 1
        begin = folded.find(sought.folded, begin + 1)


def _stands_alone(text: str, first: int, last: int) -> bool:
    """Is it no piece of a longer word or number? „Ann“ is not in „Annual“."""
    before, after = text[first - 1 : first], text[last + 1 : last + 2]
    return not (_goes_on(before, text[first]) or _goes_on(text[last], after))


def _goes_on(one: str, other: str) -> bool:
    one, other = unicodedata.normalize("NFKC", one), unicodedata.normalize("NFKC", other)
    digits = one.isdigit() and other.isdigit()
    letters = one.isascii() and other.isascii() and one.isalpha() and other.isalpha()
    return digits or letters


def _marked(text: str, spans: list[tuple[int, int]]) -> str:
    """The text with one mark in the place of each run of what was found; marks that touch are one."""
    made: list[str] = []
    at = 0
    begin, end = -1, -1
    for first, after in [*sorted(spans), (len(text) + 1, len(text) + 1)]:
        if first <= end:
            end = max(end, after)
            continue
        if begin >= 0:
            made += [text[at:begin], BLACK]
            at = end
        begin, end = first, after
    made.append(text[at:])
    return "".join(made)
