"""Text as it can be printed: what no typeface shows is left out, what ours does not have becomes 〓 and is named. Pure.

〓 is what Japanese printers have always put where a type was missing: it is seen, and it is asked about.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from kikitori.foundation.language.text import clean_text, is_grapheme_boundary

MISSING = "〓"
#: Marks, joiners, directions and variants: they change how their neighbours look, and print nothing themselves.
_SILENT = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Mn", "Me"})

#: Runs in which no line can end: no white space, and nothing of Japanese but its signs and long vowels.
_UNBROKEN = re.compile("[^\\s\u200bぁ-ゖァ-ヺ㐀-鿿〓]{25,}")
_PIECE = 16
_MAY_END = "\u200b"


@dataclass(frozen=True, slots=True)
class Printable:
    """`text`: what is printed. `missing`: what could not be, each as a reader sees it, in order, once."""

    text: str
    missing: tuple[str, ...] = ()


def printable(text: str, signs: Collection[int]) -> Printable:
    """The text in signs of a typeface (code points). Line ends stay, other white space becomes a blank.

    Idempotent. What is one sign for its reader (a flag, a family) is one 〓.
    """
    printed: list[str] = []
    missing: dict[str, None] = {}
    for seen in _as_seen(clean_text(text)):
        shown = _shown(seen, signs)
        if shown is None:
            missing.setdefault(seen)
        printed.append(MISSING if shown is None else shown)
    return Printable("".join(printed), tuple(missing))


def _as_seen(text: str) -> Iterator[str]:
    """The text in pieces, each of which a reader takes for one sign."""
    begun = 0
    for at in range(1, len(text) + 1):
        if is_grapheme_boundary(text, at):
            yield text[begun:at]
            begun = at


def _shown(seen: str, signs: Collection[int]) -> str | None:
    """One sign as it is printed: empty where there is nothing to see in it, None where we do not have it."""
    kept = []
    for sign in _parts(seen, signs):
        if sign == "\n" or ord(sign) in signs:
            kept.append(sign)
        elif sign.isspace():
            kept.append(" ")
        elif unicodedata.category(sign) not in _SILENT or unicodedata.category(sign) in ("Co", "Cn"):
            return None
    return "".join(kept)


def _parts(seen: str, signs: Collection[int]) -> Iterator[str]:
    """Its characters; one that we do not have and that is a letter with a mark, as the letter and the mark."""
    for sign in seen:
        apart = unicodedata.normalize("NFD", sign)
        yield from apart if ord(sign) not in signs and ord(apart[0]) in signs else sign


def breakable(text: str) -> str:
    """The text with invisible places where a line may end, in runs that have none and would run off the paper.

    Words and ordinary numbers are shorter; addresses of pages, rows of dots and cries of rage are not.
    """

    def parted(run: re.Match[str]) -> str:
        whole = run.group()
        return _MAY_END.join(whole[at : at + _PIECE] for at in range(0, len(whole), _PIECE))

    return _UNBROKEN.sub(parted, text)
