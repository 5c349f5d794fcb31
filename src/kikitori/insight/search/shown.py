"""Where in a complaint the words of a question stand, with an excerpt: from the texts themselves, never from markup."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kikitori.foundation.language.excerpts import Piece, excerpt, spans_of
from kikitori.foundation.language.folded import Folded, folded
from kikitori.foundation.language.sought import Way
from kikitori.insight.search.places import Place, Text
from kikitori.insight.search.question import Question

MOST_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Shown:
    """One place of a complaint, and what stands there."""

    place: Place
    pieces: tuple[Piece, ...]


def places_shown(texts: Iterable[Text], question: Question) -> list[Shown]:
    """The first places that together show every clause, three at most."""
    left = set(range(len(question.clauses)))
    shown: list[Shown] = []
    for each in texts:
        if not left or len(shown) == MOST_SHOWN:
            break
        if not each.text:
            continue
        text = folded(each.text)
        found = {number: _spans(each, text, ways) for number, ways in enumerate(question.clauses)}
        fitting = {number for number, spans in found.items() if spans}
        if fitting & left:
            left -= fitting
            spans = {span for number in fitting for span in found[number]}
            shown.append(Shown(each.place, tuple(excerpt(each.text, text, spans))))
    return shown


def _spans(each: Text, text: Folded, ways: Iterable[Way]) -> set[tuple[int, int]]:
    """Where one of the ways fits; all of the text where a key of it does."""
    found: set[tuple[int, int]] = set()
    for way in ways:
        if way.signs and each.in_words:
            spans = spans_of(way.signs, text)
            also = not spans and each.also and way.signs in each.also
            found.update([(0, len(text.signs))] if also and text.signs else spans)
        elif way.signs:
            found.update(spans_of(way.signs, text) if any(way.signs == key for key in each.keys) else ())
        elif text.signs and any(_fits(way, key) for key in each.keys):
            found.add((0, len(text.signs)))
    return found


def _fits(way: Way, key: str) -> bool:
    return any(key.startswith(need.token) if need.begins else key == need.token for need in way.needs)
