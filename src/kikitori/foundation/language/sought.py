"""What somebody types into a search field, read as what a text must have to be found.

Words are parted by blanks, and all of them must be there, wherever; „…“ keeps blanks together. Each is one way or
several ways to be found (refunds: also refund). Where the tokens of a word do not make it certain that it stands
there in one piece, its signs are looked for in the text as well.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from kikitori.foundation.language.folded import Folded, folded
from kikitori.foundation.language.tokens import BEGINS, LONGEST_WORD, runs_of

MOST_WORDS = 12
#: Fewer signs of a word begin too many words to mean any.
_SHORTEST_BEGINNING = 3
_SHORTEST_PLURAL = 4
_PLURALS = (("ies", "y"), ("sses", "ss"), ("xes", "x"), ("ches", "ch"), ("shes", "sh"))
_WORDS = re.compile(r'["“”„『「]([^"“”„』」]+)["“”』」]|(\S+)')


@dataclass(frozen=True, slots=True)
class Need:
    """A token that must be there. ``begins``: one that begins with this is as good."""

    token: str
    begins: bool = False


@dataclass(frozen=True, slots=True)
class Way:
    """One way to be found. ``first``: what it needs to stand there as a word of its own.

    ``signs``: the word as it stands in a folded text. ``exact``: the needs alone do not tell that it does.
    """

    needs: tuple[Need, ...]
    first: tuple[Need, ...]
    signs: str
    exact: bool = False


def words_in(words: str) -> list[str]:
    """The words of a question, at most ``MOST_WORDS``; what stands in quotation marks is one."""
    return [quoted or bare for quoted, bare in _WORDS.findall(words)][:MOST_WORDS]


def ways_of(word: str) -> list[Way]:
    """How a word is found; empty for one that has neither a letter nor a digit."""
    text = _trimmed(folded(word))
    if not text.signs:
        return []
    whole = _way(text)
    forms = _forms(text.signs) if whole.needs == (Need(text.signs, begins=True),) else []
    if not forms:
        return [whole]
    once = [Need(form) for form in (text.signs, *forms)]
    begun = [Need(form, begins=True) for form in forms if not form.startswith(text.signs)]
    more = [Way((need,), (need,), need.token) for need in once[1:]]
    return [whole, *more, *(Way((need,), (Need(need.token),), need.token) for need in begun)]


def _trimmed(text: Folded) -> Folded:
    """Without the signs around it that are no letters."""
    inner = text.kinds.strip(".")
    start = text.kinds.find(inner) if inner else 0
    return text.part(start, start + len(inner))


def _way(text: Folded) -> Way:
    """All runs of a word together."""
    needs: list[Need] = []
    first: list[Need] = []
    for run in runs_of(text):
        signs = text.signs[run.start : run.end]
        if run.in_pairs:
            pairs = [signs[at : at + 2] for at in range(len(signs) - 1)] or [signs]
            needs += map(Need, pairs)
            if run.start == 0 and len(signs) > 1:
                first.append(Need(BEGINS + pairs[0]))
                first += map(Need, pairs[1:])
            else:
                first += map(Need, pairs)
        else:
            last = run.end == len(text.signs) and len(signs) >= _SHORTEST_BEGINNING
            needs.append(Need(signs[:LONGEST_WORD], begins=last))
            first.append(Need(signs[:LONGEST_WORD]))
    unique = tuple(dict.fromkeys(needs))
    return Way(unique, tuple(dict.fromkeys(first)), text.signs, exact=len(needs) > 1)


def _forms(word: str) -> list[str]:
    """The same English word in the singular and the plural."""
    if not word.isascii() or not word.isalpha():
        return []
    forms = [f"{word}s", f"{word}es"]
    if len(word) >= _SHORTEST_PLURAL and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        forms = [word[: -len(end)] + one for end, one in _PLURALS if word.endswith(end)] or [word[:-1]]
    elif word.endswith("y"):
        forms = [f"{word[:-1]}ies", f"{word}s"]
    return forms
