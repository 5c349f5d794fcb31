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
#: Not 書いただけ and 待っていたし, 一致 and 参拝, nor なおります and とおります.
_POLITE = re.compile(
    r"(?:いただ|頂)(?:[いきくこ]|か[なずね]|け(?:[まるれず]|ない|なか|たら))"
    r"|申し(?:上|あ)げ|存じ|承り|承知|賜|拝[見啓受読聞借察領]|(?:て|[いん]で|[者の]が)おり(?:ます|ません|まし)"
    r"|(?:いた|(?<![一合誘招送拉])致)し(?:ま[すしせ]|かね|た[いく]|て)|なさ[いられ]ま|くださいますよう|でござい"
    r"|さしあげ|差し上げ|うかが|伺|お?[一-鿿ぁ-ん]{1,6}になられ|ご(?:査収|高覧|容赦|了承|理解)"
)
#: Words that end like a denial and are none: 少ない, 危ない …
_NOT = r"(?<![少危])(?<!すく)(?<!あぶ)(?<!きた)(?<!つまら)(?<!もったい)"
#: What denies the denial before it; whoever is asked not to do something (ないで) is denied nothing.
_AGAIN = (
    r"(?:ありません|ない(?!で[^す])|いません|い(?:られ)?ない(?!で[^す])|いられません|いえ(?:ない|ません)|言え(?:ない|ません)"
    r"|(?:限|かぎ)(?:らない|りません)|(?<=わけには)[い行](?:かない|きません))"
)
_DENIED = re.compile(
    rf"{_NOT}(?:ない|なかった)(?:はず|もの|[^。、はもがを]){{0,6}}[はもが]{_AGAIN}"
    rf"|{_NOT}なく[はも]{_AGAIN}"
    r"|な(?:ければ|くては|いと|きゃ|くちゃ)、?(?:なら|なり|いけ)(?:ない|なかった|ません)"
    r"|ずには(?:いられ|おか|おけ|すま|すみ)(?:ない|ません)"
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
