"""Dates that a text tells somebody („金曜までに折り返します“, “by Friday”), and which of them it promises. Pure.

Found by the shape of words, so it can miss one and be wrong about another: what it finds is offered to a person,
never acted upon. Decided where people differ (dates_meant.py): „Friday“ on a Friday is the one a week later; „by the
end of the week, month, year“ is its last business day; a date without its year is the next one; „3時“ is the
afternoon. What has passed is never found. Lines quoted with „>“ and words in quotation marks are somebody else's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from types import ModuleType

from kikitori.foundation.language import dates_said_en, dates_said_ja
from kikitori.foundation.language.dates_meant import BusinessDay, Ground, without_overlaps

#: Nobody reads further for a date; a text may be a hundred thousand characters long.
_LONGEST = 10_000
_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20, ord("〜"): ord("~")}
_QUOTED_LINE = re.compile(r"^[ \t]*(?:>|\|).*$", re.MULTILINE)
_QUOTED_WORDS = re.compile(r"「[^「」]*」|『[^『』]*』|“[^“”]*”|\"[^\"\n]*\"")
_JAPANESE = re.compile("[぀-ヿ㐀-鿿]")
_ENGLISH = re.compile("[A-Za-z]{2}")
_END = re.compile(r"[。！!？?]|\.(?=\s|$)|\n\s*\n|\n(?=\s*[・*•■●○◆-])")
#: Full stops that end no sentence.
_SHORT = re.compile(
    r"(?:\b(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|mon|tues?|wed|thur?s?|fri|no|mr|mrs|ms|dr|[ap]\.m|[ap]m|e\.g|i\.e))$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class SaidDate:
    """One date in a text: where it stands, the day (and time) it means, and whether something is promised by it.

    `sentence`: the sentence around it, as it was written.
    """

    start: int
    end: int
    day: date
    time: time | None
    promising: bool
    sentence: str


def dates_said(text: str, said_at: datetime, business_day: BusinessDay) -> list[SaidDate]:
    """All coming dates in `text`, in order. `said_at`: when it was said, by the clock of the house (its wall time)."""
    ground = Ground(said_at.replace(tzinfo=None), business_day)
    plain = _masked(text[:_LONGEST].translate(_HALF_WIDTH))
    said: list[SaidDate] = []
    for start, end in _sentences(plain):
        sentence = plain[start:end].replace("\n", " ")
        tongues = _tongues(sentence)
        found = without_overlaps([each for tongue in tongues for each in tongue.dates_in(sentence, ground)])
        for number, each in enumerate(found):
            following = found[number + 1].start if number + 1 < len(found) else len(sentence)
            promising = any(tongue.is_promised(sentence, each, following) for tongue in tongues)
            place = each.start + start, each.end + start
            said.append(SaidDate(*place, each.day, each.time, promising, text[start:end].strip()))
    return said


def dates_promised(text: str, said_at: datetime, business_day: BusinessDay) -> list[SaidDate]:
    """The dates by which `text` promises something."""
    return [each for each in dates_said(text, said_at, business_day) if each.promising]


def _tongues(sentence: str) -> list[ModuleType]:
    """How to read it; both ways where it mixes the two („Friday までにご連絡いたします“)."""
    if not _JAPANESE.search(sentence):
        return [dates_said_en]
    return [dates_said_ja, dates_said_en] if _ENGLISH.search(sentence) else [dates_said_ja]


def _masked(text: str) -> str:
    """The text at its length, without what is quoted: a line becomes an end of the sentence, words become blanks."""
    lines = _QUOTED_LINE.sub(lambda match: "\n" * len(match[0]), text)
    return _QUOTED_WORDS.sub(lambda match: "〓" * len(match[0]), lines)


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    """Where each sentence begins and ends; a single line break ends none, for letters are wrapped."""
    start = 0
    for match in _END.finditer(text):
        if match[0] == "." and _SHORT.search(text, start, match.start()):
            continue
        end = match.end() if match[0] in "。！!？?." else match.start()
        if text[start:end].strip():
            yield start, end
        start = match.end()
    if text[start:].strip():
        yield start, len(text)
