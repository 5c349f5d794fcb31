"""Wording 表現: words to look at once more before a letter goes. Pure.

The list is the organisation's: each entry says which words, why they hurt, and what could be said instead. Matching
folds width, case and kana; Latin words are found as whole words only, Japanese ones not inside longer runs of the
same script where the script tells (カタ in カタログ), and never inside the exceptions an entry names.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum


class WordingKind(StrEnum):
    """Why a word is looked at."""

    BLAMING = "blaming"
    PROMISING = "promising"
    DISCRIMINATORY = "discriminatory"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry. `words`: what is looked for; `unless`: longer words in which they are harmless.

    `noted`: sending it all the same is written down, for colleagues to see.
    """

    key: str
    kind: WordingKind
    words: tuple[str, ...]
    unless: tuple[str, ...] = ()
    why_ja: str = ""
    why_en: str = ""
    instead: str = ""
    noted: bool = False

    def why(self, language: str) -> str:
        """The explanation for a reader of `language`; in the other one rather than none."""
        first, second = (self.why_ja, self.why_en) if language == "ja" else (self.why_en, self.why_ja)
        return first or second


@dataclass(frozen=True, slots=True)
class Hit:
    """One entry that was found, with the words as they stand in the text, each once, in order."""

    entry: Entry
    found: tuple[str, ...]


_TO_HIRAGANA = {code: code - 0x60 for code in range(0x30A1, 0x30F7)}
#: Scripts whose words run on: a hit between two signs of its own script is part of a longer word.
_KATAKANA = re.compile(r"[\u30a1-\u30fa\u30fc\u31f0-\u31ff\uff66-\uff9f]")
_LATIN = re.compile(r"[^\W_\u3040-\u30ff\u3400-\u9fff\uff66-\uff9f]")
_ATTACHED_JA = ("添付", "同封", "別添", "別紙")
_ATTACHED_EN = re.compile(r"\b(attached|attachments?|enclosed|enclosures?)\b", re.IGNORECASE)
#: Lines of an earlier mail, and what stands in quotation marks.
_QUOTED = re.compile(r"^[ \t]*[>|].*$|「[^「」\n]*」|『[^『』\n]*』|“[^“”\n]*”|\"[^\"\n]*\"", re.MULTILINE)
#: They speak of what the other one sent, or of nothing being there.
_NOT_OURS = re.compile(
    r"(お送り|ご送付|お寄せ)(いただ|くださ|頂)[^。\n]{0,100}?(添付|同封|別添)|(添付|同封|別添)(いただ|くださ|頂|して(いただ|くださ|頂)|された|のない|なし|せず)"
    r"|(you|your)\s+(have\s+)?(attach|enclos)|attach(ed)?\s+to\s+your|not\s+(attached|enclosed)|please\s+attach",
    re.IGNORECASE,
)


class _Folded:
    """A text folded sign by sign, with the way back to where each sign stood."""

    def __init__(self, text: str) -> None:
        signs: list[str] = []
        self.origin: list[int] = []
        for at, cluster in _clusters(text):
            plain = unicodedata.normalize("NFKC", cluster).casefold().translate(_TO_HIRAGANA)
            signs.append(plain)
            self.origin += [at] * len(plain)
        self.text = "".join(signs)
        self.origin.append(len(text))


def _clusters(text: str) -> Iterable[tuple[int, str]]:
    """Each sign with the voicing marks that belong to it, so that ﾊﾞ is one sign."""
    start = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or not (unicodedata.combining(text[at]) or text[at] in "\uff9e\uff9f"):
            yield start, text[start:at]
            start = at


def check(text: str, entries: Sequence[Entry]) -> list[Hit]:
    """Every entry with a word in `text`, in the order of the list."""
    folded = _Folded(text)
    hits = []
    for entry in entries:
        harmless = [span for word in entry.unless for span in _spans(folded, word)]
        found = [
            text[folded.origin[begin] : folded.origin[end]]
            for word in entry.words
            for begin, end in _spans(folded, word)
            if not any(first <= begin and end <= last for first, last in harmless)
            and _is_whole(text, folded.origin[begin], folded.origin[end])
        ]
        if found:
            hits.append(Hit(entry, tuple(dict.fromkeys(found))))
    return hits


def _spans(folded: _Folded, word: str) -> list[tuple[int, int]]:
    """Where the folded word stands in the folded text; blanks of any length stand for one another."""
    wanted = [re.escape(part) for part in _Folded(word).text.split()]
    if not wanted:
        return []
    return [found.span() for found in re.finditer(r"\s+".join(wanted), folded.text)]


def _is_whole(text: str, begin: int, end: int) -> bool:
    """Is it a word of its own, as far as the script tells?"""
    for script in (_LATIN, _KATAKANA):
        before = begin > 0 and script.match(text[begin - 1]) and script.match(text[begin])
        after = end < len(text) and script.match(text[end]) and script.match(text[end - 1])
        if before or after:
            return False
    return True


def speaks_of_enclosures(text: str) -> str:
    """The word by which a text says that something is attached 添付; empty where it does not say so of us.

    What is quoted (lines of an earlier mail, words in quotation marks) is somebody else's.
    """
    own = _QUOTED.sub("", unicodedata.normalize("NFKC", text))
    for sentence in re.split(r"(?<=[。.!?！？\n])", own):
        if _NOT_OURS.search(sentence):
            continue
        for word in _ATTACHED_JA:
            if word in sentence:
                return word
        found = _ATTACHED_EN.search(sentence)
        if found:
            return found[0]
    return ""
