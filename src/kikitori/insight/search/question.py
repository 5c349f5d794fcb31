"""What somebody typed, as a question to the documents: clauses of which each must fit, in one of its ways."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from kikitori.foundation.language.folded import folded
from kikitori.foundation.language.names import name_fold
from kikitori.foundation.language.sought import Need, Way, ways_of, words_in
from kikitori.insight.search.keys import keys_sought, sound_sought

_SHORTEST_NAME = 2


@dataclass(frozen=True, slots=True)
class Question:
    """Clauses, each with its ways. Without a clause there is nothing that could be found."""

    clauses: tuple[tuple[Way, ...], ...]

    @property
    def wanted(self) -> str:
        """The tokens that must be there, as PostgreSQL reads a tsquery."""
        return self._tsquery(lambda way: way.needs)

    @property
    def at_first(self) -> str:
        """The same where every word stands there as a word of its own."""
        return self._tsquery(lambda way: way.first)

    @property
    def exactly(self) -> list[tuple[int, str, str]]:
        """Clauses whose tokens do not tell that they fit: number, tokens of a way, signs to be there in one piece."""
        return [
            (number, _all_of(way.needs), way.signs if way.exact else "")
            for number, ways in enumerate(self.clauses)
            if any(way.exact for way in ways)
            for way in ways
        ]

    def _tsquery(self, needs: Callable[[Way], Iterable[Need]]) -> str:
        return " & ".join(
            f"({' | '.join(dict.fromkeys(_all_of(needs(way)) for way in ways))})" for ways in self.clauses
        )


def read_question(words: str) -> Question:
    """Each word in all its ways, or all words together where they are one name, number or address."""
    parts = words_in(words)
    whole = _whole(words)
    clauses = []
    for part in parts:
        ways = [*ways_of(part), *_spoken(part)]
        if len(parts) > 1:
            ways += map(_keyed, keys_sought(part))
        if ways or (whole and len(parts) == 1):
            clauses.append(tuple(dict.fromkeys([*ways, *whole])))
    return Question(tuple(clauses))


def _whole(words: str) -> list[Way]:
    """All words as one key, or as one name: without 様, Mr. or 株式会社, Latin ones in either order."""
    name = name_fold(words)
    is_other = len(name) >= _SHORTEST_NAME and name != folded(words).signs
    named = ways_of(name)[:1] if is_other else []
    return [*map(_keyed, keys_sought(words)), *named]


def _spoken(word: str) -> list[Way]:
    sound = sound_sought(word)
    return [Way((Need(sound, begins=True),), (Need(sound),), "")] if sound else []


def _keyed(key: str) -> Way:
    return Way((Need(key),), (Need(key),), "")


def _all_of(needs: Iterable[Need]) -> str:
    return f"({' & '.join(map(_token, needs))})"


def _token(need: Need) -> str:
    quoted = need.token.replace("\\", "\\\\").replace("'", "''")
    return f"'{quoted}'{':*' if need.begins else ''}"
