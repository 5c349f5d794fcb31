"""Is a reply easy to read 読みやすさ for somebody who reads やさしい日本語? Pure.

After the guideline of the Agency for Cultural Affairs and the Immigration Services Agency (August 2020): one thing a
sentence, short ones, です and ます without further politeness, no double negation. Only what a machine can tell is
looked for; nothing is forbidden.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

#: Characters of a sentence above which it is hard to follow.
LONGEST = 40
#: So many sentences are named; more would be a lecture.
_MOST = 5


class HardBecause(StrEnum):
    """Why a sentence is hard."""

    LONG = "long"
    POLITE = "polite"
    TWICE_DENIED = "twice_denied"


@dataclass(frozen=True, slots=True)
class HardSentence:
    """One sentence as it stands in the text, and why it is hard: the plainest reason first."""

    sentence: str
    because: tuple[HardBecause, ...]


_END = re.compile(r"(?<=[。！？!?])|\n")
_QUOTED = re.compile(r"^\s*[>|]|https?://\S+$")
_POLITE = re.compile(
    r"いただ|頂|申し上げ|申しあげ|存じ|承り|承知|賜|拝|おり?ます|いたし|致し|なさ(?:い|ら|れ)ま|くださいますよう|でござい"
    r"|さしあげ|差し上げ|うかが|伺|お?[一-鿿ぁ-ん]{1,6}になられ|ご(?:査収|高覧|容赦|了承|理解)"
)
_DENIED = re.compile(
    r"ない[^。]{0,12}(?:ない|ません)|なけれ?ば[^。]*(?:ない|なりません)|ず(?:に)?は[^。]*(?:ない|ません)"
)


def hard_sentences(text: str) -> list[HardSentence]:
    """Sentences worth making plainer, in order, at most five. Quoted lines and addresses are not ours."""
    found = []
    for piece in _END.split(text):
        sentence = piece.strip()
        if not sentence or _QUOTED.search(sentence):
            continue
        because = tuple(why for why, holds in _reasons(sentence).items() if holds)
        if because:
            found.append(HardSentence(sentence, because))
    return found[:_MOST]


def _reasons(sentence: str) -> dict[HardBecause, bool]:
    return {
        HardBecause.LONG: len(sentence) > LONGEST,
        HardBecause.POLITE: bool(_POLITE.search(sentence)),
        HardBecause.TWICE_DENIED: bool(_DENIED.search(sentence)),
    }
