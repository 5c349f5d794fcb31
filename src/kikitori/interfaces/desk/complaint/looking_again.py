"""Looking again before a reply goes: words of the list, what is still to be written, what should be attached.

Nothing is forbidden here. What was found is shown with its reason, once for each text; the sender decides.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from django.utils.translation import get_language

from kikitori.casework.wording import entries_in_use
from kikitori.foundation.language.bilingual import tongue
from kikitori.foundation.language.readings import EASY
from kikitori.records.letters.easy_words import HardSentence, hard_sentences
from kikitori.records.letters.labels import HARD_BECAUSE, WORDING_KIND
from kikitori.records.letters.placeholders import marks_in
from kikitori.records.letters.wording import Hit, check, speaks_of_enclosures

_LATER = ":later"


@dataclass(frozen=True, slots=True)
class Doubt:
    """One entry that was found, in the reader's language."""

    words: tuple[str, ...]
    kind: str
    why: str
    instead: str
    is_noted: bool


@dataclass(frozen=True, slots=True)
class Hard:
    """One sentence that is hard to read, and why, in the language of whoever writes."""

    sentence: str
    why: str


@dataclass(frozen=True, slots=True)
class Doubts:
    """Everything worth another look. `enclosure`: the word by which it speaks of something attached.

    `hard`: sentences that are hard for somebody who reads やさしい日本語.
    """

    wording: list[Doubt]
    open: list[str]
    enclosure: str
    #: What the button says back: that this very text was looked at.
    seen: str
    hard: list[Hard] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.wording or self.open or self.enclosure or self.hard)


def doubts_of(text: str, *, language: str = "", has_files: bool = False) -> Doubts:
    """What is worth another look in a reply to somebody who reads `language`. One query.

    `has_files`: something is attached to it.
    """
    hits = check(text, entries_in_use())
    enclosure = "" if has_files else speaks_of_enclosures(text)
    hard = [_hard(each) for each in hard_sentences(text)] if language == EASY else []
    return Doubts([_doubt(hit) for hit in hits], marks_in(text), enclosure, fingerprint(text), hard)


def wording_of(texts: Iterable[str]) -> list[Doubt]:
    """What the list says of several texts together, each entry once with all its words. One query."""
    entries = entries_in_use()
    found: dict[str, tuple[Hit, list[str]]] = {}
    for text in texts:
        for hit in check(text, entries):
            found.setdefault(hit.entry.key, (hit, []))[1].extend(hit.found)
    return [_doubt(replace(hit, found=tuple(dict.fromkeys(words)))) for hit, words in found.values()]


def _doubt(hit: Hit) -> Doubt:
    entry = hit.entry
    why = entry.why(tongue(get_language() or "ja"))
    return Doubt(hit.found, str(WORDING_KIND[entry.kind]), why, entry.instead, entry.noted)


def _hard(found: HardSentence) -> Hard:
    return Hard(found.sentence, " ".join(str(HARD_BECAUSE[each]) for each in found.because))


def fingerprint(text: str) -> str:
    """Names a text, however its lines end."""
    return hashlib.sha256(" ".join(text.split()).encode()).hexdigest()[:20]


def was_looked_at(said: str, text: str) -> bool:
    """Has the sender seen what was found in this very text?"""
    return said.removesuffix(_LATER) == fingerprint(text)


def was_for_later(said: str) -> bool:
    """Was it to be sent later when it was looked at?"""
    return said.endswith(_LATER)
