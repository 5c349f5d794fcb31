"""Long texts: their beginning in sight, the rest behind a fold, parted where a reader would part them. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from kikitori.foundation.language.text import is_grapheme_boundary

#: A text longer than this is folded behind about this much of it.
LONG = 700
_BEGINNING = 500


@dataclass(frozen=True, slots=True)
class Folded:
    """A text in two parts; `rest` is empty where the text is short. Put together they are the text."""

    beginning: str
    rest: str


def folded(text: str, long: int = LONG, beginning: int = _BEGINNING) -> Folded:
    """Part a text longer than `long` after about `beginning` characters: at the end of a line where one is near,

    never inside what a reader sees as one character.
    """
    if len(text) <= long:
        return Folded(text, "")
    cut = text.rfind("\n", beginning // 2, beginning) + 1
    if not cut:
        cut = beginning
        while cut > 1 and not is_grapheme_boundary(text, cut):
            cut -= 1
    return Folded(text[:cut], text[cut:])


def folded_briefly(text: str) -> Folded:
    """For narrow places."""
    return folded(text, long=240, beginning=160)
